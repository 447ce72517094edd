"""Choose the figure of dead and injured for the first line of an alert, in the article's own words. Pure.

A wrong figure is worse than none. It stands in the title or in the sentences that the alert shows, and it is about
what is followed: in title or first paragraph where these name it, else in a sentence that does, and in no clause that
names another place instead (``scenes``). What is of one sentence stays of one sentence: two figures of one harm in it
(«3 قتلى في درعا و5 قتلى في حلب») are none, and so is a figure beside a day that is long past.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.news import Article, Casualty, Field, Harm, Mention, Span
from news.arabic.fold import fold
from news.arabic.numbers import number_at
from news.arabic.tokens import tokenise
from news.places.gazetteer import Gazetteer
from news.places.mentions import mentions
from news.summary.casualties import casualties
from news.summary.dates import is_past
from news.summary.events import first_paragraph
from news.summary.harm_words import HARM_WORDS
from news.summary.lines import Line, line_at, ranges
from news.summary.scenes import is_surely_of

LONGEST = 60  # code points of each figure's words
MOST_READ = 60  # different sentences of an article that are read; its figure stands in the first few

_TOGETHER = re.compile(r"[\s،]*")
_GLUED = re.compile("[وفبل][\u064b-\u0652]*")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Figure:
    """The article's words for its dead and injured. *is_deep*: not of the title nor the first paragraph."""

    words: tuple[str, ...]
    is_deep: bool


_Harms = dict[Harm, Casualty]


@lru_cache(maxsize=128)
def figure(article: Article, shown: str, gazetteer: Gazetteer, *focus: tuple[Span, ...]) -> Figure | None:
    """Return the figure to tell of *article*, whose sentences *shown* are sent; None where none is sure.

    Each *focus* is where one thing that is followed stands; the figure is about all of them. One without spans is what
    the whole article is about. Kept: one story may go to thousands of chats.
    """
    told = _told(article, _plain(shown), gazetteer, focus)
    found = next(told, None)
    if found is None:
        return None
    line, harms = found
    if len(harms) == 1 and not _others(harms).isdisjoint(_plain(f"{article.title} {shown}").split()):
        line, harms = next((one for one in told if _is_fuller(one[1], harms)), found)
    words = _words(line.text, sorted(harms.values(), key=lambda one: one.span.start))
    if any(len(each) > LONGEST for each in words):
        return None
    return Figure(words, is_deep=not _is_at_head(article, *_range(line)))


def _told(
    article: Article, shown: str, gazetteer: Gazetteer, focus: Sequence[Sequence[Span]]
) -> Iterator[tuple[Line, _Harms]]:
    """Yield the sentences that tell what is *shown* of what is followed, each with one figure of each harm.

    Read only as far as somebody asks: most sentences are of something else, by where they lie or by their words.
    """
    for line in _candidates(article, shown, focus):
        harms = _harms(article, line)
        if not harms or not _is_shown(article, harms, shown) or _is_old(article, line):
            continue
        named = _named(article, line, gazetteer) if focus else []
        if all(is_surely_of(line, one.span, named, spans) for one in harms.values() for spans in focus):
            yield line, harms


def _candidates(article: Article, shown: str, focus: Sequence[Sequence[Span]]) -> Iterator[Line]:
    """Yield the sentences that are about what is followed, and have a word of harm which can be read in the alert."""
    words = HARM_WORDS.keys() & set(shown.split())
    deep, read = _Following(focus), set[str]()
    for field, text, told in ((Field.TITLE, article.title, HARM_WORDS.keys()), (Field.TEXT, article.text, words)):
        for start, end in ranges(text) if told else ():
            is_head = _is_at_head(article, field, start, end)
            if not (_is_headed(article, focus) if is_head else deep.all_stand(start, end)):
                continue
            sentence = text[start:end]
            if sentence in read or told.isdisjoint(_WORD.findall(fold(sentence))):
                continue
            if len(read) == MOST_READ:
                return
            read.add(sentence)
            yield line_at(article, field, start, end)


class _Following:
    """Where what is followed stands in the text, for sentences that are asked of in order: each span is met once."""

    def __init__(self, focus: Sequence[Sequence[Span]]) -> None:
        self._rest = [deque(sorted(each for each in spans if each.field is Field.TEXT)) for spans in focus if spans]

    def all_stand(self, start: int, end: int) -> bool:
        """Say whether each of what is followed stands between *start* and *end*."""
        for rest in self._rest:
            while rest and rest[0].start < start:
                rest.popleft()
        return all(rest and rest[0].end <= end for rest in self._rest)


def _harms(article: Article, line: Line) -> _Harms:
    """Return the figures of a sentence, one of each harm; none where it tells two of one, or mixes them."""
    found = casualties(article, line.tokens)
    harms = {one.harm: one for one in reversed(found)}
    is_mixed = len(harms) > 1 and Harm.BOTH in harms
    return harms if not is_mixed and all(one.number == harms[one.harm].number for one in found) else {}


def _named(article: Article, line: Line, gazetteer: Gazetteer) -> list[Mention]:
    """Return the places that the head of *article* and *line* name: enough to know whose scene a clause is."""
    head = _head(article, gazetteer)
    if _is_at_head(article, *_range(line)):
        return list(head)
    return [*head, *mentions(line.tokens, gazetteer)]


@lru_cache(maxsize=128)
def _head(article: Article, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    text = article.text[: first_paragraph(article.text)]
    return tuple(mentions((*tokenise(article.title, Field.TITLE), *tokenise(text, Field.TEXT)), gazetteer))


def _is_old(article: Article, line: Line) -> bool:
    return is_past(article, line, (article.published_at or article.seen_at).date())


def _is_shown(article: Article, harms: _Harms, shown: str) -> bool:
    """Say whether the words of all these figures can be read in the alert."""
    return all(one.span.field is Field.TITLE or _plain(_said(article, one.span)) in shown for one in harms.values())


def _plain(text: str) -> str:
    """Return the folded words of *text* with a space around each."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _is_headed(article: Article, focus: Sequence[Sequence[Span]]) -> bool:
    """Say whether title or first paragraph name all that is followed."""
    end = first_paragraph(article.text)
    return all(any(span.field is Field.TITLE or span.end <= end for span in spans) for spans in focus if spans)


def _is_at_head(article: Article, field: Field, start: int, end: int) -> bool:
    return field is Field.TITLE or end <= first_paragraph(article.text)


def _range(line: Line) -> Span:
    return line.span(0, len(line.tokens))


def _others(harms: _Harms) -> set[str]:
    """Return the words that tell of another harm than the only one of *harms*; there is none beside both."""
    return set() if Harm.BOTH in harms else {word for word, told in HARM_WORDS.items() if told.harm not in harms}


def _is_fuller(harms: _Harms, first: _Harms) -> bool:
    """Say whether *harms* tell what *first* tells, and more: the injured beside the same dead."""
    same = all(harm in harms and harms[harm].number == one.number for harm, one in first.items())
    return same and len(harms) > len(first)


def _words(text: str, found: Sequence[Casualty]) -> tuple[str, ...]:
    """Return the words of each figure, or of two as one run where they stand together, without a leading «و»."""
    spans = [(one.span.start, one.span.end) for one in found]
    if len(spans) > 1 and _TOGETHER.fullmatch(text, spans[0][1], spans[1][0]) and spans[1][1] - spans[0][0] <= LONGEST:
        spans = [(spans[0][0], spans[1][1])]
    return tuple(_bare(_SPACES.sub(" ", text[start:end])) for start, end in spans)


def _bare(words: str) -> str:
    """Return *words* without what is glued to the first: «وإصابة», «وثلاثة جرحى», «بوفاة»."""
    if not _GLUED.match(words):
        return words
    first = tokenise(words, Field.TEXT)[0].text
    rest = _GLUED.sub("", words, count=1)
    told = HARM_WORDS.get(first)
    is_number = first[0] in "وف" and number_at(rest, tokenise(rest, Field.TEXT), 0) is not None
    is_glued = told is not None and (told.follows or first[1:] in HARM_WORDS)
    return rest if is_glued or (told is None and is_number) else words


def _said(article: Article, span: Span) -> str:
    return (article.title if span.field is Field.TITLE else article.text)[span.start : span.end]
