"""Understand a typed place name, and say a place's name to a person. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.news import Place, PlaceKind
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


def find(gazetteer: Gazetteer, name: str) -> list[Place]:
    """Return what *name* can mean, holders before what they hold."""
    typed = words(name)
    found = _exact(gazetteer, typed)
    if not found and len(typed) > 1 and typed[0] in HEADS:
        rest = _exact(gazetteer, typed[1:])
        found = [place for place in rest if place.kind in HEADS[typed[0]]] or rest
    return _without_doubles(sorted(found, key=lambda place: _SIZE.index(place.kind)))


def suggest(gazetteer: Gazetteer, name: str, most: int) -> list[Place]:
    """Return at most *most* places with names near *name*."""
    return find(gazetteer, name)[:most]


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


def _within(gazetteer: Gazetteer, place: Place) -> Place | None:
    chain = [gazetteer.place(id_) for id_ in gazetteer.ancestors(place.id)]
    if place.kind in {PlaceKind.QUARTER, PlaceKind.LANDMARK}:
        return chain[0] if chain else None
    if place.kind is PlaceKind.GOVERNORATE:
        return None if place.id.startswith("sy.") else chain[-1]
    return next((one for one in chain if one.kind is PlaceKind.GOVERNORATE), chain[-1] if chain else None)


def _exact(gazetteer: Gazetteer, name: tuple[str, ...]) -> list[Place]:
    return [gazetteer.place(sense.place) for sense in gazetteer.trie.exact(name)]


def _without_doubles(found: list[Place]) -> list[Place]:
    """Leave out the district of a governorate's centre: «درعا» means the governorate or the city."""
    centres = {place.centre for place in found if place.kind is PlaceKind.GOVERNORATE and place.centre}
    return [place for place in found if place.kind is not PlaceKind.DISTRICT or place.centre not in centres]
