"""Laws of understanding what a person typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import QueryError
from domain.news import PlaceId
from domain.queries import KeywordQuery, PlaceQuery, Query, from_canonical
from news.matching.meanings import LONGEST
from news.matching.parse import options
from news.places.gazetteer import Gazetteer


def word(*words: str, exact: bool = False) -> Query:
    return KeywordQuery(words, exact=exact)


def place(id_: str) -> Query:
    return PlaceQuery(PlaceId(id_))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("وادان", [place("aa.wadi"), place("aa.wadi.wadi")], id="a governorate, then its city"),
        pytest.param("مدينة وادان", [place("aa.wadi.wadi")], id="a head noun chooses"),
        pytest.param(" وادانُ  القديمة\n", [place("aa.wadi.wadi.old")], id="spaces and vowel signs"),
        pytest.param("صور", [place("aa.sahl.suwar"), word("صور")], id="a town and a word"),
        pytest.param("كان", [place("aa.sahl.kan")], id="a town and a word that every article has"),
        pytest.param("زلزال", [word("زلزال")], id="a word"),
        pytest.param("الحكومة", [word("حكومه")], id="kept without ال"),
        pytest.param("الفيلق الخامس", [word("فيلق", "الخامس")], id="ال of the first word alone"),
        pytest.param("ألمانيا", [word("المانيا")], id="أل is no article"),
        pytest.param("التهاب الكبد", [word("التهاب", "الكبد")], id="ال of the root"),
        pytest.param("الله", [word("الله")], id="ال of the name"),
        pytest.param("الفيل", [word("فيل")], id="only the whole word الف is its own"),
        pytest.param("ال", [word("ال")], id="nothing would be left"),
        pytest.param("«الفيلق الخامس»", [word("الفيلق", "الخامس", exact=True)], id="quoted"),
        pytest.param('"وادان"', [word("وادان", exact=True)], id="quoted place"),
        pytest.param("“قصف”", [word("قصف", exact=True)], id="curly quotes"),
        pytest.param("”قصف“", [word("قصف", exact=True)], id="curly quotes turned round"),
        pytest.param("#زلزال_وادان", [word("زلزال", "وادان")], id="a hashtag"),
        pytest.param("كوفيد 19", [word("كوفيد", "19")], id="a number beside a word"),
        pytest.param("شركة Google", [word("شركه", "google")], id="words of two scripts"),
        pytest.param("ســوق الحـرية", [word("سوق", "الحريه")], id="tatweel"),
        pytest.param("earthquake", [word("earthquake")], id="Latin"),
    ],
)
def test_what_is_typed_becomes_what_it_can_mean(gazetteer: Gazetteer, typed: str, expected: list[Query]) -> None:
    assert [option.query for option in options(typed, gazetteer)] == expected


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(" \n\u00a0", "empty", id="white space"),
        pytest.param("«  »", "unreadable", id="empty quotes"),
        pytest.param("َُِ", "unreadable", id="marks"),
        pytest.param("؟!", "unreadable", id="signs"),
        pytest.param("ـــ", "unreadable", id="tatweel alone"),
        pytest.param("🔥", "unreadable", id="an emoji"),
        pytest.param("\ud800", "unreadable", id="half a surrogate pair"),
        pytest.param("في", "too_broad", id="a preposition"),
        pytest.param("من في", "too_broad", id="prepositions"),
        pytest.param('"في"', "too_broad", id="a preposition quoted"),
        pytest.param("2026", "too_broad", id="a number"),
        pytest.param("أ", "too_short", id="a letter"),
        pytest.param("ا ب", "too_short", id="letters"),
        pytest.param("أ" * 5000, "too_long", id="5,000 letters"),
        pytest.param("قصف " * 20, "too_long", id="many words"),
        pytest.param("درعاDaraa", "unreadable", id="a word of two scripts"),
        pytest.param("حلبа", "unreadable", id="a Cyrillic letter at the end"),
        pytest.param("حمص، حماة", "unreadable", id="two at once"),
        pytest.param("زلزال +", "incomplete", id="a sign without a second term"),
        pytest.param("أو زلزال", "incomplete", id="a sign without a first term"),
        pytest.param("زلزال + أو فيضان", "incomplete", id="two signs"),
        pytest.param("زلزال - فيضان", "unreadable", id="a dash between spaces"),
        pytest.param("زلزال: فيضان: حريق", "unreadable", id="a second colon"),
        pytest.param("«وقف النار» زلزال", "unreadable", id="a quotation and a word without a sign"),
        pytest.param("-رياضة", "only_without", id="an exclusion alone"),
        pytest.param("\u200f-رياضة", "only_without", id="an exclusion behind a mark of direction"),
        pytest.param("زلزال -زلزال", "contradiction", id="what is excluded is asked for"),
        pytest.param(" + ".join(["زلزال", "فيضان", "حريق", "هدنة", "نزوح"] * 3), "too_many_terms", id="15 terms"),
        pytest.param("وادان أو ربوان أو صور: وادان القديمة", "ambiguous", id="eight readings"),
        pytest.param(" + ".join(["زلزال"] * 40), "too_long", id="over 240 letters"),
        pytest.param("حر*", "no_forms", id="forms of a short word"),
        pytest.param("وقف النار*", "no_forms", id="forms of a phrase"),
        pytest.param("*", "unreadable", id="a star alone"),
        pytest.param("زلزال + *", "unreadable", id="forms of nothing"),
        pytest.param("زلزال + «»", "unreadable", id="a quotation of nothing"),
        pytest.param("زلزال + في", "too_broad", id="a preposition beside a word"),
        pytest.param("زلزال بدون في", "too_broad", id="a preposition excluded"),
        pytest.param("زلزال وأهلها", "no_people", id="the people of no place"),
        pytest.param(" أو ".join("زلزال" + "ا" * n for n in range(54)), "too_long", id="all too long"),
        pytest.param("²", "too_short", id="a raised digit"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_reason(gazetteer: Gazetteer, typed: str, kind: str) -> None:
    with pytest.raises(QueryError) as refused:
        options(typed, gazetteer)

    assert refused.value.kind == kind


def test_the_part_that_cannot_be_read_is_named(gazetteer: Gazetteer) -> None:
    with pytest.raises(QueryError) as refused:
        options("زلزال + حمص ؛ حماة", gazetteer)

    assert refused.value.part == "؛"


def test_options_are_named_apart(gazetteer: Gazetteer) -> None:
    found = [*options("وادان", gazetteer), *options("زلزال", gazetteer), *options("«سوق الحرية»", gazetteer)]

    assert len({option.description for option in found}) == 4
    assert [option.label for option in found] == ["وادان", "وادان", "زلزال", "«سوق الحرية»"]


@given(typed=st.text('أابدرعحلوفي ٌ«»"،.19a#_-', max_size=LONGEST + 5))
def test_anything_typed_is_a_query_that_storage_keeps_or_a_query_error(gazetteer: Gazetteer, typed: str) -> None:
    try:
        found = options(typed, gazetteer)
    except QueryError:
        return

    assert found
    assert all(from_canonical(option.query.canonical) == option.query for option in found)
