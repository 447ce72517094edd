"""Say whether the numbers of one text stand with the same places in another. Pure, for all four languages.

A number belongs to the places of its clause; where its clause names none, to those of the nearest clause of its
sentence that does, the one before first. A place of an answer's own clause must so belong to the number in the source;
one that is only near may also stand in the sentence before it there.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.news import PlaceId
from news.arabic.fold import fold_with_offsets
from news.summary.claims import clauses
from news.summary.quantities import quantities

_Places = frozenset[PlaceId]


@dataclass(frozen=True, slots=True)
class Named:
    """A place as named in a text: where its name begins, and what it may be."""

    start: int
    places: _Places


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number, the names in its own clause, those near it, and what the sentence before names."""

    values: frozenset[str]
    own: tuple[_Places, ...]
    near: tuple[_Places, ...]
    before: tuple[_Places, ...]


def are_together(answer: str, named: Sequence[Named], source: str, known: Sequence[Named], language: str) -> bool:
    """Say whether every number of *answer*, in Arabic, stands with its places in *source*, a text in *language* too."""
    told = list(_counted(source, known, language)) if named else []
    by_value: dict[str, list[_Counted]] = {}
    for each in told:
        for value in each.values:
            by_value.setdefault(value, []).append(each)
    for one in set(_counted(answer, named, "ar")) if named else ():
        same = [each for value in one.values for each in by_value.get(value, ())]
        if not all(any(_meet(places, each.own or each.near) for each in same) for places in one.own):
            return False
        near = () if one.own else one.near
        if not all(any(_meet(places, (*each.own, *each.near, *each.before)) for each in same) for places in near):
            return False
    return True


def _meet(places: _Places, others: Iterable[_Places]) -> bool:
    return any(not places.isdisjoint(other) for other in others)


def _counted(text: str, named: Sequence[Named], language: str) -> Iterator[_Counted]:
    folded = fold_with_offsets(text)
    spans = clauses(folded.text)
    starts = [start for start, _ in spans]
    sentences = [sentence for _, sentence in spans]
    there: list[tuple[_Places, ...]] = [()] * len(spans)
    begins = [folded.span(start, start + 1)[0] if start < len(folded.text) else len(text) for start in starts]
    for name in named:
        at = max(0, bisect_right(begins, name.start) - 1)
        there[at] = (*there[at], name.places) if name.places not in there[at] else there[at]
    near, before = _nearest(there, sentences), _before(there, sentences)
    for one in quantities(folded.text, language):
        at = bisect_right(starts, one.start) - 1
        yield _Counted(one.values, there[at], near[at], before[at])


def _nearest(there: Sequence[tuple[_Places, ...]], sentences: Sequence[int]) -> list[tuple[_Places, ...]]:
    """Return for each clause the places that its sentence names last before it, else first behind it."""
    found = list(there)
    for at, following in pairwise(range(len(found))):
        if not found[following] and sentences[at] == sentences[following]:
            found[following] = found[at]
    for following, at in pairwise(range(len(found) - 1, -1, -1)):
        if not found[at] and sentences[at] == sentences[following]:
            found[at] = found[following]
    return found


def _before(there: Sequence[tuple[_Places, ...]], sentences: Sequence[int]) -> list[tuple[_Places, ...]]:
    """Return for each clause what the sentence before its own names last."""
    found: list[tuple[_Places, ...]] = []
    last: tuple[_Places, ...] = ()
    earlier: tuple[_Places, ...] = ()
    for at, sentence in enumerate(sentences):
        if at and sentence != sentences[at - 1]:
            earlier, last = last, ()
        last = there[at] or last
        found.append(earlier)
    return found
