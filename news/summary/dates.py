"""Read the days that an article names, as dates. Pure: *today* is given.

Months of the Levant, Egypt, the Maghreb and the Hijri year; «29 من تموز», «الخامس من آب الماضي»; weekdays and days
that count from today: «أول أمس», «الأحد الماضي», «قبل ثلاثة أيام». A month stands for all its days, a week and a year
likewise. A date without a year is the latest that is at most 45 days ahead (20 of 20 strings written for the trial).
Hijri days are those of Umm al-Qura (hijridate).
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hijridate import Gregorian, Hijri

from domain.news import Article, Span, Token
from news.arabic.lexicon import words
from news.arabic.months import DOUBTFUL, HIJRI_MONTHS, MONTHS, ORDINALS, WEEKDAYS, Phrase
from news.summary.lines import Line, lines

AHEAD = timedelta(days=45)  # of a date without a year
PAST = timedelta(days=7)  # a sentence that names an older day tells of what was
LONGEST_PHRASE = 2  # words of a month, of an ordinal

_LAST = words("الماضي الماضيه الفايت الفايته المنصرم المنصرمه السابق السابقه")
_NEXT = words("المقبل المقبله القادم القادمه")
_THIS = words("الجاري الجاريه الحالي الحاليه")
_MONTH_WORDS = words("شهر لشهر بشهر وشهر في منذ خلال مطلع نهايه اواخر اوايل منتصف حتي بدايه")
_YEAR_WORDS = (("من", "العام"), ("من", "عام"), ("لعام",), ("عام",), ("سنه",), ("لسنه",))
_DAYS_FROM_TODAY: Mapping[Phrase, int] = {
    ("اليوم",): 0,
    ("امس",): -1,
    ("بالامس",): -1,
    ("البارحه",): -1,
    ("الليله", "الماضيه"): -1,
    ("امس", "الاول"): -2,
    ("اول", "امس"): -2,
    ("اول", "من", "امس"): -2,
    ("قبل", "امس"): -2,
    ("غدا",): 1,
    ("يوم", "غد"): 1,
    ("صباح", "الغد"): 1,
    ("مساء", "الغد"): 1,
    ("بعد", "غد"): 2,
}
# «اليوم العالمي», «اليوم التالي» are no today, «غدا الحي» is «became».
_NOT_TODAY = words(
    """
    العالمي الدولي الوطني العربي الاول الثاني الثالث الرابع التالي السابق الاخير الاخيره نفسه ذاته الواحد المفتوح
    """
)
_UNITS = {
    **dict.fromkeys(("يوم", "يوما", "ايام"), "day"),
    **dict.fromkeys(("اسبوع", "اسبوعا", "اسابيع"), "week"),
    **dict.fromkeys(("شهر", "شهرا", "اشهر", "شهور"), "month"),
    **dict.fromkeys(("عام", "عاما", "اعوام", "سنه", "سنوات", "سنين"), "year"),
}
_SINGULAR = words("يوم اسبوع شهر عام سنه")
_TWO = {"يومين": "day", "اسبوعين": "week", "شهرين": "month", "عامين": "year", "سنتين": "year"}
_PERIODS = {"الاسبوع": "week", "الشهر": "month", "العام": "year", "السنه": "year"}


class When(NamedTuple):
    """The days from *first* to *last* that the words of *span* name; one day where they are equal."""

    first: date
    last: date
    span: Span


class _Days(NamedTuple):
    first: date
    last: date
    start: int
    end: int


def dates(article: Article, tokens: Sequence[Token], today: date) -> tuple[When, ...]:
    """Return the days that *article*, of these *tokens*, names as seen from *today*, the title's first, in order."""
    return tuple(
        When(days.first, days.last, line.span(days.start, days.end))
        for line in lines(article, tokens)
        for days in _read(line, today)
    )


def is_past(article: Article, line: Line, today: date) -> bool:
    """Say whether *line*, a sentence of *article*, names a day that is long past on *today*."""
    return any(when.last < today - PAST for when in dates(article, line.tokens, today))


def _read(line: Line, today: date) -> Iterator[_Days]:
    done = 0
    for at in range(len(line.words)):
        if at < done:
            continue
        found = next((days for read in _READERS if (days := read(line, at, today))), None)
        if found and found.start >= done:
            yield found
            done = found.end


def _from_today(line: Line, at: int, today: date) -> _Days | None:
    """Read «أمس», «أول أمس», «مساء اليوم», «الليلة الماضية»."""
    word = line.words[at].removeprefix("و")
    for length in (3, 2, 1):
        phrase = (word, *(line.at(at + i) for i in range(1, length)))
        if phrase in _DAYS_FROM_TODAY:
            after = line.at(at + length)
            if (word == "اليوم" and after in _NOT_TODAY) or (
                word == "غدا" and after.startswith("ال") and after not in WEEKDAYS
            ):
                return None
            day = today + timedelta(days=_DAYS_FROM_TODAY[phrase])
            return _Days(day, day, at, at + length)
    return None


def _weekday(line: Line, at: int, today: date) -> _Days | None:
    """Read «الأحد الماضي», «يوم الخميس المقبل»; a bare weekday may lie before or after."""
    number, which = WEEKDAYS.get(line.words[at]), line.at(at + 1)
    if number is None or which not in _LAST | _NEXT:
        return None
    back = (today.weekday() - number) % 7 or 7
    day = today - timedelta(days=back) if which in _LAST else today + timedelta(days=7 - back % 7)
    return _Days(day, day, at, at + 2)


def _period(line: Line, at: int, today: date) -> _Days | None:
    """Read «الأسبوع الماضي», «الشهر المقبل», «العام الجاري»."""
    unit, which = _PERIODS.get(line.words[at].removeprefix("و")), line.at(at + 1)
    step = -1 if which in _LAST else 1 if which in _NEXT else 0 if which in _THIS else None
    if unit is None or step is None:
        return None
    return _Days(*_around(today, unit, step), at, at + 2)


def _ago(line: Line, at: int, today: date) -> _Days | None:
    """Read «قبل ثلاثة أيام», «منذ أسبوعين», «قبل عام»."""
    if line.words[at] not in ("قبل", "منذ"):
        return None
    number = line.number(at + 1)
    word = line.at(number.end if number else at + 1)
    unit, many = _UNITS.get(word), number.value if number else 1
    if number is None and word not in _SINGULAR:  # «منذ أيام» says too little
        unit, many = _TWO.get(word), 2
    if unit is None or many > 1000:
        return None
    return _Days(*_around(today, unit, -many), at, (number.end if number else at + 1) + 1)


def _around(today: date, unit: str, step: int) -> tuple[date, date]:
    """Return the day, the week from Monday, the month or the year that lies *step* of them from *today*."""
    if unit == "day":
        return today + timedelta(days=step), today + timedelta(days=step)
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return first, first + timedelta(days=6)
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        return _month(months // 12, months % 12 + 1)
    year = max(today.year + step, date.min.year)
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _numeric(line: Line, at: int, today: date) -> _Days | None:
    """Read «29/7/2021» and «2021-07-29»."""
    if at + 2 >= len(line.words) or not all(word.isdecimal() for word in line.words[at : at + 3]):
        return None
    signs = {line.text[line.tokens[i].span.end : line.tokens[i + 1].span.start] for i in (at, at + 1)}
    if signs not in ({"/"}, {"-"}, {"."}):
        return None
    day, month, year = (int(word[:4]) for word in line.words[at : at + 3])
    if len(line.words[at]) == len("2026"):
        day, year = year, day
    found = _valid(year, month, day)
    return _Days(found, found, at, at + 3) if found and year > 1900 else None


def _named(line: Line, at: int, today: date) -> _Days | None:
    """Read a month of any of the calendars, with the day before it and the year behind it where they stand."""
    for months, resolve in ((MONTHS, _gregorian), (HIJRI_MONTHS, _hijri)):
        for length in (2, 1):
            phrase = (line.words[at].removeprefix("و"), *(line.at(at + i) for i in range(1, length)))
            if month := months.get(phrase):
                return _dated(line, at, at + length, month, resolve, today)
    return None


_Resolve = Callable[[int | None, int, int | None, date, int], tuple[date, date] | None]


def _dated(line: Line, at: int, end: int, month: int, resolve: _Resolve, today: date) -> _Days | None:
    day, start = _day_before(line, at)
    end = _other_name(line, end, month)
    year, end = _year_behind(line, end)
    which = line.at(end) if year is None else ""
    step = -1 if which in _LAST else 1 if which in _NEXT else 0
    is_told = step or which in _THIS
    if day is None and year is None and not is_told and not _is_month(line, at):
        return None
    days = resolve(year, month, day, today, step)
    return _Days(*days, start, end + bool(is_told)) if days else None


def _is_month(line: Line, at: int) -> bool:
    before = line.words[at - 1] if at and line.at(at) else ""
    return before.endswith("شهر") or (before in _MONTH_WORDS and line.words[at] not in DOUBTFUL)


def _day_before(line: Line, at: int) -> tuple[int | None, int]:
    """Return the day of the month that stands before *at*, and where it begins: «29 من شهر», «الخامس من»."""
    end = at
    for word in ("شهر", "من"):
        if end and line.at(end) and line.words[end - 1] == word:
            end -= 1
    for length in (2, 1):
        phrase = tuple(line.words[max(0, end - length) : end])
        if phrase in ORDINALS and line.at(end) and end < at:
            return ORDINALS[phrase], end - length
    number = line.number_before(end)
    if number and 1 <= number.value <= 31:
        return number.value, number.start
    return None, at


def _other_name(line: Line, end: int, month: int) -> int:
    """Return where the same month in other words ends: «تموز (يوليو)», «تموز/ يوليو»."""
    for length in (2, 1):
        if MONTHS.get(tuple(line.words[end : end + length])) == month:
            return end + length
    return end


def _year_behind(line: Line, end: int) -> tuple[int | None, int]:
    at = next((end + len(phrase) for phrase in _YEAR_WORDS if line.has(end, phrase)), end)
    word = line.words[at] if at < len(line.words) else ""
    is_near = line.at(at) or (at < len(line.words) and line.text[line.tokens[at - 1].span.end] in ")/")
    if word.isdecimal() and len(word) == len("2026") and is_near:
        return int(word), at + 1
    return None, end


def _gregorian(year: int | None, month: int, day: int | None, today: date, step: int) -> tuple[date, date] | None:
    years = [year] if year else range(today.year + 1, today.year - 5, -1)
    found = [days for each in years if (days := _in_year(each, month, day))]
    return found[0] if year and found else _nearest(found, today, step)


def _in_year(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    if day is None:
        return _month(year, month) if 0 < year < date.max.year else None
    found = _valid(year, month, day)
    return (found, found) if found else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hijri(year: int | None, month: int, day: int | None, today: date, step: int) -> tuple[date, date] | None:
    this = Gregorian.fromdate(today).to_hijri().year
    years = [year] if year else range(this + 1, this - 3, -1)
    found = [days for each in years if (days := _in_hijri_year(each, month, day))]
    return found[0] if year and found else _nearest(found, today, step)


def _in_hijri_year(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    try:
        first = Hijri(year, month, day or 1)
        last = first if day else Hijri(year, month, first.month_length())
        return _plain(first), _plain(last)
    except (ValueError, OverflowError):  # a day that the month has not, a year outside of 1343 to 1500
        return None


def _plain(hijri: Hijri) -> date:
    return date(*hijri.to_gregorian().datetuple())


def _nearest(found: Sequence[tuple[date, date]], today: date, step: int) -> tuple[date, date] | None:
    """Return, of the same day in several years, the latest first, the one meant."""
    if step > 0:
        return next((days for days in reversed(found) if days[0] > today), None)
    until = today - timedelta(days=1) if step < 0 else today + AHEAD
    return next((days for days in found if (days[1] if step < 0 else days[0]) <= until), None)


_READERS = (_from_today, _weekday, _period, _ago, _numeric, _named)
