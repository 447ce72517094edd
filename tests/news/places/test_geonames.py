"""A GeoNames dump becomes places under their divisions; what is known is not doubled, what is wrong is refused."""

import pytest

from domain.errors import GazetteerError
from domain.news import Alias, PlaceId, PlaceKind, Point, Tier
from news.places.gazetteer import Gazetteer
from news.places.geonames import LONGEST_LINE, Found, found, names, rows
from news.places.records import read

KNOWN = """
sy\tcountry\t\tU\tسوريا\t\tSyria\t
sy.daraa\tgovernorate\t.\tU\tدرعا\t\tDaraa\t
sy.daraa.nawa\ttown\t.\tM\tنوى\t\tNawa\t\t32.8\t36.0\tgeonames:166365
sy.aleppo\tgovernorate\t.\tU\tحلب\t\tAleppo\t
sy.aleppo.bab\ttown\t.\tX\tالباب\t\tal-Bab\t
sy.river\tlandmark\t.\tU\tاليرموك\t\t\t
"""


def line(number: int, name: str, arabic: str = "", code: str = "PPL", **other: str) -> str:
    cells = [str(number), name, name, arabic, "32.5", "36.1", "A" if code.startswith("ADM") else "P", code, "SY", ""]
    cells += [
        other.get("adm1", "06"),
        other.get("adm2", ""),
        "",
        "",
        other.get("people", "0"),
        "",
        "1",
        "Asia/Damascus",
        "",
    ]
    return "\t".join(cells)


def imported(*lines: str, alternate: tuple[str, ...] = ()) -> Found:
    dump = list(rows(lines, "SY.txt"))
    named = names(alternate, {row.number for row in dump}, "names.txt")
    return found(dump, named, Gazetteer(read(KNOWN, "a.tsv")), "SY.txt")


def test_a_village_lies_in_the_deepest_division_of_the_dump() -> None:
    result = imported(
        line(3, "Busr al Harir", "بصر الحرير", adm2="0601"),
        line(2, "Izra", "منطقة إزرع", code="ADM2", adm2="0601"),
        line(1, "Daraa", "محافظة درعا", code="ADM1"),
    )

    district, village = (record.place for record in result.records)
    assert (district.id, district.kind, district.parent) == ("sy.geonames-2", PlaceKind.DISTRICT, "sy.daraa")
    assert (village.id, village.kind, village.parent) == ("sy.geonames-3", PlaceKind.VILLAGE, "sy.geonames-2")
    assert village.point == Point(32.5, 36.1, "geonames:3")
    assert village.aliases == (
        Alias("بصر الحرير", "ar", Tier.MILD),
        Alias("Busr al Harir", "en", Tier.MILD),
    )
    assert result.known == 1
    assert result.records[1].line == 1


def test_a_place_without_a_known_division_lies_in_its_country() -> None:
    assert imported(line(3, "Busr", "بصر", adm1="99")).records[0].place.parent == "sy"


@pytest.mark.parametrize(
    ("code", "people", "kind"),
    [
        ("PPL", "0", "village"),
        ("PPL", "", "village"),
        ("PPL", "900", "town"),
        ("PPLA", "100000", "city"),
        ("PPLX", "9", "quarter"),
    ],
)
def test_the_kind_follows_from_the_code_and_the_people(code: str, people: str, kind: str) -> None:
    assert imported(line(3, "Busr", "بصر", code=code, people=people)).records[0].place.kind == kind


@pytest.mark.parametrize("code", ["PPLH", "PPLQ", "PPLW", "ADM4", "ADMD"])
def test_what_is_no_longer_a_place_and_small_divisions_are_left_out(code: str) -> None:
    assert imported(line(3, "Busr", "بصر", code=code)) == Found()


def test_rivers_and_hills_are_left_out() -> None:
    assert imported(line(3, "Busr", "بصر").replace("\tP\tPPL", "\tT\tHLL")) == Found()


def test_what_has_its_number_or_its_name_in_its_governorate_is_known() -> None:
    daraa = line(1, "Daraa", "درعا", code="ADM1")

    result = imported(daraa, line(166365, "Nawá", "نوا,نوى", adm1="99"), line(9, "Yarmuk", "اليرموك"))

    assert result == Found(known=3)


def test_a_name_of_another_governorate_is_another_place_that_it_tells_less_of() -> None:
    result = imported(
        line(1, "Daraa", "درعا", code="ADM1"),
        line(2, "Quneitra", "القنيطرة", code="ADM1", adm1="03"),
        line(7, "Nawa", "نوى", adm1="03"),
        line(8, "Bab", "الباب"),
    )

    assert [(record.place.name, record.place.aliases[0].tier.value) for record in result.records] == [
        ("القنيطرة", "A"),
        ("نوى", "A"),
        ("الباب", "X"),
    ]


def test_without_an_arabic_name_nothing_is_imported_and_it_is_counted() -> None:
    assert imported(line(3, "Busr", "Bousr,بُصر,دیر,با")) == Found(nameless=1)


def test_what_lies_in_a_division_without_an_arabic_name_lies_in_the_wider_one() -> None:
    result = imported(
        line(1, "Daraa", "درعا", code="ADM1"),
        line(2, "Izra", code="ADM2", adm2="0601"),
        line(3, "Busr", "بصر", adm2="0601"),
    )

    assert [record.place.parent for record in result.records] == ["sy.daraa"]


def test_a_name_of_another_country_is_another_place() -> None:
    abroad = KNOWN + "jo\tcountry\t\tU\tالأردن\t\t\t\njo.busr\ttown\t.\tU\tبصر\t\t\t\n"

    result = found(rows([line(3, "Busr", "بصر")], "SY.txt"), {}, Gazetteer(read(abroad, "a.tsv")), "SY.txt")

    assert [record.place.aliases[0].tier.value for record in result.records] == ["A"]


def test_alternate_names_tell_the_language() -> None:
    result = imported(
        line(3, "Busr", "بسر"),
        alternate=("1\t3\tar\tبصر\t1", "2\t3\ttr\tBusır", "3\t3\tfa\tبصره", "4\t4\tar\tغيره", "5\t3\tlink\thttps://x"),
    )

    assert [(alias.text, alias.language) for alias in result.records[0].place.aliases] == [
        ("بصر", "ar"),
        ("Busr", "en"),
        ("Busır", "tr"),
    ]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("1\tx", "2 columns, not 19: is it a GeoNames country dump?"),
        (line(3, "Busr").replace("32.5", "north"), "no number: could not convert string to float: 'north'"),
        (line(3, "Busr").replace("32.5", "132.5"), "no number: 132.5, 36.1 is not on Earth"),
        ("x" * (LONGEST_LINE + 1), f"longer than {LONGEST_LINE} characters"),
        (line(1, "Daraa", "درعا"), "number 1 is there twice"),
        (line(5, "Busr", "بصر").replace("\tSY\t", "\tXX\t"), "unknown country 'xx'"),
    ],
    ids=["columns", "point", "earth", "long", "twice", "country"],
)
def test_a_wrong_line_of_a_dump_is_refused_with_its_number(wrong: str, problem: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        imported(line(1, "Daraa", "درعا"), wrong)

    assert (caught.value.file, caught.value.line, caught.value.problem) == ("SY.txt", 2, problem)


@pytest.mark.parametrize("wrong", ["1\t2\tar", "1\ttwo\tar\tبصر"])
def test_a_wrong_line_of_alternate_names_is_refused(wrong: str) -> None:
    with pytest.raises(GazetteerError, match=r"names\.txt:1: not a line"):
        imported(line(3, "Busr", "بصر"), alternate=(wrong,))


def test_the_records_fit_the_gazetteer() -> None:
    records = imported(line(1, "Idlib", "إدلب", code="ADM1"), line(3, "Busr", "بصر")).records

    assert Gazetteer([*read(KNOWN, "a.tsv"), *records]).ancestors(PlaceId("sy.geonames-3")) == ("sy.geonames-1", "sy")
