import pytest

from domain.errors import GazetteerError
from domain.news import Alias, PlaceKind, Point, Tier
from news.places.records import read, with_points


def row(**cells: str) -> str:
    names = ("id", "kind", "parent", "tier", "name", "arabic", "latin", "more")
    given = {"id": "sy", "kind": "country", "tier": "U", "name": "سوريا", **cells}
    return "\t".join(given.get(name, "") for name in names)


def test_a_line_becomes_a_place_with_its_names() -> None:
    text = row(arabic="سورية:M|الجمهورية السورية", latin="Syria|fr:Syrie|tr:Suriye:A")

    (record,) = read(text, "a.tsv")

    assert record.place.aliases == (
        Alias("سوريا", "ar", Tier.UNIQUE),
        Alias("سورية", "ar", Tier.MILD),
        Alias("الجمهورية السورية", "ar", Tier.UNIQUE),
        Alias("Syria", "en", Tier.UNIQUE),
        Alias("Syrie", "fr", Tier.UNIQUE),
        Alias("Suriye", "tr", Tier.AMBIGUOUS),
    )


def test_a_latin_name_with_a_tier_keeps_the_language_before_it() -> None:
    (record,) = read(row(latin="fr:Alep|Damas:A"), "a.tsv")

    assert record.place.aliases[1:] == (Alias("Alep", "fr", Tier.UNIQUE), Alias("Damas", "fr", Tier.AMBIGUOUS))


def test_a_point_for_parent_is_the_id_without_its_last_part() -> None:
    (record,) = read(row(id="sy.daraa", kind="governorate", parent="."), "a.tsv")

    assert record.place.parent == "sy"
    assert record.place.kind is PlaceKind.GOVERNORATE


def test_notes_name_the_centre_and_the_successor() -> None:
    (record,) = read(row(more="centre=sy.a replaced_by=sy.b"), "a.tsv")

    assert record.place.centre == "sy.a"
    assert record.replaced_by == "sy.b"


def test_blank_lines_and_comments_are_not_read_but_counted() -> None:
    (record,) = read(f"# a comment\n\n{row()}\n", "a.tsv")

    assert record.line == 3


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("sy\tcountry\tU", "3 columns, not 8 or 11"),
        (row(more="\tx"), "9 columns, not 8 or 11"),
        (row(kind="planet"), "unknown kind 'planet'"),
        (row(tier="Z"), "unknown tier 'Z'"),
        (row(arabic="سورية:Q"), "unknown tier 'Q'"),
        (row(latin="Syria:Q"), "unknown language 'Syria'"),
        (row(latin="de:Syrien"), "unknown language 'de'"),
        (row(latin="fr:Syrie:Q"), "unknown tier 'Q'"),
        (row(name=""), "no id or no name"),
        (row(id=""), "no id or no name"),
        (row(more="center=sy.a"), "unknown note 'center=sy.a'"),
        (row(more="centre="), "unknown note 'centre='"),
        (row(more="centre"), "unknown note 'centre'"),
    ],
    ids=lambda value: value if "\t" not in value else "",
)
def test_a_wrong_line_is_refused_with_its_file_and_number(line: str, problem: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        read(f"{row()}\n{line}", "a.tsv")

    assert (caught.value.file, caught.value.line, caught.value.problem) == ("a.tsv", 2, problem)


def test_a_place_has_a_point_where_the_line_holds_one() -> None:
    text = f"{row()}\t33.5\t36.3\tgeonames:170654\n{row(id='iq')}\t\t\t"

    syria, iraq = read(text, "a.tsv")

    assert syria.place.point == Point(33.5, 36.3, "geonames:170654")
    assert iraq.place.point is None


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("33.5\teast\tgeonames:1", "'33.5', 'east' is no point"),
        ("133.5\t36\tgeonames:1", "133.5, 36 is not on Earth"),
        ("nan\t36\tgeonames:1", "nan, 36 is not on Earth"),
        ("33.5\t36.3\t", "a point without its source"),
        ("\t\tgeonames:1", "'', '' is no point"),
    ],
)
def test_a_point_that_is_none_is_refused(cells: str, problem: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        read(f"{row()}\t{cells}", "a.tsv")

    assert (caught.value.line, caught.value.problem) == (1, problem)


def test_a_file_of_points_says_where_places_of_other_files_are() -> None:
    places = read(f"{row()}\n{row(id='iq')}", "a.tsv")

    syria, iraq = with_points(places, "# a comment\niq\t33\t44\tgeonames:2\n", "points.tsv")

    assert syria == places[0]
    assert iraq.place.point == Point(33, 44, "geonames:2")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("iq\t33\t44\tgeonames:2", "'iq' is no place, or has its point"),
        ("sy\t33\t44\tgeonames:2\nsy\t33\t44\tgeonames:2", "'sy' is no place, or has its point"),
        ("sy\t33\t44", "3 columns, not 4"),
        ("sy\t33\t444\tgeonames:2", "33, 444 is not on Earth"),
    ],
)
def test_a_wrong_line_of_points_is_refused(line: str, problem: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        with_points(read(row(), "a.tsv"), line, "points.tsv")

    assert (caught.value.file, caught.value.problem) == ("points.tsv", problem)
