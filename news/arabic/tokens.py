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
_JOINING = re.compile(r"[^\S\n]*(?:\n[^\S\n]*)?[#_]*|-|[^\S\n]*#[^\S\n]*|_[^\S\n]*")


def tokenise(text: str, field: Field) -> list[Token]:
    """Return the words of *text*, a field of an article, in order. The first has a gap before it."""
    folded = fold_with_offsets(text)
    offsets, plain = folded.offsets, folded.text
    one_to_one = len(plain) == len(text)
    tokens: list[Token] = []
    last = -1
    for match in _WORD.finditer(plain):
        start, end = match.span()
        gap = last < 0 or (plain[last:start] != " " and not _JOINING.fullmatch(plain, last, start))
        last = end
        if one_to_one:
            tokens.append(Token(match.group(), Span(field, start, end), gap))
        else:
            tokens.append(_placed(match.group(), offsets[start:end], text, field, gap=gap))
    return tokens


def _placed(word: str, offsets: tuple[int, ...], text: str, field: Field, *, gap: bool) -> Token:
    start, end = offsets[0], offsets[-1] + 1
    while end < len(text) and unicodedata.category(text[end]) == "Mn":  # the vowel signs of the last letter
        end += 1
    side_by_side = offsets == tuple(range(start, start + len(word)))
    return Token(word, Span(field, start, end), gap, () if side_by_side else offsets)
