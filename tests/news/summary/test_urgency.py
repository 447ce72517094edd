"""Laws of urgency: the source says so, or people died of what just happened."""

from collections.abc import Callable

import pytest

from domain.news import Article, Field, Span
from domain.queries import Match, QueryId
from news.places.gazetteer import shipped
from news.summary.urgency import pressed, pressing, urgent
from news.understand import understand

Write = Callable[..., Article]


@pytest.mark.parametrize(
    "title",
    [
        "عاجل | زلزال يضرب الساحل",
        "عاجل: إغلاق المعبر",
        "#عاجل إغلاق المعبر",
        "خبر عاجل إغلاق المعبر",
        "🚨عَاجِل.. انفجار",
        "إغلاق المعبر #عاجل",
        "إغلاق المعبر - عاجل",
        "BREAKING: Border closed",
    ],
)
def test_what_the_source_calls_urgent_is_urgent(write: Write, title: str) -> None:
    assert urgent(write("", title))


@pytest.mark.parametrize(
    "title",
    [
        "",
        "حاجة إلى علاج عاجل",
        "الوزير يدعو إلى تحرك عاجل",
        "عاجلًا أم آجلًا",
        "عاجل إلى وزير الصحة",
        "انفجار ضخم يهز المدينة",
    ],
)
def test_what_only_speaks_of_haste_is_not(write: Write, title: str) -> None:
    assert not urgent(write("", title))


def test_a_text_that_opens_with_the_word_is_urgent(write: Write) -> None:
    assert urgent(write("عاجل - أغلقت السلطات المعبر.", "إغلاق المعبر"))


@pytest.mark.parametrize(
    ("title", "event", "number"),
    [
        ("مقتل مدني بقصف مدفعي على السوق", "shelling", 1),
        ("غارة جوية على البلدة وسقوط ثلاثة قتلى", "airstrike", 3),
        ("زلزال يضرب الساحل ومقتل 40 شخصًا", "earthquake", 40),
        ("السيول تجرف خيام المخيم وتودي بحياة طفلين", "flood", 2),
        ("انفجار عبوة ناسفة وإصابة 15 شخصًا", "explosion", 15),
        ("حادث سير يودي بحياة 12 مسافرًا", "accident", 12),
        ("مقتل وإصابة 20 بقصف على حافلة", "shelling", 20),
    ],
)
def test_what_kills_presses_and_says_why(write: Write, title: str, event: str, number: int) -> None:
    article = write("", title)
    understood = understand(article, shipped())

    found = pressing(article, understood.tokens, understood.events)

    assert found is not None
    assert (found.event, found.casualty.number) == (event, number)
    assert understood.presses
    assert not understood.urgent


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("قصف مدفعي على أطراف البلدة", id="nobody died"),
        pytest.param("مقتل شخصين في حادث سير", id="too few for an accident"),
        pytest.param("وفاة ثلاثة أشخاص من عائلة واحدة", id="no event that presses"),
        pytest.param("المحافظة تنفي مقتل ثلاثة بقصف على السوق", id="a denial"),
        pytest.param("محاكمة متهم بتفجير أوقع ثلاثة قتلى", id="a trial"),
        pytest.param("قصف على السوق وإصابة طفلين", id="few injured"),
        pytest.param("قصف السوق في 5 كانون الثاني أوقع ثلاثة قتلى", id="long past"),
        pytest.param("في الذكرى السنوية لقصف السوق الذي أوقع ثلاثة قتلى", id="an anniversary"),
    ],
)
def test_what_is_past_denied_or_small_presses_nobody(write: Write, title: str) -> None:
    assert not understand(write("", title), shipped()).presses


def test_what_is_told_below_the_head_does_not_press(write: Write) -> None:
    text = (
        "قصفت المدفعية أطراف البلدة منذ ساعات الصباح الأولى دون أن يتضح حجم الأضرار، وفق ما قال سكان في المنطقة.\n"
        "وكان قصف سابق قد أوقع ثلاثة قتلى."
    )

    assert not understand(write(text, "قصف على البلدة"), shipped()).presses


def test_only_those_whose_place_the_head_names_are_pressed(write: Write) -> None:
    text = "قتل ثلاثة أشخاص في قصف على سوق البلدة صباح اليوم، وفق ما قال مصدر طبي في المشفى الوطني هناك صباح اليوم."
    text += "\nوتضامن سكان إدلب."
    understood = understand(write(text, "قصف على نوى"), shipped())
    head, deep = Span(Field.TITLE, 7, 10), Span(Field.TEXT, len(text) - 5, len(text) - 1)
    matches = [Match(QueryId(1), (head,)), Match(QueryId(2), (deep,)), Match(QueryId(3), ())]

    assert pressed(understood, matches) == [1, 3]
    assert pressed(understand(write("هدوء"), shipped()), matches) == []
