"""Laws of the figure on the first line of an alert."""

from collections.abc import Callable

import pytest

from domain.news import Article, Field, Span
from news.arabic.tokens import tokenise
from news.places.gazetteer import shipped
from news.places.mentions import mentions
from news.summary.facts import MOST_READ, Figure, figure

Write = Callable[..., Article]

HEAD = (
    "قصفت مدفعية مجهولة سوقًا في بلدة ربوان صباح اليوم، ما أدى إلى مقتل شخصين وإصابة خمسة آخرين، "
    "بحسب مصدر طبي في المشفى."
)
DEEP = "وفي وادان المجاورة، قُتل ثلاثة عمال في انهيار جدار."


def at(article: Article, words: str) -> tuple[Span, ...]:
    start = article.text.index(words)
    return (Span(Field.TEXT, start, start + len(words)),)


def words(article: Article, *focus: tuple[Span, ...], shown: str | None = None) -> tuple[str, ...]:
    found = figure(article, article.text if shown is None else shown, shipped(), *focus)
    return found.words if found else ()


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("مقتل شخصين وإصابة خمسة في ربوان", ("مقتل شخصين وإصابة خمسة",)),
        ("قصف على ربوان وإصابة ثلاثة عمال", ("إصابة ثلاثة عمال",)),
        ("قصف على السوق وثلاثة جرحى", ("ثلاثة جرحى",)),
        ("الوزير يعزي بوفاة طفلين في ربوان", ("وفاة طفلين",)),
        ("ارتفاع حصيلة القتلى إلى 12", ("ارتفاع حصيلة القتلى إلى 12",)),
        ("سيول تودي بحياة ثلاثة أشخاص", ("تودي بحياة ثلاثة أشخاص",)),
        ("ربوان: أكثر من 150 قتيلًا", ("أكثر من 150 قتيلًا",)),
        ("وفاة 3 أطفال في حريق", ("وفاة 3 أطفال",)),
        ("خمسة قتلى في الحريق، بينهم طفل، وسبعة جرحى", ("خمسة قتلى", "سبعة جرحى")),
        ("لقي ثلاثة عمال مصرعهم", ("لقي ثلاثة عمال مصرعهم",)),
    ],
)
def test_it_is_told_in_the_own_words_of_the_title(write: Write, title: str, told: tuple[str, ...]) -> None:
    assert words(write("", title)) == told


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("", id="nothing"),
        pytest.param("سوق ربوان يفتح", id="no figure"),
        pytest.param("3 قتلى في ربوان و5 قتلى في وادان", id="two places, two figures"),
        pytest.param("ذكرى قصف 12 أيار 2020 الذي أوقع ثلاثة قتلى", id="another year"),
        pytest.param("3 قتلى في قصف الثاني من كانون الأول", id="long past"),
        pytest.param("3 قتلى في ربوان و7 قتلى وجرحى في وادان", id="a figure of both beside one of the dead"),
        pytest.param(
            "لقي شاب يعمل مستخدمًا متعاقدًا بالمستودعات الاستراتيجية الجديدة بالضاحية مصرعه", id="too long to quote"
        ),
    ],
)
def test_one_that_is_not_sure_is_not_told(write: Write, title: str) -> None:
    assert words(write("", title)) == ()


def test_a_sentence_that_is_not_sent_tells_none(write: Write) -> None:
    article = write(HEAD, "قصف على ربوان")

    assert words(article) == ("مقتل شخصين وإصابة خمسة آخرين",)
    assert words(article, shown="قصفت مدفعية مجهولة سوقًا.") == ()


def test_a_figure_is_not_taken_for_a_part_of_another(write: Write) -> None:
    article = write("وفي الريف سقط 5 قتلى.\nوفي المدينة سقط 15 قتيلًا.")

    assert words(article, shown="وفي المدينة سقط 15 قتيلًا.") == ("15 قتيلًا",)


def test_a_fuller_sentence_of_the_same_dead_is_taken(write: Write) -> None:
    assert words(write(HEAD, "مقتل شخصين في قصف على ربوان")) == ("مقتل شخصين وإصابة خمسة آخرين",)
    assert words(write(HEAD, "مقتل ثلاثة أشخاص في قصف على ربوان")) == ("مقتل ثلاثة أشخاص",)


def test_what_the_head_tells_is_of_what_the_head_names(write: Write) -> None:
    article = write(f"{HEAD}\n{DEEP}", "قصف على ربوان")

    assert words(article, at(article, "ربوان")) == ("مقتل شخصين وإصابة خمسة آخرين",)
    assert words(article, at(article, "وادان")) == ("قُتل ثلاثة عمال",)
    assert words(article, at(article, "ربوان"), at(article, "وادان")) == ()
    assert words(article, ()) == ("مقتل شخصين وإصابة خمسة آخرين",)


def test_it_says_whether_it_comes_from_below_the_head(write: Write) -> None:
    article = write(f"{HEAD}\n{DEEP}", "قصف على ربوان")

    assert figure(article, article.text, shipped(), at(article, "وادان")) == Figure(("قُتل ثلاثة عمال",), is_deep=True)
    assert figure(article, article.text, shipped()) == Figure(("مقتل شخصين وإصابة خمسة آخرين",), is_deep=False)


def of(article: Article, place: str) -> tuple[str, ...]:
    """Return the figure for who follows *place*, and what lies in it."""
    tokens = (*tokenise(article.title, Field.TITLE), *tokenise(article.text, Field.TEXT))
    spans = tuple(
        one.span
        for one in mentions(tokens, shipped())
        if any(f"{each}.".startswith(f"{place}.") for each in one.places)
    )
    assert spans
    return words(article, spans)


@pytest.mark.parametrize(
    "title",
    [
        "مقتل 7 فلسطينيين في غزة، وقصف على درعا دون إصابات",
        "مقتل 12 بغارة على بيروت واشتباكات في درعا",
        "غارة على غزة تقتل 30 شخصًا وتوغل في درعا",
        "بعد مقتل 7 أشخاص في حلب.. احتجاجات في درعا",
        "بعد مقتل 7 أشخاص في حلب احتجاجات في درعا",
        "احتجاجات في درعا بعد مقتل 7 أشخاص في حلب",
        "احتجاجات في درعا تنديدًا بمقتل 7 أشخاص في حلب",
        "درعا تشيع أبناءها، ومقتل 4 بغارة على حمص",
        "غارة على غزة، 30 قتيلًا، وتوغل في درعا",
        "غارة على حلب ومقتل 5، ونزوح إلى درعا",
        "هدوء في درعا وسقوط 6 قتلى بقصف على إدلب",
        "إدلب: 6 قتلى بقصف، وانتشار أمني في درعا",
        "مقتل 5 أشخاص من أبناء حماة وقصف على درعا",
        "مقتل 20 شخصًا في سوريا، وقصف على درعا",
        "درعا تتضامن مع غزة بعد مقتل 30 شخصًا",
    ],
)
def test_the_dead_of_another_place_do_not_stand_beside_the_followed_one(write: Write, title: str) -> None:
    assert of(write("", title), "sy.daraa") == ()


@pytest.mark.parametrize(
    "title",
    [
        "مقتل 7 أشخاص بقصف على درعا",
        "قصف على درعا، ومقتل 7 أشخاص",
        "قصف على درعا ومقتل 7 أشخاص ونقل الجرحى إلى دمشق",
        "مقتل 7 أشخاص، بقصف استهدف درعا",
        "دمشق تعلن مقتل 7 أشخاص بقصف على درعا",
        "مقتل 7 أشخاص بقصف على مدينة درعا وريف السويداء",
        "مقتل 7 أشخاص بقصف على السويداء، ودرعا، والقنيطرة",
        "مقتل 7 أشخاص في نوى، وقصف على حلب",
        "مقتل 7 أشخاص قرب مدرسة وسط درعا",
        "إسرائيل تقصف درعا ومقتل 7 أشخاص",
        "درعا: مقتل 7 أشخاص بقصف",
        "غارات على درعا وريف السويداء، ومقتل 7 أشخاص",
        "قال مصدر طبي في دمشق، إن قصفًا أوقع الأحد، مقتل 7 أشخاص، في درعا",
    ],
)
def test_the_dead_of_the_followed_place_do(write: Write, title: str) -> None:
    assert of(write("", title), "sy.daraa") == ("مقتل 7 أشخاص",)


def test_what_lies_in_a_city_has_its_dead_where_nothing_is_set_against_it(write: Write) -> None:
    text = "قُتل مدنيان بقصف مدفعي استهدف أحياء سكنية في مدينة درعا صباح اليوم."

    assert of(write(text, "قصف يطال درعا البلد"), "sy.daraa.daraa.balad") == ("قُتل مدنيان",)
    assert of(write("", "مقتل 20 شخصًا في ريف درعا، وقصف على نوى"), "sy.daraa.nawa") == ()


def test_each_place_has_its_own_dead_in_the_text_too(write: Write) -> None:
    first = "أعلنت البلدية عن برنامج جديد لصيانة الحدائق العامة في الأحياء كافة، ويستمر البرنامج شهرين كاملين كما قالت."
    article = write(f"{first}\nوقتل ثلاثة عمال في حلب، واندلعت اشتباكات في درعا.")

    assert of(article, "sy.aleppo") == ("قتل ثلاثة عمال",)
    assert of(article, "sy.daraa") == ()


def test_a_place_that_is_named_twice_is_followed_at_both(write: Write) -> None:
    article = write("وقالت وكالة محلية إن القصف أصاب مدرسة في نوى.", "ارتفاع حصيلة القصف على نوى إلى 7 قتلى")

    assert words(article, at(article, "نوى")) == ("7 قتلى",)


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("قُتل ثلاثة عمال في نوى.", ("قُتل ثلاثة عمال وأصيب خمسة",)),
        (
            "قُتل ثلاثة عمال في نوى.\n" + "".join(f"وقُتل {n} عمال.\n" for n in range(4, 4 + MOST_READ)),
            ("قُتل ثلاثة عمال",),
        ),
    ],
    ids=["near", "behind a hundred figures"],
)
def test_a_fuller_sentence_is_looked_for_where_it_may_stand(write: Write, first: str, told: tuple[str, ...]) -> None:
    assert words(write(f"{first}\nوفي المساء قال مصدر: قُتل ثلاثة عمال وأصيب خمسة.")) == told
