"""Laws of urgency: the source says so, or people died of what just happened."""

from collections.abc import Callable

import pytest

from domain.news import Article, Field, Span
from domain.queries import Match, QueryId
from news.places.gazetteer import shipped
from news.summary.urgency import pressed, presses_for, pressing, urgent
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


@pytest.mark.parametrize(
    "title",
    [
        "قتلى وجرحى بقصف على درعا",
        "سقوط قتلى بقصف على درعا",
        "عشرات القتلى بقصف على درعا",
        "عشرات الشهداء والجرحى بغارة على السوق",
        "مقتل العشرات بغارة على السوق",
        "مقتل امرأتين وثلاثة أطفال بقصف على السوق",
        "مقتل عائلة كاملة بغارة على منزلها",
        "مجزرة في درعا بقصف على السوق",
        "مجزرة مروعة إثر قصف سوق البلدة",
        "مقتل 3 مدنيين و4 عسكريين بقصف على البلدة",
        "مقتل 10-15 شخصًا بغارة",
        "15 ضحية بقصف على السوق",
        "سقوط ضحايا مدنيين بقصف على البلدة",
        "غارة تقتل مدنيين في السوق",
        "سقوط عشرات الضحايا بقصف على السوق",
        "مقتل امرأة وطفليها بقصف على منزلهم",
        "غارة أودت بحياة عائلة في البلدة",
        "انفجار سيارة مفخخة ولقي العشرات مصرعهم",
        "مقتل رجل وزوجته وأطفالهما الثلاثة بقصف",
        "ما بين 10 و15 قتيلًا بغارة على السوق",
        "قصف على السوق ومدنيون قتلوا وأطفالهم بقصف",
        "سيول جارفة ووفيات في المخيم",
        "ارتفاع عدد القتلى جراء القصف",
        "قتلى وجرحى بقصف هو الأعنف منذ سقوط النظام",
        "قصف متواصل منذ الصباح وسقوط قتلى",
    ],
)
def test_a_word_of_dead_is_enough_where_one_death_presses(write: Write, title: str) -> None:
    assert understand(write("", title), shipped()).presses


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("قصف على درعا دون سقوط قتلى", id="none"),
        pytest.param("قصف على درعا ولم ترد أنباء عن سقوط قتلى", id="none told of"),
        pytest.param("الدفاع تنفي سقوط قتلى بقصف على درعا", id="denied"),
        pytest.param("هل سقط قتلى بقصف درعا؟", id="asked"),
        pytest.param("قتلى وجرحى بالألغام منذ توقيع الاتفاق", id="a sum"),
        pytest.param("عام على مجزرة السوق بقصف طال المدنيين", id="an anniversary"),
        pytest.param("الأمن يوقف المتورطين في مجزرة بقصف السوق", id="a crime of old"),
        pytest.param("تشييع قتلى القصف في البلدة", id="a funeral"),
        pytest.param("قصف على شارع الشهداء", id="a street"),
        pytest.param("قصف قرب مشفى الشهيد باسل", id="a hospital"),
        pytest.param("قصف على موقع مجزرة التضامن", id="one of the books"),
        pytest.param("القصف يقتل الأمل في البلدة", id="a figure of speech"),
        pytest.param("قصف يهدد بحياة السكان", id="in danger"),
        pytest.param("غارة ولقي الموقف ترحيبًا", id="met with applause"),
        pytest.param("مقتل 20 رأسًا من الغنم بقصف", id="sheep"),
        pytest.param("سقوط قتلى في حادث سير", id="an accident"),
        pytest.param("ضحايا القصف يطالبون بتعويضات", id="victims who demand"),
        pytest.param("السيول تجرف منازل القتلى", id="dead who were known"),
        pytest.param("قصف السوق في 5 كانون الثاني أوقع قتلى", id="long past"),
        pytest.param("هجمات أُحبطت في أعقاب هجوم على السوق قتل فيه العشرات", id="what followed"),
        pytest.param("منذ سقوط النظام: مقتل 400 شخص بانفجار سيارة مفخخة", id="a sum with a figure"),
        pytest.param("حصيلة أسبوعية: 14 قتيلًا بقصف", id="a week's"),
        pytest.param("خبر كاذب عن مقتل 5 بانفجار", id="a fake"),
        pytest.param("الألغام تقتل 3 أطفال يوميًا", id="a rate"),
    ],
)
def test_a_word_of_dead_that_tells_none_of_today_is_not(write: Write, title: str) -> None:
    assert not understand(write("", title), shipped()).presses


def reached(article: Article, place: str) -> bool:
    understood = understand(article, shipped())
    spans = tuple(
        one.span for one in understood.mentions if any(f"{each}.".startswith(f"{place}.") for each in one.places)
    )
    match = Match(QueryId(1), spans)
    why = presses_for(article, understood.tokens, understood.events, match, understood.mentions)

    assert spans
    assert bool(pressed(understood, [match])) is (why is not None)
    return why is not None


@pytest.mark.parametrize(
    "title",
    [
        "مقتل 7 فلسطينيين في غزة، وقصف على درعا دون إصابات",
        "مقتل 12 بغارة على بيروت واشتباكات في درعا",
        "غارة على غزة تقتل 30 شخصًا وتوغل في درعا",
        "مقتل العشرات بغارة على غزة، وقصف على درعا",
        "قصف على درعا بعد مقتل 7 أشخاص في حلب",
        "غارة على حلب، 30 قتيلًا، وتوغل في درعا",
    ],
)
def test_the_dead_of_another_clause_press_nobody_who_follows_this_place(write: Write, title: str) -> None:
    assert not reached(write("", title), "sy.daraa")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("مقتل 7 أشخاص بقصف على درعا", ""),
        ("قصف على درعا، ومقتل 7 أشخاص من أبناء حماة", ""),
        ("قصف على درعا، ومقتل 7 نازحين من بلدة خان شيخون", ""),
        ("إسرائيل تقصف درعا، وإسرائيل تقول إن 7 أشخاص قتلوا", ""),
        ("قصف على نوى، ومقتل 7 أشخاص في ريف درعا", ""),
        ("قصف على درعا", "أعلنت وزارة الدفاع في دمشق مقتل 3 جنود بقصف مدفعي."),
        ("قتلى وجرحى بقصف على درعا، ونقل المصابين إلى دمشق", ""),
        ("قصف على درعا والسويداء، وسقوط قتلى", ""),
    ],
)
def test_those_who_died_at_the_followed_place_press_its_followers(write: Write, title: str, text: str) -> None:
    assert reached(write(text, title), "sy.daraa")


def test_who_lives_in_a_governorate_is_pressed_by_its_dead(write: Write) -> None:
    assert reached(write("", "قصف على نوى، ومقتل 7 أشخاص في ريف درعا"), "sy.daraa.nawa")


def test_what_is_named_below_the_head_gives_no_reason_for_haste(write: Write) -> None:
    article = write("", "مقتل 7 أشخاص بقصف على درعا")
    understood = understand(article, shipped())
    deep = Match(QueryId(1), (Span(Field.TEXT, 700, 704),))

    assert presses_for(article, understood.tokens, understood.events, deep, understood.mentions) is None
