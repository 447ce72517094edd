"""Measure how alike two articles are: 1 is the least that one story has. Pure.

    (cosine + ½ the smaller + 3/10 the greater share of a title that the other article has) / 1.8

Cosine is that of TF-IDF vectors over stems of title (twice) and lead. The weights of the titles are few and round:
between ½ and 7/10, 2/10 and 3/10 results differ by less than the labels do. Titles alone share less by chance, so that
less is enough for them; articles whose kinds of event differ, an attack and its condemnation, need more.
"""

from collections.abc import Callable, Mapping
from math import log, sqrt
from typing import NamedTuple

from news.stories.features import Features
from news.stories.guard import kinds_agree

OF_TITLES, OF_LEADS = 0.30, 0.45  # likeness that is enough
SHORT, LONG = 10, 35  # different stems of the shorter article: a title, a title with its lead
OTHER_KIND = 1.2
NEAR = 0.6  # of the word pairs of the shorter one in the other: the same text, edited
LEAST_PAIRS = 6  # fewer tell nothing by themselves
_SMALLER, _GREATER = 0.5, 0.3

Rarity = Callable[[int], float]


class Weighed(NamedTuple):
    """An article's stems with their weights, and what is compared again and again. *mass* is of each stem once."""

    kept: Features
    weights: Mapping[int, float]
    rarities: Mapping[int, float]
    norm: float
    mass: float
    title: frozenset[int]
    title_mass: float
    pairs: frozenset[int]


def weigh(kept: Features, rarity: Rarity) -> Weighed:
    """Return *kept* with the weight of each stem: (1 + ln count) × *rarity*, the log of how few articles have it."""
    rarities = {term: rarity(term) for term in kept.terms}
    weights = {term: (1 + log(count)) * rare for (term, rare), count in zip(rarities.items(), kept.counts, strict=True)}
    title = frozenset(kept.terms[: kept.titled[0]])
    return Weighed(
        kept,
        weights,
        rarities,
        sqrt(sum(weight * weight for weight in weights.values())),
        sum(rarities.values()),
        title,
        sum(rarities[term] for term in title),
        frozenset(kept.pairs),
    )


def is_near(one: Weighed, other: Weighed) -> bool:
    """Say whether the word pairs of the shorter article stand in the other: containment, not Jaccard.

    A title alone is contained in its story, which no measure that divides by both would see.
    """
    least = min(len(one.pairs), len(other.pairs))
    return least >= LEAST_PAIRS and len(one.pairs & other.pairs) >= NEAR * least


def likeness(one: Weighed, other: Weighed) -> float:
    """Return how alike *one* and *other* are; from 1 on they tell one story, if the guard agrees."""
    shared = one.weights.keys() & other.weights.keys()
    if not shared:
        return 0.0
    cosine = sum(one.weights[term] * other.weights[term] for term in shared) / (one.norm * other.norm)
    covered = sorted((_covered(one, shared), _covered(other, shared)))
    found = (cosine + _SMALLER * covered[0] + _GREATER * covered[1]) / (1 + _SMALLER + _GREATER)
    enough = _enough(min(len(one.weights), len(other.weights)))
    return found / (enough if kinds_agree(one.kept, other.kept) else enough * OTHER_KIND)


def _covered(one: Weighed, shared: set[int]) -> float:
    """Return what share of the title's weight the other article has anywhere."""
    if not one.title_mass:
        return 0.0
    return sum(one.rarities[term] for term in one.title & shared) / one.title_mass


def _enough(stems: int) -> float:
    part = min(1.0, max(0.0, (stems - SHORT) / (LONG - SHORT)))
    return OF_TITLES + (OF_LEADS - OF_TITLES) * part
