"""An article's words keep their order on a right-to-left screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.bidi import is_right_to_left, isolated, sided
from news.arabic.marks import FIRST_STRONG_ISOLATE, POP_ISOLATE, RIGHT_TO_LEFT


def shown(text: str) -> str:
    """Return *text* with its invisible marks to be seen."""
    return text.replace(RIGHT_TO_LEFT, "⟵").replace(FIRST_STRONG_ISOLATE, "⟦").replace(POP_ISOLATE, "⟧")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("قصف على درعا", "قصف على درعا"),
        ("تقرير BBC News عن حلب", "تقرير ⟦BBC News⟧ عن حلب"),
        ("BBC: قصف على درعا", "⟵⟦BBC⟧: قصف على درعا"),
        ("35 قتيلًا في حمص", "⟵35 قتيلًا في حمص"),
        ("إصابات COVID-19 تعود", "إصابات ⟦COVID-19⟧ تعود"),
        ("نشر حساب @unicef_sy صورًا من المخيم.", "نشر حساب ⟦@unicef_sy⟧ صورًا من المخيم."),
        ("لغة C++ في المدارس", "لغة ⟦C++⟧ في المدارس"),
        ("راجع https://example.org/a?b=1 للمزيد", "راجع ⟦https://example.org/a?b=1⟧ للمزيد"),
        ("حتى 2026-12-01 فقط", "حتى ⟦2026-12-01⟧ فقط"),
        ("الحرارة -5 ليلًا", "الحرارة ⟦-5⟧ ليلًا"),
        ("بين 10-15 قتيلًا", "بين 10-15 قتيلًا"),
        ("سطر أول\n💥 سطر ثانٍ", "سطر أول\n⟵💥 سطر ثانٍ"),
        ("Rebels shell Daraa.", "Rebels shell Daraa."),
        ("Deraa (درعا) was shelled.", "Deraa (درعا) was shelled."),
        ("", ""),
    ],
)
def test_marks_stand_only_where_a_line_written_from_the_right_needs_them(text: str, marked: str) -> None:
    assert shown(sided(text)) == marked


def test_a_latin_name_within_an_arabic_line_is_isolated() -> None:
    assert shown(isolated("Reuters")) == "⟦Reuters⟧"


@pytest.mark.parametrize(("text", "expected"), [("درعا", True), ("Daraa", False), ("123", True), ("تل Tell", False)])
def test_the_letters_decide_the_direction(text: str, *, expected: bool) -> None:
    assert is_right_to_left(text) is expected


@given(st.text(alphabet="ab 1.,:/@درعا\n💥"))
def test_marks_take_nothing_away_and_isolates_close(text: str) -> None:
    marked = sided(text)

    assert marked.count(FIRST_STRONG_ISOLATE) == marked.count(POP_ISOLATE)
    for mark in (RIGHT_TO_LEFT, FIRST_STRONG_ISOLATE, POP_ISOLATE):
        marked = marked.replace(mark, "")
    assert marked == text
