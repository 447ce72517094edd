"""Choose which places a name means, and know what the article is about. Pure.

A governorate or district and its centre are two readings of one name, both kept, unless a head noun picks one. Places
that merely share a name are told apart by the governorate that the article names, else its country, else the feed's
region, else how much the name tells of each; what is still open is kept whole, so that who follows all, or what
holds all, is told.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from domain.news import PlaceId, PlaceKind, Token
from news.places import cues
from news.places.gazetteer import Gazetteer
from news.places.hits import Hit
from news.places.trie import Sense

SIGNS = ("same governorate", "same country", "feed's region", "feed's country")  # the strongest first
_ORDER = {PlaceKind.COUNTRY: 0, PlaceKind.DISTRICT: 2, PlaceKind.GOVERNORATE: 3}  # others, the towns, between


@dataclass(slots=True)
class About:
    """The governorates and countries that an article names, each with the names (first words) that name it."""

    governorates: dict[PlaceId, set[int]] = field(default_factory=dict)
    countries: dict[PlaceId, set[int]] = field(default_factory=dict)
    region: tuple[PlaceId, ...] = ()

    def signs(self, place: PlaceId, hit: Hit, gazetteer: Gazetteer) -> list[str]:
        """Return what the rest of the article, without *hit* itself, says for *place*."""
        signs = []
        governorate, country = gazetteer.governorate(place), gazetteer.country(place)
        if governorate and self.governorates.get(governorate, set()) - {hit.first}:
            signs.append("same governorate")
        if self.countries.get(country, set()) - {hit.first}:
            signs.append("same country")
        if place in self.region or governorate in self.region:
            signs.append("feed's region")
        elif country in self.region:
            signs.append("feed's country")
        return signs

    def is_about_others(self, hit: Hit) -> bool:
        """Say whether any name or adjective but *hit* itself names a country."""
        return any(said - {hit.first} for said in self.countries.values())


def adjectives(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[tuple[PlaceId, int]]:
    """Return the countries whose adjectives stand in the text, and where: «قوات النظام السوري»."""
    known = gazetteer.adjectives
    return [(known[token.text], index) for index, token in enumerate(tokens) if token.text in known]


def about(
    gazetteer: Gazetteer, found: Iterable[Hit], adjectives: Iterable[tuple[PlaceId, int]], region: PlaceId | None
) -> About:
    """Return what an article with these accepted names and *adjectives*, from a feed about *region*, is about."""
    told = About(region=(region, *gazetteer.ancestors(region)) if region and region in gazetteer else ())
    for country, index in adjectives:
        told.countries.setdefault(country, set()).add(index)
    for hit in found:
        if not hit.accepted:
            continue
        best = _best_tier(hit.senses)
        if len({gazetteer.country(sense.place) for sense in best}) > 1:
            continue  # a name shared between countries tells of none
        for sense in best:
            told.countries.setdefault(gazetteer.country(sense.place), set()).add(hit.first)
            governorate = gazetteer.governorate(sense.place)
            if governorate:
                told.governorates.setdefault(governorate, set()).add(hit.first)
    return told


def chosen(hit: Hit, tokens: Sequence[Token], gazetteer: Gazetteer, about: About) -> tuple[PlaceId, ...]:
    """Return the places that an accepted name means, the town or centre first; a country before its capital."""
    senses = _told_apart(hit, gazetteer, about)
    places = _picked_by_head(hit, tokens, [sense.place for sense in senses], gazetteer)
    return tuple(sorted(_without_doubles(places, gazetteer), key=lambda id_: _ORDER.get(gazetteer.place(id_).kind, 1)))


def _told_apart(hit: Hit, gazetteer: Gazetteer, about: About) -> Sequence[Sense]:
    senses = hit.senses
    if len(senses) == 1 or len(_groups(senses, gazetteer)) == 1:
        return senses
    signs = {sense: about.signs(sense.place, hit, gazetteer) for sense in senses}
    for sign in SIGNS:
        fitting = [sense for sense in senses if sign in signs[sense]]
        if fitting:
            return _best_tier(fitting)
    return _best_tier(senses)


def _groups(senses: Iterable[Sense], gazetteer: Gazetteer) -> Counter[PlaceId]:
    """Count the senses by the centre that they share: a governorate, its district and its centre are one group."""
    return Counter(gazetteer.place(sense.place).centre or sense.place for sense in senses)


def _best_tier(senses: Sequence[Sense]) -> list[Sense]:
    best = min("UMAX".index(sense.tier.value) for sense in senses)
    return [sense for sense in senses if "UMAX".index(sense.tier.value) == best]


def _picked_by_head(hit: Hit, tokens: Sequence[Token], places: list[PlaceId], gazetteer: Gazetteer) -> list[PlaceId]:
    kinds = _kinds_asked(hit, tokens)
    if len(places) == 1 or kinds is None:
        return places
    return [place for place in places if gazetteer.place(place).kind in kinds] or places


def _kinds_asked(hit: Hit, tokens: Sequence[Token]) -> frozenset[PlaceKind] | None:
    """Return the kinds that the head noun asks for: the one before the name, or the plural one before its list."""
    in_list = tokens[hit.first].gap or hit.start.proclitic == "و"
    if hit.start.proclitic not in {"", "و"}:
        return None
    for index in range(hit.first - 1, max(-1, hit.first - _LONGEST_LIST), -1):
        cue = cues.cue(tokens[index].text)
        if cue:
            return cue.kinds if cue.many or not in_list else None
        if not in_list:
            return None
    return None


_LONGEST_LIST = 6  # words back that a plural head noun governs: محافظات درعا، السويداء والقنيطرة


def _without_doubles(places: Iterable[PlaceId], gazetteer: Gazetteer) -> list[PlaceId]:
    """Leave out the district that stands between a governorate and its centre: who follows it gets the centre's."""
    kept = list(places)
    centres = {gazetteer.place(id_).centre for id_ in kept if gazetteer.place(id_).kind is PlaceKind.GOVERNORATE} - {""}
    return [
        id_
        for id_ in kept
        if gazetteer.place(id_).kind is not PlaceKind.DISTRICT or gazetteer.place(id_).centre not in centres
    ]
