"""Laws of what is kept of an article: stems, figures, places, tolls, and bytes that give them back."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.news import Field, Understood
from news.arabic.fold import fold
from news.arabic.tokens import tokenise
from news.stories.features import NO_TOLL, Features, Toll, decode, encode, features
from news.stories.figures import figures
from news.stories.stems import OFTEN, RARELY, SOMETIMES, number_of, share, stem, term

Read = Callable[..., Understood]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("والمستشفيات", "مستشف"),
        ("المستشفى", "مستشف"),
        ("للحكومة", "حكوم"),
        ("وحكومتهم", "حكوم"),
        ("بغداد", "غداد"),
        ("ورق", "ورق"),
        ("الدم", "الدم"),
        ("صاروخين", "صاروخ"),
        ("Reuters", "reuters"),
    ],
)
def test_a_light_stem_loses_one_prefix_and_one_ending_and_keeps_three_letters(word: str, expected: str) -> None:
    assert stem(fold(word)) == expected


def test_what_says_nothing_of_the_event_is_no_term() -> None:
    assert [term(fold(word)) for word in ("في", "التي", "وأضاف", "و", "3")] == [0] * 5
    assert term(fold("القصف")) == term(fold("قصف")) == number_of("قصف")


def test_words_of_news_are_expected_often_and_unlisted_ones_rarely() -> None:
    assert [share(term(fold(word))) for word in ("الرئيس", "زيتون", "شفاينشتايغر")] == [OFTEN, SOMETIMES, RARELY]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مقتل 3 وإصابة ٥", "3 5"),
        ("مقتل ثلاثة أشخاص وإصابة اثني عشر", "3 12"),
        ("إصابة شخصين", "2"),
        ("أحد المارة والثاني", ""),
        ("1,200 طن و3 آلاف ليرة", "1200 3000"),
        ("ارتفع 0.3 بالمئة", "0.3"),
        ("ارتفع خمسة في المئة و7%", "5 7"),
        ("في 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م", ""),
        ("الثلاثاء 3-3 و4 آذار", ""),
        ("عند الساعة 13:30 و13.47 بتوقيت غرينتش", ""),
        ("الساعة 9 مساء", ""),
        ("نسخة 1.2.3,4", ""),
        ("007", "7"),
        ("0", "0"),
        ("7.62 ملم", "7.62"),
        ("3 ملايين", "3"),
    ],
)
def test_figures_are_numbers_and_no_dates_or_times(text: str, expected: str) -> None:
    assert figures(text, tokenise(text, Field.TEXT)) == {number_of(each) for each in expected.split()}


def kept(one: Understood) -> Features:
    found = decode(one.features)
    assert found is not None
    return found


def test_places_stand_with_what_they_lie_in_and_adjectives_with_their_country(read: Read) -> None:
    one = kept(read("قصف على أريحا", "قالت الخارجية التركية والروسية إن الطيران السوري قصف مدينة أريحا في إدلب."))

    expected = {number_of(each) for each in ("sy", "sy.idlib", "tr", "ru")}
    assert expected <= set(one.places)
    assert number_of("tr") not in one.places[: one.titled[1]]


def test_only_the_head_of_an_article_counts(read: Read) -> None:
    lead = "أعلنت المحافظة إغلاق الجسر. " * 13
    one, longer = read("إغلاق الجسر", lead), read("إغلاق الجسر", lead + "وقتل 3 أشخاص في حلب.")

    assert one.features == longer.features


def test_the_title_counts_twice_and_stands_first(read: Read) -> None:
    one = kept(read("حريق كبير", "اندلع حريق في الغابة"))

    assert one.titled[0] == 2
    assert one.terms[0] == number_of("حريق")
    assert one.counts[:2] == bytes([3, 2])


@pytest.mark.parametrize(
    ("title", "ending"),
    [
        ("حريق كبير يلتهم سوق الخضار | الساعة", ""),
        ("حريق كبير يلتهم سوق الخضار | محليات | موقع الساعة", ""),
        ("حريق كبير يلتهم سوق الخضار｜قناة الساعة", ""),
        ("حريق كبير يلتهم سوق الخضار - الساعة", "الساعة"),
        ("عاجل | حريق", "حريق"),
        ("حريق كبير يلتهم سوق الخضار | والدفاع المدني يكافحه منذ الفجر", "والدفاع المدني يكافحه منذ الفجر"),
    ],
)
def test_the_name_of_a_site_behind_a_bar_is_no_part_of_a_headline(read: Read, title: str, ending: str) -> None:
    without = title.removesuffix(ending) if ending else "حريق كبير يلتهم سوق الخضار"

    assert (kept(read(title)).terms == kept(read(without)).terms) is not bool(ending)


def test_what_counts_people_behind_a_bar_is_told(read: Read) -> None:
    assert kept(read("قصف مدفعي على سوق المدينة | مقتل 3")).toll == Toll(3, 0, 0)


def test_a_toll_is_the_highest_figure_of_each_harm(read: Read) -> None:
    assert kept(read("مقتل 5 وإصابة 9", "وكان 3 قتلوا في البداية.")).toll == Toll(5, 9, 0)
    assert kept(read("مقتل وإصابة 15 شخصا")).toll == Toll(0, 0, 15)
    assert kept(read("افتتاح معرض")).toll == NO_TOLL


@pytest.mark.parametrize("text", ["قصف " * 20_000, "1 " * 20_000, " ".join(str(each) for each in range(20_000)), ""])
def test_no_text_makes_more_than_its_head_holds(read: Read, text: str) -> None:
    for one in (read("عنوان", text), read(text.strip() or "؟")):
        assert len(one.features) < 2_000
        assert encode(kept(one)) == one.features


@settings(deadline=None)  # the first text loads the lexicons
@given(st.text(max_size=80), st.text(max_size=400))
def test_what_is_encoded_is_decoded(title: str, text: str) -> None:
    from tests.news.stories.test_index import article  # noqa: PLC0415  the same articles

    one = article(title, text)
    tokens = (*tokenise(title, Field.TITLE), *tokenise(text, Field.TEXT))
    found = features(one, tokens, (), ("shelling",), {})

    assert decode(encode(found)) == found


@pytest.mark.parametrize("stored", [b"", b"\x00", b"\xff\x01\x02"])
def test_what_another_version_wrote_is_not_read(stored: bytes) -> None:
    assert decode(stored) is None
