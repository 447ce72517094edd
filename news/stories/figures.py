"""Read the figures of an article that tell it from another: numbers in digits and words, two people. Pure.

Unlike ``news.arabic.numbers`` a share and a decimal count too, since «ارتفاع ٣٪» is not «ارتفاع ٥٪». Dates and times of
day do not: two tellings of one event differ in them. A figure is a number of 32 bits (``stems.number_of``), equal for
equal ones.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from domain.news import Token
from news.arabic.lexicon import words
from news.arabic.months import HIJRI_MONTHS, MONTHS, WEEKDAYS
from news.arabic.numbers import number_at
from news.stories.stems import number_of
from news.summary.victims import people

LONGEST = 6  # words of a number
_OF_YEARS = words("ه م هـ عام العام سنه للعام لعام الموافق")
_OF_TIMES = words("الساعه ساعه بتوقيت")
_SHARE = words("في بالميه بالمايه")
_YEARS = range(1300, 2101)  # of either calendar, in digits
_MAY_BEGIN = re.compile("[وف]?(?:ال)?(?:واحد|احد|اثن|ثلاث|اربع|خمس|ست|سبع|ثمان|تسع|عشر|ميه|ميت|ماي|الف|الاف)")
_BEFORE_NUMBER = 2  # a number word of one or two: «أحد», «واحد» and «اثنين» tell nothing


def figures(text: str, tokens: Sequence[Token]) -> set[int]:
    """Return the figures that *tokens*, of the field *text*, tell."""
    return {number_of(each) for each in _read(text, tokens)}


def _read(text: str, tokens: Sequence[Token]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        word = tokens[at].text
        if word[0].isdecimal():
            end, figure = _digits(text, tokens, at)
        else:
            end, figure = _words(text, tokens, at)
        if figure:
            yield figure
        at = end


def _digits(text: str, tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """Return where the figure that begins at *at* ends, and its value; empty for a date or a time."""
    end = at + 1
    while end < len(tokens) and tokens[end].text.isdecimal() and _joins(text, tokens, end):
        end += 1
    if end - at > 1:
        signs = {text[tokens[i - 1].span.end] for i in range(at + 1, end)}
        thousands = number_at(text, tokens, at) if signs <= set(",٬.،") else None
        if thousands and thousands.end == end:
            return end, str(thousands.value)
        is_time = bool(signs & set(":/")) or _is_of_time(tokens, at, end) or len(signs) > 1
        return end, "" if is_time else ".".join(tokens[i].text.lstrip("0") or "0" for i in range(at, end))
    if _is_date(tokens, at) or _is_of_time(tokens, at, end):
        return end, ""
    number = number_at(text, tokens, at)
    return (number.end, str(number.value)) if number else (end, tokens[at].text.lstrip("0") or "0")


def _joins(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Say whether one sign alone stands between the digits at *at* and those before: 13.47, 18-11, 10/8."""
    before, start = tokens[at - 1].span.end, tokens[at].span.start
    return start - before == 1 and text[before] in ".,٬،٫:/"


def _is_date(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the digits at *at* are the day or the year of a date: «25 شوال», «أغسطس 2015», «الثلاثاء 3 آذار»."""
    before = tokens[at - 1].text if at else ""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    digits = tokens[at].text
    if len(digits) == len("2026") and int(digits) in _YEARS:
        return True
    weekday = tokens[at - 2].text if at > 1 and before.isdecimal() else before  # «الثلاثاء 3-3»
    return _is_calendar(before) or _is_calendar(after) or weekday in WEEKDAYS


def _is_calendar(word: str) -> bool:
    return word in _calendar() or word in _OF_YEARS or word[1:] in _calendar()


@cache
def _calendar() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in (*MONTHS, *HIJRI_MONTHS)) - {"ربيع"}


def _is_of_time(tokens: Sequence[Token], start: int, end: int) -> bool:
    before = tokens[start - 1].text if start else ""
    after = tokens[end].text if end < len(tokens) else ""
    return before in _OF_TIMES or after == "بتوقيت"


def _words(text: str, tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """Return where the number word at *at* ends, and its value; empty if it is none."""
    if people(tokens[at].text) == 2:
        return at + 1, "2"
    if not _MAY_BEGIN.match(tokens[at].text):  # most words do not, and reading them is slow
        return at + 1, ""
    number = number_at(text, tokens, at) or number_at(text, _without_share(tokens, at), at)
    if number is None:
        return at + 1, ""
    return number.end, str(number.value) if number.value > _BEFORE_NUMBER else ""


def _without_share(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """Return *tokens* up to the «في المئة» behind *at*: a share counts here."""
    ends = (end for end in range(at + 1, min(at + LONGEST, len(tokens))) if tokens[end].text in _SHARE)
    return tokens[: next(ends, len(tokens))]
