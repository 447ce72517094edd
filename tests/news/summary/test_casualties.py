"""Laws of counting dead and injured: sentences of the news, each with what it tells."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.news import Article, Casualty, Field, Harm
from news.arabic.tokens import tokenise
from news.summary.casualties import casualties

Write = Callable[..., Article]

_HARMS = {Harm.DEAD: "D", Harm.INJURED: "I", Harm.BOTH: "B"}


def rows() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "casualties.txt").read_text("utf-8").splitlines()
    written = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return [(expected, sentence) for expected, sentence in written]


def told(article: Article) -> list[Casualty]:
    tokens = [*tokenise(article.title, Field.TITLE), *tokenise(article.text, Field.TEXT)]
    return list(casualties(article, tokens))


def short(found: list[Casualty]) -> str:
    return " ".join(f"{_HARMS[one.harm]}{one.number}{'+' * one.at_least}" for one in found) or "-"


@pytest.mark.parametrize(("expected", "sentence"), rows())
def test_a_sentence_tells_its_dead_and_injured(write: Write, expected: str, sentence: str) -> None:
    assert short(told(write(sentence))) == expected.translate(str.maketrans("٣٧", "37"))


def test_the_title_comes_first_and_a_sentence_ends_what_belongs_together(write: Write) -> None:
    article = write("أصيب طفل.\nوفي السوق قتيلان! مسافة 2.5 كيلومتر", "مقتل 3 عمال")

    assert short(told(article)) == "D3 I1 D2"


def test_a_figure_is_told_in_the_words_of_the_article(write: Write) -> None:
    title = "مقتل ما لا يقل عن 3 عمال وإصابة طفلين في درعا"
    article = write("", title)

    assert [title[one.span.start : one.span.end] for one in told(article)] == [
        "مقتل ما لا يقل عن 3 عمال",
        "وإصابة طفلين",
    ]


def test_the_dead_deep_in_an_article_are_found_with_their_bound(write: Write) -> None:
    article = write(
        "خرج سكان بلدة نوى في وقفة تضامن مع جيرانهم، ورفعوا لافتات.\n"
        "وطالب عضو في المجلس بوقف الهجوم بحسب وصفه.\n"
        "وقصفت القوات منذ الفجر الأحياء الشرقية بقذائف الهاون، ما أدى إلى مقتل شخصين على الأقل وإصابة آخرين "
        "بحسب ما نقلت وكالة محلية.\n"
        "وبحسب المراسل، تسبب القصف بسقوط جرحى وقتلى من المدنيين.",
        "وقفة تضامن في نوى",
    )

    assert short(told(article)) == "D2+"


def test_the_year_of_the_article_is_not_past(write: Write) -> None:
    assert short(told(write("قتل خمسة عمال في 2026"))) == "D5"
    assert short(told(write("قتل خمسة عمال في 2025"))) == "-"
