import pytest

from alerts.markup import CALLBACK_BYTES
from domain.news import PlaceId
from domain.queries import EventQuery, FormsQuery, KeywordQuery, PeopleQuery, PlaceQuery, Query, from_canonical
from handlers import buttons
from handlers.naming import described, named
from handlers.paging import page_of, pager
from news.arabic.fold import fold
from news.places.gazetteer import shipped

LONG = KeywordQuery(tuple(fold("انقطاع الكهرباء في ريف محافظة بعيدة").split()))


@pytest.mark.parametrize(
    ("query", "label"),
    [
        pytest.param(PlaceQuery(PlaceId("sy.daraa")), "محافظة درعا", id="place"),
        pytest.param(KeywordQuery(("زلزال",)), "كلمة «زلزال»", id="word"),
        pytest.param(KeywordQuery(("فيلق",), exact=True), "«فيلق»", id="exact"),
        pytest.param(LONG, "عبارة «انقطاع الكهرباء في ريف محافظة بعيدة»", id="long phrase"),
        pytest.param(
            KeywordQuery(LONG.words, exact=True), "عبارة «انقطاع الكهرباء في ريف محافظة بعيدة» كما هي", id="long exact"
        ),
    ],
)
def test_a_button_holds_what_it_follows_in_64_bytes(query: Query, label: str) -> None:
    for data in (buttons.follow(query), buttons.undo("12", query)):
        assert len(data.encode()) <= CALLBACK_BYTES
        assert buttons.wanted(data.split(":", 2 if data[0] == "u" else 1)[-1], label, shipped()) == query


def test_a_place_with_a_long_id_is_found_by_its_digest() -> None:
    gazetteer = shipped()
    place = next(iter(gazetteer))
    digest = buttons.follow(PlaceQuery(PlaceId(place.id + "." + "x" * 60)))

    assert digest.startswith("f:~")
    assert buttons.wanted(digest[2:], "", gazetteer) is None


@pytest.mark.parametrize(
    "data",
    [
        "",
        "place:",
        "nonsense",
        "place:nowhere.at.all",
        "~0000000000000000",
        "people:nowhere",
        "event:party",
        "word:قصف&place:nowhere",
        "word:قصف!event:party",
    ],
)
def test_what_no_button_of_ours_holds_is_nothing(data: str) -> None:
    assert buttons.wanted(data, "«", shipped()) is None


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("", 0), ("-1", 0), ("x", 0), ("٣", 0), ("9" * 40, 0)])
def test_numbers_of_buttons_are_read_without_trust(text: str, number: int) -> None:
    assert buttons.number(text) == number


def test_a_keyword_is_named_by_its_words_where_its_button_cannot_be_read() -> None:
    assert named(KeywordQuery(("فيلق", "خامس")), "") == "فيلق خامس"
    assert named(KeywordQuery(("فيلق",), exact=True), "") == "«فيلق»"


def test_a_place_that_is_known_no_more_goes_by_its_label() -> None:
    assert described(PlaceQuery(PlaceId("gone")), "حي قديم", shipped()) == "حي قديم"


@pytest.mark.parametrize(
    ("number", "shown", "data"),
    [
        pytest.param(0, [1, 2], ["t:2"], id="before the first"),
        pytest.param(2, [3, 4], ["t:1", "t:3"], id="in the middle"),
        pytest.param(9, [5], ["t:2"], id="after the last"),
    ],
)
def test_a_page_outside_the_list_is_the_nearest_there_is(number: int, shown: list[int], data: list[str]) -> None:
    page = page_of([1, 2, 3, 4, 5], number, 2)

    assert list(page.items) == shown
    assert [button.data for button in pager("t", page)] == data


def test_a_single_page_has_no_number_and_no_pager() -> None:
    page = page_of([1], 1, 2)

    assert page.name == ""
    assert pager("t", page) == []


@pytest.mark.parametrize(
    ("query", "words", "label"),
    [
        (FormsQuery("لاجي"), "لاجئ", "لاجئ وصيغها"),
        (FormsQuery("لاجي"), "", "لاجي وصيغها"),
        (EventQuery("shelling"), "كل خبر", "قصف"),
        (EventQuery("gone"), "قديم", "قديم"),
        (PeopleQuery(PlaceId("sy")), "أهل سوريا: السوري، السوريون", "أهل سوريا"),
        (from_canonical("word:ا|word:ب"), "أ أو ب", "أ أو ب"),
        (from_canonical("word:ا|word:ب"), "", "word:ا|word:ب"),
    ],
    ids=str,
)
def test_other_queries_are_named_by_what_their_button_says(query: Query, words: str, label: str) -> None:
    assert named(query, words) == label


def test_people_of_a_place_that_is_known_no_more_go_by_their_label() -> None:
    assert described(PeopleQuery(PlaceId("gone")), "أهل قرية", shipped()) == "«أهل قرية»"


def test_a_button_for_the_people_of_a_place_follows_them() -> None:
    assert buttons.wanted("people:sy", "", shipped()) == PeopleQuery(PlaceId("sy"))
