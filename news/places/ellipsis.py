"""Read the names that a writer shortens because the words before say the rest. Pure.

«ريفي درعا الشرقي والغربي» and «ريف درعا الشرقي والغربي» name both; «ريفي إدلب الجنوبي وحماة الشمالي» names ريف حماة
الشمالي; «دمشق وريفها» names ريف دمشق. Only what the gazetteer then confirms is read.
"""

from collections.abc import Sequence

from domain.news import PlaceId, PlaceKind, Span, Token
from news.arabic.fold import fold
from news.places import hits
from news.places.gazetteer import Gazetteer
from news.places.hits import Hit

_RIF = fold("ريف")
_SIDES = frozenset(
    fold(f"ال{side}{ending}") for side in ("شرقي", "غربي", "شمالي", "جنوبي", "أوسط") for ending in ("", "ة")
)
_ITS_RIF = frozenset(fold(word) for word in ("وريفها", "وريفه", "وريفيها", "وبريفها"))
_FAR = 6  # words back to the head: «ريفي إدلب الجنوبي وحماة الشمالي»

Read = tuple[Span, tuple[PlaceId, ...]]


def completed(hit: Hit, tokens: Sequence[Token], gazetteer: Gazetteer) -> tuple[PlaceId, ...]:
    """Return the places of a name whose head stands further back, before another: «… وحماة الشمالي»; else none."""
    if hit.last == len(tokens) or tokens[hit.last].gap or tokens[hit.last].text not in _SIDES:
        return ()
    if not (hit.start.proclitic == "و" or tokens[hit.first].gap) or not _stands_under_rif(hit, tokens):
        return ()
    return _places((_RIF, *_name(hit, tokens), tokens[hit.last].text), gazetteer)


def further(hit: Hit, tokens: Sequence[Token], gazetteer: Gazetteer, meant: Sequence[PlaceId]) -> list[Read]:
    """Return the names that follow an accepted *hit*, which means the places *meant*, and lean on it."""
    if hit.last == len(tokens) or tokens[hit.last].gap:
        return []
    if tokens[hit.last].text in _ITS_RIF:
        rif = _rif_of(hit, tokens, gazetteer)
        prefix = tokens[hit.last].text.index(_RIF)
        return [(_span(tokens[hit.last], prefix), rif)] if rif and not set(rif) <= set(meant) else []
    return _other_sides(hit, tokens, gazetteer)


def _rif_of(hit: Hit, tokens: Sequence[Token], gazetteer: Gazetteer) -> tuple[PlaceId, ...]:
    holders = {PlaceKind.GOVERNORATE, PlaceKind.DISTRICT}
    named = _places((_RIF, *_name(hit, tokens)), gazetteer)
    return named or tuple(sense.place for sense in hit.senses if gazetteer.place(sense.place).kind in holders)[:1]


def _other_sides(hit: Hit, tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Read]:
    name = _name(hit, tokens)
    found: list[Read] = []
    if name[-1] not in _SIDES:
        return found
    for token in tokens[hit.last :]:
        if token.gap or token.text[:1] != "و" or token.text[1:] not in _SIDES:
            break
        places = _places((*name[:-1], token.text[1:]), gazetteer)
        if places:
            found.append((_span(token, 1), places))
    return found


def _stands_under_rif(hit: Hit, tokens: Sequence[Token]) -> bool:
    before = tokens[max(0, hit.first - _FAR) : hit.first]
    return any(hits.singular(token.text.lstrip("وبفل")) == _RIF for token in before)


def _name(hit: Hit, tokens: Sequence[Token]) -> tuple[str, ...]:
    first, *rest = (token.text for token in tokens[hit.first : hit.last])
    return (hits.singular(first[hit.start.skip :]), *rest)


def _places(name: Sequence[str], gazetteer: Gazetteer) -> tuple[PlaceId, ...]:
    return tuple(sense.place for sense in gazetteer.trie.exact(name))


def _span(token: Token, skip: int) -> Span:
    begin = token.offsets[skip] if token.offsets else token.span.start + skip
    return Span(token.span.field, begin, token.span.end)
