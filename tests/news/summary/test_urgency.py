"""Laws of urgency: the source says so, or it is not urgent."""

from collections.abc import Callable

import pytest

from domain.news import Article
from news.summary.urgency import urgent

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
