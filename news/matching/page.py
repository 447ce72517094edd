"""Look at one article for what a compound query asks for. Pure.

What an article's words can be read as is worked out once, when the first compound query asks; each term is looked up
there and remembered for the queries after it.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from domain.news import Field, PlaceId, Span, Understood
from domain.queries import (
    CompoundQuery,
    FormsQuery,
    KeywordQuery,
    PeopleQuery,
    PlaceQuery,
    Simple,
    Without,
)
from news.arabic.clitics import Reading
from news.matching import inflection, people, trie
from news.places.gazetteer import Gazetteer
from news.summary.events import first_paragraph, located

Reach = Callable[[tuple[PlaceId, ...]], tuple[PlaceId, ...]]
_Words = dict[str, list[tuple[int, Reading]]]


class Page:
    """An article, and where in it what is asked for stands."""

    def __init__(self, understood: Understood, gazetteer: Gazetteer, reach: Reach) -> None:
        """Look at *understood*; *reach* says whom a mention with these readings concerns."""
        self._understood = understood
        self._gazetteer = gazetteer
        self._reach = reach
        self._found: dict[Simple, tuple[Span, ...]] = {}

    def holding(self, query: CompoundQuery) -> list[Span]:
        """Return the spans that make *query* hold, title first; none if it does not."""
        if any(self._excludes(each) for each in query.without):
            return []
        spans: set[Span] = set()
        for branch in query.branches:
            found = [self.spans(simple) for simple in branch]
            if all(found):
                spans.update(*found)
        return sorted(spans, key=position)

    def spans(self, simple: Simple) -> tuple[Span, ...]:
        """Return where *simple* stands, none if it does not hold."""
        if simple not in self._found:
            self._found[simple] = tuple(dict.fromkeys(self._look(simple)))
        return self._found[simple]

    def _look(self, simple: Simple) -> Iterator[Span]:
        match simple:
            case PlaceQuery(place):
                wanted = self._gazetteer.place(place).id
                return (one.span for one in self._understood.mentions if wanted in self._reach(one.places))
            case KeywordQuery(words, exact):
                return self._phrase(words, exact=exact)
            case FormsQuery(word):
                return (self._span(at, at, reading) for at, reading in self._forms.get(word, ()))
            case PeopleQuery(place):
                return self._adjectives(place)
            case _:
                return iter(self.told(simple.event))

    def told(self, event: str) -> Sequence[Span]:
        """Return the words that tell the kind of event, none if the article is not of it."""
        if event not in self._understood.events:
            return ()
        return self._events.get(event) or [token.span for token in self._understood.tokens[:1]]

    def _phrase(self, words: tuple[str, ...], *, exact: bool) -> Iterator[Span]:
        tokens = self._understood.tokens
        first, rest = self._bare if exact else self._read, words[1:]
        variants = trie.bare_variants if exact else trie.later_variants
        for at, reading in first.get(words[0], ()):
            if (end := trie.last_of(rest, tokens, at, variants)) >= 0:
                yield self._span(at, end, reading)

    def _adjectives(self, place: PlaceId) -> Iterator[Span]:
        for word in people.adjectives(self._gazetteer, place):
            for at, reading in self._read.get(word, ()):
                if people.is_adjective(self._understood.tokens, at, reading):
                    yield self._span(at, at, reading)

    def _excludes(self, without: Without) -> bool:
        return any(without.everywhere or self._is_in_head(span) for span in self.spans(without.simple))

    def _is_in_head(self, span: Span) -> bool:
        return span.field is Field.TITLE or span.start < self._head

    @cached_property
    def _head(self) -> int:
        return first_paragraph(self._understood.article.text)

    @cached_property
    def _events(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = {}
        for event, span in located(self._understood.article, self._understood.tokens):
            found.setdefault(event, []).append(span)
        return found

    @cached_property
    def _read(self) -> _Words:
        return self._by_stem(trie.READ)

    @cached_property
    def _bare(self) -> _Words:
        return self._by_stem(trie.BARE)

    @cached_property
    def _forms(self) -> _Words:
        return self._by_stem(inflection.STEMS)

    def _by_stem(self, read: trie.Readings) -> _Words:
        words: _Words = {}
        for at, token in enumerate(self._understood.tokens):
            for reading in read[token.text]:
                words.setdefault(reading.stem, []).append((at, reading))
        return words

    def _span(self, first: int, last: int, reading: Reading) -> Span:
        token = self._understood.tokens[first]
        return Span(token.span.field, trie.start(token, reading), self._understood.tokens[last].span.end)


def position(span: Span) -> tuple[bool, int, int]:
    """Return what orders spans as a reader meets them: the title first."""
    return span.field != "title", span.start, span.end
