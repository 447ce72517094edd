"""Find the places that an article names. Pure.

Looks: each name by the words beside it (evidence.local), then by whether it is a team's (teams), by what the whole
article speaks of (evidence.context), and by its neighbours in a list (evidence.listed). Where a name can mean several
places, senses.py chooses. Last come the names that lean on an accepted one (ellipsis), and the hashtags that only
repeat go (hashtags).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.news import Mention, PlaceId, Span, Token
from news.arabic.fold import fold
from news.places import ellipsis, evidence, hits, senses, teams
from news.places.casing import Small
from news.places.gazetteer import Gazetteer
from news.places.hashtags import Tagged, repeated, tagged
from news.places.hits import Hit

_CAPITAL = fold("العاصمة")


@dataclass(frozen=True, slots=True)
class Explained:
    """What an article names, and the names in it that were looked at and are none, each with its reasons."""

    accepted: tuple[Mention, ...]
    refused: tuple[Mention, ...]


def mentions(
    tokens: Sequence[Token],
    gazetteer: Gazetteer,
    region: PlaceId | None = None,
    tags: Sequence[Span] = (),
    small: Small = frozenset(),
) -> list[Mention]:
    """Return the places that *tokens*, those of the title and the text together, name, in order.

    No two mentions overlap; the longest name at a spot that holds wins. *region* is the place that the feed's news
    are mostly about, *tags* are the spans of the hashtags (hashtags.hashtags), *small* the Latin words that begin
    small (casing.small).
    """
    return list(explained(tokens, gazetteer, region, tags, small).accepted)


def explained(
    tokens: Sequence[Token],
    gazetteer: Gazetteer,
    region: PlaceId | None = None,
    tags: Sequence[Span] = (),
    small: Small = frozenset(),
) -> Explained:
    """Return the same mentions, and every name that was refused."""
    found = _found(tokens, gazetteer)
    if not found:
        return Explained((), ())
    about = _judge(found, tokens, gazetteer, region, tags, small)
    accepted: list[Mention] = []
    refused: list[Mention] = []
    last: Hit | None = None
    for hit in found:
        if hit.accepted and not (accepted and _overlap(accepted[-1].span, tokens[hit.first].span)):
            if last and _is_named_next(last, hit, tokens):
                accepted.pop()
            accepted += _told(tokens, hit, gazetteer, about)
            last = hit
        else:
            why = ("covered by a longer name",) if hit.accepted else ()
            places = tuple(sense.place for sense in hit.senses)
            refused.append(Mention(hits.span(tokens, hit), places, round(hit.score, 2), (*hit.reasons, *why)))
    return _without_repeats(accepted, refused, gazetteer, tags) if tags else Explained((*accepted,), (*refused,))


def _judge(
    found: Sequence[Hit],
    tokens: Sequence[Token],
    gazetteer: Gazetteer,
    region: PlaceId | None,
    tags: Sequence[Span],
    small: Small,
) -> senses.About:
    for hit in found:
        hit.parted_before = _are_parted(tokens, hit.first, tags)
        hit.parted_after = _are_parted(tokens, hit.last, tags)
        evidence.local(hit, tokens, gazetteer, small)
        if tags and tagged(hits.span(tokens, hit), tags) is Tagged.WHOLE:
            evidence.in_hashtag(hit)
    teams.mark(found, tokens)
    adjectives = senses.adjectives(tokens, gazetteer)
    about = senses.about(gazetteer, found, adjectives, region)
    for hit in found:
        evidence.context(hit, about, gazetteer)
    evidence.listed(found, tokens)
    return senses.about(gazetteer, found, adjectives, region)


def _are_parted(tokens: Sequence[Token], index: int, tags: Sequence[Span]) -> bool:
    """Say whether the words before and at *index* stand in two hashtags: #وزارة_الداخلية #السعودية."""
    if not tags or not 0 < index < len(tokens):
        return False
    here, before = tokens[index].span, tokens[index - 1].span
    return any(
        tag.start == here.start and tag.field == here.field and any(_holds(other, before) for other in tags)
        for tag in tags
    )


def _holds(tag: Span, span: Span) -> bool:
    return tag.field == span.field and tag.start <= span.start < tag.end


def _found(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Hit]:
    """Return the names in the text, the longest at a spot first, without those that a decoy or a longer name covers."""
    trie = gazetteer.trie
    met = trie.known
    found: list[Hit] = []
    covered = 0
    for index, token in enumerate(tokens):
        if index < covered or met.get(token.text) == ():  # most words begin no name, and are known to
            continue
        here = hits.at(tokens, index, trie)
        if not here:
            continue
        if not here[0].senses:
            covered = here[0].last
            continue
        found += (hit for hit in here if hit.senses)
        covered = here[0].last if here[0].last - index > 1 else covered
    return found


def _told(tokens: Sequence[Token], hit: Hit, gazetteer: Gazetteer, about: senses.About) -> Iterator[Mention]:
    """Yield the mention of an accepted name, and those that lean on it."""
    span, score, reasons = hits.span(tokens, hit), round(hit.score, 2), tuple(hit.reasons)
    whole = ellipsis.completed(hit, tokens, gazetteer)
    if whole:
        span = Span(span.field, span.start, tokens[hit.last].span.end)
    places = whole or senses.chosen(hit, tokens, gazetteer, about)
    yield Mention(span, places, score, reasons)
    for leaning, others in ellipsis.further(hit, tokens, gazetteer, places):
        yield Mention(leaning, others, score, ("leans on the name before",))


def _overlap(before: Span, following: Span) -> bool:
    return before.field == following.field and following.start < before.end


def _is_named_next(hit: Hit, following: Hit, tokens: Sequence[Token]) -> bool:
    """Say whether *hit* only introduces the name right after it: العاصمة السورية دمشق."""
    if (
        tokens[hit.first].text[hit.start.skip :] != _CAPITAL
        or hit.last != following.first
        or tokens[following.first].gap
        or following.start.proclitic
    ):
        return False
    return not {sense.place for sense in hit.senses}.isdisjoint(sense.place for sense in following.senses)


def _without_repeats(
    accepted: Sequence[Mention], refused: Sequence[Mention], gazetteer: Gazetteer, tags: Sequence[Span]
) -> Explained:
    again = set(repeated([(one, tagged(one.span, tags)) for one in accepted], gazetteer.ancestors))
    said = (Mention(one.span, one.places, one.score, (*one.reasons, "hashtag repeats")) for one in again)
    return Explained(
        tuple(one for one in accepted if one not in again),
        tuple(sorted((*refused, *said), key=lambda one: one.span)),
    )
