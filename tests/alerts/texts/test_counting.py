"""Numbers agree with what they count, as Arabic grammar and the plural rules of CLDR have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.texts.counting import ALERTS, DAYS, HOURS, MINUTES, NEWS, SOURCES, SUBSCRIPTIONS, Noun, count, digits


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, NEWS, "لا أخبار"),
        (1, NEWS, "خبر واحد"),
        (2, NEWS, "خبران"),
        (3, NEWS, "٣ أخبار"),
        (10, NEWS, "١٠ أخبار"),
        (11, NEWS, "١١ خبرًا"),
        (99, NEWS, "٩٩ خبرًا"),
        (100, NEWS, "١٠٠ خبر"),
        (101, NEWS, "١٠١ خبر"),
        (102, NEWS, "١٠٢ خبر"),
        (103, NEWS, "١٠٣ أخبار"),
        (111, NEWS, "١١١ خبرًا"),
        (1000, NEWS, "١٠٠٠ خبر"),
        (2, SOURCES, "مصدران"),
        (5, SOURCES, "٥ مصادر"),
        (15, SOURCES, "١٥ مصدرًا"),
        (2, SUBSCRIPTIONS, "اشتراكان"),
        (4, SUBSCRIPTIONS, "٤ اشتراكات"),
        (50, SUBSCRIPTIONS, "٥٠ اشتراكًا"),
        (7, ALERTS, "٧ تنبيهات"),
        (1, MINUTES, "دقيقة"),
        (9, MINUTES, "٩ دقائق"),
        (30, MINUTES, "٣٠ دقيقة"),
        (6, HOURS, "٦ ساعات"),
        (24, HOURS, "٢٤ ساعة"),
        (3, DAYS, "٣ أيام"),
        (30, DAYS, "٣٠ يومًا"),
    ],
)
def test_a_noun_takes_the_form_its_number_asks_for(number: int, noun: Noun, said: str) -> None:
    assert count(number, noun) == said


def test_after_a_preposition_two_are_oblique() -> None:
    assert count(2, DAYS, oblique=True) == "يومين"


def test_beyond_two_a_preposition_changes_nothing() -> None:
    assert count(12, DAYS, oblique=True) == count(12, DAYS)


def test_less_than_nothing_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="-1"):
        count(-1, NEWS)


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_are_the_number_in_arabic_indic(number: int) -> None:
    assert int(digits(number)) == number
    assert not digits(number).isascii()


@given(st.integers(min_value=3, max_value=10**6))
def test_the_last_two_digits_decide(number: int) -> None:
    assert count(number, NEWS).split()[1] == count(number + 100, NEWS).split()[1]
