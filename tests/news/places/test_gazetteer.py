from collections import Counter

import pytest

from domain.errors import GazetteerError
from domain.news import PlaceId, PlaceKind, Point
from news.places.gazetteer import Gazetteer, laid_over
from news.places.records import read

SMALL = """
sy\tcountry\t\tU\tسوريا\t\t\t
sy.daraa\tgovernorate\t.\tU\tدرعا\t\t\tcentre=sy.daraa.daraa
sy.daraa.daraa\tcity\t.\tU\tدرعا\t\t\t
sy.daraa.old\ttown\t.\tU\tنوى القديمة\t\t\treplaced_by=sy.daraa.older
sy.daraa.older\ttown\t.\tU\tنوى\t\t\treplaced_by=sy.daraa.nawa
sy.daraa.nawa\ttown\t.\tU\tنوى\t\t\t
"""

EXPECTED = (
    "درعا|درعا البلد|طريق السد|المنشية|القبة|الشياح|نوى|الحراك|الصنمين|إنخل|جاسم|طفس|معرة النعمان|سراقب|"
    "خان شيخون|الباب|منبج|جرابلس|عفرين|إعزاز|عين العرب|كوباني|الميادين|البوكمال|الطبقة|تل أبيض|رأس العين|"
    "القامشلي|تدمر|دوما|داريا|حوران|الغوطة|القلمون|الجولان|ريف دمشق|سورية|العراق|لبنان|الأردن|تركيا|إيران|"
    "روسيا|أميركا|القدس|غزة|صنعا|السويدا|بيروت"
)


def built(text: str) -> Gazetteer:
    return Gazetteer(read(text, "a.tsv"))


def test_ancestors_are_the_parent_first_and_the_country_last() -> None:
    assert built(SMALL).ancestors(PlaceId("sy.daraa.nawa")) == ("sy.daraa", "sy")


def test_a_place_lies_in_its_country_and_governorate_and_these_in_themselves() -> None:
    gazetteer = built(SMALL)

    assert gazetteer.country(PlaceId("sy.daraa.nawa")) == gazetteer.country(PlaceId("sy")) == "sy"
    assert gazetteer.governorate(PlaceId("sy.daraa.nawa")) == gazetteer.governorate(PlaceId("sy.daraa")) == "sy.daraa"
    assert gazetteer.governorate(PlaceId("sy")) is None


def test_a_replaced_id_is_the_place_that_took_over() -> None:
    gazetteer = built(SMALL)

    assert gazetteer.place(PlaceId("sy.daraa.old")).id == "sy.daraa.nawa"
    assert gazetteer.ancestors(PlaceId("sy.daraa.old")) == ("sy.daraa", "sy")
    assert PlaceId("sy.daraa.old") in gazetteer


def test_replaced_places_are_not_among_the_places() -> None:
    gazetteer = built(SMALL)

    assert [place.id for place in gazetteer] == ["sy", "sy.daraa", "sy.daraa.daraa", "sy.daraa.nawa"]
    assert len(gazetteer) == 4


def test_a_place_without_a_point_is_where_its_centre_is_or_the_nearest_place_around_it() -> None:
    city = Point(32.6, 36.1, "geonames:170905")
    gazetteer = built(
        SMALL.replace(
            "sy.daraa.daraa\tcity\t.\tU\tدرعا\t\t\t",
            "sy.daraa.daraa\tcity\t.\tU\tدرعا\t\t\t\t32.6\t36.1\tgeonames:170905",
        )
    )

    assert [gazetteer.point(PlaceId(f"sy.daraa{rest}")) for rest in (".daraa", "", ".nawa", ".old")] == [city] * 4
    assert gazetteer.point(PlaceId("sy")) is None


def test_an_unknown_id_is_a_key_error() -> None:
    gazetteer = built(SMALL)

    assert PlaceId("sy.nowhere") not in gazetteer
    with pytest.raises(KeyError):
        gazetteer.place(PlaceId("sy.nowhere"))


@pytest.mark.parametrize(
    ("lines", "line", "problem"),
    [
        ("sy\tcountry\t\tU\tس\t\t\t\nsy\tcountry\t\tU\tس\t\t\t", 2, "id 'sy' is there twice"),
        ("a.b\ttown\t.\tU\tس\t\t\t", 1, "unknown parent 'a' of 'a.b'"),
        ("a\ttown\tb\tU\tس\t\t\t\nb\ttown\ta\tU\tس\t\t\t", 1, "parents of 'a' form a cycle"),
        ("a\ttown\ta\tU\tس\t\t\t", 1, "parents of 'a' form a cycle"),
        ("a\ttown\tb\tU\tس\t\t\t\nb\ttown\tc\tU\tس\t\t\t\nc\ttown\tb\tU\tس\t\t\t", 1, "parents of 'a' form a cycle"),
        ("a\ttown\t\tU\tس\t\t\tcentre=b", 1, "unknown centre 'b'"),
        ("a\ttown\t\tU\tس\t\t\treplaced_by=b", 1, "unknown successor 'b'"),
        ("a\ttown\t\tU\tس\t\t\treplaced_by=a", 1, "unknown successor 'a'"),
        (
            "a\ttown\t\tU\tس\t\t\treplaced_by=b\nb\ttown\t\tU\tس\t\t\treplaced_by=a",
            1,
            "successors of 'a' form a cycle",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "\t" not in value else "",
)
def test_records_that_contradict_each_other_are_refused_with_the_line(lines: str, line: int, problem: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        built(lines)

    assert (caught.value.file, caught.value.line, caught.value.problem) == ("a.tsv", line, problem)


def test_the_shipped_gazetteer_knows_the_governorates_of_syria_and_their_districts(gazetteer: Gazetteer) -> None:
    inside = [place for place in gazetteer if "sy" in gazetteer.ancestors(place.id)]

    assert sum(place.kind is PlaceKind.GOVERNORATE for place in inside) == 14
    assert sum(place.kind is PlaceKind.DISTRICT for place in inside) >= 60


def test_every_centre_lies_in_what_it_is_the_centre_of(gazetteer: Gazetteer) -> None:
    assert all(place.id in gazetteer.ancestors(place.centre) for place in gazetteer if place.centre)


def test_every_place_lies_in_a_country_or_is_a_part_of_the_world(gazetteer: Gazetteer) -> None:
    tops = {gazetteer.country(place.id) for place in gazetteer}

    assert all(gazetteer.place(top).kind is PlaceKind.COUNTRY or top.startswith("world.") for top in tops)


@pytest.mark.parametrize("name", EXPECTED.split("|"))
def test_the_names_that_readers_expect_are_known(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name)


def test_a_layer_adds_places_and_counts_before_the_shipped_ones() -> None:
    layer = read(
        "sy.daraa.nawa\ttown\tsy.daraa.izraa-district\tA\tنوى البلد\t\t\t\nsy.x\ttown\t.\tU\tقرية جديدة\t\t\t",
        "own.tsv",
    )

    gazetteer = laid_over(layer)

    assert gazetteer.place(PlaceId("sy.daraa.nawa")).name == "نوى البلد"
    assert gazetteer.origin(PlaceId("sy.x")) == "own.tsv:2"
    assert gazetteer.origin(PlaceId("sy")).startswith("syria.tsv:")


def test_an_id_twice_in_a_layer_is_refused() -> None:
    twice = "sy.x\ttown\t.\tU\tس\t\t\t\n"

    with pytest.raises(GazetteerError, match=r"own\.tsv:2: id 'sy\.x' is there twice"):
        laid_over(read(twice * 2, "own.tsv"))


def test_a_gazetteer_that_becomes_another_knows_what_that_knows() -> None:
    gazetteer = built("sy\tcountry\t\tU\tسوريا\t\t\t")

    gazetteer.become(built(SMALL))

    assert [place.id for place in gazetteer.find("نوى")] == ["sy.daraa.nawa"]


def test_every_place_of_the_wide_part_lies_in_what_it_is_near(gazetteer: Gazetteer) -> None:
    # Nothing is doubled: a name that is shown is that of one settled place in each governorate.
    shown = [(place.name, place.kind, place.parent) for place in gazetteer]

    assert len(gazetteer) >= 2500
    assert [one for one, count in Counter(shown).items() if count > 1] == []


def test_most_cities_have_a_point(gazetteer: Gazetteer) -> None:
    cities = [place for place in gazetteer if place.kind is PlaceKind.CITY]

    assert sum(gazetteer.point(place.id) is not None for place in cities) / len(cities) > 0.9
