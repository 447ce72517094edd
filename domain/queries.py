"""Queries: what people follow, in a canonical form that all who follow the same thing share. Pure."""

from dataclasses import dataclass
from typing import NewType

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


Query = PlaceQuery | KeywordQuery


def from_canonical(text: str) -> Query:
    """Return the query whose canonical form is *text*.

    Raises:
        ValueError: if *text* is not a canonical form.
    """
    kind, _, rest = text.partition(":")
    if not rest:
        raise ValueError(f"not a canonical query: {text!r}")
    match kind:
        case "place":
            return PlaceQuery(PlaceId(rest))
        case "word":
            return KeywordQuery(tuple(rest.split(" ")))
        case "exact":
            return KeywordQuery(tuple(rest.split(" ")), exact=True)
        case _:
            raise ValueError(f"not a canonical query: {text!r}")


@dataclass(frozen=True, slots=True)
class Match:
    """A query that holds for an article, with the spans that made it so: the answer to «لماذا؟»."""

    query: QueryId
    spans: tuple[Span, ...]
