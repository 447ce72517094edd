import pytest

from domain.news import PlaceId
from news.places.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("درعا", ["sy.daraa", "sy.daraa.daraa"]),
        ("محافظة درعا", ["sy.daraa"]),
        ("ريف درعا", ["sy.daraa"]),
        ("مدينة درعا", ["sy.daraa.daraa"]),
        ("منطقة درعا", ["sy.daraa.daraa-district"]),
        ("درعا البلد", ["sy.daraa.daraa.balad"]),
        ("حي درعا البلد", ["sy.daraa.daraa.balad"]),
        ("دَرعـا", ["sy.daraa", "sy.daraa.daraa"]),
        ("Dar'a", ["sy.daraa", "sy.daraa.daraa"]),
        ("ريف دمشق", ["sy.rif-dimashq"]),
        ("إعزاز", ["sy.aleppo.azaz-district", "sy.aleppo.azaz"]),
        ("قرية نوى", ["sy.daraa.nawa"]),
        ("معبر درعا", ["sy.daraa", "sy.daraa.daraa"]),
        ("دير_الزور", ["sy.deir-ez-zor", "sy.deir-ez-zor.deir-ez-zor"]),
        ("ديرالزور", ["sy.deir-ez-zor", "sy.deir-ez-zor.deir-ez-zor"]),
        ("طرابلس", ["ly.tripoli", "lb.north.tripoli"]),
        ("لا مكان", []),
        ("", []),
        ("درعا حلب", []),
    ],
)
def test_a_typed_name_means_these_places(gazetteer: Gazetteer, name: str, places: list[str]) -> None:
    assert [place.id for place in gazetteer.find(name)] == places


def test_an_exact_name_is_looked_up_whole(gazetteer: Gazetteer) -> None:
    assert [place.id for place in gazetteer.named("درعا البلد")] == ["sy.daraa.daraa.balad"]
    assert gazetteer.named("حي درعا البلد") == []


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("درعى", "sy.daraa"),
        ("القاميشلي", "sy.hasakah.qamishli"),
        ("سويداء", "sy.suwayda"),
        ("Kamichli", "sy.hasakah.qamishli"),
        ("Dayr Azzour", "sy.deir-ez-zor"),
        ("اعزازا", "sy.aleppo.azaz"),
    ],
)
def test_a_near_spelling_suggests_the_place(gazetteer: Gazetteer, typed: str, place: str) -> None:
    assert gazetteer.suggest(typed)[0].id == place


@pytest.mark.parametrize("typed", ["", "…", "زلزال مدمر", "xyzxyz"])
def test_what_is_near_no_name_suggests_nothing(gazetteer: Gazetteer, typed: str) -> None:
    assert gazetteer.suggest(typed) == []


def test_no_more_are_suggested_than_asked_for(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.suggest("دوما", most=2)) <= 2


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("sy", "سوريا"),
        ("sy.daraa", "محافظة درعا"),
        ("sy.rif-dimashq", "محافظة ريف دمشق"),
        ("sy.daraa.daraa", "مدينة درعا — محافظة درعا"),
        ("sy.daraa.daraa.balad", "حي درعا البلد — مدينة درعا"),
        ("sy.daraa.daraa.camp", "مخيم درعا — محافظة درعا"),
        ("sy.daraa.hawran", "حوران — محافظة درعا"),
        ("iq.baghdad", "محافظة بغداد — العراق"),
        ("lb.south.sur", "مدينة صور — لبنان"),
        ("sy.sahel", "الساحل السوري"),
        ("world.europe", "أوروبا"),
    ],
)
def test_a_place_is_described_so_that_it_is_understood(gazetteer: Gazetteer, place: str, words: str) -> None:
    assert gazetteer.describe(PlaceId(place)) == words


def test_a_hashtag_joins_the_words(gazetteer: Gazetteer) -> None:
    assert gazetteer.hashtag(PlaceId("sy.daraa.daraa.balad")) == "#درعا_البلد"
