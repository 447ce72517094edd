"""Laws of the figure on the first line of an alert."""

from collections.abc import Callable

import pytest

from domain.news import Article, Field, Span
from news.summary.facts import Figure, figure

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
    found = figure(article, article.text if shown is None else shown, *focus)
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

    assert figure(article, article.text, at(article, "وادان")) == Figure(("قُتل ثلاثة عمال",), is_deep=True)
    assert figure(article, article.text) == Figure(("مقتل شخصين وإصابة خمسة آخرين",), is_deep=False)
