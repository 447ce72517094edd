"""Read a word as prefixes and a stem, in every way that a dictionary may then confirm. Pure.

Arabic glues و ف (and, so) and ب ك ل (in, as, to) to the next word, and ل swallows the alef of the article:
ل + الحسكة is للحسكة. 15 % of the place names in news carry such a prefix (648 of 4,373 in ANERcorp). Nothing is
stemmed: a reading only counts where its stem is a name or a term that someone follows.
"""

from dataclasses import dataclass

_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ك", "ل")
_SHORTEST = 2  # letters that a stem must keep


@dataclass(frozen=True, slots=True)
class Reading:
    """A word read as *proclitic* and *stem*, both folded.

    The proclitic is what was cut off (``و``, ``ب``, ``وب``); of لل it is ``لل``, and a place's stem has its
    article back (للحسكة: لل, الحسكه).
    """

    stem: str
    proclitic: str


def place_readings(word: str) -> tuple[Reading, ...]:
    """Return the readings ``[وف]? [بكل]? stem`` of a folded *word*, the bare word first, then the shorter prefix.

    The article is never added or dropped, because الحمص is not حمص; only لل, which hides it, is read as ال, both
    as ل + الحسكة and as ل + اللاذقية.
    """
    readings = [Reading(word, "")]
    for conjunction in _conjunctions(word):
        rest = word[len(conjunction) :]
        if conjunction:
            readings.append(Reading(rest, conjunction))
        if rest[0] in _PREPOSITIONS:
            readings.append(Reading(rest[1:], conjunction + rest[0]))
        if rest.startswith("لل"):
            readings.append(Reading("ال" + rest[2:], conjunction + "لل"))
            readings.append(Reading("الل" + rest[2:], conjunction + "لل"))
    return tuple(reading for reading in readings if len(reading.stem) >= _SHORTEST or not reading.proclitic)


def keyword_readings(word: str) -> tuple[Reading, ...]:
    """Return the readings ``[وف]? [بكل]? (ال)? stem`` and ``[وف]? لل stem`` of a folded *word*, the bare word first.

    Stems stand without the article, as keywords are stored. The caller decides whether a stem of three letters or
    fewer may count.
    """
    readings = [Reading(word, "")]
    for conjunction in _conjunctions(word):
        rest = word[len(conjunction) :]
        for preposition in ("", *(letter for letter in _PREPOSITIONS if rest.startswith(letter))):
            prefix, stem = conjunction + preposition, rest[len(preposition) :]
            if prefix:
                readings.append(Reading(stem, prefix))
            if stem.startswith("ال"):
                readings.append(Reading(stem[2:], prefix + "ال"))
        if rest.startswith("لل"):
            readings.append(Reading(rest[2:], conjunction + "لل"))
    return tuple(reading for reading in readings if len(reading.stem) >= _SHORTEST or not reading.proclitic)


def _conjunctions(word: str) -> tuple[str, ...]:
    if len(word) > _SHORTEST and word.startswith(_CONJUNCTIONS):
        return "", word[0]
    return ("",) if word else ()
