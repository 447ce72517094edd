"""Read times of day and spans of time as people write them, in folded words: «11 مساء»، «8 ونصف صباحا»، «يومين». Pure.

An hour from 1 to 12 without a part of the day has two readings, twelve hours apart; who asks decides between them.
"""

import re
from datetime import timedelta

from domain.preferences import MINUTES_A_DAY, Quiet

NOON = 12 * 60
NIGHT = 3 * 60  # what quiet hours are thought to hold where nothing else tells

_HOURS = {
    "الواحده": 1, "الثانيه": 2, "الثالثه": 3, "الرابعه": 4, "الخامسه": 5, "السادسه": 6, "السابعه": 7,
    "الثامنه": 8, "التاسعه": 9, "العاشره": 10, "الحاديه عشره": 11, "الثانيه عشره": 12,
}  # fmt: skip
_COUNTS = {
    "واحد": 1, "واحده": 1, "ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سته": 6,
    "سبع": 7, "سبعه": 7, "ثماني": 8, "ثمان": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "عشر": 10, "عشره": 10,
}  # fmt: skip
# By part of the day: what is added to which hours; the others make no sense with it.
_PARTS: dict[str, dict[int, int]] = {
    "صباحا|الصباح|صباح|ص|am": {12: -12, **dict.fromkeys(range(12), 0)},
    "فجرا|الفجر": dict.fromkeys(range(1, 7), 0),
    "بعد الظهر": {12: 0, **dict.fromkeys(range(1, 7), 12)},
    "ظهرا|الظهر": {11: 0, 12: 0, **dict.fromkeys(range(1, 4), 12)},
    "عصرا|العصر": dict.fromkeys(range(1, 7), 12),
    "م|pm": {12: 0, **dict.fromkeys(range(1, 12), 12)},
    "مساءا?|المساء": {12: -12, **dict.fromkeys(range(1, 12), 12), **dict.fromkeys(range(16, 24), 0)},
    "بعد منتصف الليل|بعد نصف الليل": {12: -12, **dict.fromkeys(range(6), 0)},
    "ليلا|الليل|منتصف الليل|نصف الليل": {
        12: -12, **dict.fromkeys(range(6), 0), **dict.fromkeys(range(6, 12), 12), **dict.fromkeys(range(18, 24), 0),
    },
}  # fmt: skip
_FRACTIONS = {"نصف": 30, "ربع": 15, "ثلث": 20}
_ALONE = {"منتصف الليل": 0, "نصف الليل": 0, "الظهر": NOON, "ظهرا": NOON}

_HOUR = "|".join(sorted((each for name in _HOURS for each in (name, name.removeprefix("ال"))), key=len, reverse=True))
_TIME = re.compile(
    rf"(?:الساعه )?(?P<hour>\d{{1,2}}|{_HOUR})(?:[:.٫](?P<minute>\d\d))?"
    r"(?: ?(?P<more>و|الا) ?(?:ال)?(?P<fraction>نصف|ربع|ثلث))?"
    rf" ?(?:في )?(?P<part>{'|'.join(_PARTS)})?"
)
_BETWEEN = re.compile(r" (?:الي|حتي|لغايه|ل) | و ?| ?[-–—] ?| ل(?=\d)")
_SPAN = re.compile(
    rf"(?:(?P<part>نصف|ربع) ساعه|(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})? ?"
    r"(?P<unit>دقيقه|دقيقتين|دقيقتان|دقائق|دقايق|ساعه|ساعتين|ساعتان|ساعات|يوما?|يومين|يومان|ايام|اسبوعا?|اسبوعين|اسبوعان|اسابيع)"
    r"(?: واحده?)?)"
)
_UNITS = (
    ("دق", timedelta(minutes=1)),
    ("ساع", timedelta(hours=1)),
    ("يوم", timedelta(days=1)),
    ("ايام", timedelta(days=1)),
    ("اس", timedelta(weeks=1)),
)


def readings(text: str) -> tuple[int, ...]:
    """Return the minutes after midnight that *text* can mean: none, one, or two where morning and evening are open."""
    text = " ".join(text.split())
    if text in _ALONE:
        return (_ALONE[text],)
    found = _TIME.fullmatch(text)
    if not found:
        return ()
    hour = _number(found["hour"])
    minutes = _minutes(found["minute"], found["more"], found["fraction"])
    if hour > 23 or minutes > 59:
        return ()
    if found["part"]:
        shifts = next(shifts for names, shifts in _PARTS.items() if re.fullmatch(names, found["part"]))
        hours = [hour + shifts[hour]] if hour in shifts else []
    else:
        hours = [hour % 12, hour % 12 + 12] if 1 <= hour <= 12 else [hour]
    return tuple((each * 60 + minutes) % MINUTES_A_DAY for each in hours)


def between(text: str) -> Quiet | None:
    """Return the hours that «11 الي 6» means, None if it means none.

    Without a part of the day those of the night are meant, the shortest that hold three o'clock; with one on either
    side, the shortest.
    """
    for cut in _BETWEEN.finditer(text):
        starts, ends = readings(text[: cut.start()]), readings(text[cut.end() :])
        spans = [Quiet(start, end) for start in starts for end in ends if start != end]
        if spans and starts != ends:
            is_open = len(starts) == len(ends) == 2
            return min(spans, key=lambda quiet: (is_open and not _holds(quiet, NIGHT), _length(quiet)))
    return None


def in_the_morning(text: str) -> int | None:
    """Return the time that *text* means for a daily digest: of two readings the morning's from five on, else None."""
    match readings(text):
        case (minute,):
            return minute
        case (early, _) if 5 * 60 <= early < NOON:
            return early
    return None


def span(text: str) -> timedelta | None:
    """Return how long «ساعه»، «3 ايام»، «يومين» is, None for what is no span."""
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    if found["part"]:
        return timedelta(minutes=_FRACTIONS[found["part"]])
    unit = next(length for stem, length in _UNITS if found["unit"].startswith(stem))
    is_dual = found["unit"].endswith(("ين", "ان"))
    return unit * (2 if is_dual else _count(found["count"]))


def count(text: str) -> int | None:
    """Return the number that *text* is, in digits or as a word up to ten."""
    return _count(text) if text in _COUNTS or (text.isascii() and text.isdecimal() and len(text) <= 4) else None


def _number(hour: str) -> int:
    return int(hour) if hour.isdecimal() else _HOURS.get(hour) or _HOURS[f"ال{hour}"]


def _minutes(minute: str | None, more: str | None, fraction: str | None) -> int:
    """Return the minutes after the hour; «إلا ربع» is before it."""
    minutes = int(minute or 0)
    if fraction:
        minutes += _FRACTIONS[fraction] if more == "و" else -_FRACTIONS[fraction]
    return minutes


def _count(text: str | None) -> int:
    return 1 if not text else _COUNTS.get(text) or int(text)


def _length(quiet: Quiet) -> int:
    return (quiet.end - quiet.start) % MINUTES_A_DAY


def _holds(quiet: Quiet, minute: int) -> bool:
    return (minute - quiet.start) % MINUTES_A_DAY < _length(quiet)
