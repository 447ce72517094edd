"""Choose the figure of dead and injured for the first line of an alert, in the article's own words. Pure.

A wrong figure is worse than none. It stands in the title or in the sentences that the alert shows, and it is about
what is followed: in title or first paragraph where these name it, else in a sentence that does. What is of one sentence
stays of one sentence: two figures of one harm in it («3 قتلى في درعا و5 قتلى في حلب») are none, and so is a figure
beside a day that is long past.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.news import Article, Casualty, Field, Harm, Span
from news.arabic.fold import fold
from news.arabic.numbers import number_at
from news.arabic.tokens import tokenise
from news.summary.casualties import casualties
from news.summary.dates import is_past
from news.summary.events import first_paragraph
from news.summary.harm_words import HARM_WORDS
from news.summary.lines import Line, lines

LONGEST = 60  # code points of each figure's words

_TOGETHER = re.compile(r"[\s،]*")
_GLUED = re.compile("[وفبل][\u064b-\u0652]*")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Figure:
    """The article's words for its dead and injured. *is_deep*: not of the title nor the first paragraph."""

    words: tuple[str, ...]
    is_deep: bool


_Harms = dict[Harm, Casualty]


@lru_cache(maxsize=128)
def figure(article: Article, shown: str, *focus: tuple[Span, ...]) -> Figure | None:
    """Return the figure to tell of *article*, whose sentences *shown* are sent; None where none is sure.

    Each *focus* is where one thing that is followed stands; the figure is about all of them. One without spans is what
    the whole article is about. Kept: one story may go to thousands of chats.
    """
    told = [
        (line, harms)
        for line, harms in _told(article)
        if _is_shown(article, harms, _plain(shown)) and _is_about(article, line, focus) and not _is_old(article, line)
    ]
    if not told:
        return None
    line, harms = next((one for one in told if _is_fuller(one[1], told[0][1])), told[0])
    words = _words(_field(article, line), sorted(harms.values(), key=lambda one: one.span.start))
    if any(len(each) > LONGEST for each in words):
        return None
    return Figure(words, is_deep=not _is_at_head(article, line))


def _told(article: Article) -> Iterator[tuple[Line, _Harms]]:
    """Yield the sentences that tell one figure of each harm, with it."""
    tokens = (*tokenise(article.title, Field.TITLE), *tokenise(article.text, Field.TEXT))
    found = deque(casualties(article, tokens))
    for line in lines(article, tokens, HARM_WORDS) if found else ():
        inside = []
        while found and line.holds(found[0].span):  # both are in the order of the article
            inside.append(found.popleft())
        harms = {one.harm: one for one in reversed(inside)}
        is_mixed = len(harms) > 1 and Harm.BOTH in harms
        if harms and not is_mixed and all(one.number == harms[one.harm].number for one in inside):
            yield line, harms


def _is_old(article: Article, line: Line) -> bool:
    return is_past(article, line, (article.published_at or article.seen_at).date())


def _is_shown(article: Article, harms: _Harms, shown: str) -> bool:
    """Say whether the words of all these figures can be read in the alert."""
    return all(one.span.field is Field.TITLE or _plain(_said(article, one.span)) in shown for one in harms.values())


def _plain(text: str) -> str:
    """Return the folded words of *text* with a space around each."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _is_about(article: Article, line: Line, focus: Sequence[Sequence[Span]]) -> bool:
    if _is_at_head(article, line):
        end = first_paragraph(article.text)
        return all(any(span.field is Field.TITLE or span.end <= end for span in spans) for spans in focus if spans)
    return all(any(line.holds(span) for span in spans) for spans in focus if spans)


def _is_at_head(article: Article, line: Line) -> bool:
    span = line.span(0, len(line.tokens))
    return span.field is Field.TITLE or span.end <= first_paragraph(article.text)


def _is_fuller(harms: _Harms, first: _Harms) -> bool:
    """Say whether *harms* tell what *first* tells, and more: the injured beside the same dead."""
    same = all(harm in harms and harms[harm].number == one.number for harm, one in first.items())
    return same and len(harms) > len(first)


def _words(text: str, found: Sequence[Casualty]) -> tuple[str, ...]:
    """Return the words of each figure, or of two as one run where they stand together, without a leading «و»."""
    spans = [(one.span.start, one.span.end) for one in found]
    if len(spans) > 1 and _TOGETHER.fullmatch(text, spans[0][1], spans[1][0]) and spans[1][1] - spans[0][0] <= LONGEST:
        spans = [(spans[0][0], spans[1][1])]
    return tuple(_bare(_SPACES.sub(" ", text[start:end])) for start, end in spans)


def _bare(words: str) -> str:
    """Return *words* without what is glued to the first: «وإصابة», «وثلاثة جرحى», «بوفاة»."""
    if not _GLUED.match(words):
        return words
    first = tokenise(words, Field.TEXT)[0].text
    rest = _GLUED.sub("", words, count=1)
    told = HARM_WORDS.get(first)
    is_number = first[0] in "وف" and number_at(rest, tokenise(rest, Field.TEXT), 0) is not None
    is_glued = told is not None and (told.follows or first[1:] in HARM_WORDS)
    return rest if is_glued or (told is None and is_number) else words


def _said(article: Article, span: Span) -> str:
    return (article.title if span.field is Field.TITLE else article.text)[span.start : span.end]


def _field(article: Article, line: Line) -> str:
    return article.title if line.tokens[0].span.field is Field.TITLE else article.text
