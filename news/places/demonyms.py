"""Make the adjectives of countries (السوري، الإيرانية), which tell what an article is about. Pure.

They are signs for the names beside them and are never mentions: «السوري» names a man, not a place. The rule is that
of the relative adjective, the nisba: the article and the endings ـا، ـيا، ـة fall, ـي is added. Its exceptions are
listed; countries with names of several words have only what is listed.
"""

from collections.abc import Iterable

from domain.news import Place, PlaceId, PlaceKind
from news.arabic.fold import fold

ENDINGS = ("ي", "يه", "يين", "يون", "يات")
_BY_HAND = {
    "us": ("امريك", "امريكي", "اميرك"),
    "gb": ("بريطان",),
    "om": ("عمان",),
    "ma": ("مغرب",),
    "sa": ("سعود",),
    "ye": ("يمن",),
    "cn": ("صين",),
    "kr": ("كور",),
    "ae": ("امارات",),
    "cz": ("تشيك",),
    "ml": (),  # المالي, المالية: of money
}


def adjectives(places: Iterable[Place]) -> dict[str, PlaceId]:
    """Return the folded adjectives of the countries among *places*, with the article, and their countries."""
    found: dict[str, PlaceId] = {}
    for place in places:
        if place.kind is PlaceKind.COUNTRY:
            for stem in _BY_HAND.get(place.id, stems(place.name)):
                found.update({f"ال{stem}{ending}": place.id for ending in ENDINGS})
    return found


def stems(name: str) -> tuple[str, ...]:
    """Return the folded stem of a *name* that ـي is added to; none of a name of several words."""
    if " " in name:
        return ()
    folded = fold(name.removeprefix("ال"))  # before folding: the ألـ of ألمانيا is no article
    ending = next((ending for ending in ("يا", "اء", "ا", "ه", "ي") if folded.endswith(ending)), "")
    return (folded.removesuffix(ending),)
