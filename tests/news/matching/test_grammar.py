"""Laws of the grammar: what is typed becomes one canonical query, and its label is understood the same way again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import QueryError
from domain.queries import from_canonical
from news.matching.parse import alike, options
from news.places.gazetteer import Gazetteer, shipped


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        pytest.param("زلزال + فيضان", "word:زلزال&word:فيضان", id="both"),
        pytest.param("فيضان & زلزال", "word:زلزال&word:فيضان", id="in any order"),
        pytest.param("زلزال أو فيضان", "word:زلزال|word:فيضان", id="either"),
        pytest.param("فيضان|زلزال", "word:زلزال|word:فيضان", id="either, with a stroke"),
        pytest.param("قصف -رياضة", "word:قصف!word:رياضه", id="without, as a sign"),
        pytest.param("قصف بدون رياضة", "word:قصف!word:رياضه", id="without, in words"),
        pytest.param("قصف من دون رياضة", "word:قصف!word:رياضه", id="without, in two words"),
        pytest.param("قصف + -رياضة", "word:قصف!word:رياضه", id="without behind a plus"),
        pytest.param("قصف بدون رياضة في النص", "word:قصف!!word:رياضه", id="without anywhere"),
        pytest.param("قصف بدون «كرة القدم» في النص", "word:قصف!!exact:كره القدم", id="a quotation nowhere"),
        pytest.param("قصف -رياضة بدون رياضة في النص", "word:قصف!!word:رياضه", id="anywhere says more"),
        pytest.param("بحران: قصف", "place:bb&word:قصف", id="a place and a word"),
        pytest.param("بحران: قصف أو غارة", "place:bb&word:غاره|place:bb&word:قصف", id="a place and either word"),
        pytest.param("بحران أو نهرين: قصف", "place:aa&word:قصف|place:bb&word:قصف", id="either place and a word"),
        pytest.param("بحران + قصف أو زلزال", "place:bb&word:قصف|word:زلزال", id="plus binds first"),
        pytest.param("زلزال أو زلزال + قصف", "word:زلزال", id="what another branch contains goes"),
        pytest.param("قصف + القصف", "word:قصف", id="one word twice is one"),
        pytest.param("لاجئ*", "forms:لاجي", id="forms, by a star"),
        pytest.param("لاجئ وصيغها", "forms:لاجي", id="forms, in words"),
        pytest.param("حدث: قصف", "event:shelling", id="an event"),
        pytest.param("حدث كهرباء + بحران", "event:electricity&place:bb", id="an event by part of its name"),
        pytest.param("حدث صاروخ", "event:rockets", id="an event by a word that tells it"),
        pytest.param("حدث أمني", "word:حدث امني", id="no event"),
        pytest.param("أهل بحران", "people:bb", id="people"),
        pytest.param("بحران وأهلها", "people:bb|place:bb", id="a place and its people"),
        pytest.param("بحران + أهلها: قصف", "people:bb&word:قصف|place:bb&word:قصف", id="people of a place, bombed"),
        pytest.param("قصف -بحران وأهلها", "word:قصف!people:bb!place:bb", id="without a place and its people"),
        pytest.param("أهل الدار", "word:اهل الدار", id="people of no place"),
        pytest.param("كرة-القدم + زلزال", "word:زلزال&word:كره القدم", id="a hyphen within a word is no sign"),
    ],
)
def test_what_is_typed_has_one_canonical_form(gazetteer: Gazetteer, typed: str, canonical: str) -> None:
    first = options(typed, gazetteer)[0]

    assert first.query.canonical == canonical
    assert from_canonical(canonical) == first.query


@pytest.mark.parametrize(
    "typed",
    ["وادان: قصف أو غارة -رياضة", "صور + «وقف النار»", "بحران وأهلها + حدث زلزال", "زلزال بدون لاجئ* في النص"],
)
def test_the_label_of_each_reading_is_understood_the_same_way(gazetteer: Gazetteer, typed: str) -> None:
    for option in options(typed, gazetteer):
        assert option.query in [again.query for again in options(option.label, gazetteer)]


def test_each_reading_of_a_name_makes_a_query_and_the_places_come_without_the_word(gazetteer: Gazetteer) -> None:
    found = options("صور + وادان", gazetteer)

    assert [option.label for option in found] == [
        "بلدة صور + محافظة وادان",
        "بلدة صور + مدينة وادان",
        "صور + محافظة وادان",
        "صور + مدينة وادان",
    ]
    assert alike(found) == [option.query for option in found[:2]]


def test_of_one_name_of_several_places_all_are_alike(gazetteer: Gazetteer) -> None:
    found = options("وادان", gazetteer)

    assert alike(found) == [option.query for option in found]


def test_too_many_combinations_are_refused(gazetteer: Gazetteer) -> None:
    sides = " أو ".join(["زلزال", "فيضان", "حريق", "هدنة", "نزوح", "لغم"])
    other = " أو ".join(["قصف", "غارة", "خطف", "حصار", "معبر", "هجوم"])

    with pytest.raises(QueryError, match="too_many_terms"):
        options(f"{sides}: {other}", gazetteer)


PIECES = ["زلزال", "درعا", "صور", "سوريا", "لاجئ", "«وقف النار»", "حدث", "قصف", "في", "أو", "+", ":", "-", "|", "*"]
PIECES += ["بدون", "في النص", "وأهلها", "أهل", "حلب", "\u200f", "earthquake", "٢٠٢٦", "«", "“", "،", "\n", "&", "!"]


@given(typed=st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=80))
def test_anything_typed_is_queries_that_storage_keeps_or_a_query_error(typed: str) -> None:
    try:
        found = options(typed, shipped())
    except QueryError:
        return

    assert found
    for option in found:
        assert from_canonical(option.query.canonical) == option.query
        assert option.label
