"""Find the queries that hold for an article, in one pass over its words and places. Pure.

A place query holds where its place or a place within it is named; a keyword query where its words stand. The cost
grows with the hits, not with the queries; a query is added or removed in microseconds while others are served.
"""

from collections.abc import Iterable, Iterator, Sequence

from domain.news import PlaceId, Span, Understood
from domain.queries import KeywordQuery, Match, PlaceQuery, Query, QueryId
from news.matching.trie import Trie
from news.places.gazetteer import Gazetteer


class Index:
    """The queries that are followed, live."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Hold no query yet; *gazetteer* says which place lies in which."""
        self._gazetteer = gazetteer
        self._queries: dict[QueryId, Query] = {}
        self._places: dict[PlaceId, dict[QueryId, None]] = {}
        self._words: Trie[QueryId] = Trie()
        self._exact: Trie[QueryId] = Trie(exact=True)
        self._reached: dict[tuple[PlaceId, ...], tuple[PlaceId, ...]] = {}

    def __len__(self) -> int:
        return len(self._queries)

    def add(self, id: QueryId, query: Query) -> None:  # noqa: A002  the contract's word: an id is what is given
        """Add a query, or put it in the place of the one that has this id.

        Raises:
            KeyError: the gazetteer does not know the place.
        """
        if id in self._queries:
            if self._queries[id] == query:
                return
            self.remove(id)
        if isinstance(query, PlaceQuery):
            self._places.setdefault(self._gazetteer.place(query.place).id, {})[id] = None
        else:
            (self._exact if query.exact else self._words).add(query.words, id)
        self._queries[id] = query

    def remove(self, id: QueryId) -> None:  # noqa: A002  as above
        """Remove a query; one that is not there changes nothing."""
        match self._queries.pop(id, None):
            case PlaceQuery(place):
                current = self._gazetteer.place(place).id
                self._places[current].pop(id)
                if not self._places[current]:
                    del self._places[current]
            case KeywordQuery(words, exact):
                (self._exact if exact else self._words).remove(words, id)

    def match(self, understood: Understood) -> list[Match]:
        """Return the queries that hold, each once with all its spans in order, in the order of their first span."""
        spans: dict[QueryId, list[Span]] = {}
        for query, span in self._hits(understood):  # of one query in order: a place's or a word's, never both
            spans.setdefault(query, []).append(span)
        matches = [Match(query, tuple(found)) for query, found in spans.items()]
        return sorted(matches, key=lambda match: (_position(match.spans[0]), match.query))

    def _hits(self, understood: Understood) -> Iterator[tuple[QueryId, Span]]:
        for mention in understood.mentions:
            for place in self._reach(mention.places):
                for query in self._places.get(place, ()):
                    yield query, mention.span
        yield from self._words.find(understood.tokens)
        yield from self._exact.find(understood.tokens)

    def _reach(self, places: tuple[PlaceId, ...]) -> tuple[PlaceId, ...]:
        if places not in self._reached:
            self._reached[places] = _common(_families(self._closure(place) for place in places))
        return self._reached[places]

    def _closure(self, place: PlaceId) -> tuple[PlaceId, ...]:
        return (place, *self._gazetteer.ancestors(place))


def _families(closures: Iterable[tuple[PlaceId, ...]]) -> list[dict[PlaceId, None]]:
    """Unite the closures of places that lie in one another: a city and the governorate that bears its name."""
    families: list[dict[PlaceId, None]] = []
    for closure in sorted(closures, key=len, reverse=True):  # the innermost first
        if not any(closure[0] in family for family in families):
            families.append(dict.fromkeys(closure))
    return families


def _common(families: Sequence[dict[PlaceId, None]]) -> tuple[PlaceId, ...]:
    """Return what all *families* reach: of two towns of one name nobody knows which is meant, of their country all."""
    return tuple(place for place in families[0] if all(place in family for family in families)) if families else ()


def _position(span: Span) -> tuple[bool, int, int]:
    return span.field != "title", span.start, span.end
