"""Tell what kind of event an article reports, by words of its title and first paragraph. Pure.

A hand-written lexicon (``events.toml``): on 150 items of a Tunisian radio such a one had P .915 and R .878, where
public lists were machine-translated or without kinds. A word of the title counts three times one of the text.

The label stands on the first line of an alert, so a wrong one is worse than none: what is only warned of, feared or
prevented has not happened, and one word of the text tells nothing where the title tells nothing.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from domain.news import Article, Field, Span, Token
from news.arabic.clitics import keyword_readings
from news.arabic.tokens import tokenise
from news.matching.trie import Trie

TITLE_WEIGHT = 3
LEAST = 2  # of a kind's weight beside a title: a title's word has more, one word of the text has less
MOST = 3  # kinds of one article
LONGEST_PARAGRAPH = 600  # code points

_FIGURATIVE = "figurative"
# Folded words straight before what has not happened: «خطر انفجار», «لمنع فيضان», «تحذيرات من سيول», «لوقف الهجمات».
_NOT_YET = re.compile("خطر|مخاطر|احتمال|احتمالات|تجنب|تفادي|منع|درء|خشيه|مخاوف|وقف|انهاء|مكافحه|مواجهه|شبح")
_NOT_YET_OF = re.compile("تحذير|تحذيرات|[يت]?حذر|حذرت|محذر[اه]|وقايه|ت?خوفا?|مخاوف|حد|حمايه")


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of event: its Arabic label and its emoji, and the words that tell it, as written.

    One that *leads* is the article's where it is the first that the title tells.
    """

    id: str
    label: str
    emoji: str
    terms: tuple[str, ...]
    leads: bool = False


def _read() -> tuple[dict[str, Event], tuple[str, ...]]:
    rows = tomllib.loads((resources.files("news.summary") / "events.toml").read_text("utf-8"))
    figurative = tuple(_terms(rows.pop(_FIGURATIVE)["terms"]))
    return {name: Event(name, **row | {"terms": tuple(_terms(row["terms"]))}) for name, row in rows.items()}, figurative


def _terms(listed: str) -> Iterable[str]:
    return (term.strip() for line in listed.splitlines() for term in line.split("|") if term.strip())


EVENTS: Mapping[str, Event]
FIGURATIVE: tuple[str, ...]  # phrases that look like an event and tell none
EVENTS, FIGURATIVE = _read()


def events(article: Article, tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the ids of the kinds of event that *article*, of these *tokens*, reports: at most three, strongest first.

    One that leads stands before all where the title tells it first, and else after those as strong as it; of these the
    graver comes first, as the lexicon orders them.
    """
    hits = located(article, tokens)
    weights = _weights(hits)
    first = next((name for name, span in hits if span.field is Field.TITLE), "")
    leader = first if first and EVENTS[first].leads else ""
    found = [name for name in EVENTS if name in weights]
    return tuple(sorted(found, key=lambda name: (name != leader, -weights[name], EVENTS[name].leads))[:MOST])


def located(article: Article, tokens: Sequence[Token]) -> list[tuple[str, Span]]:
    """Return the words of the title and the first paragraph that tell a kind of event well enough, each with its id."""
    end = first_paragraph(article.text)
    hits = _told([each for each in tokens if each.span.field is Field.TITLE or each.span.end <= end])
    least = LEAST if article.title.strip() else 1
    weights = _weights(hits)
    return [(name, span) for name, span in hits if weights[name] >= least]


def _weights(hits: Iterable[tuple[str, Span]]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for name, span in hits:
        weights[name] = weights.get(name, 0) + (TITLE_WEIGHT if span.field is Field.TITLE else 1)
    return weights


def _told(tokens: Sequence[Token]) -> list[tuple[str, Span]]:
    """Return the kinds that *tokens* tell and where, the title's first, each as it stands in the text."""
    hits = [(name, span) for name, span in _longest(_trie().find(tokens)) if name != _FIGURATIVE]
    starts = [(token.span.field is Field.TEXT, token.span.start) for token in tokens]
    told = []
    for name, span in hits:
        at = bisect_right(starts, (span.field is Field.TEXT, span.start)) - 1
        if not _has_not_happened(tokens, at):
            told.append((name, span))
    return sorted(told, key=lambda hit: (hit[1].field is Field.TEXT, hit[1].start))


def _has_not_happened(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the event told at token *at* is only feared or prevented, by the words before it."""
    before = [token.text for token in tokens[max(0, at - 2) : at] if token.span.field is tokens[at].span.field]
    if not before:
        return False
    return _reads(before[-1], _NOT_YET) or (before[-1] == "من" and _reads(before[0], _NOT_YET_OF))


def _reads(word: str, stems: re.Pattern[str]) -> bool:
    return any(stems.fullmatch(reading.stem) for reading in keyword_readings(word))


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
    for line in text[: LONGEST_PARAGRAPH + 1].splitlines(keepends=True):  # asked for each sentence of a long text
        at += len(line)
        if len(line) > LONGEST_PARAGRAPH // 6:
            break
    return min(at, LONGEST_PARAGRAPH)


@cache
def event_words() -> frozenset[str]:
    """Return the folded words that alone tell a kind which happens, not one that leads."""
    terms = (term for event in EVENTS.values() if not event.leads for term in event.terms)
    told = (tokenise(term, Field.TITLE) for term in terms)
    return frozenset(tokens[0].text for tokens in told if len(tokens) == 1)


@cache
def _trie() -> Trie[str]:
    trie: Trie[str] = Trie()
    for event in EVENTS.values():
        _add(trie, event.id, event.terms)
    _add(trie, _FIGURATIVE, FIGURATIVE)
    return trie


def _add(trie: Trie[str], name: str, terms: Iterable[str]) -> None:
    for term in terms:
        trie.add([token.text for token in tokenise(term, Field.TITLE)], name)
