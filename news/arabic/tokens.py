"""Cut text into folded words that know where they stand. Pure.

A word is a run of letters of the Arabic script, a run of other letters (with apostrophes inside: Dar'a), or a
number. ``#`` and ``_`` separate words, so that a hashtag is read as the words it is made of. A phrase may run over
a space, a single line break, ``_``, ``#`` or a hyphen inside a compound; any other sign between two words, or a
blank line, is a gap that no phrase crosses: «درعا، البلد» is not «درعا البلد».
"""

import re
import unicodedata

from domain.news import Field, Span, Token
from news.arabic.fold import fold_with_offsets

_WORD = re.compile(
    r"[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f]+"
    r"|[^\W\d_\u0600-\u06ff\u0750-\u077f]+(?:'[^\W\d_\u0600-\u06ff\u0750-\u077f]+)*"
    r"|\d+"
)
_FIRST_MARK = "\u0300"  # no character before it is a mark (Unicode, Mn)
JOINING = re.compile(r"[^\S\n]*(?:\n[^\S\n]*)?[#_]*|-|[^\S\n]*#[^\S\n]*|_[^\S\n]*")


def tokenise(text: str, field: Field) -> list[Token]:
    """Return the words of *text*, a field of an article, in order. The first has a gap before it."""
    folded = fold_with_offsets(text)
    offsets, plain = folded.offsets, folded.text
    unmoved = tuple(range(len(text)))
    moved = offsets != unmoved
    tokens: list[Token] = []
    last = -1
    for match in _WORD.finditer(plain):
        start, end = match.span()
        gap = last < 0 or (plain[last:start] != " " and not JOINING.fullmatch(plain, last, start))
        last = end
        if not moved:
            tokens.append(Token(match.group(), Span(field, start, end), gap))
            continue
        begin, after, letters = offsets[start], offsets[end - 1] + 1, offsets[start:end]
        if after < len(text) and text[after] >= _FIRST_MARK:
            after = _after_marks(text, after)
        side_by_side = letters == unmoved[begin : begin + end - start]
        tokens.append(Token(match.group(), Span(field, begin, after), gap, () if side_by_side else letters))
    return tokens


def _after_marks(text: str, at: int) -> int:
    """Return where the vowel signs of the letter before *at* end."""
    while at < len(text) and unicodedata.category(text[at]) == "Mn":
        at += 1
    return at
