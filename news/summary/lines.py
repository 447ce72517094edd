"""Read a sentence word by word: words that nothing parts, phrases, numbers. Pure.

A sentence here is what lies between two stops; unlike ``news.arabic.sentences`` it is not made to be shown.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from domain.news import Article, Field, Span, Token
from news.arabic.numbers import Number, number_at
from news.arabic.tokens import JOINING, tokenise

LONGEST_NUMBER = 6  # words

_SENTENCE_ENDS = frozenset(".!?؟\n\r…")
_RUN = re.compile(r"[\W_]+")
_MARK = re.compile("[\u0610-\u061a\u064b-\u065f\u0670]")


class Line(NamedTuple):
    """A sentence: the text of its field, its tokens, and their words."""

    text: str
    tokens: Sequence[Token]
    words: Sequence[str]

    def at(self, index: int) -> str:
        """Return the word at *index* if nothing parts it from the one before, else an empty one."""
        return self.words[index] if 0 < index < len(self.words) and not self.tokens[index].gap else ""

    def has(self, index: int, phrase: Sequence[str]) -> bool:
        """Say whether the words of *phrase* stand at *index*, parted by nothing."""
        if not 0 <= index < len(self.words) or self.words[index] != phrase[0]:
            return False
        return all(self.at(index + i) == word for i, word in enumerate(phrase[1:], 1))

    def number(self, index: int) -> Number | None:
        """Return the number that begins at *index*, if nothing parts it from the word before."""
        return number_at(self.text, self.tokens, index) if self.at(index) else None

    def number_before(self, index: int) -> Number | None:
        """Return the longest number that ends just before *index*; «واحد» counts what stands before it."""
        if not self.at(index):
            return None
        starts = range(max(0, index - LONGEST_NUMBER), index)
        numbers = (number_at(self.text, self.tokens, start) for start in starts)
        found = next((number for number in numbers if number and number.end == index), None)
        return None if found and found.value == 1 and not self.words[found.start].isdecimal() else found

    def holds(self, span: Span) -> bool:
        """Say whether *span* lies within the sentence."""
        whole = self.span(0, len(self.tokens))
        return span.field is whole.field and whole.start <= span.start and span.end <= whole.end

    def span(self, start: int, end: int) -> Span:
        """Return the span of the words from *start* to before *end*."""
        first, last = self.tokens[start].span, self.tokens[end - 1].span
        return Span(first.field, first.start, last.end)


def lines(article: Article, tokens: Sequence[Token], wanted: Container[str] | None = None) -> Iterator[Line]:
    """Yield the sentences of *article*, of these *tokens*, or those that have one of the *wanted* words, in order."""
    sentence: list[Token] = []
    is_wanted = wanted is None
    for token in tokens:
        if token.gap and sentence and _ends(article, sentence[-1], token):
            if is_wanted:
                yield _line(article, sentence)
            sentence, is_wanted = [], wanted is None
        sentence.append(token)
        is_wanted = is_wanted or (wanted is not None and token.text in wanted)
    if is_wanted and sentence:
        yield _line(article, sentence)


def ranges(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of *text*, a field of an article, lies, as ``lines`` reads it, before it is read."""
    start = 0
    for run in _RUN.finditer(text):
        if _parts(text, *run.span()):
            if run.start() > start:
                yield start, run.start()
            start = run.end()
    if start < len(text):
        yield start, len(text)


def _parts(text: str, start: int, end: int) -> bool:
    """Say whether what is no word between *start* and *end* ends a sentence."""
    between = text[start:end]
    if _SENTENCE_ENDS.isdisjoint(between) or not start:
        return not start
    if len(between) == 1 and text[start - 1].isdecimal() and text[end : end + 1].isdecimal():
        return False
    return JOINING.fullmatch(_MARK.sub("", between)) is None


def line_at(article: Article, field: Field, start: int, end: int) -> Line:
    """Return the sentence of *field* of *article* that lies from *start* to *end*, which has a word."""
    text = article.title if field is Field.TITLE else article.text
    read = tokenise(text[start:end], field)
    tokens = [
        each._replace(
            span=Span(field, each.span.start + start, each.span.end + start),
            offsets=tuple(offset + start for offset in each.offsets),
        )
        for each in read
    ]
    return Line(text, tokens, [token.text for token in tokens])


def _line(article: Article, sentence: Sequence[Token]) -> Line:
    return Line(_text(article, sentence[0]), sentence, [token.text for token in sentence])


def _text(article: Article, token: Token) -> str:
    return article.title if token.span.field is Field.TITLE else article.text


def _ends(article: Article, before: Token, token: Token) -> bool:
    if before.span.field is not token.span.field:
        return True
    between = _text(article, token)[before.span.end : token.span.start]
    if len(between) == 1 and before.text.isdecimal() and token.text.isdecimal():
        return False  # 7.62
    return not _SENTENCE_ENDS.isdisjoint(between)
