"""Understand a typed place name, and say a place's name to a person. Pure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from domain.news import Place, PlaceId, PlaceKind
from news.places.trie import words

if TYPE_CHECKING:
    from news.places.gazetteer import Gazetteer

_SETTLED = frozenset({PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE})
HEADS: dict[str, frozenset[PlaceKind]] = {
    "محافظه": frozenset({PlaceKind.GOVERNORATE}),
    "ولايه": frozenset({PlaceKind.GOVERNORATE}),
    "ريف": frozenset({PlaceKind.GOVERNORATE, PlaceKind.DISTRICT}),
    "منطقه": frozenset({PlaceKind.DISTRICT, PlaceKind.REGION}),
    "قضاء": frozenset({PlaceKind.DISTRICT}),
    "ناحيه": frozenset({PlaceKind.SUBDISTRICT}),
    "مدينه": _SETTLED,
    "بلده": _SETTLED,
    "قريه": _SETTLED,
    "حي": frozenset({PlaceKind.QUARTER}),
    "مخيم": frozenset({PlaceKind.CAMP}),
    "معبر": frozenset({PlaceKind.CROSSING}),
    "دوله": frozenset({PlaceKind.COUNTRY}),
}
_SPOKEN = {
    PlaceKind.COUNTRY: "",
    PlaceKind.GOVERNORATE: "محافظة",
    PlaceKind.DISTRICT: "منطقة",
    PlaceKind.SUBDISTRICT: "ناحية",
    PlaceKind.CITY: "مدينة",
    PlaceKind.TOWN: "بلدة",
    PlaceKind.VILLAGE: "قرية",
    PlaceKind.QUARTER: "حي",
    PlaceKind.CAMP: "مخيم",
    PlaceKind.REGION: "",
    PlaceKind.CROSSING: "معبر",
    PlaceKind.LANDMARK: "",
}
_SIZE = list(PlaceKind)
_HOME = "sy."  # readers tell Syrian places apart by their governorate, others by their country
_TOO_SHORT = 3  # letters: one change makes another word of it (قمح is not قم)
_TOO_FAR = 3  # changes: two are a slip of the fingers, three another name
_LONG = 6  # letters: in a shorter name two changes are half of it


def find(gazetteer: Gazetteer, name: str) -> list[Place]:
    """Return what *name* can mean, holders before what they hold."""
    typed = words(name)
    found = _exact(gazetteer, typed)
    if not found and len(typed) > 1 and typed[0] in HEADS:
        rest = _exact(gazetteer, typed[1:])
        found = [place for place in rest if place.kind in HEADS[typed[0]]] or rest
    return _without_doubles(sorted(found, key=lambda place: _SIZE.index(place.kind)))


def suggest(gazetteer: Gazetteer, name: str, most: int) -> list[Place]:
    """Return at most *most* places with a name one or two changes away from *name*, or with its Latin consonants."""
    typed = _plain(name)
    if len(typed) <= _TOO_SHORT:
        return []
    nearest: dict[PlaceId, int] = {}
    for place in gazetteer:
        distance = min((_distance(typed, spelling) for spelling in _spellings(place)), default=_TOO_FAR)
        if distance < _TOO_FAR:
            nearest[place.id] = distance
    ordered = sorted(nearest, key=lambda id_: (nearest[id_], id_.count("."), id_))
    return _without_doubles([gazetteer.place(id_) for id_ in ordered])[:most]


def describe(gazetteer: Gazetteer, place: Place) -> str:
    """Return the place's name with its head noun and the place that tells it apart."""
    own = spoken(place)
    within = _within(gazetteer, place)
    return f"{own} — {spoken(within)}" if within else own


def hashtag(place: Place) -> str:
    """Return ``#`` and the words of the place's name joined by ``_``."""
    return "#" + "_".join(place.name.split())


def spoken(place: Place) -> str:
    """Return the name with its head noun, unless it begins with one: «مدينة درعا», «ريف دمشق»."""
    head = _SPOKEN[place.kind]
    if not head or place.name.split()[0] == head:
        return place.name
    return f"{head} {place.name}"


@cache
def _spellings(place: Place) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_plain(alias.text) for alias in place.aliases))


def _plain(name: str) -> str:
    """Return the folded name without its article, which people put and leave: سويداء, السويداء."""
    return " ".join(words(name)).removeprefix("ال").removeprefix("al ")


def _distance(typed: str, known: str) -> int:
    """Return the number of letters to change between two names, or _TOO_FAR; one consonant skeleton counts as two."""
    allowed = 1 if len(typed) < _LONG else _TOO_FAR - 1
    if abs(len(typed) - len(known)) <= allowed:
        changes = _changes(typed, known)
        if changes <= allowed:
            return changes
    same = typed.isascii() and known.isascii() and len(_skeleton(typed)) > 2 and _skeleton(typed) == _skeleton(known)
    return _TOO_FAR - 1 if same else _TOO_FAR


def _changes(one: str, other: str) -> int:
    """Return the Levenshtein distance, by the usual row by row table."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(other, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
    return row[-1]


def _skeleton(name: str) -> str:
    """Return the consonants of a Latin name as transcriptions agree on them: Qamishli and Kamichli are kmshl."""
    for spelling, sound in (("ch", "sh"), ("q", "k"), ("c", "k"), ("dj", "j"), ("ou", "u")):
        name = name.replace(spelling, sound)
    kept = [letter for letter in name if letter not in "aeiouyw' "]
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or kept[at - 1] != letter)


def _within(gazetteer: Gazetteer, place: Place) -> Place | None:
    chain = [gazetteer.place(id_) for id_ in gazetteer.ancestors(place.id)]
    if place.kind in {PlaceKind.QUARTER, PlaceKind.LANDMARK}:
        return chain[0] if chain else None
    if not place.id.startswith(_HOME):
        return chain[-1] if chain else None
    return next((one for one in chain if one.kind is PlaceKind.GOVERNORATE), None)


def _exact(gazetteer: Gazetteer, name: tuple[str, ...]) -> list[Place]:
    return [gazetteer.place(sense.place) for sense in gazetteer.trie.exact(name)]


def _without_doubles(found: list[Place]) -> list[Place]:
    """Leave out the district of a governorate's centre: «درعا» means the governorate or the city."""
    centres = {place.centre for place in found if place.kind is PlaceKind.GOVERNORATE and place.centre}
    return [place for place in found if place.kind is not PlaceKind.DISTRICT or place.centre not in centres]
