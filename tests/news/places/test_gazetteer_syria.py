"""Syria as it is shipped: its division, how much of it is known, and its names that are words too."""

from collections import Counter
from collections.abc import Callable

import pytest

from domain.news import Place, PlaceId, PlaceKind
from news.places.gazetteer import Gazetteer

SETTLED = {PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE}
WHOLE = {PlaceKind.COUNTRY, PlaceKind.GOVERNORATE, PlaceKind.DISTRICT, PlaceKind.CITY}
DISTRICTS = 62  # 61 of the division before 2009, and Qudsaya; docs/gazetteer.md
CHECKED = (
    "درعا|درعا البلد|طريق السد|حي المنشية|القبة|نوى|الحراك|الصنمين|إنخل|جاسم|طفس|معرة النعمان|سراقب|خان شيخون|"
    "الباب|منبج|جرابلس|عفرين|إعزاز|عين العرب|كوباني|الميادين|البوكمال|الطبقة|تل أبيض|رأس العين|القامشلي|تدمر|دوما|"
    "داريا|حوران|الغوطة|القلمون|ريف دمشق"
)

SPOKEN = {
    "سري كانيه": "sy.hasakah.ras-al-ain",
    "كري سبي": "sy.raqqa.tell-abyad",
    "ديريك": "sy.hasakah.malikiyah",
    "ديرك": "sy.hasakah.malikiyah",
    "تل كوجر": "sy.hasakah.yaarubiyah",
    "تربسبية": "sy.hasakah.qahtaniyah",
    "عزاز": "sy.aleppo.azaz",
    "جبل الدروز": "sy.suwayda.jabal-al-arab",
    "أبو الضهور": "sy.idlib.abu-al-duhur",
    "روج آفا": "sy.northeast",
    "شرق الفرات": "sy.euphrates-east",
    "السبع بيار": "sy.rif-dimashq.sabaa-biyar",
    "معبر جديدة يابوس": "sy.rif-dimashq.jdeideh-crossing",
    "مخيم النيرب": "sy.aleppo.aleppo.nayrab-camp",
    "سهل الروج": "sy.idlib.sahl-al-ruj",
    "محطة علوك": "sy.hasakah.aluk",
    "ريف إدلب الجنوبي": "sy.idlib.south-rif",
    "Rojava": "sy.northeast",
    "Girê Spî": "sy.raqqa.tell-abyad",
}

WORDS = [
    "أكد الوزير مرتين أن العمل مستمر وهو ما أكده المتحدث في حلب",
    "مسؤولون في سوريا حريصون على إنجاز المشروع",
    "ترعى الأمم المتحدة المحادثات في إدلب",
    "شخصيات بارزة في حماة ترفض القرار",
    "وصل اثنان من جهات بعيدين عن حلب",
    "افتتح السفير السويدية الجديدة مركزا في دمشق",
    "فرض عين على كل مسلم في دير الزور",
    "خطط الشركة التوسعية في الرقة",
    "غنى مطربا مشهورا من حمص",
    "علاقات حميمة بين حمص وجوارها",
    "شركة آبل تعلن هاتفا جديدا في دمشق",
    "الموارد البشرية والعنصر البشري في الرقة",
    "انتشار العدوى في دمشق",
    "كانت ممتنة لأهالي القنيطرة",
]

PLACES = {
    "قصف على أطراف كنصفرة والبارة": {"sy.idlib.kansafra", "sy.idlib.bara"},
    "غارات على التريمسة بريف حماة": {"sy.hama.tremseh", "sy.hama"},
    "دورية في ناحية تل حميس": {"sy.hasakah.tell-hamis-subdistrict", "sy.hasakah.tell-hamis"},
    "توغل إسرائيلي في الصمدانية الشرقية": {"sy.quneitra.samdaniyah-sharqiya"},
    "اشتباكات في صبيخان بريف دير الزور": {"sy.deir-ez-zor.subaykhan", "sy.deir-ez-zor"},
    "انفجار لغم في بلدة الحويجة بسهل الغاب في حماة": {"sy.hama.hawija", "sy.hama.ghab"},
    "فتح طريق M4 أمام المدنيين": {"sy.m4"},
    "وصول القمح إلى مرفأ طرطوس": {"sy.tartus.tartus.port"},
    "سقوط قتلى على محور كبانة": {"sy.latakia.kabani"},
}


@pytest.fixture
def syria(gazetteer: Gazetteer) -> list[Place]:
    return [place for place in gazetteer if "sy" in gazetteer.ancestors(place.id)]


def test_syria_has_its_governorates_and_districts_and_each_district_a_governorate(
    gazetteer: Gazetteer, syria: list[Place]
) -> None:
    districts = [place for place in syria if place.kind is PlaceKind.DISTRICT]

    assert sum(place.kind is PlaceKind.GOVERNORATE for place in syria) == 14
    assert len(districts) == DISTRICTS
    assert all(gazetteer.place(place.parent).kind is PlaceKind.GOVERNORATE for place in districts)


def test_each_sub_district_lies_in_a_district_and_is_called_one(gazetteer: Gazetteer, syria: list[Place]) -> None:
    found = [place for place in syria if place.kind is PlaceKind.SUBDISTRICT]

    assert len(found) >= 270
    assert all(gazetteer.place(place.parent).kind is PlaceKind.DISTRICT for place in found)
    assert all(place.name.startswith("ناحية ") for place in found)


def test_each_district_has_a_sub_district_but_the_capital(syria: list[Place]) -> None:
    districts = {place.id for place in syria if place.kind is PlaceKind.DISTRICT}
    parted = {place.parent for place in syria if place.kind is PlaceKind.SUBDISTRICT}

    assert districts - parted == {"sy.damascus.damascus-district"}


def test_each_settled_place_lies_in_a_governorate(gazetteer: Gazetteer, syria: list[Place]) -> None:
    assert all(gazetteer.governorate(place.id) for place in syria if place.kind in SETTLED)


def test_an_id_begins_with_its_governorate(gazetteer: Gazetteer, syria: list[Place]) -> None:
    assert all(place.id.startswith(gazetteer.governorate(place.id) or "sy.") for place in syria)


def test_syria_is_known_in_depth(syria: list[Place]) -> None:
    kinds = Counter(place.kind for place in syria)

    assert len(syria) >= 1250
    assert sum(kinds[kind] for kind in SETTLED) >= 900
    assert kinds[PlaceKind.QUARTER] >= 200
    assert kinds[PlaceKind.CAMP] >= 30
    assert kinds[PlaceKind.CROSSING] >= 20


@pytest.mark.parametrize("name", CHECKED.split("|"))
def test_the_names_that_other_sources_were_checked_for_are_in_syria(gazetteer: Gazetteer, name: str) -> None:
    assert any(place.id.startswith("sy.") for place in gazetteer.find(name))


@pytest.mark.parametrize(("name", "place"), SPOKEN.items())
def test_a_place_is_found_by_the_name_that_its_people_use(gazetteer: Gazetteer, name: str, place: str) -> None:
    assert place in [found.id for found in gazetteer.find(name)]


def test_a_town_and_its_sub_district_are_told_apart_by_the_head_noun(gazetteer: Gazetteer) -> None:
    assert [place.id for place in gazetteer.find("نوى")] == ["sy.daraa.nawa"]
    assert gazetteer.find("ناحية نوى")[0].id == "sy.daraa.nawa-subdistrict"


@pytest.mark.parametrize("text", WORDS)
def test_a_word_that_is_a_village_too_is_read_as_the_word(
    gazetteer: Gazetteer, found: Callable[..., list[tuple[str, tuple[str, ...]]]], text: str
) -> None:
    """Only governorates and their centres are named in these sentences."""
    meant = [gazetteer.place(PlaceId(place)) for _, places in found(text) for place in places]

    assert {place.kind for place in meant} <= WHOLE


@pytest.mark.parametrize(("text", "places"), PLACES.items())
def test_a_village_in_the_news_is_read_as_the_village(
    found: Callable[..., list[tuple[str, tuple[str, ...]]]], text: str, places: set[str]
) -> None:
    assert places <= {place for _, meant in found(text) for place in meant}
