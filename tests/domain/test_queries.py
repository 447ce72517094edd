"""Queries: the canonical form and the query are one thing."""

import pytest

from domain.news import PlaceId
from domain.queries import (
    EventQuery,
    FormsQuery,
    KeywordQuery,
    PeopleQuery,
    PlaceQuery,
    Query,
    Simple,
    Without,
    combined,
    from_canonical,
    simples,
)


@pytest.mark.parametrize(
    "query",
    [
        PlaceQuery(PlaceId("sy.daraa")),
        KeywordQuery(("زلزال",)),
        KeywordQuery(("الفيلق", "الخامس"), exact=True),
        FormsQuery("لاجي"),
        EventQuery("shelling"),
        PeopleQuery(PlaceId("sy")),
        combined([[KeywordQuery(("زلزال",)), PlaceQuery(PlaceId("sy"))], [EventQuery("fire")]]),
        combined(
            [[KeywordQuery(("زلزال",))]], [Without(EventQuery("sport")), Without(FormsQuery("لاعب"), everywhere=True)]
        ),
    ],
    ids=lambda query: query.canonical,
)
def test_a_canonical_form_gives_its_query_back(query: Query) -> None:
    assert from_canonical(query.canonical) == query


@pytest.mark.parametrize("text", ["", "place:", "زلزال", "regex:.*", "word"])
def test_what_is_no_canonical_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a canonical query"):
        from_canonical(text)


@pytest.mark.parametrize("text", ["word:ب&word:ا", "word:ا|word:ا", "word:ا!!word:ج!word:ب", "word:ا&word:ب|word:ا"])
def test_a_form_that_is_not_the_only_one_of_its_meaning_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a canonical query"):
        from_canonical(text)


def test_nothing_positive_and_what_is_excluded_cannot_be_asked_for() -> None:
    word = KeywordQuery(("زلزال",))

    nothing: list[list[list[Simple]]] = [[], [[]], [[word], []]]
    for branches in nothing:
        with pytest.raises(ValueError, match="without a positive term"):
            combined(branches)
    with pytest.raises(ValueError, match="excludes"):
        combined([[word]], [Without(word)])


def test_a_query_says_what_it_is_made_of_each_once() -> None:
    assert [each.canonical for each in simples(from_canonical("place:sy&word:ا|place:sy&word:ب!event:fire"))] == [
        "place:sy",
        "word:ا",
        "word:ب",
        "event:fire",
    ]
    assert list(simples(FormsQuery("لاجي"))) == [FormsQuery("لاجي")]
