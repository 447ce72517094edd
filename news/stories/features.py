"""Keep of an article what tells whether another tells the same story: some 400 bytes. Pure.

Stems and word pairs of title and lead, places and figures of title and opening, the dead and injured, kinds of event.
All are numbers that are equal in every process and after every restart, so that the database can keep them.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from struct import Struct
from typing import NamedTuple

from domain.news import Article, Field, Harm, Mention, PlaceId, Span, Token
from news.arabic.lexicon import words
from news.stories.figures import figures
from news.stories.stems import number_of, stem, term
from news.summary.casualties import casualties

LEAD = 350  # code points of a text, and of a title, whose words count (measured: more of the body adds noise)
OPENING = 300  # code points of a text whose places and figures count (design: the guard)
MOST = 255  # of one kind of feature
_TITLE_WEIGHT = 2
_HEADS = words("قريه بلده حي مخيم ناحيه مدينه")  # folded, as they stand before a name
_BARS = "|｜│"
_SIGNATURE, _SAID = 3, 4  # words: the most behind a bar that name a site, the fewest before it that are a headline
_HEAD = Struct("<10B3I")
_VERSION = 1
_MOST_PEOPLE = 2**32 - 1


class Toll(NamedTuple):
    """How many people an article tells of as dead, injured, or either in one figure; 0 where it tells none."""

    dead: int
    injured: int
    both: int


NO_TOLL = Toll(0, 0, 0)


class Features(NamedTuple):
    """What is kept of an article. Those of the title come first in each row, then what only the text adds.

    *terms* are stems, *counts* how often each stands (2 for once in the title), at most 255; *names* are those of the
    stems that name a place below a country, with the «حي» before it: they say where, not what. *pairs* are 16 bits of
    two words in a row. *places* hold their ancestors, and the countries of adjectives («السورية»). *titled* says how
    many terms, places and figures the title has.
    """

    terms: tuple[int, ...]
    counts: bytes
    names: tuple[int, ...]
    pairs: tuple[int, ...]
    places: tuple[int, ...]
    figures: tuple[int, ...]
    events: tuple[int, ...]
    titled: tuple[int, int, int]
    toll: Toll


def features(
    article: Article,
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    events: Iterable[str],
    adjectives: Mapping[str, PlaceId],
) -> Features:
    """Return what is kept of *article*; *adjectives* are those of countries (``Gazetteer.adjectives``)."""
    title = [token for token in tokens if token.span.field is Field.TITLE and token.span.end <= LEAD]
    lead = [token for token in tokens if token.span.field is Field.TEXT and token.span.end <= LEAD]
    opening = [token for token in lead if token.span.end <= OPENING]
    signed_at = _signed_at(article.title)
    headline = [token for token in title if token.span.end <= signed_at]
    counts = Counter[int]()
    for of, weight in ((headline, _TITLE_WEIGHT), (lead, 1)):
        for each in of:
            counts[term(each.text)] += weight
    del counts[0]
    terms, terms_of_title = _rows(_terms(headline), _terms(lead))
    places, places_of_title = _rows(*_places(title, opening, mentions, adjectives))
    numbers, numbers_of_title = _rows(sorted(figures(article.title, title)), sorted(figures(article.text, opening)))
    return Features(
        terms=terms,
        counts=bytes(min(counts[each], MOST) for each in terms),
        names=_names((*headline, *lead), mentions),
        pairs=tuple(dict.fromkeys((*_pairs(headline), *_pairs(lead))))[:MOST],
        places=places,
        figures=numbers,
        events=tuple(number_of(event) for event in events),
        titled=(terms_of_title, places_of_title, numbers_of_title),
        toll=_toll(article, (*title, *opening)),
    )


def _signed_at(title: str) -> int:
    """Return where the names of site and section begin behind bars, «… في الدوحة | الراية | رياضة», else the end.

    Their words tell no story; figures and places behind a bar count. What stands behind a dash is news, often.
    """
    end = len(title)
    while True:
        bar = max(title.rfind(each, 0, end) for each in _BARS)
        if bar < 0 or len(title[bar + 1 : end].split()) > _SIGNATURE or len(title[:bar].split()) < _SAID:
            return end
        end = bar


def _rows(title: Iterable[int], text: Iterable[int]) -> tuple[tuple[int, ...], int]:
    """Return each of both once, the title's first, and how many are the title's."""
    row = dict.fromkeys(title)
    titled = min(len(row), MOST)
    row |= dict.fromkeys(text)
    return tuple(row)[:MOST], titled


def _terms(tokens: Iterable[Token]) -> list[int]:
    return [found for token in tokens if (found := term(token.text))]


def _names(tokens: Iterable[Token], mentions: Iterable[Mention]) -> tuple[int, ...]:
    spans = [mention.span for mention in mentions if any("." in place for place in mention.places)]
    named = (token for token in tokens if _is_head(token) or any(_meet(token.span, span) for span in spans))
    return tuple(dict.fromkeys(_terms(named)))[:MOST]


def _meet(one: Span, other: Span) -> bool:
    return one.field is other.field and one.start < other.end and other.start < one.end


def _pairs(tokens: Iterable[Token]) -> list[int]:
    return [number_of(f"{first.text} {second.text}") & 0xFFFF for first, second in pairwise(tokens)]


def _places(
    title: Sequence[Token], opening: Sequence[Token], mentions: Sequence[Mention], adjectives: Mapping[str, PlaceId]
) -> tuple[list[int], list[int]]:
    named: dict[Field, list[PlaceId]] = {Field.TITLE: [], Field.TEXT: []}
    known = {(mention.span.field, mention.span.start) for mention in mentions}
    for mention in mentions:
        if mention.span.end <= (OPENING if mention.span.field is Field.TEXT else LEAD):
            named[mention.span.field] += mention.places
    for token in (*title, *opening):
        country = _country(token.text, adjectives)
        if country:
            named[token.span.field].append(country)
    return (
        [*_with_ancestors(named[Field.TITLE]), *_unknown(title, known)],
        [*_with_ancestors(named[Field.TEXT]), *_unknown(opening, known)],
    )


def _unknown(tokens: Sequence[Token], known: Container[tuple[Field, int]]) -> Iterator[int]:
    """Yield the names behind «قرية», «حي» that no gazetteer has: they tell one village from another, too."""
    for head, name in pairwise(tokens):
        if _is_head(head) and not name.gap and (name.span.field, name.span.start) not in known:
            yield number_of(f"named {stem(name.text)}")


def _is_head(token: Token) -> bool:
    return token.text in _HEADS or token.text[1:] in _HEADS


def _country(word: str, adjectives: Mapping[str, PlaceId]) -> PlaceId | None:
    """Return the country of «السورية», «والسوري», «سوري»."""
    word = word.removeprefix("و")
    return adjectives.get(word) or adjectives.get(f"ال{word}")


def _with_ancestors(places: Iterable[PlaceId]) -> list[int]:
    """Return *places* and what they lie in, as ids tell it: sy.idlib.ariha lies in sy.idlib and sy."""
    found: list[int] = []
    for place in places:
        parts = place.split(".")
        found += (number_of(".".join(parts[: end + 1])) for end in range(len(parts)))
    return found


def _toll(article: Article, tokens: Sequence[Token]) -> Toll:
    """Return the highest figures: of several, the later ones of «من 9 قتلى إلى 12»."""
    most = dict.fromkeys(Harm, 0)
    for each in casualties(article, tokens):
        most[each.harm] = max(most[each.harm], min(each.number, _MOST_PEOPLE))
    return Toll(most[Harm.DEAD], most[Harm.INJURED], most[Harm.BOTH])


def encode(kept: Features) -> bytes:
    """Return *kept* as bytes: their version and numbers in little-endian order, with the lengths first."""
    rows = (kept.terms, kept.names, kept.places, kept.figures, kept.events)
    lengths = (*map(len, rows), len(kept.pairs))
    head = _HEAD.pack(_VERSION, *lengths, *kept.titled, *kept.toll)
    wide = Struct(f"<{sum(map(len, rows))}I{len(kept.pairs)}H")
    return head + wide.pack(*(each for row in rows for each in row), *kept.pairs) + kept.counts


def decode(stored: bytes) -> Features | None:
    """Return what was encoded; None if this version cannot read it, or nothing was kept."""
    if stored[:1] != bytes([_VERSION]):
        return None
    _, *lengths, pairs, in_terms, in_places, in_figures, dead, injured, both = _HEAD.unpack_from(stored)
    wide = Struct(f"<{sum(lengths)}I{pairs}H")
    row = wide.unpack_from(stored, _HEAD.size)
    ends = list(accumulate(lengths, initial=0))
    terms, names, places, numbers, events = (row[start:end] for start, end in pairwise(ends))
    return Features(
        terms=terms,
        counts=stored[_HEAD.size + wide.size :],
        names=names,
        pairs=row[ends[-1] :],
        places=places,
        figures=numbers,
        events=events,
        titled=(in_terms, in_places, in_figures),
        toll=Toll(dead, injured, both),
    )
