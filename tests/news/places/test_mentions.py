from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.news import Field, PlaceId
from news.arabic.tokens import tokenise
from news.places.gazetteer import Gazetteer
from news.places.hashtags import hashtags
from news.places.hits import starts
from news.places.mentions import explained, mentions
from news.places.records import read
from news.places.trie import Trie

Found = Callable[..., list[tuple[str, tuple[str, ...]]]]
DARAA = ("sy.daraa.daraa", "sy.daraa")
HASAKAH = ("sy.hasakah.hasakah", "sy.hasakah")
LATAKIA = ("sy.latakia.latakia", "sy.latakia")
DEIR_EZ_ZOR = ("sy.deir-ez-zor.deir-ez-zor", "sy.deir-ez-zor")

NAMES = """ريفي ريف درعا حلب حماة الشمالي الشرقي والشرقي والشرقية وحماة وحلب دمشق وريفها العاصمة السورية مدينتي الباب
والباب #سيول_الأردن #حلب عمان الشرقية في ، ."""

ARTICLE = """خرج سكان مدينة إدلب في وقفة مساندة لمحافظة درعا صباح الخميس، 12 من آب، بحسب مراسل.
وردد المشاركون عبارات منها "من إدلب إلى حوران يد واحدة"، ورفعوا لافتات عن درعا البلد.
وفي الأثناء قصفت القوات أحياء درعا البلد والمخيم وطريق السد، وتقدمت من محوري القبة وحاجز القصاد،
ثم سيطرت على مزارع الشياح والقبة.
وتحول الحراك السلمي في المدينة إلى مواجهات بريفي درعا الشرقي والغربي، في مشهد الفوضى ذاته، ومصدر القصف حي المنشية.
وقال الوسيط إن الاتفاق رعته روسيا قبل أعوام."""


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("هدوء في درعا", [("درعا", DARAA)]),
        ("وبدرعا هدوء", [("درعا", DARAA)]),
        ("قصف على محافظة درعا", [("درعا", ("sy.daraa",))]),
        ("قصف على ريف درعا الشرقي", [("ريف درعا الشرقي", ("sy.daraa.east-rif",))]),
        ("قصف على ريفي درعا الشرقي والغربي", [
            ("ريفي درعا الشرقي", ("sy.daraa.east-rif",)), ("الغربي", ("sy.daraa.west-rif",))
        ]),
        ("دخل مدينة درعا", [("درعا", ("sy.daraa.daraa",))]),
        ("للمدينة درعا", [("درعا", ("sy.daraa.daraa",))]),
        ("قصف على ريف إعزاز", [("إعزاز", ("sy.aleppo.azaz-district",))]),
        ("هدوء في إعزاز", [("إعزاز", ("sy.aleppo.azaz", "sy.aleppo.azaz-district"))]),
        ("محافظتي حلب والرقة", [("حلب", ("sy.aleppo",)), ("الرقة", ("sy.raqqa",))]),
        ("مدينتي درعا وإزرع", [("درعا", ("sy.daraa.daraa",)), ("إزرع", ("sy.daraa.izraa",))]),
        ("مدينة درعا وحلب", [("درعا", ("sy.daraa.daraa",)), ("حلب", ("sy.aleppo.aleppo", "sy.aleppo"))]),
        (
            "محافظات درعا، السويداء والقنيطرة",
            [("درعا", ("sy.daraa",)), ("السويداء", ("sy.suwayda",)), ("القنيطرة", ("sy.quneitra",))],
        ),
        ("قصف على ريف دمشق", [("ريف دمشق", ("sy.rif-dimashq",))]),
        ("ريفي دمشق وحمص", [("ريفي دمشق", ("sy.rif-dimashq",)), ("حمص", ("sy.homs",))]),
        ("قصف على دمشق", [("دمشق", ("sy.damascus.damascus", "sy.damascus"))]),
        ("وصلت للحسكة وللاذقية", [("لحسكة", HASAKAH), ("لاذقية", LATAKIA)]),
        ("عاد للبنان", [("لبنان", ("lb",))]),
        ("اليوم #ديرالزور و#دير_الزور", [("ديرالزور", DEIR_EZ_ZOR)]),
        ("اليوم #دير_الزور", [("دير_الزور", DEIR_EZ_ZOR)]),
        ("انفجار بتل أبيض", [("تل أبيض", ("sy.raqqa.tell-abyad", "sy.raqqa.tell-abyad-district"))]),
        ("درعا، البلد", [("درعا", DARAA)]),
        ("Clashes in Dar'a today", [("Dar'a", DARAA)]),
        ("Les faubourgs d'Alep", [("Alep", ("sy.aleppo.aleppo", "sy.aleppo"))]),
        ("Halep'te patlama", [("Halep", ("sy.aleppo.aleppo", "sy.aleppo"))]),
        ("Halep’te patlama", [("Halep", ("sy.aleppo.aleppo", "sy.aleppo"))]),
        ("Suriye'nin kuzeyi", [("Suriye", ("sy",))]),
        ("En Côte d'Ivoire", [("Côte d'Ivoire", ("ci",))]),
        ("زار تونس أمس", [("تونس", ("tn",))]),
        ("وصل العقيد أحمد إلى حلب", [("حلب", ("sy.aleppo.aleppo", "sy.aleppo"))]),
        ("الدرعاوي والسوري والحلبي", []),
        ("قالت مصادر سورية", []),
        ("المدير العام للشركة", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_names_these_places(found: Found, text: str, places: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(text) == places


def test_an_article_from_daraa_names_what_its_readers_would(found: Found) -> None:
    said = found(ARTICLE)

    assert [name for name, _ in said] == [
        "إدلب", "درعا", "إدلب", "حوران", "درعا البلد", "درعا البلد", "المخيم", "طريق السد", "القبة", "حاجز القصاد",
        "مزارع الشياح", "القبة", "ريفي درعا الشرقي", "الغربي", "المنشية", "روسيا",
    ]  # fmt: skip
    assert dict(said)["القبة"] == ("sy.daraa.daraa.qubba",)
    assert dict(said)["المنشية"] == ("sy.daraa.daraa.manshiyah",)
    assert dict(said)["المخيم"] == ("sy.daraa.daraa.camp",)


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("لقاء في ليبيا بين وفود طرابلس وبنغازي", "طرابلس", ("ly.tripoli",)),
        ("أزمة مياه في شمال لبنان وطرابلس", "طرابلس", ("lb.north.tripoli",)),
        ("وقع انفجار في طرابلس", "طرابلس", ("ly.tripoli", "lb.north.tripoli")),
        ("قال الجيش اللبناني إن انفجارًا وقع في طرابلس", "طرابلس", ("lb.north.tripoli",)),
        ("غارات على صيدا", "صيدا", ("lb.south.sidon",)),
        ("قصف على بلدة صيدا في ريف درعا", "صيدا", ("sy.daraa.saida",)),
        ("لقاء في العاصمة الأردنية عمان والزرقاء", "عمان", ("jo.amman.amman",)),
    ],
)
def test_a_shared_name_is_the_one_whose_surroundings_the_article_names(
    found: Found, text: str, name: str, place: tuple[str, ...]
) -> None:
    assert dict(found(text))[name] == place


@pytest.mark.parametrize(("region", "place"), [("lb", ("lb.north.tripoli",)), ("ly", ("ly.tripoli",))])
def test_a_shared_name_is_else_the_one_of_the_feeds_region(found: Found, region: str, place: tuple[str, ...]) -> None:
    assert dict(found("وقع انفجار في طرابلس", region))["طرابلس"] == place


def test_a_quarter_holds_at_home_and_not_far_from_it(found: Found) -> None:
    assert "القدم" in [name for name, _ in found("حريق في حي القدم", "sy.damascus")]
    assert "القدم" not in [name for name, _ in found("حريق في حي القدم")]
    assert "القدم" not in [name for name, _ in found("حريق في حي القدم في تونس")]


def test_an_unknown_region_is_as_none(found: Found) -> None:
    assert found("هدوء في درعا", "xx") == found("هدوء في درعا")


def test_a_name_that_says_little_is_weaker_in_an_article_about_other_countries(gazetteer: Gazetteer) -> None:
    told = explained(tokenise("باريس. بلدة الجلاء", Field.TEXT), gazetteer)

    ((paris,), (far,)) = (told.accepted, told.refused)
    assert paris.score > 1 > far.score
    assert "elsewhere" in far.reasons


def test_marks_inside_a_word_do_not_move_the_span(found: Found) -> None:
    assert found("هدوءٌ بِدَرْعا اليومَ")[0][0] == "دَرْعا"


def test_the_title_is_read_with_the_text(gazetteer: Gazetteer) -> None:
    tokens = [*tokenise("قصف على بريف درعا", Field.TITLE), *tokenise("وصلت التعزيزات إلى جاسم ونوى", Field.TEXT)]

    told = mentions(tokens, gazetteer)

    assert [one.span.field for one in told] == [Field.TITLE, Field.TEXT, Field.TEXT]


def test_a_refused_name_can_say_why(gazetteer: Gazetteer) -> None:
    (one,) = explained(tokenise("قال أبو جاسم", Field.TEXT), gazetteer).refused

    assert one.score < 1
    assert one.reasons == ("tier A", "title before")


def test_mentions_never_overlap_and_come_in_order(gazetteer: Gazetteer) -> None:
    told = mentions(tokenise(ARTICLE, Field.TEXT), gazetteer)

    assert all(one.span.end <= other.span.start for one, other in pairwise(told))


@given(st.lists(st.sampled_from(NAMES.split()), max_size=12))
def test_in_any_text_mentions_come_in_order_and_never_overlap(gazetteer: Gazetteer, words: list[str]) -> None:
    text = " ".join(words)
    told = mentions(tokenise(text, Field.TEXT), gazetteer, None, hashtags(text, Field.TEXT))

    assert all(one.span.start < one.span.end <= other.span.start for one, other in pairwise(told))


def test_a_longer_name_refused_leaves_the_shorter_one_to_stand() -> None:
    rows = "xx\tcountry\t\tU\tنورس\t\t\t\nxx.a\ttown\t.\tX\tنورس العليا\t\t\t"
    small = Gazetteer(read(rows, "a.tsv"))

    told = mentions(tokenise("نورس العليا", Field.TEXT), small)

    assert [one.places for one in told] == [(PlaceId("xx"),)]


def test_the_words_met_are_remembered_up_to_a_limit() -> None:
    trie = Trie([])
    trie.most_known = 2

    for word in ("ا", "ب", "ج"):
        starts(trie, word)

    assert set(trie.known) == {"ج"}
