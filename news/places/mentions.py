"""Find the places that an article names. Pure.

Three looks: each name by the words beside it (evidence.local), then by what the whole article speaks of
(evidence.context), then by its neighbours in a list (evidence.listed). Where a name can mean several places,
senses.py chooses.
"""

from collections.abc import Sequence

from domain.news import Mention, PlaceId, Token
from news.places import evidence, hits, senses
from news.places.gazetteer import Gazetteer
from news.places.hits import Hit


def mentions(tokens: Sequence[Token], gazetteer: Gazetteer, region: PlaceId | None = None) -> list[Mention]:
    """Return the places that *tokens*, those of the title and the text together, name, in order.

    No two mentions overlap; the longest name at a spot that holds wins. *region* is the place that the feed's news
    are mostly about.
    """
    found = _judged(tokens, gazetteer, region)
    about = _about(tokens, found, gazetteer, region)
    accepted: list[Mention] = []
    end = 0
    for hit in found:
        if hit.accepted and hit.first >= end:
            accepted.append(_mention(tokens, hit, gazetteer, about))
            end = hit.last
    return accepted


def explained(tokens: Sequence[Token], gazetteer: Gazetteer, region: PlaceId | None = None) -> list[Mention]:
    """Return every name that was considered, the refused too (score below 1), with its reasons."""
    return [
        Mention(hits.span(tokens, hit), tuple(sense.place for sense in hit.senses), hit.score, tuple(hit.reasons))
        for hit in _judged(tokens, gazetteer, region)
    ]


def _judged(tokens: Sequence[Token], gazetteer: Gazetteer, region: PlaceId | None) -> list[Hit]:
    found = _found(tokens, gazetteer)
    for hit in found:
        evidence.local(hit, tokens, gazetteer)
    about = _about(tokens, found, gazetteer, region)
    for hit in found:
        evidence.context(hit, about, gazetteer)
    evidence.listed(found, tokens)
    return found


def _about(tokens: Sequence[Token], found: Sequence[Hit], gazetteer: Gazetteer, region: PlaceId | None) -> senses.About:
    about = senses.about(gazetteer, (hit for hit in found if hit.accepted), region)
    about.add_adjectives(tokens, gazetteer)
    return about


def _found(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Hit]:
    """Return the names in the text, the longest at a spot first, without those that a decoy or a longer name covers."""
    found: list[Hit] = []
    covered = 0
    for index in range(len(tokens)):
        here = hits.at(tokens, index, gazetteer.trie)
        if not here or index < covered:
            continue
        if not here[0].senses:
            covered = here[0].last
            continue
        found += (hit for hit in here if hit.senses)
        covered = here[0].last if here[0].last - index > 1 else covered
    return found


def _mention(tokens: Sequence[Token], hit: Hit, gazetteer: Gazetteer, about: senses.About) -> Mention:
    places = senses.chosen(hit, tokens, gazetteer, about)
    return Mention(hits.span(tokens, hit), places, round(hit.score, 2), tuple(hit.reasons))
