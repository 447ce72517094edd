"""Understand what a person typed as something to follow. Pure.

A place's name may mean several places: each is an option, the widest first. What names no place is a keyword; a
place whose name is a common word too (صور، الباب) is offered both ways. Quotation marks ask for the exact words.
A keyword typed with ال is kept without it, since it is met with and without.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from domain.errors import QueryError
from domain.news import Field, Place, Tier, Token
from domain.queries import KeywordQuery, PlaceQuery, Query
from news.arabic.fold import fold
from news.arabic.tokens import tokenise
from news.places.gazetteer import Gazetteer

LONGEST = 60  # letters and spaces of what is followed
SHORTEST = 2  # letters of a keyword

_IN_EVERY_ARTICLE = """
في من على إلى عن مع ما لا لم لن لو هو هي هم أن إن أنه إنه أو أم ثم قد كل كما كان كانت بعد قبل بين عند حتى منذ خلال
حول ضد غير أي أية ذلك هذا هذه تلك التي الذي الذين هناك هنا حيث إذا إذ لكن بل أيضا عام سنة يوم اليوم أمس غدا قال قالت
خبر أخبار الأخبار عاجل the of in on at to and or is are for from by with a an le la les de des du et en un une ve bir
"""
_TOO_BROAD = frozenset(fold(_IN_EVERY_ARTICLE).split())
# Words whose ال is their own: إلتهاب is no «تهاب».
_OWN_ARTICLE = re.compile(
    "(?:الله|اللهم|الف)$"
    "|التهاب|التزام|التماس|التقاء|التفاف|التحاق|التقاط|التباس|التحام|التواء|التفات|التصاق|الكترون|الماني"
)
_QUOTED = re.compile(r"""\s*(?:«([^«»]*)»|“([^“”]*)”|"([^"]*)"|”([^“”]*)“)\s*""")
_LETTER = re.compile(r"[^\W_]")
_CONTROLS = re.compile(r"[\u0000-\u001f\u007f-\u009f]+")
_JOINERS = " #_-\u00a0\u200f\u200e\t\n"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that what was typed can mean: *label* names it in a list, *description* tells it from the others."""

    query: Query
    label: str
    description: str


def options(typed: str, gazetteer: Gazetteer) -> list[Option]:
    """Return what *typed* can mean, the default reading first; never none.

    Raises:
        QueryError: nothing can be followed: ``empty``; ``too_long`` (over 60 letters); ``too_short``; ``too_broad``
            (a number, a word that every article has); ``unreadable`` (signs without letters, several things at once,
            a word of two scripts).
    """
    text = _cleaned(typed)
    if quoted := _QUOTED.fullmatch(text):
        return [_exact(next(inner for inner in quoted.groups() if inner is not None))]
    tokens = _checked(text)
    places = gazetteer.find(text)
    found = [Option(PlaceQuery(place.id), place.name, gazetteer.describe(place.id)) for place in places]
    if not found:
        return [_keyword(text, tokens)]
    if _is_common(places, tokens):
        with suppress(QueryError):  # «كان», the city, cannot be the verb: every article has that
            found.append(_keyword(text, tokens))
    return found


def _cleaned(typed: str) -> str:
    if len(typed) > 20 * LONGEST:  # not even looked at
        raise QueryError("too_long", typed[:LONGEST])
    text = " ".join(_CONTROLS.sub(" ", typed).split())
    if not text:
        raise QueryError("empty")
    if not _LETTER.search(text):
        raise QueryError("unreadable", text[:LONGEST])
    if sum(not unicodedata.combining(letter) for letter in text) > LONGEST:
        raise QueryError("too_long", text[:LONGEST])
    return text


def _checked(text: str) -> list[Token]:
    """Return the words of *text*, all of which one phrase can hold."""
    for word in text.split():
        if len({script for script in map(_script, word) if script}) > 1:
            raise QueryError("unreadable", word)
    tokens = tokenise(text, Field.TITLE)
    for before, token in pairwise(tokens):
        if token.gap:
            raise QueryError("unreadable", text[before.span.end : token.span.start].strip())
    if not tokens:
        raise QueryError("unreadable", text)
    return tokens


def _script(letter: str) -> str:
    """Return the script of a letter by its Unicode name, empty for what belongs to all: digits, marks, signs."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() and letter != "ـ" else ""


def _is_common(places: Iterable[Place], tokens: Sequence[Token]) -> bool:
    """Say whether the name typed is for one of *places* a name that never stands alone."""
    typed = [token.text for token in tokens]
    return any(
        alias.tier is Tier.NEVER and fold(alias.text).split() == typed for place in places for alias in place.aliases
    )


def _keyword(text: str, tokens: Sequence[Token]) -> Option:
    words = _followable(tokens)
    first = text[tokens[0].span.start : tokens[0].span.end]
    words = (_without_article(first, words[0]), *words[1:])
    kind = "كلمة" if len(words) == 1 else "عبارة"
    return Option(KeywordQuery(words), text, f"{kind} «{text}» حيثما وردت")


def _exact(text: str) -> Option:
    label = text.strip()
    words = _followable(_checked(label))
    return Option(KeywordQuery(words, exact=True), f"«{label}»", f"«{label}» بهذا اللفظ تمامًا")


def _followable(tokens: Sequence[Token]) -> tuple[str, ...]:
    words = tuple(token.text for token in tokens)
    if all(len(word) < SHORTEST for word in words):
        raise QueryError("too_short", " ".join(words))
    if all(word in _TOO_BROAD or word.isdecimal() or len(word) < SHORTEST for word in words):
        raise QueryError("too_broad", " ".join(words))
    return words


def _without_article(published: str, word: str) -> str:
    """Return the folded *word* without its ال; *published* shows whether it is one: إلغاء and ألمانيا have none."""
    has_article = published.startswith("ال") and len(word) >= SHORTEST + 2 and not _OWN_ARTICLE.match(word)
    return word[2:] if has_article else word
