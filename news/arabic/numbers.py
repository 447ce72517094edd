"""Read numbers as news writes them: digits of both kinds, and number words up to the hundred thousands. Pure.

Words are folded tokens, so «مئة» is ``ميه`` and «ثلاثمائة» ``ثلاثمايه``. A number that is no count of things is none:
a percentage, a decimal fraction, millions, «الاثنين» (Monday).
"""

from collections.abc import Sequence
from typing import NamedTuple

from domain.news import Token

_UNITS = {
    **dict.fromkeys(("واحد", "واحده", "احد", "احدي"), 1),
    **dict.fromkeys(("اثنان", "اثنين", "اثنتان", "اثنتين", "اثنا", "اثني", "اثنتا", "اثنتي"), 2),
    **dict.fromkeys(("ثلاثه", "ثلاث"), 3),
    **dict.fromkeys(("اربعه", "اربع"), 4),
    **dict.fromkeys(("خمسه", "خمس"), 5),
    **dict.fromkeys(("سته", "ست"), 6),
    **dict.fromkeys(("سبعه", "سبع"), 7),
    **dict.fromkeys(("ثمانيه", "ثماني", "ثمان"), 8),
    **dict.fromkeys(("تسعه", "تسع"), 9),
}
_TENS_STEMS = ("عشر", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_TENS = {stem + ending: 20 + 10 * at for at, stem in enumerate(_TENS_STEMS) for ending in ("ون", "ين")}
_TEN = ("عشره", "عشر")
_HUNDRED = ("ميه", "مايه")
_HUNDREDS = {
    **dict.fromkeys(("ميتان", "ميتين", "ميتي", "مايتان", "مايتين", "مايتي"), 200),
    **{
        stem + hundred: 300 + 100 * at
        for at, stems in enumerate((("ثلاث",), ("اربع",), ("خمس",), ("ست",), ("سبع",), ("ثمان", "ثماني"), ("تسع",)))
        for stem in stems
        for hundred in _HUNDRED
    },
}
_THOUSAND = ("الف", "الفا", "الاف")
_THOUSANDS = {"الفان": 2000, "الفين": 2000, "الفي": 2000}
_MILLIONS = frozenset(form + ending for form in ("مليون", "مليار", "تريليون") for ending in ("", "ا", "ان", "ين")) | {
    "ملايين",
    "مليارات",
}
_WEEKDAYS = {"الاثنين", "الاحد"}
_NOT_ALONE = frozenset(("احد", "احدي", "اثنا", "اثني", "اثنتا", "اثنتي"))  # «أحد المارة» is no number
_SEPARATORS = (",", "٬", ".", "،")
_PER_CENT = ("%", "٪")
_NEAR = 8  # characters behind a number in which its sign of per cent stands
_PER_CENT_WORDS = (("بالميه",), ("بالمايه",), ("في", "الميه"), ("في", "المايه"))


class Number(NamedTuple):
    """A number, and the range of tokens it takes. *definite* ones have an article: «الثمانية»."""

    value: int
    start: int
    end: int
    definite: bool = False


def number_at(text: str, tokens: Sequence[Token], at: int) -> Number | None:
    """Return the number that begins at ``tokens[at]``, of the field *text*, as long as it goes; None if none does.

    A «و» glued before its first word is not looked at: «وخمسة» is five.
    """
    if at >= len(tokens):
        return None
    word = tokens[at].text
    number = _digits(text, tokens, at) if word.isdecimal() else _words(text, tokens, at)
    if number is None or _is_share(text, tokens, number.end):
        return None
    return number


def _digits(text: str, tokens: Sequence[Token], at: int) -> Number | None:
    """Read «1200», «1,200», «3 آلاف»; no fraction, no part of one, no code such as 7.62."""
    if at and _between(text, tokens, at) in (*_SEPARATORS, "/", ":", "-") and tokens[at - 1].text.isdecimal():
        return None
    digits, end = tokens[at].text, at + 1
    while end < len(tokens) and tokens[end].text.isdecimal() and (sign := _between(text, tokens, end)):
        if sign in _SEPARATORS and len(tokens[end].text) == len("000") and len(digits) <= len("000000"):
            digits += tokens[end].text
            end += 1
        elif sign in (*_SEPARATORS, "/", ":", "-"):
            return None
        else:
            break
    return _multiplied(text, tokens, Number(int(digits[:12]), at, end))


def _multiplied(text: str, tokens: Sequence[Token], number: Number) -> Number | None:
    """Read the «آلاف» behind *number*, and the hundreds behind these: «3 آلاف و200»."""
    word = _glued(tokens, number.end)
    if word in _MILLIONS:
        return None
    if word not in _THOUSAND:
        return number
    return _rest(text, tokens, Number(number.value * 1000, number.start, number.end + 1, number.definite))


def _rest(text: str, tokens: Sequence[Token], number: Number) -> Number:
    """Add to round *number* what an «و» joins: «ألف ومئة», «ألف و200»."""
    at = number.end
    if _glued(tokens, at) == "و" and at + 1 < len(tokens) and tokens[at + 1].text.isdecimal():
        more = _digits(text, tokens, at + 1)
    elif _glued(tokens, at).startswith("و"):
        more = _words(text, tokens, at)
    else:
        more = None
    scale = 1000 if number.value % 1000 == 0 else 100
    if more is None or not 0 < more.value < scale:
        return number
    return Number(number.value + more.value, number.start, more.end, number.definite)


def _words(text: str, tokens: Sequence[Token], at: int) -> Number | None:
    """Read number words: what is below a hundred, the hundreds, the thousands, each joined to the next by «و»."""
    word, definite = _bare(tokens[at].text)
    if word in _THOUSANDS or word in _THOUSAND[:1]:
        return _rest(text, tokens, Number(_THOUSANDS.get(word, 1000), at, at + 1, definite))
    if word in _HUNDREDS or word in _HUNDRED:
        return _hundreds(text, tokens, Number(_HUNDREDS.get(word, 100), at, at + 1, definite))
    small = _below_hundred(tokens, at, word, definite=definite)
    if small is None:
        return None
    if small.value < len(_UNITS) and _glued(tokens, small.end) in _HUNDRED:
        return _hundreds(text, tokens, Number(small.value * 100, at, small.end + 1, definite))
    return _multiplied(text, tokens, small)


def _hundreds(text: str, tokens: Sequence[Token], number: Number) -> Number | None:
    return _multiplied(text, tokens, _rest(text, tokens, number))


def _below_hundred(tokens: Sequence[Token], at: int, word: str, *, definite: bool) -> Number | None:
    """Read «خمسة», «أحد عشر», «خمسة وعشرين», «ثلاثين»."""
    if word in _TENS or word in _TEN:
        return Number(_TENS.get(word, 10), at, at + 1, definite)
    unit = _UNITS.get(word)
    if unit is None:
        return None
    after = _glued(tokens, at + 1)
    if after in _TEN:
        return Number(unit + 10, at, at + 2, definite)
    if (tens := _TENS.get(after.removeprefix("وال" if definite else "و"))) and after.startswith("و"):
        return Number(unit + tens, at, at + 2, definite)
    return None if word in _NOT_ALONE else Number(unit, at, at + 1, definite)


def _bare(word: str) -> tuple[str, bool]:
    """Return *word* without «و» or «ف» and article, and whether it had an article. Words of their own stay: واحد."""
    if word in _UNITS or word in _WEEKDAYS:
        return word, False
    for prefix in ("", "و", "ف"):
        rest = word.removeprefix(prefix)
        if rest == word and prefix:
            continue
        if rest.startswith("ال") and rest not in _WEEKDAYS and rest not in _THOUSAND and rest not in _THOUSANDS:
            return rest[2:], True
        if rest in _UNITS or rest in _TENS or rest in _TEN or rest in _HUNDRED or rest in _HUNDREDS:
            return rest, False
        if rest in _THOUSAND or rest in _THOUSANDS:
            return rest, False
    return word, False


def _glued(tokens: Sequence[Token], at: int) -> str:
    """Return the word at *at* if nothing parts it from the one before, else an empty one."""
    return tokens[at].text if at < len(tokens) and not tokens[at].gap else ""


def _between(text: str, tokens: Sequence[Token], at: int) -> str:
    return text[tokens[at - 1].span.end : tokens[at].span.start]


def _is_share(text: str, tokens: Sequence[Token], end: int) -> bool:
    """Say whether the number that ends before token *end* is a percentage."""
    after = tokens[end - 1].span.end
    sign = text[after : after + _NEAR].lstrip()[:1]
    following = tuple(token.text for token in tokens[end : end + 2])
    return sign in _PER_CENT or any(following[: len(words)] == words for words in _PER_CENT_WORDS)
