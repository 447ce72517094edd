"""Make the adjectives of countries (السوري، الإيرانية), which tell what an article is about. Pure.

They are signs for the names beside them and are never mentions: «السوري» names a man, not a place. The rule is that
of the relative adjective, the nisba: the article and the endings ـا، ـيا، ـة fall, ـي is added. Its exceptions are
listed.
"""

from collections.abc import Iterable

from domain.news import Place, PlaceId, PlaceKind
from news.arabic.fold import fold

_ENDINGS = ("ي", "يه", "يين", "يون", "يات")
_BY_HAND = {
    "us": ("امريك", "امريكي", "اميرك"),
    "gb": ("بريطان",),
    "om": ("عمان",),
    "ma": ("مغرب",),
    "sa": ("سعود",),
    "ye": ("يمن",),
    "cn": ("صين",),
}


def adjectives(places: Iterable[Place]) -> dict[str, PlaceId]:
    """Return the folded adjectives of the countries among *places*, with the article, and their countries."""
    found: dict[str, PlaceId] = {}
    for place in places:
        if place.kind is PlaceKind.COUNTRY:
            for stem in _BY_HAND.get(place.id, (_stem(fold(place.name)),)):
                found.update({f"ال{stem}{ending}": place.id for ending in _ENDINGS})
    return found


def _stem(name: str) -> str:
    for ending in ("يا", "ا", "ه"):
        if name.endswith(ending):
            name = name.removesuffix(ending)
            break
    return name.removeprefix("ال")
