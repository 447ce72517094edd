"""Say whether the dead of a sentence are of the place that is followed: each clause has its own scene. Pure.

«مقتل 7 في غزة، وقصف على درعا»: what happened in one clause is not of a place that only another names. A clause ends at
a comma, colon, bar or dash; before «و» and an event or a verb («واشتباكات», «وتوغل»); before «بعد», «وسط» and the like;
and where an event follows a place straight. A list of places («درعا، وحلب، وإدلب») ends none.

A clause that names no place is of the scene of the clause before, one that only says who told it aside; else of the
next. For a figure every doubt counts, so ``is_surely_of``; for haste, ``may_be_of`` leaves out where the dead or the
strike came from («من أبناء حماة», «إلى دمشق», «الحدود مع الأردن»), and takes a governorate for what lies in it.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from domain.news import Mention, Span
from news.arabic.lexicon import words
from news.summary.events import event_words
from news.summary.harm_words import HARM_WORDS, Kind
from news.summary.lines import Line
from news.summary.victims import people

ORIGIN = 3  # words before a place: «من أبناء بلدة حماة»
TELLER = 5  # words before a place: «أعلنت وزارة الدفاع في دمشق»

_SIGNS = re.compile(r"[،,؛;:|–—…]|\s-\s")
_SUBORDINATE = words(
    """
    بعد بعدما عقب وسط فيما بينما حيث بالتزامن تزامنا بالتوازي تضامنا تنديدا احتجاجا رفضا ردا غداه حدادا استنكارا كما
    وبعد وعقب ووسط قبيل قبل
    """
)
_BEGINS = words(
    """
    نقل وصول دخول خروج هدوء توتر قطع سقوط حرق فتح قصف حصار دهم رفع حظر غضب حداد وقفه نزول عوده زياره لقاء بحث اعلان
    """
)
# The shapes of an unfinished verb and of the nouns of most derived verbs: يشتبك، انفجار، تحليق، تعزيزات.
_SHAPES = re.compile(r"[يت]\w{3,}|ا\w{2,3}ا\w(?:ات)?|است\w+ا\w")
_HEADS = words("مدينه بلده قريه ريف محافظه منطقه حي ناحيه مخيم ضواحي محيط اطراف شمال جنوب شرق غرب وسط")
_SAYS = re.compile("[وف]?(?:قال|اعلن|افاد|ذكر|اكد|اوضح|صرح|اضاف)ت?|[وب]?حسب|وفق|وفقا|مصدر|مصادر|وكاله")
_ORIGINS = words("من الي مع ومن والي نحو")
_IN = words("في علي داخل فوق وفي وعلي")


def is_surely_of(line: Line, figure: Span, named: Sequence[Mention], followed: Sequence[Span]) -> bool:
    """Say whether the *figure* in *line* is of a place at *followed*, of those that its article has *named*.

    True where the sentence names no place, or none is followed: the head of the article tells then.
    """
    ours = _at(named, followed)
    inside = [one for one in named if line.holds(one.span)]
    if not any(one in ours for one in inside):  # nothing beside «مدينة درعا» is درعا البلد
        inside = [one for one in inside if not _is_around(one, ours)]
    return not ours or _is_of(line, figure, inside, ours, _nearest)


def may_be_of(line: Line, figure: Span, named: Sequence[Mention], followed: Sequence[Span]) -> bool:
    """Say whether the *figure* in *line* may be of a place at *followed*."""
    ours = _at(named, followed)
    inside = (one for one in named if line.holds(one.span))
    scenes = [one for one in inside if one in ours or not _is_aside(line, figure, one, ours)]
    return not ours or _is_of(line, figure, scenes, ours, _all)


def _at(named: Sequence[Mention], followed: Sequence[Span]) -> list[Mention]:
    """Return the places at *followed*, wherever they are named."""
    here = {place for one in named if any(_meet(one.span, span) for span in followed) for place in one.places}
    return [one for one in named if not here.isdisjoint(one.places)]


def _meet(one: Span, other: Span) -> bool:
    return one.field is other.field and one.start < other.end and other.start < one.end


def _is_of(
    line: Line,
    figure: Span,
    scenes: Sequence[Mention],
    ours: Sequence[Mention],
    choose: Callable[[Line, Sequence[Mention]], Sequence[Mention]],
) -> bool:
    """Say whether a scene of the figure's own clause is ours, or one that is chosen of the clause it goes on from."""
    clauses = _clauses(line, scenes)
    own = [at for at, clause in enumerate(clauses) if _meet(clause, figure)]
    here = [one for at in own for one in scenes if _holds(clauses[at], one)]
    if here:
        return any(one in ours for one in here)
    before = [clause for clause in reversed(clauses[: own[0]]) if not _is_said(line, clause)]
    for clause in (*before, *clauses[own[-1] + 1 :]):
        there = [one for one in scenes if _holds(clause, one) and (one in ours or not _is_country(one))]
        if there:
            return any(one in ours for one in choose(line, there[::-1] if clause in before else there))
    return True


def _all(_: Line, there: Sequence[Mention]) -> Sequence[Mention]:
    return there


def _nearest(line: Line, there: Sequence[Mention]) -> Sequence[Mention]:
    """Return the first of *there*, and the places that are listed with it: «درعا البلد وطريق السد»."""
    end = next(
        (at for at, (one, then) in enumerate(pairwise(there), 1) if not _are_listed(line, one, then)), len(there)
    )
    return there[:end]


def _are_listed(line: Line, one: Mention, other: Mention) -> bool:
    start, end = min(one.span.end, other.span.end), max(one.span.start, other.span.start)
    between = (
        token.text.removeprefix("و") for token in line.tokens if start <= token.span.start and token.span.end <= end
    )
    return all(word in _HEADS or word in _IN for word in between)


def _holds(clause: Span, one: Mention) -> bool:
    return clause.start <= one.span.start < clause.end


def _is_said(line: Line, clause: Span) -> bool:
    return any(_meet(clause, token.span) and _SAYS.fullmatch(token.text) for token in line.tokens)


def _clauses(line: Line, named: Sequence[Mention]) -> list[Span]:
    """Return the clauses of *line*, which names these places, as the spans of their words."""
    places = {at for one in named for at in range(len(line.tokens)) if _meet(line.tokens[at].span, one.span)}
    cuts = [at for at in range(1, len(line.tokens)) if _is_cut(line, at, places)]
    return [line.span(start, end) for start, end in pairwise([0, *cuts, len(line.tokens)])]


def _is_cut(line: Line, at: int, places: set[int]) -> bool:
    between = line.text[line.tokens[at - 1].span.end : line.tokens[at].span.start]
    is_number = len(between) == 1 and line.words[at - 1].isdecimal() and line.words[at].isdecimal()
    if _goes_on_listing(line, at, places) or is_number:
        return False
    if _SIGNS.search(between) or (line.words[at] in _SUBORDINATE and at + 1 not in places):  # «وسط درعا» is its centre
        return True
    if at - 1 in places and at not in places and line.words[at] in event_words():
        return True
    return at not in places and _begins(line.words[at])


def _goes_on_listing(line: Line, at: int, places: set[int]) -> bool:
    """Say whether at *at* the next place of a list stands: the place before, «و» or a comma, perhaps a head noun."""
    if at - 1 not in places:
        return False
    place = at + 1 if line.words[at].removeprefix("و") in _HEADS else at
    if place not in places:
        return False
    end = next(i for i in range(place, len(line.tokens) + 1) if i not in places)
    return end == len(line.tokens) or line.tokens[end].gap or line.words[end].startswith("و")


def _begins(word: str) -> bool:
    """Say whether «و» at the head of *word* begins a clause: before an event, a verb or its noun, not before people."""
    bare = word[1:]
    if not word.startswith("و") or people(bare) is not None:
        return False
    told = HARM_WORDS.get(word)
    if told is not None:
        return told.kind in (Kind.NOUN_OF_EVENT, Kind.VERB)
    return bare in _BEGINS or bare in event_words() or _SHAPES.fullmatch(bare) is not None


def _is_aside(line: Line, figure: Span, one: Mention, ours: Sequence[Mention]) -> bool:
    """Say whether *one* is no scene: an origin, a goal, whoever tells or strikes, or what a place of *ours* lies in."""
    at = next(i for i, token in enumerate(line.tokens) if _meet(token.span, one.span))
    before = line.words[max(0, at - ORIGIN) : at]
    is_told = one.span.end <= figure.start and any(map(_SAYS.fullmatch, line.words[max(0, at - TELLER) : at]))
    is_origin = any(word in _ORIGINS for word in before) and before[-1] not in _IN
    is_glued = line.tokens[at].span.start < one.span.start and not line.words[at].startswith("و")  # «بلبنان»
    is_agent = _is_country(one) and not is_glued and not (before and before[-1] in _IN)
    return is_told or is_origin or is_agent or _is_around(one, ours)


def _is_country(one: Mention) -> bool:
    return not any("." in place for place in one.places)


def _is_around(one: Mention, ours: Sequence[Mention]) -> bool:
    """Say whether *one* is what a place of *ours* lies in, below its country, by ids: sy.daraa, sy.daraa.nawa."""
    return any(
        "." in place and mine.startswith(f"{place}.")
        for place in one.places
        for mention in ours
        for mine in mention.places
    )
