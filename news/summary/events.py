"""Tell what kind of event an article reports, by words of its title and first paragraph. Pure.

A hand-written lexicon (``events.toml``): on 150 items of a Tunisian radio such a one had P .915 and R .878, where
public lists were machine-translated or without kinds. A word of the title counts three times one of the text.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from domain.news import Article, Field, Span, Token
from news.arabic.tokens import tokenise
from news.matching.trie import Trie

TITLE_WEIGHT = 3
MOST = 3  # kinds of one article
LONGEST_PARAGRAPH = 600  # code points


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of event: its Arabic label and its emoji, and the words that tell it, as written."""

    id: str
    label: str
    emoji: str
    terms: tuple[str, ...]


def _read() -> dict[str, Event]:
    rows = tomllib.loads((resources.files("news.summary") / "events.toml").read_text("utf-8"))
    return {name: Event(name, row["label"], row["emoji"], tuple(_terms(row["terms"]))) for name, row in rows.items()}


def _terms(listed: str) -> Iterable[str]:
    return (term.strip() for line in listed.splitlines() for term in line.split("|") if term.strip())


EVENTS: Mapping[str, Event] = _read()


def events(article: Article, tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the ids of the kinds of event that *article*, of these *tokens*, reports: at most three, strongest first.

    Of equally strong ones the graver, as the lexicon orders them.
    """
    end = first_paragraph(article.text)
    head = [token for token in tokens if token.span.field is Field.TITLE or token.span.end <= end]
    weights: dict[str, int] = {}
    for name, span in _longest(_trie().find(head)):
        weights[name] = weights.get(name, 0) + (TITLE_WEIGHT if span.field is Field.TITLE else 1)
    return tuple(sorted((name for name in EVENTS if name in weights), key=lambda name: -weights[name])[:MOST])


def _longest(hits: Iterable[tuple[str, Span]]) -> Iterator[tuple[str, Span]]:
    """Yield the hits that lie in no longer one: «وقف إطلاق النار» is no «إطلاق النار»."""
    ends: dict[Field, int] = {}
    for name, span in sorted(hits, key=lambda hit: (hit[1].start, -hit[1].end)):
        if span.end > ends.get(span.field, 0):
            ends[span.field] = span.end
            yield name, span


def first_paragraph(text: str) -> int:
    """Return where the first paragraph that is more than a dateline ends."""
    at = 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        if len(line) > LONGEST_PARAGRAPH // 6:
            break
    return min(at, LONGEST_PARAGRAPH)


@cache
def _trie() -> Trie[str]:
    trie: Trie[str] = Trie()
    for event in EVENTS.values():
        for term in event.terms:
            trie.add([token.text for token in tokenise(term, Field.TITLE)], event.id)
    return trie
