"""Laws of the index of queries."""

from collections.abc import Callable

import pytest

from domain.news import Field, PlaceId, Understood
from domain.queries import KeywordQuery, PlaceQuery, Query, QueryId
from news.matching.index import Index
from news.places.gazetteer import Gazetteer

Understand = Callable[..., Understood]
ONE, TWO = QueryId(1), QueryId(2)
CITY, GOVERNORATE = "aa.wadi.wadi", "aa.wadi"


def place(id_: str) -> PlaceQuery:
    return PlaceQuery(PlaceId(id_))


@pytest.fixture
def index(gazetteer: Gazetteer) -> Index:
    return Index(gazetteer)


@pytest.mark.parametrize("followed", ["aa.wadi.wadi.old", CITY, GOVERNORATE, "aa"])
def test_a_place_reaches_those_who_follow_it_or_what_it_lies_in(
    index: Index, understood: Understand, followed: str
) -> None:
    index.add(ONE, place(followed))

    matches = index.match(understood("وصل إلى وادان القديمة", places={"وادان القديمة": ("aa.wadi.wadi.old",)}))

    assert [match.query for match in matches] == [ONE]


@pytest.mark.parametrize("followed", ["aa.wadi.wadi.old", "aa.sahl", "bb"])
def test_a_place_does_not_reach_what_lies_in_it_or_beside_it(
    index: Index, understood: Understand, followed: str
) -> None:
    index.add(ONE, place(followed))

    assert index.match(understood("وصل إلى وادان", places={"وادان": (CITY, GOVERNORATE)})) == []


@pytest.mark.parametrize(
    ("readings", "followed", "holds"),
    [
        pytest.param((CITY, GOVERNORATE), CITY, True, id="a city and its governorate: the city"),
        pytest.param((CITY, GOVERNORATE), GOVERNORATE, True, id="a city and its governorate: the governorate"),
        pytest.param((GOVERNORATE,), CITY, False, id="the governorate alone"),
        pytest.param(("aa.wadi.rabwa", "aa.sahl.rabwa"), "aa.wadi.rabwa", False, id="one of two towns of one name"),
        pytest.param(("aa.wadi.rabwa", "aa.sahl.rabwa"), "aa", True, id="the country of both towns"),
        pytest.param(("aa.wadi.rabwa", "bb.rabwa"), "aa", False, id="the country of one of them"),
    ],
)
def test_several_readings_reach_what_holds_whichever_is_meant(
    index: Index, understood: Understand, readings: tuple[str, ...], followed: str, *, holds: bool
) -> None:
    index.add(ONE, place(followed))

    assert bool(index.match(understood("وصل إلى ربوان", places={"ربوان": readings}))) is holds


def test_a_match_has_every_span_once_title_first(index: Index, understood: Understand) -> None:
    index.add(ONE, KeywordQuery(("قصف",)))

    [match] = index.match(understood("القصف مستمر، وقصف آخر", title="قصف"))

    assert [(span.field, span.start) for span in match.spans] == [(Field.TITLE, 0), (Field.TEXT, 2), (Field.TEXT, 14)]


def test_matches_come_in_the_order_of_their_first_span(index: Index, understood: Understand) -> None:
    index.add(ONE, KeywordQuery(("هدنة",)))
    index.add(TWO, place("aa"))

    matches = index.match(understood("في وادان هدنة", places={"وادان": (CITY,)}))

    assert [match.query for match in matches] == [TWO]  # هدنة is folded as هدنه: queries hold folded words


@pytest.mark.parametrize(
    "query", [place(CITY), place("bb.gone"), KeywordQuery(("قصف",)), KeywordQuery(("القصف",), exact=True)], ids=str
)
def test_a_query_that_was_removed_is_not_met(index: Index, understood: Understand, query: Query) -> None:
    article = understood("القصف على وادان", places={"وادان": (CITY,), "القصف": ("bb.rabwa",)})
    index.add(ONE, query)
    index.add(TWO, query)
    before = [match.query for match in index.match(article)]

    index.remove(ONE)
    after = [match.query for match in index.match(article)]
    index.remove(TWO)
    index.remove(TWO)

    assert (before, after, index.match(article), len(index)) == ([ONE, TWO], [TWO], [], 0)


def test_adding_a_query_again_changes_nothing_and_another_under_its_id_replaces_it(
    index: Index, understood: Understand
) -> None:
    index.add(ONE, KeywordQuery(("قصف",)))
    index.add(ONE, KeywordQuery(("قصف",)))
    index.add(ONE, KeywordQuery(("زلزال",)))

    assert (index.match(understood("قصف")), len(index.match(understood("زلزال"))), len(index)) == ([], 1, 1)


def test_a_place_nobody_knows_is_refused(index: Index) -> None:
    with pytest.raises(KeyError):
        index.add(ONE, place("xx"))

    assert len(index) == 0


def test_a_mention_without_readings_reaches_nobody(index: Index, understood: Understand) -> None:
    index.add(ONE, place("aa"))

    assert index.match(understood("وصل إلى وادان", places={"وادان": ()})) == []


def test_a_word_that_stands_twenty_thousand_times_is_met_so_often_and_soon(
    index: Index, understood: Understand
) -> None:
    """With a tuple copied at each hit this took minutes, in which nobody else got an alert: past the time limit."""
    for number in range(200):
        index.add(QueryId(number), KeywordQuery(("قصف",)))

    found = index.match(understood("قصف " * 20_000))

    assert [len(match.spans) for match in found] == [20_000] * 200
