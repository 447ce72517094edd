"""Choose what of an article stands in its alert: the summary, and a few sentences more. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from alerts.markup import clip, printable, utf16_length
from domain.news import Article, Field, Span
from news.arabic import sentences
from news.arabic.fold import fold
from news.summary.boilerplate import is_boilerplate
from news.summary.summary import summarise

SUMMARY_LIMIT = 400
MORE_LIMIT = 700
LEAST_MORE = 40  # a shorter rest is not worth unfolding

_SLACK = 50  # code points that a repeated title may be longer by, in marks and white space
_RUN = 5  # words in a row: as many do not meet by chance
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown at once, and what on a tap; each may be empty."""

    summary: str
    more: str


def excerpt(article: Article, focus: Sequence[Span]) -> Excerpt:
    """Return the parts of the text to show; *focus* are the spans of what this target follows.

    A first sentence that only repeats the title is left out.
    """
    start = _after_title(article)
    body = replace(article, text=article.text[start:])
    if not body.text.strip():
        return Excerpt("", "")
    summary = summarise(body, _moved(focus, start), SUMMARY_LIMIT)
    return Excerpt(clip(printable(summary).strip(), SUMMARY_LIMIT), _more(body.text, summary))


def _after_title(article: Article) -> int:
    """Return where the text begins that the title does not say already."""
    title = _words(article.title)
    opening = article.text[: 2 * len(article.title) + _SLACK]
    ends = (end for _, end in sentences.split(opening))
    return next((end for end in ends if title and _words(opening[:end]) == title), 0)


def _moved(focus: Sequence[Span], start: int) -> list[Span]:
    """Return *focus* for the text without its first *start* characters."""
    return [
        span if span.field is Field.TITLE else Span(span.field, span.start - start, span.end - start)
        for span in focus
        if span.field is Field.TITLE or span.start >= start
    ]


def _more(text: str, summary: str) -> str:
    """Return the first sentences that the summary does not show, whole ones, up to the limit."""
    shown, kept, end = f" {_words(summary)} ", "", 0
    for start, stop in sentences.split(text):
        sentence = printable(text[start:stop])
        if _is_shown(sentence, shown) or is_boilerplate(sentence):
            continue
        longer = kept + ("\n" if "\n" in text[end:start] else " ") * bool(kept) + sentence
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
