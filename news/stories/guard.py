"""Tell apart articles that are alike and are not one story: «مقتل 3 في حلب» and «مقتل 5 في حمص». Pure.

Every measure of likeness merges templated news; this guard does not (design, step 7). One side's places contain the
other's, and one side's figures contain the other's: of the titles first, with what the other says anywhere in its
opening. Where the words are nearly the same (``near``), of all that title and opening say: what differs there is what
matters. Held for all articles, that rule would part a third of the pairs that people call one story (SaudiNewsNet):
each writer adds places and figures of his own.
"""

from collections.abc import Iterable

from domain.news import Grade
from news.stories.features import Features, Toll
from news.stories.stems import number_of


def compare(first: Features, then: Features, *, near: bool) -> Grade | None:
    """Return how *then*, the later one, tells the story of *first* again, if nothing says that it is another story.

    A toll that both tell and that rose makes an update; one that fell, or any other figure, another story.
    """
    rose = rises(first.toll, then.toll)
    if not (rose or _agree(first.toll, then.toll)) or not _places_agree(first, then, near=near):
        return None
    told = frozenset(number_of(str(each)) for each in (*first.toll, *then.toll) if each) if rose else frozenset()
    if not _figures_agree(first, then, told, near=near):
        return None
    if rose:
        return Grade.UPDATE if kinds_agree(first, then) else None
    return Grade.COPY if near else Grade.SAME


def rises(first: Toll, then: Toll) -> bool:
    """Say whether *then* tells more dead than *first*, its first dead, or as many and more injured.

    How many are injured may fall when the dead rise: some of them died. Where one of both tells the dead apart and the
    other does not, their figures are not compared.
    """
    if then.dead and (first.dead or not first.both):
        if then.dead != first.dead:
            return then.dead > first.dead
        return then.injured > first.injured > 0
    if first.dead:
        return False
    if then.both and first.both:
        return then.both > first.both
    return then.injured > first.injured and not (first.both or then.both)


def kinds_agree(first: Features, then: Features) -> bool:
    """Say whether both report one kind of event, or one of them none: a funeral is not the bombing."""
    return not first.events or not then.events or not set(first.events).isdisjoint(then.events)


def _agree(first: Toll, then: Toll) -> bool:
    return all(a == b for a, b in zip(first, then, strict=True) if a and b)


def _places_agree(first: Features, then: Features, *, near: bool) -> bool:
    ours, theirs = first.places, then.places
    if near:
        return _one_holds(ours, theirs)
    titled = ours[: first.titled[1]] or ours, theirs[: then.titled[1]] or theirs
    return set(titled[0]) <= set(theirs) or set(titled[1]) <= set(ours)


def _figures_agree(first: Features, then: Features, told: frozenset[int], *, near: bool) -> bool:
    """Compare figures without those of the tolls *told*. Those of a lead alone make no difference, tolls aside."""
    ours, theirs = set(first.figures) - told, set(then.figures) - told
    if near:
        return _one_holds(ours, theirs)
    titled = set(first.figures[: first.titled[2]]) - told, set(then.figures[: then.titled[2]]) - told
    return titled[0] <= theirs or titled[1] <= ours


def _one_holds(ours: Iterable[int], theirs: Iterable[int]) -> bool:
    return set(ours) <= set(theirs) or set(theirs) <= set(ours)
