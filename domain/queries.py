"""Queries: what people follow, in a canonical form that all who follow the same thing share. Pure.

A canonical form has no spaces but those between words:

    place:sy.daraa · word:فيلق الخامس · exact:الفيلق الخامس · forms:لاجي · event:shelling · people:sy
    place:sy.daraa&word:قصف                 both hold
    word:حريق|word:زلزال                    one of them holds
    word:قصف!word:رياضه!!word:تدريب         and no sport in title or first paragraph, no training anywhere

``combined`` makes it unique per meaning: terms and branches in order, each once, none that another one contains.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple, NewType

from domain.news import PlaceId, Span

QueryId = NewType("QueryId", int)


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """Follow a place and everything within it."""

    place: PlaceId

    @property
    def canonical(self) -> str:
        """Return the form that is unique in storage: ``place:`` and the permanent id."""
        return f"place:{self.place}"


@dataclass(frozen=True, slots=True)
class KeywordQuery:
    """Follow a word or a phrase: folded words, in order, without the article ال of the first.

    The clitics و ف ب ك ل ال are allowed before the first word; with *exact* nothing is.
    """

    words: tuple[str, ...]
    exact: bool = False

    @property
    def canonical(self) -> str:
        """Return the form that is unique in storage: ``word:`` or ``exact:`` and the folded words."""
        return ("exact:" if self.exact else "word:") + " ".join(self.words)


@dataclass(frozen=True, slots=True)
class FormsQuery:
    """Follow a word and what is inflected from it (لاجئ، لاجئون، لاجئيهم): one folded word, without the article."""

    word: str

    @property
    def canonical(self) -> str:
        """Return the form that is unique in storage: ``forms:`` and the folded word."""
        return f"forms:{self.word}"


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Follow a kind of event, by its id in the event lexicon."""

    event: str

    @property
    def canonical(self) -> str:
        """Return the form that is unique in storage: ``event:`` and the id."""
        return f"event:{self.event}"


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Follow the adjective of a place and of its people: السوري، السوريون."""

    place: PlaceId

    @property
    def canonical(self) -> str:
        """Return the form that is unique in storage: ``people:`` and the permanent id of the place."""
        return f"people:{self.place}"


_SIGN = re.compile("[&|!]")

Simple = PlaceQuery | KeywordQuery | FormsQuery | EventQuery | PeopleQuery


@dataclass(frozen=True, slots=True)
class Without:
    """Exclude what holds *simple* in its title or first paragraph; with *everywhere* in all of it."""

    simple: Simple
    everywhere: bool = False

    @property
    def canonical(self) -> str:
        """Return ``!`` or ``!!`` and the form of what is excluded."""
        return ("!!" if self.everywhere else "!") + self.simple.canonical


@dataclass(frozen=True, slots=True)
class CompoundQuery:
    """Follow what holds all of one of *branches* and none of *without*. Made by ``combined`` alone."""

    branches: tuple[tuple[Simple, ...], ...]
    without: tuple[Without, ...] = ()

    @property
    def canonical(self) -> str:
        """Return the form that is unique in storage, as the head of this module shows."""
        branches = "|".join("&".join(simple.canonical for simple in branch) for branch in self.branches)
        return branches + "".join(each.canonical for each in self.without)


Query = Simple | CompoundQuery


def combined(branches: Iterable[Iterable[Simple]], without: Iterable[Without] = ()) -> Query:
    """Return the query of what holds all of one of *branches* and none of *without*, as simple as it can be said.

    Raises:
        ValueError: there is no branch, one is empty, or one asks for what is excluded.
    """
    sets = {frozenset(branch) for branch in branches}
    excluded = set(without)
    if not sets or frozenset() in sets:
        raise ValueError("a query without a positive term")
    if any(each.simple in branch for branch in sets for each in excluded):
        raise ValueError("a query for what it excludes")
    kept = sorted(
        (sorted(branch, key=_form) for branch in sets if not any(other < branch for other in sets)),
        key=lambda branch: [_form(simple) for simple in branch],
    )
    left = sorted(
        (each for each in excluded if each.everywhere or Without(each.simple, everywhere=True) not in excluded),
        key=lambda each: (each.everywhere, each.canonical),
    )
    if len(kept) == len(kept[0]) == 1 and not left:
        return kept[0][0]
    return CompoundQuery(tuple(map(tuple, kept)), tuple(left))


def _form(simple: Simple) -> str:
    return simple.canonical


def simples(query: Query) -> Iterator[Simple]:
    """Yield what *query* asks for, and then what it excludes."""
    if not isinstance(query, CompoundQuery):
        yield query
        return
    yield from dict.fromkeys(simple for branch in query.branches for simple in branch)
    yield from (each.simple for each in query.without)


def from_canonical(text: str) -> Query:
    """Return the query whose canonical form is *text*.

    Raises:
        ValueError: if *text* is not a canonical form.
    """
    if not _SIGN.search(text):  # nearly all
        return simple_of(text)
    positive, *rest = re.split("(!!?)", text)
    branches = [[simple_of(part) for part in branch.split("&")] for branch in positive.split("|")]
    without = [Without(simple_of(part), mark == "!!") for mark, part in zip(rest[::2], rest[1::2], strict=True)]
    query = combined(branches, without)
    if query.canonical != text:
        raise ValueError(f"not a canonical query: {text!r}")
    return query


def simple_of(text: str) -> Simple:
    """Return the simple query whose canonical form is *text*.

    Raises:
        ValueError: if *text* is not the canonical form of one.
    """
    kind, _, rest = text.partition(":")
    if not rest:
        raise ValueError(f"not a canonical query: {text!r}")
    match kind:
        case "place":
            return PlaceQuery(PlaceId(rest))
        case "word":
            return KeywordQuery(_words(rest))
        case "exact":
            return KeywordQuery(_words(rest), exact=True)
        case "forms":
            return FormsQuery(rest)
        case "event":
            return EventQuery(rest)
        case "people":
            return PeopleQuery(PlaceId(rest))
        case _:
            raise ValueError(f"not a canonical query: {text!r}")


def _words(text: str) -> tuple[str, ...]:
    # A million queries are made of some ten thousand words: one string each takes a third of the memory (measured).
    return tuple(map(intern, text.split(" ")))


class Match(NamedTuple):
    """A query that holds for an article, with the spans that made it so: the answer to «لماذا؟»."""

    query: QueryId
    spans: tuple[Span, ...]
