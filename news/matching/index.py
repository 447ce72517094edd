"""Find the queries that hold for an article, in one pass over its words and places. Pure.

A place query holds where its place or a place within it is named; a keyword query where its words stand. A compound
query is listed under one term of each of its branches, the rarest; where that is met, it is a candidate, and the page
says whether all of it holds. The cost grows with the hits, not with the queries; a query is added or removed in
microseconds while others are served.
"""

from collections.abc import Iterable, Iterator, Sequence

from domain.news import PlaceId, Span, Understood
from domain.queries import (
    CompoundQuery,
    EventQuery,
    FormsQuery,
    KeywordQuery,
    Match,
    PeopleQuery,
    PlaceQuery,
    Query,
    QueryId,
    Simple,
    simples,
)
from news.arabic.clitics import Reading
from news.matching import inflection, people, trie
from news.matching.frequency import Frequencies
from news.matching.page import Page
from news.matching.trie import Trie
from news.places.gazetteer import Gazetteer

BEFORE = 1 << 29  # letters, more than any title has: it comes before the text

_Ids = dict[QueryId, None]


class Index:
    """The queries that are followed, live."""

    def __init__(self, gazetteer: Gazetteer, frequencies: Frequencies | None = None) -> None:
        """Hold no query yet; *gazetteer* knows what lies in what, *frequencies* what an earlier index counted."""
        self.frequencies = frequencies or Frequencies()
        self._gazetteer = gazetteer
        self._queries: dict[QueryId, Query] = {}
        self._listed: dict[QueryId, tuple[Simple, ...]] = {}  # under which terms; compound queries alone
        self._places: dict[str, _Ids] = {}
        self._events: dict[str, _Ids] = {}
        self._forms: dict[str, _Ids] = {}
        self._people: dict[str, _Ids] = {}
        self._words: Trie[QueryId] = Trie()
        self._exact: Trie[QueryId] = Trie(exact=True)
        self._reached: dict[tuple[PlaceId, ...], tuple[PlaceId, ...]] = {}

    def __len__(self) -> int:
        return len(self._queries)

    def add(self, id: QueryId, query: Query) -> None:  # noqa: A002  the contract's word: an id is what is given
        """Add a query, or put it in the place of the one that has this id.

        Raises:
            KeyError: the gazetteer does not know a place.
        """
        if id in self._queries:
            if self._queries[id] == query:
                return
            self.remove(id)
        if isinstance(query, CompoundQuery):
            for simple in simples(query):
                if isinstance(simple, PlaceQuery | PeopleQuery):
                    self._gazetteer.place(simple.place)
            terms = dict.fromkeys(min(branch, key=self.frequencies.of) for branch in query.branches)
            self._listed[id] = tuple(terms)
            for simple in terms:
                self._list(simple, id)
        else:
            self._list(query, id)
        self._queries[id] = query

    def remove(self, id: QueryId) -> None:  # noqa: A002  as above
        """Remove a query; one that is not there changes nothing."""
        query = self._queries.pop(id, None)
        if isinstance(query, CompoundQuery):
            for simple in self._listed.pop(id):
                self._unlist(simple, id)
        elif query is not None:
            self._unlist(query, id)

    def match(self, understood: Understood) -> list[Match]:
        """Return the queries that hold, each once with all its spans in order, in the order of their first span."""
        reached = [(mention.span, self._reach(mention.places)) for mention in understood.mentions]
        places = {place for _, reach in reached for place in reach}
        self.frequencies.count(understood.tokens, places, understood.events)
        page = Page(understood, self._gazetteer, self._reach)
        spans: dict[QueryId, tuple[Span, ...]] = {}
        # Those of one query come in order; what is listed under several terms is looked at anew below.
        for query, span in self._hits(understood, reached, page):
            spans[query] = (*spans.get(query, ()), span)
        self._words.collect(understood.tokens, spans)
        self._exact.collect(understood.tokens, spans)
        for query in spans.keys() & self._listed.keys():
            compound = self._queries[query]
            assert isinstance(compound, CompoundQuery)  # noqa: S101  only those are listed so
            spans[query] = page.holding(compound)
        matches = [Match(query, met) for query, met in spans.items() if met]
        matches.sort(key=_begin)
        return matches

    def _hits(
        self, understood: Understood, reached: Sequence[tuple[Span, tuple[PlaceId, ...]]], page: Page
    ) -> Iterator[tuple[QueryId, Span]]:
        for span, reach in reached:
            for place in reach:
                for query in self._places.get(place, ()):
                    yield query, span
        for event in understood.events:
            for query in self._events.get(event, ()):
                yield from ((query, span) for span in page.told(event))
        if self._forms or self._people:
            yield from self._inflected(understood)

    def _inflected(self, understood: Understood) -> Iterator[tuple[QueryId, Span]]:
        tokens = understood.tokens
        for at, token in enumerate(tokens):
            met: list[tuple[_Ids, Reading]] = []
            if self._forms:
                met += [(self._forms.get(each.stem, {}), each) for each in inflection.STEMS[token.text]]
            if self._people:
                met += [
                    (self._people[each.stem], each)
                    for each in trie.READ[token.text]
                    if each.stem in self._people and people.is_adjective(tokens, at, each)
                ]
            for ids, reading in met:
                for query in ids:
                    yield query, Span(token.span.field, trie.start(token, reading), token.span.end)

    def _list(self, simple: Simple, query: QueryId) -> None:
        for ids, key in self._homes(simple):
            ids.setdefault(key, {})[query] = None
        if isinstance(simple, KeywordQuery):
            (self._exact if simple.exact else self._words).add(simple.words, query)

    def _unlist(self, simple: Simple, query: QueryId) -> None:
        for ids, key in self._homes(simple):
            ids[key].pop(query, None)
            if not ids[key]:
                del ids[key]
        if isinstance(simple, KeywordQuery):
            (self._exact if simple.exact else self._words).remove(simple.words, query)

    def _homes(self, simple: Simple) -> list[tuple[dict[str, _Ids], str]]:
        """Return the tables that *simple* is listed in, and under what; keywords have their tries."""
        match simple:
            case PlaceQuery(place):
                return [(self._places, self._gazetteer.place(place).id)]
            case EventQuery(event):
                return [(self._events, event)]
            case FormsQuery(word):
                return [(self._forms, word)]
            case PeopleQuery(place):
                return [(self._people, word) for word in people.adjectives(self._gazetteer, place)]
            case _:
                return []

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


def _begin(match: Match) -> int:
    field, start, _ = match.spans[0]
    return start if field == "text" else start - BEFORE
