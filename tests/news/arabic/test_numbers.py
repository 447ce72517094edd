"""Laws of reading numbers."""

import pytest

from domain.news import Field
from news.arabic.numbers import number_at
from news.arabic.tokens import tokenise


def first(text: str) -> tuple[int, str] | None:
    """Return the first number of *text*, and its own words."""
    tokens = tokenise(text, Field.TEXT)
    for at in range(len(tokens)):
        if number := number_at(text, tokens, at):
            return number.value, text[tokens[number.start].span.start : tokens[number.end - 1].span.end]
    return None


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("وصل خمسة عمال", 5, "خمسة"),
        ("وخمسة عمال", 5, "وخمسة"),
        ("ثماني نساء", 8, "ثماني"),
        ("عشرة عمال", 10, "عشرة"),
        ("أحد عشر كوكبًا", 11, "أحد عشر"),
        ("اثنتي عشرة ناقة", 12, "اثنتي عشرة"),
        ("تسعة عشر يومًا", 19, "تسعة عشر"),
        ("عشرون عامًا", 20, "عشرون"),
        ("خمسة وعشرين", 25, "خمسة وعشرين"),
        ("الخمسة والعشرون", 25, "الخمسة والعشرون"),
        ("تسعٌ وتسعون نعجة", 99, "تسعٌ وتسعون"),
        ("مئة عامل", 100, "مئة"),
        ("مائة وخمسة عمال", 105, "مائة وخمسة"),
        ("مئتين وثلاثين", 230, "مئتين وثلاثين"),
        ("ثلاث مئة", 300, "ثلاث مئة"),
        ("خمسمائة", 500, "خمسمائة"),
        ("ألف", 1000, "ألف"),
        ("ألفان ومئة", 2100, "ألفان ومئة"),
        ("ألف و200 عامل", 1200, "ألف و200"),
        ("خمسة آلاف", 5000, "خمسة آلاف"),
        ("12 ألفًا", 12000, "12 ألفًا"),
        ("3 آلاف و450", 3450, "3 آلاف و450"),
        ("مئة ألف", 100000, "مئة ألف"),
        ("ثلاثمئة ألف", 300000, "ثلاثمئة ألف"),
        ("٤٥ عاملًا", 45, "٤٥"),
        ("1,250 عاملًا", 1250, "1,250"),
        ("1٬250", 1250, "1٬250"),
        ("12, 15", 12, "12"),
        ("ألف وعامل", 1000, "ألف"),
        ("ألف وثلاثة آلاف", 1000, "ألف"),
        ("ثلاثة، عشرة", 3, "ثلاثة"),
        ("واحد", 1, "واحد"),
    ],
)
def test_a_number_is_read_as_long_as_it_goes(text: str, value: int, words: str) -> None:
    assert first(text) == (value, words)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("لا شيء", id="none"),
        pytest.param("", id="nothing"),
        pytest.param("2.5", id="a fraction"),
        pytest.param("10:30", id="a time"),
        pytest.param("5/7/2026", id="a date"),
        pytest.param("12%", id="a percentage"),
        pytest.param("٪12 ٪", id="a percentage before"),
        pytest.param("12 بالمئة", id="in words"),
        pytest.param("خمسة بالمئة", id="all in words"),
        pytest.param("3 ملايين", id="millions"),
        pytest.param("خمسة ملايين", id="millions in words"),
        pytest.param("يوم الاثنين", id="Monday"),
        pytest.param("والأحد", id="Sunday"),
        pytest.param("أحد المارة", id="one of"),
    ],
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert first(text) is None


def test_an_article_is_told() -> None:
    definite, plain = "الثمانية", "ثمانية"

    found = [number_at(word, tokenise(word, Field.TEXT), 0) for word in (definite, plain)]

    assert [number.definite for number in found if number] == [True, False]
    assert number_at(plain, tokenise(plain, Field.TEXT), 1) is None
    assert number_at("12 في المئة", tokenise("12 في المئة", Field.TEXT), 0) is None
