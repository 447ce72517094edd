"""Tell what a source took back when it changed its article. Pure.

A source that withdraws its news seldom says so otherwise than in the title of the same item; a page that answers 404
or 410 is not asked for. So the signs are words of the title, set apart as such: «حُذف الخبر», «سُحب», «تصحيح: …»,
«(تصحيح)». «سحب القوات», «سحب مادة المازوت», «إلغاء: رحلات دمشق» and «تصحيح المسار» are no such words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from domain.news import Article, Casualty, Field, Harm, Understood
from news.arabic.fold import fold
from news.arabic.tokens import tokenise
from news.summary.casualties import casualties
from news.summary.lines import Line, lines, ranges

OPENING = 400  # code points of the text, to the end of a sentence, in which the toll of an article stands


class Revision(StrEnum):
    """Say what was taken back: the whole, something of it, or a part of the toll."""

    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    LOWERED = "lowered"


_KIND = r"(?:خبر|تقرير|مقال|مقاله|منشور)"
_THIS = rf"(?:(?:هذا|هذه)\s+)?(?:ال{_KIND}|خبر)"
_APART = r"\s*(?:$|[:|،.…\]()–—-])"
# Why, or from where, an article was withdrawn; «سحب التقرير الطبي من المشفى» says neither.
_REASON = r"\s+(?:لعدم|بسبب|لوجود|لورود|لانه|لانها|لحين|من\s+(?:الموقع|النشر|الصفحه))\b"
_TAKEN = r"(?:(?:تم|جري)\s+)?(?:حذف|سحب|الغاء)"
_WITHDRAWN = re.compile(
    rf"[\W_]*{_TAKEN}[\W_]*$"  # with other words behind it, it is of other things: «إلغاء: رحلات دمشق»
    rf"|[\W_]*{_TAKEN}\s+(?:نشر\s+)?{_THIS}(?:{_APART}|{_REASON})"
    rf"|[\W_]*(?:(?:تم|جري)\s+)?حذف\s+(?:هذه\s+)?الماده(?:[\W_]*$|{_REASON})"  # «سحب المادة» is of fuel and food
    rf"|[\W_]*(?:محذوف|مسحوب|(?:ال)?{_KIND}\s+(?:ال)?(?:محذوف|مسحوب|ملغي)){_APART}"
)
_NEWS = rf"(?:هذا|هذه)?\s*(?:ال)?(?:{_KIND}|ماده)"
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
    return Revision.LOWERED if _is_lower(_toll_of(before), _toll_of(after.article)) else None


class _Toll(NamedTuple):
    """The people that an article tells first, and all figures of its head: earlier ones may stand beside it."""

    told: int
    figures: frozenset[int]


def _is_lower(before: Mapping[Harm, _Toll], after: Mapping[Harm, _Toll]) -> bool:
    """Say whether fewer are dead, or as many dead and fewer injured; a figure that is gone is no lower one."""
    if Harm.DEAD in before and Harm.DEAD in after and before[Harm.DEAD].told != after[Harm.DEAD].told:
        return _is_less(before[Harm.DEAD], after[Harm.DEAD])
    return Harm.INJURED in before and Harm.INJURED in after and _is_less(before[Harm.INJURED], after[Harm.INJURED])


def _is_less(before: _Toll, after: _Toll) -> bool:
    """Say whether fewer are told, and no new figure is as high: «انتُشل 3 قتلى. وارتفعت الحصيلة إلى 12»."""
    return after.told < before.told and all(new < before.told for new in after.figures - before.figures)


def _toll_of(article: Article) -> Mapping[Harm, _Toll]:
    """Return the figures of the title, where it has any, else those that the text opens with; of one sentence the most.

    A paragraph on another place that comes or goes further down is no change of the toll.
    """
    ends = (end for _, end in ranges(article.text[: 2 * OPENING]) if end > OPENING)
    opening = replace(article, text=article.text[: next(ends, 2 * OPENING)])
    tokens = (*tokenise(opening.title, Field.TITLE), *tokenise(opening.text, Field.TEXT))
    found = [(line, casualties(opening, line.tokens)) for line in lines(opening, tokens)]
    return {harm: toll for harm in Harm if (toll := _first(harm, found))}


def _first(harm: Harm, found: Sequence[tuple[Line, Sequence[Casualty]]]) -> _Toll | None:
    told = [[one.number for one in figures if one.harm is harm] for _, figures in found]
    titled = [one for one, (line, _) in zip(told, found, strict=True) if line.tokens[0].span.field is Field.TITLE]
    numbers = [one for one in titled if one] or [one for one in told if one]
    return _Toll(max(numbers[0]), frozenset(number for one in numbers for number in one)) if numbers else None
