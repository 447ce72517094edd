"""Measure how alike two articles are: 1 is the least that one story has. Pure.

    (cosine + ½ the smaller + 3/10 the greater share of a title that the other article has) / 1.8

Cosine is that of TF-IDF vectors over stems of title (twice) and lead. The weights of the titles are few and round:
between ½ and 7/10, 2/10 and 3/10 results differ by less than the labels do. Titles alone share less by chance, so that
less is enough for them; articles whose kinds of event differ, an attack and its condemnation, need more. Names of
towns and quarters count half and never alone: «قصف على درعا البلد» and «عودة المياه إلى درعا البلد» are two stories.
"""

from collections.abc import Callable, Mapping
from math import log, sqrt
from typing import NamedTuple

from news.stories.contrasts import choices, differ, turns
from news.stories.features import Features
from news.stories.guard import kinds_agree

OF_TITLES, OF_LEADS = 0.30, 0.45  # likeness that is enough
SHORT, LONG = 10, 35  # different stems of the shorter article: a title, a title with its lead
OTHER_KIND = 1.2
OF_NAMES = 0.5  # of the rarity of a place's name: it says where, and the guard compares places
NEAR = 0.6  # of the word pairs of the shorter one in the other: the same text, edited
SAME_TEXT = 0.9  # of them: the same article, published anew
LEAST_SHARED = 2  # stems that are no names; with one alone every fire in a city is the last one
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
    names: frozenset[int]
    title: frozenset[int]
    title_mass: float
    pairs: frozenset[int]


def weigh(kept: Features, rarity: Rarity) -> Weighed:
    """Return *kept* with the weight of each stem: (1 + ln count) × *rarity*, the log of how few articles have it.

    Names of places have half of their rarity.
    """
    rarities = {term: rarity(term) * (OF_NAMES if term in kept.names else 1) for term in kept.terms}
    weights = {term: (1 + log(count)) * rare for (term, rare), count in zip(rarities.items(), kept.counts, strict=True)}
    title = frozenset(kept.terms[: kept.titled[0]])
    return Weighed(
        kept,
        weights,
        rarities,
        sqrt(sum(weight * weight for weight in weights.values())),
        sum(rarities.values()),
        frozenset(kept.names),
        title,
        sum(rarities[term] for term in title),
        frozenset(kept.pairs),
    )


def is_near(one: Weighed, other: Weighed) -> bool:
    """Say whether the word pairs of the shorter article stand in the other: containment, not Jaccard.

    A title alone is contained in its story, which no measure that divides by both would see.
    """
    return _contained(one, other) >= NEAR and _titles_meet(one, other)


def is_same_text(one: Weighed, other: Weighed) -> bool:
    """Say whether both are the same text but for a word or two, and more than a headline."""
    return _contained(one, other) >= SAME_TEXT and not (is_bare(one) or is_bare(other))


def is_bare(one: Weighed) -> bool:
    """Say whether an article is a headline without a text that tells more."""
    return len(one.title) == len(one.weights)


def is_swapped(one: Weighed, other: Weighed) -> bool:
    """Say whether each title has a word, names of places aside, that the other article has not."""
    return bool(one.title - one.names - other.weights.keys() and other.title - other.names - one.weights.keys())


def turn_differently(one: Weighed, other: Weighed) -> bool:
    """Say whether one title denies, remembers, condemns … and the other article does not."""
    return not (turns(one.title) <= turns(other.weights) and turns(other.title) <= turns(one.weights))


def choose_differently(one: Weighed, other: Weighed) -> bool:
    """Say whether the titles differ in a word that tells one event from another (``contrasts``)."""
    return differ(choices(one.title), choices(other.title))


def likeness(one: Weighed, other: Weighed) -> float:
    """Return how alike *one* and *other* are; from 1 on they tell one story, if the guard agrees."""
    shared = one.weights.keys() & other.weights.keys()
    if not _share_enough(one, other, shared) or not _titles_meet(one, other):
        return 0.0
    cosine = sum(one.weights[term] * other.weights[term] for term in shared) / (one.norm * other.norm)
    covered = sorted((_covered(one, shared), _covered(other, shared)))
    found = (cosine + _SMALLER * covered[0] + _GREATER * covered[1]) / (1 + _SMALLER + _GREATER)
    enough = _enough(min(len(one.weights), len(other.weights)))
    return found / (enough if kinds_agree(one.kept, other.kept) else enough * OTHER_KIND)


def _contained(one: Weighed, other: Weighed) -> float:
    """Return what share of the word pairs of the shorter one stands in the other, 0 where they are too few."""
    least = min(len(one.pairs), len(other.pairs))
    return len(one.pairs & other.pairs) / least if least >= LEAST_PAIRS else 0.0


def _share_enough(one: Weighed, other: Weighed, shared: set[int]) -> bool:
    """Say whether two words that are no names are shared, or all that the shorter one has."""
    names = one.names | other.names
    least = min(len(one.weights.keys() - names), len(other.weights.keys() - names))
    return len(shared - names) >= max(1, min(LEAST_SHARED, least))


def _titles_meet(one: Weighed, other: Weighed) -> bool:
    """Say whether each title has a stem that the other article has too, names of places aside, unless both are long.

    What a feed writes under all its headlines («التفاصيل على موقعنا») makes no story of them.
    """
    is_long = min(len(one.weights), len(other.weights)) >= LONG
    return is_long or (_says(one, other) and _says(other, one))


def _says(one: Weighed, other: Weighed) -> bool:
    told = one.title - one.names
    return not told or not told.isdisjoint(other.weights)


def _covered(one: Weighed, shared: set[int]) -> float:
    """Return what share of the title's weight the other article has anywhere."""
    if not one.title_mass:
        return 0.0
    return sum(one.rarities[term] for term in one.title & shared) / one.title_mass


def _enough(stems: int) -> float:
    part = min(1.0, max(0.0, (stems - SHORT) / (LONG - SHORT)))
    return OF_TITLES + (OF_LEADS - OF_TITLES) * part
