"""Choose what of an article stands in its alert: the summary, and a few sentences more. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from alerts.markup import clip, printable, unlinked, utf16_length
from domain.news import Article, Field, Span
from domain.queries import Match
from news.arabic.fold import fold
from news.summary.boilerplate import worthwhile
from news.summary.summary import summarise

SUMMARY_LIMIT = 400
MORE_LIMIT = 700
LONGEST_TEXT = 20_000  # code points
LONGEST_SENTENCE = 1_000
LEAST_MORE = 40  # a shorter rest is not worth unfolding

_RUN = 5  # words in a row: as many do not meet by chance
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown at once, and what on a tap; each may be empty."""

    summary: str
    more: str


@lru_cache(maxsize=128)
def excerpt(article: Article, *wanted: tuple[Span, ...]) -> Excerpt:
    """Return the parts of the text to show; each of *wanted* is the spans of one thing that this target follows.

    The first has a place kept in the summary, the others where they fit.

    A sentence that only repeats the title is in neither. The same for all who follow the same, and kept: one story
    may go to thousands of chats.
    """
    article = bounded(article, [span for spans in wanted for span in spans])
    summary = summarise(article, wanted[0] if wanted else (), SUMMARY_LIMIT, also=wanted[1:])
    return Excerpt(unlinked(clip(printable(summary).strip(), SUMMARY_LIMIT)), unlinked(_more(article, summary)))


def focus(matches: Iterable[Match]) -> tuple[tuple[Span, ...], ...]:
    """Return the spans of each match, the one with fewest first: where درعا البلد is named, so is درعا."""
    spans = {tuple(sorted(each.spans)) for each in matches if each.spans}
    return tuple(sorted(spans, key=lambda group: (len(group), group)))


def words_shown(article: Article, matches: Iterable[Match]) -> tuple[str, ...]:
    """Return the folded words that an alert about *article* shows because of *matches*.

    Two wordings with the same are the same to a reader: signs, vowel marks and what stands further down do not count.
    """
    shown = excerpt(article, *focus(matches))
    return tuple(map(_words, (article.title, shown.summary, shown.more)))


def bounded(article: Article, spans: Sequence[Span]) -> Article:
    """Return *article* with no more text than a message can need, so that a hostile one costs little."""
    first = min((span.end for span in spans if span.field is Field.TEXT), default=0)
    return replace(article, text=article.text[: max(LONGEST_TEXT, first + LONGEST_SENTENCE)])


def _more(article: Article, summary: str) -> str:
    """Return the first sentences that the summary does not show, whole ones, up to the limit."""
    shown, kept, end = f" {_words(summary)} ", "", 0
    known: set[str] = set()
    for start, stop in worthwhile(article):
        raw = article.text[start:stop]
        if raw in known:
            continue
        sentence = printable(raw)
        if _is_shown(sentence, shown):
            known.add(raw)
            continue
        between = "\n" if "\n" in article.text[end:start] else " "
        longer = f"{kept}{between}{sentence}" if kept else sentence
        if utf16_length(longer) > MORE_LIMIT:
            kept = kept or clip(sentence, MORE_LIMIT)
            break
        kept, end = longer, stop
    return kept if utf16_length(kept) >= LEAST_MORE else ""


def _is_shown(sentence: str, shown: str) -> bool:
    """Say whether a run of words of *sentence* stands in what is *shown*: the summary may have clipped it."""
    words = _words(sentence).split()
    runs = (words[at : at + _RUN] for at in range(max(1, len(words) - _RUN + 1)))
    return any(f" {' '.join(run)} " in shown for run in runs)


def _words(text: str) -> str:
    """Return the folded words of *text* with a space between them."""
    return " ".join(_NO_WORD.sub(" ", fold(text)).split())
