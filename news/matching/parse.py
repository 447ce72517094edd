"""Understand what a person typed as something to follow. Pure.

The grammar of signs is in ``grammar``, what a single term can mean in ``meanings``; docs/queries.md shows both to
people. Where a term can mean several things, so can the whole: each combination is an option, the default first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from domain.errors import QueryError
from domain.queries import CompoundQuery, Query, Simple, Without, combined
from news.matching.grammar import Term, Typed, read
from news.matching.meanings import LONGEST, Meaning, meanings
from news.places.gazetteer import Gazetteer

LONGEST_QUERY = 4 * LONGEST  # letters and spaces of all that is typed
MOST_OPTIONS = 6  # a person can choose from
MOST_BRANCHES = 32

_LETTER = re.compile(r"[^\W_]")
# A person's marks of direction stand before signs too: «\u200f-رياضة».
_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]+")
_PLUS_PEOPLE = re.compile(r"\s*\+\s*([أا]هل(?:ها|ه|هم))(?![^\s:|+&])")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that what was typed can mean: *label* names it in a list, *description* tells it from the others."""

    query: Query
    label: str
    description: str


def options(typed: str, gazetteer: Gazetteer) -> list[Option]:
    """Return what *typed* can mean, the default reading first; never none.

    Raises:
        QueryError: nothing can be followed: ``empty``; ``too_long`` (a term over 60 letters, or all over 240);
            ``too_short``; ``too_broad`` (a number, a word that every article has); ``unreadable`` (signs without
            letters, several things without a sign between them, a word of two scripts); ``incomplete`` (a sign without
            a term); ``only_without``; ``contradiction``; ``too_many_terms``; ``ambiguous`` (more readings than anyone
            would choose from); ``no_forms``; ``no_people``.
    """
    text = _PLUS_PEOPLE.sub(r" و\1", _cleaned(typed))
    expression = read(text)
    terms = list(dict.fromkeys(expression.terms))
    read_as = [meanings(term, gazetteer) for term in terms]
    if expression.terms == (terms[0],) and all(len(each.simples) == 1 for each in read_as[0]):
        return [Option(each.simples[0], each.label, each.description) for each in read_as[0]]
    _check_number(terms, read_as)
    found: dict[Query, Option] = {}
    for chosen in product(*read_as):
        option = _compound(expression, dict(zip(terms, chosen, strict=True)))
        found.setdefault(option.query, option)
    return list(found.values())


def alike(found: Sequence[Option]) -> list[Query]:
    """Return the queries of *found* that are of one kind with the first: all places of a name, and not the word."""
    return [option.query for option in found if _shape(option.query) == _shape(found[0].query)]


def _cleaned(typed: str) -> str:
    if len(typed) > 4 * LONGEST_QUERY:  # not even looked at
        raise QueryError("too_long", typed[:LONGEST])
    text = " ".join(_CONTROLS.sub(" ", typed).split())
    if not text:
        raise QueryError("empty")
    if not _LETTER.search(text):
        raise QueryError("unreadable", text[:LONGEST])
    if len(text) > LONGEST_QUERY:
        raise QueryError("too_long", text[:LONGEST])
    return text


def _check_number(terms: Sequence[Term], read_as: Sequence[Sequence[Meaning]]) -> None:
    number = 1
    for term, found in zip(terms, read_as, strict=True):
        number *= len(found)
        if number > MOST_OPTIONS:
            raise QueryError("ambiguous", term.text)


def _compound(expression: Typed, means: Mapping[Term, Meaning]) -> Option:
    sides = [[branch for each in side for branch in _branches(each, means)] for side in expression.sides]
    branches = [sum(choice, ()) for choice in product(*sides)]
    if len(branches) > MOST_BRANCHES:
        raise QueryError("too_many_terms", expression.terms[-1].text)
    without = [Without(simple, term.everywhere) for term in expression.without for simple in means[term].simples]
    try:
        query = combined(branches, without)
    except ValueError:
        raise QueryError("contradiction", expression.without[0].text) from None
    if not isinstance(query, CompoundQuery):
        only = means[expression.terms[0]]
        return Option(query, only.label, only.description)
    name = _name(expression, {term: each.name for term, each in means.items()})
    return Option(query, name, name)


def _branches(terms: Iterable[Term], means: Mapping[Term, Meaning]) -> Iterable[tuple[Simple, ...]]:
    return product(*(means[term].simples for term in terms))


def _name(expression: Typed, names: Mapping[Term, str]) -> str:
    """Return what was understood, in words that are understood the same way again."""
    sides = (" أو ".join(" + ".join(names[term] for term in branch) for branch in side) for side in expression.sides)
    without = (f" بدون {names[term]}{' في النص' if term.everywhere else ''}" for term in expression.without)
    return ": ".join(sides) + "".join(without)


def _shape(query: Query) -> object:
    if isinstance(query, CompoundQuery):
        terms = [*(simple for branch in query.branches for simple in branch), *(each.simple for each in query.without)]
        return sorted(type(simple).__name__ for simple in terms)
    return type(query)
