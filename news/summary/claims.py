"""Tell what hangs on the numbers and sentences of a text: bounds, harm, who says so, what is denied. Pure.

Patterns over folded text in Arabic, English, French and Turkish, written by hand for Mirsal. They need not find all:
whoever holds two texts against each other takes what differs for a doubt.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from news.summary.quantities import Quantity, quantities

_Patterns = Mapping[str, str]

_HARMS: Mapping[str, _Patterns] = {
    "ar": {
        "killed": r"(?:ال)?(?:[يت]?قتل\w*|قتيل\w*|مقتل\w*|مصرع\w*|استشه\w+|شهيد\w*|شهداء|وفاه|وفيات|توفي\w*|ضحايا"
        r"|ضحي\w+|اود[يت]\w*)",
        "injured": r"(?:ال)?(?:جرح\w*|جريح\w*|اصيب\w*|اصاب[هت]\w*|اصابات|مصاب\w*)",
        "missing": r"(?:ال)?(?:مفقود\w*|فقدان|فقد\w*)",
        "arrested": r"(?:ال)?(?:اعتق\w+|معتقل\w*|اوقف\w*|توقيف|موقوف\w*|احتج[زا]\w*)",
        "displaced": r"(?:ال)?(?:نزح\w*|نازح\w*|نزوح|مهجر\w*|تهجير|تشريد|لاج[يء]\w*)",
    },
    "en": {
        "killed": r"(?:kill|dead|death|die[ds]?\b|fatal)\w*",
        "injured": r"(?:wound|injur|hurt)\w*",
        "missing": r"missing",
        "arrested": r"(?:arrest|detain)\w*",
        "displaced": r"(?:displac|fle[ed]|refugee)\w*",
    },
    "fr": {
        "killed": r"(?:tue|mort|deces|deced)\w*",
        "injured": r"bless\w*",
        "missing": r"(?:disparu|portee? disparu)\w*",
        "arrested": r"(?:arret|interpel)\w*",
        "displaced": r"(?:deplac|refug)\w*",
    },
    "tr": {
        "killed": r"(?:old[u]|oldur|olu|sehit|hayatini kaybe|can verdi)\w*",
        "injured": r"yaral\w*",
        "missing": r"kayip\w*",
        "arrested": r"(?:gozalti|tutukla)\w*",
        "displaced": r"(?:yerinden|multeci)\w*",
    },
}
_BOUNDS: Mapping[str, tuple[str, str, str, str, str]] = {  # at least, more, less, at most, about
    "ar": (
        r"علي الاقل|ما لا يقل|لا يقل عن|لا تقل عن",
        r"اكثر من|ازيد من|ما يزيد|يزيد عل?ن?ي?|تجاوز\w*|يتجاوز|يفوق|فاق",
        r"اقل من|دون ال",
        r"ما يصل|كحد اقصي|بحد اقصي|لا يتجاوز|لا يزيد",
        r"نحو|حوالي|قراب[هت]|زهاء|تقريبا",
    ),
    "en": (
        r"at least",
        r"more than|over|exceed\w*",
        r"less than|fewer than|under",
        r"up to|at most",
        r"about|around|some|nearly",
    ),
    "fr": (r"au moins", r"plus de", r"moins de", r"jusqu'a|au plus", r"environ|pres de|quelque"),
    "tr": (
        r"en az",
        r"den fazla|dan fazla|ten fazla|tan fazla|askin",
        r"den az|dan az",
        r"en fazla",
        r"yaklasik|civarinda",
    ),
}
_ATTRIBUTIONS: _Patterns = {
    "ar": r"[وف]?(?:ب?حسب\w*|وفقا?|نقلا عن|علي حد|قال\w*|[يت]قول|[يت]علن\w*|اعلن\w*|[يت]وكد|اكد\w*|افاد\w*|[يت]فيد"
    r"|ذكر\w*|اوضح\w*|زعم\w*|[يت]زعم|صرح\w*|اضاف\w*|اشار\w*|نقلت?|كشف\w*|(?:ال)?مصدر|(?:ال)?مصادر|شهود)",
    "en": r"said|says|according to|report(?:s|ed)|claim(?:s|ed)|told|announce[ds]|state[ds]|sources?",
    "fr": r"selon|d'apres|a dit|a declare|a annonce|a indique|a affirme|affirme|rapporte|sources?",
    "tr": r"gore|dedi|acikla\w*|belirt\w*|soyle\w*|duyur\w*|bildir\w*|iddia\w*|kaynak\w*",
}
_NEGATIONS: _Patterns = {
    "ar": r"[وف]?(?:لم|لن|لا(?! [يت]زال| سيما| [يت]قل عن| [يت]زيد عل?ن?ي?| [يت]تجاوز)"
    r"|ليس\w*|غير|دون|بدون|بلا|عدم|نف[يت]|[يت]نفي|نافي[اه])",
    "en": r"not|no|never|without|\w+n't|cannot|den(?:y|ies|ied)|nobody|none|neither",
    "fr": r"ne|n'\w+|pas|sans|aucune?|nie|dement\w*|jamais",
    "tr": r"degil|yok|\w+(?:madi|medi|maz|mez|miyor|madigi\w*|medigi\w*)|yalanla\w*|hic",
}
_NAMES = ("min", "more", "less", "max", "about")
_NEAR_BEFORE, _NEAR_AFTER = 24, 30  # characters around a number in which its bound stands
_SENTENCES = re.compile(r"[.!?؟\n]+(?=\s|$)")
_CLAUSES = re.compile(r"[,،؛;:()]|\s(?=و)|\b(?:and|et|ve|while|but)\b")
_PARTED = re.compile(r"[.,،؛;:!?؟\n\d]|\s(?=و)|\b(?:and|et|ve|while|but)\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """A number as told: its possible values, which harm it counts (killed, injured, missing …), and its bounds."""

    values: frozenset[str]
    harms: frozenset[str]
    bounds: frozenset[str]


def is_attributed(folded: str, language: str) -> bool:
    """Say whether *folded* names who tells it."""
    return _found(_ATTRIBUTIONS.get(language, ""), folded)


def is_negated(folded: str, language: str) -> bool:
    """Say whether *folded* denies something."""
    return _found(_NEGATIONS.get(language, ""), folded)


def claims(folded: str, language: str) -> list[Claim]:
    """Return every quantity of *folded*, with the bounds beside it and the harm that it counts; in linear time.

    A sentence with one kind of harm counts it throughout; in one with several the clause of the number tells, else the
    clause before.
    """
    found = quantities(folded, language)
    told = _harms_by_place(folded, language) if found else []
    starts = [start for start, _ in told]
    return [
        Claim(one.values, told[bisect_right(starts, one.start) - 1][1], _bounds(folded, one, language)) for one in found
    ]


def clauses(folded: str) -> list[tuple[int, int]]:
    """Return where each clause of *folded* begins, and the number of its sentence."""
    sentences = enumerate(_between(_SENTENCES, folded, 0, len(folded)))
    return [(first, number) for number, span in sentences for first, _ in _between(_CLAUSES, folded, *span)]


def _bounds(folded: str, quantity: Quantity, language: str) -> frozenset[str]:
    """Return which bounds stand beside *quantity*: «أكثر من ٥» and «٥ على الأقل» are not «٥»."""
    before = _PARTED.split(folded[max(0, quantity.start - _NEAR_BEFORE) : quantity.start])[-1]
    after = _PARTED.split(folded[quantity.end : quantity.end + _NEAR_AFTER])[0]
    patterns = zip(_NAMES, _BOUNDS.get(language, ()), strict=False)
    return frozenset(name for name, pattern in patterns if _found(pattern, before) or _found(pattern, after))


def _harms_by_place(folded: str, language: str) -> list[tuple[int, frozenset[str]]]:
    """Return where each sentence or clause begins, and the harm that numbers count there."""
    told: list[tuple[int, frozenset[str]]] = []
    for start, end in _between(_SENTENCES, folded, 0, len(folded)):
        everywhere = _harms(folded[start:end], language)
        if len(everywhere) < 2:
            told.append((start, everywhere))
            continue
        last: frozenset[str] = frozenset()
        for first, stop in _between(_CLAUSES, folded, start, end):
            last = _harms(folded[first:stop], language) or last
            told.append((first, last))
    return told


def _between(breaks: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of ``text[start:end]`` between *breaks*; a break belongs to the span that it ends."""
    for found in breaks.finditer(text, start, end):
        yield start, found.end()
        start = found.end()
    yield start, end


def _harms(folded: str, language: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _HARMS.get(language, {}).items() if _found(pattern, folded))


def _found(pattern: str, folded: str) -> bool:
    return bool(pattern) and _compiled(pattern).search(folded) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:[وف]?[بكل]?)?(?:{pattern})(?!\w)")
