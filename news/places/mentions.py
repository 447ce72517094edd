"""Find the places that an article names. Pure."""

from collections.abc import Sequence

from domain.news import Mention, PlaceId, Span, Token
from news.arabic.clitics import place_readings
from news.places.gazetteer import Gazetteer


def mentions(tokens: Sequence[Token], gazetteer: Gazetteer, region: PlaceId | None = None) -> list[Mention]:
    """Return the places that *tokens*, those of the title and the text together, name, in order.

    No two mentions overlap. *region* is where the feed's news mostly happen.
    """
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention, width = _at(tokens, at, gazetteer)
        if mention:
            found.append(mention)
        at += width
    return found


def _at(tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> tuple[Mention | None, int]:
    for reading in place_readings(tokens[at].text):
        node, end, best = gazetteer.trie.root.after.get(reading.stem), at + 1, None
        while node is not None:
            if node.senses:
                best = node.senses, end
            if end == len(tokens) or tokens[end].gap:
                break
            node, end = node.after.get(tokens[end].text), end + 1
        if best:
            senses, end = best
            skip = len(reading.proclitic) - (1 if reading.proclitic.endswith("لل") else 0)
            first, last = tokens[at].span, tokens[end - 1].span
            span = Span(first.field, first.start + skip, last.end)
            places = sorted((sense.place for sense in senses), key=lambda id_: -len(gazetteer.ancestors(id_)))
            return Mention(span, tuple(places), 1.5, ("name",)), end - at
    return None, 1
