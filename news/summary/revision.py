"""Tell what a source took back when it changed its article. Pure.

A source that withdraws its news seldom says so otherwise than in the title of the same item; a page that answers 404
or 410 is not asked for. So the signs are words of the title, set apart as such: «حُذف الخبر», «سُحب», «تصحيح: …»,
«(تصحيح)». «سحب القوات» and «تصحيح المسار» are no such words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from domain.news import Article, Field, Harm, Token, Understood
from news.arabic.fold import fold
from news.arabic.tokens import tokenise
from news.summary.casualties import casualties

LONGEST_TEXT = 20_000  # code points that are searched for a toll: 30 ms (measured), and none stands further down


class Revision(StrEnum):
    """Say what was taken back: the whole, something of it, or a part of the toll."""

    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    LOWERED = "lowered"


_NEWS = r"(?:هذا|هذه)?\s*(?:ال)?(?:خبر|ماده|تقرير|مقال|مقاله|منشور)"
_APART = r"\s*(?:$|[:|،.…\]()–—-])"
_WITHDRAWN = re.compile(
    rf"[\W_]*(?:(?:تم|جري)\s+)?(?:حذف|سحب|الغاء)(?:\s+(?:نشر\s+)?{_NEWS})?{_APART}"
    rf"|[\W_]*(?:محذوف|مسحوب|{_NEWS}\s+(?:محذوف|مسحوب|ملغي)){_APART}"
    rf"|[\W_]*(?:حذف|سحب)\s+{_NEWS}\b"
)
_CORRECTED = re.compile(
    rf"[\W_]*(?:تصحيح|استدراك|تصويب)(?:\s+(?:{_NEWS}|للخبر|لخبر)(?:\s+سابق|\s+السابق)?)?{_APART}|.*[(\[«]\s*تصحيح\s*[)\]»]"
)


def named(title: str) -> Revision | None:
    """Return what *title* itself says was taken back."""
    folded = fold(title).strip()
    if _WITHDRAWN.match(folded):
        return Revision.WITHDRAWN
    return Revision.CORRECTED if _CORRECTED.match(folded) else None


def revision(before: Article, after: Understood) -> Revision | None:
    """Return what was taken back of *before* by *after*, which stands in its place; None: nothing that it says."""
    said = named(after.article.title)
    if said is not None and said is not named(before.title):
        return said
    return Revision.LOWERED if _is_lower(_toll_of(before), _toll(after.article, after.tokens)) else None


def _is_lower(before: dict[Harm, int], after: dict[Harm, int]) -> bool:
    """Say whether fewer are dead, or as many dead and fewer injured; a figure that is gone is no lower one."""
    dead, injured = (after.get(harm, 0) - before.get(harm, 0) for harm in (Harm.DEAD, Harm.INJURED))
    if Harm.DEAD in before and Harm.DEAD in after and dead != 0:
        return dead < 0
    return Harm.INJURED in before and Harm.INJURED in after and injured < 0


def _toll_of(article: Article) -> dict[Harm, int]:
    tokens = (*tokenise(article.title, Field.TITLE), *tokenise(article.text[:LONGEST_TEXT], Field.TEXT))
    return _toll(article, tokens)


def _toll(article: Article, tokens: Sequence[Token]) -> dict[Harm, int]:
    """Return the figures of the title, where it has any, else the highest: an earlier toll may stand beside it."""
    head = [each for each in tokens if each.span.field is Field.TITLE or each.span.end <= LONGEST_TEXT]
    found = casualties(replace(article, text=article.text[:LONGEST_TEXT]), head)
    toll: dict[Harm, int] = {}
    for harm in Harm:
        told = [each for each in found if each.harm is harm]
        figures = [each.number for each in told if each.span.field is Field.TITLE] or [each.number for each in told]
        if figures:
            toll[harm] = max(figures)
    return toll
