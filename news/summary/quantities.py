"""Read every number, date and dual that a text tells, to hold two texts against each other. Pure.

What it finds are *values*: ``25``, ``5%``, ``7.5``, ``m11`` a month whatever its name, ``w5`` Friday, ``o3`` the
third, ``x1000`` thousands. «خمسة وعشرون», ``25`` and "twenty-five" are one value. It tells no counts of things: a date,
a house number and a toll are numbers alike. What could be read in two ways has both values.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from news.arabic.clitics import keyword_readings
from news.summary.number_words import AND, DUALS, NUMBERS, PAIRS, Word

ARABIC = "ar"

_WORD = re.compile(r"(?P<and>\bو)?(?P<digits>\d+(?:[.,٬٫]\d+)*)|[^\W\d_]+(?:'[^\W\d_]+)*")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![.,]?\d)")  # «12 500», as the French write
_JOINT = re.compile(r"[\s-]*")
_DATE = re.compile(r"\b\d{1,2}[/.-](\d{1,2})[/.-]\d{4}\b|\b\d{4}-(\d{2})-\d{2}\b")
_PER_CENT = re.compile(r"\s*(?:[%٪]|(?:بال|في ال)(?:ميه|مايه)\b|per ?cent\b|pour cent\b)")
_PER_CENT_BEFORE = re.compile(r"(?:yuzde\s|[%٪])\s*$")
_NEARBY = 8  # characters before a number in which its sign of per cent stands
_SECONDS = frozenset(second for _, second in PAIRS)
_FRACTIONS = {2: Decimal("0.5"), 3: Decimal(1) / 3, 4: Decimal("0.25")}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as told: its possible *values*, and its span in the folded text."""

    values: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A word or a number, what it means, and how it hangs on the one before: by an «و», parted by a sign, or not."""

    text: str
    start: int
    end: int
    kind: str = ""
    value: Decimal = Decimal(0)
    joined: bool = False
    gap: bool = False


def quantities(folded: str, language: str) -> list[Quantity]:
    """Return every quantity of *folded*, a folded text, in the order of the text."""
    parts, found, at = _parts(folded, language), [], 0
    while at < len(parts):
        quantity, at = _next(folded, parts, at, language)
        found += [quantity] if quantity else []
    found += [_of(_plain(Decimal(each.group().replace(" ", ""))), *each.span()) for each in _SPACED.finditer(folded)]
    found += [_of(f"m{int(each[1] or each[2])}", *each.span()) for each in _DATE.finditer(folded)]
    return sorted(found, key=lambda one: one.start)


def _of(value: str, start: int, end: int) -> Quantity:
    return Quantity(frozenset({value}), start, end)


def _parts(folded: str, language: str) -> list[_Part]:
    parts, last = list[_Part](), 0
    for match in _WORD.finditer(folded):
        gap, last = not _JOINT.fullmatch(folded, last, match.start()), match.end()
        if digits := match["digits"]:
            start, end = match.span("digits")
            parts.append(_Part(digits, start, end, "d", max(map(Decimal, _digits(digits))), bool(match["and"]), gap))
        else:
            (kind, value), joined = _meaning(match.group(), language)
            parts.append(_Part(match.group(), *match.span(), kind, value, joined, gap))
    return parts


@lru_cache(maxsize=20_000)  # articles repeat their words
def _meaning(word: str, language: str) -> tuple[Word, bool]:
    """Return what a word means as a number, and whether an «و» is glued before it."""
    table = NUMBERS.get(language, {})
    if language != ARABIC:
        return table.get(word, ("", Decimal(0))), False
    readings = keyword_readings(word)
    for reading in readings:
        whole = "ال" + reading.stem if reading.proclitic.endswith(("ال", "لل")) else reading.stem
        if found := table.get(whole) or table.get(reading.stem):  # «الأحد» is a day, «أحد» is none
            return found, reading.proclitic.startswith("و")
    is_dual = any(reading.stem in DUALS for reading in readings)
    return ("n" if is_dual else "", Decimal(2 * is_dual)), False


def _next(folded: str, parts: Sequence[_Part], at: int, language: str) -> tuple[Quantity | None, int]:
    """Return the quantity that begins at part *at*, if one does, and the first part behind it."""
    part = parts[at]
    if at + 1 < len(parts) and (pair := _pair(part.text, parts[at + 1].text)):
        return _of(f"{pair[0]}{pair[1]}", part.start, parts[at + 1].end), at + 2
    if part.kind == "p":
        return _of(f"x{part.value}", part.start, part.end), at + 1
    if part.kind not in {"n", "s", "d", "u"}:
        return (_of(f"{part.kind}{part.value}", part.start, part.end) if part.kind else None), at + 1
    reader = _Sum(part, language)
    while (following := at + reader.taken) < len(parts) and reader.takes(parts[following:]):
        pass
    if part.kind == "u" and reader.taken == 1:  # «أحد المارة», "une école"
        return None, at + 1
    end = parts[at + reader.taken - 1].end
    values = _digits(part.text) if part.kind == "d" and reader.taken == 1 else frozenset({_plain(reader.value)})
    return _shared(folded, values, part.start, end, parts, at + reader.taken)


def _pair(first: str, second: str) -> Word | None:
    if second not in _SECONDS:
        return None
    stems = (first, *(reading.stem for reading in keyword_readings(first)))
    return next((PAIRS[stem, second] for stem in stems if (stem, second) in PAIRS), None)


def _shared(
    folded: str, values: frozenset[str], start: int, end: int, parts: Sequence[_Part], at: int
) -> tuple[Quantity, int]:
    """Return the values, as shares where per cent are told, and the first part behind."""
    behind = _PER_CENT.match(folded, end)
    if behind is None and not _PER_CENT_BEFORE.search(folded[max(0, start - _NEARBY) : start]):
        return Quantity(values, start, end), at
    stop = behind.end() if behind else end
    while at < len(parts) and parts[at].end <= stop:
        at += 1
    return Quantity(frozenset(f"{value}%" for value in values), start, stop), at


@lru_cache(maxsize=5_000)
def _digits(text: str) -> frozenset[str]:
    """Return what digits can mean: a sign before three of them parts thousands or decimals, else decimals."""
    groups = re.split("[.,٬٫]", text)
    readings = set()
    if all(len(group) == len("000") for group in groups[1:]):
        readings.add(_plain(Decimal("".join(groups))))
    if len(groups) == len(("whole", "part")):
        readings.add(_plain(Decimal(".".join(groups))))
    return frozenset(readings) or frozenset(_plain(Decimal(group)) for group in groups)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


class _Sum:
    """Put a number together word by word: «مئة وخمسة وعشرون ألفًا و300»."""

    def __init__(self, first: _Part, language: str) -> None:
        self.taken = 1
        self._arabic = language == ARABIC
        self._and = AND.get(language, "")
        self._language = language
        is_large = first.kind == "s" and first.value > 100
        self._total = first.value if is_large else Decimal(0)
        self._scale = self._total
        self._current = Decimal(0) if is_large else first.value
        self._from_digits = first.kind == "d"

    @property
    def value(self) -> Decimal:
        """Return the number as far as it was read."""
        return self._total + self._current

    def takes(self, parts: Sequence[_Part]) -> bool:
        """Add the first of *parts*, and say whether it belonged to the number."""
        used = 2 if parts[0].text == self._and and len(parts) > 1 and not parts[0].gap else 1
        part = parts[used - 1]
        if part.gap or not self._added(part):
            return False
        self.taken += used
        return True

    def _added(self, part: _Part) -> bool:
        hangs = part.joined or not self._arabic
        match part.kind:
            case "s" | "p" if self._current and not part.joined:
                return self._multiplied(part.value)
            case "s" if hangs and part.value < self._scale and not self._current:
                return self._began_again(part.value)
            case "f" if part.joined and self._scale and not self._current:
                self._total += self._scale * _FRACTIONS[int(part.value)]
                return True
            case "n" if self._is_teen(part):
                self._current += part.value
                return True
            case "n" | "d" | "u" if hangs and self._has_room_for(part):
                self._current += 76 if self._is_four_twenty(part) else part.value
                return True
        return False

    def _multiplied(self, by: Decimal) -> bool:
        if by == 100:
            if self._current >= 10:
                return False
            self._current *= by
            return True
        self._total, self._current, self._scale = self._total + self._current * by, Decimal(0), by
        return True

    def _began_again(self, value: Decimal) -> bool:
        if value == 100:
            self._current = value
        else:
            self._total, self._scale = self._total + value, value
        return True

    def _is_teen(self, part: _Part) -> bool:
        return self._arabic and not part.joined and part.value == 10 and 0 < self._current % 100 < 10

    def _is_four_twenty(self, part: _Part) -> bool:
        return self._language == "fr" and self._current % 100 == 4 and part.value == 20

    def _has_room_for(self, part: _Part) -> bool:
        """Say whether what was read ends in noughts where *part* has its digits."""
        if not self._current:
            return part.value < self._scale
        if part.kind == "d" or self._from_digits:
            return False
        units = self._current % 100
        if self._arabic and 0 < units < 10 and part.value in range(20, 100, 10):
            return True
        if self._language == "fr" and units in (60, 80) and part.value < 20:
            return True
        return self._is_four_twenty(part) or self._current % 10 ** len(str(part.value)) == 0
