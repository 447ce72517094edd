"""Times of day and spans of time as people write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.texts.clock import of_day
from domain.preferences import Quiet
from handlers.dayparts import between, count, in_the_morning, readings, span
from news.arabic.fold import fold


@given(st.integers(0, 1439))
def test_a_time_that_we_say_is_read_back_as_it_was_meant(minute: int) -> None:
    assert readings(fold(of_day(minute))) == (minute,)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("٨", (480, 1200)),
        ("8", (480, 1200)),
        ("۸", (480, 1200)),
        ("١٢", (0, 720)),
        ("٠", (0,)),
        ("٢٣", (1380,)),
        ("٨:٣٠", (510, 1230)),
        ("٨.٣٠ ص", (510,)),
        ("٨ونصف مساءً", (1230,)),
        ("٨ إلا ربع صباحا", (465,)),
        ("الساعة الثامنة وثلث صباحًا", (500,)),
        ("سابعة مساء", (1140,)),
        ("الثانية عشرة ليلًا", (0,)),
        ("الحادية عشرة صباحا", (660,)),
        ("١٢ م", (720,)),
        ("١٢ مساءً", (0,)),
        ("١٢ ص", (0,)),
        ("١٢ ظهرا", (720,)),
        ("الظهر", (720,)),
        ("منتصف الليل", (0,)),
        ("٣ بعد الظهر", (900,)),
        ("٢ بعد منتصف الليل", (120,)),
        ("٥ فجرًا", (300,)),
        ("٤ عصرا", (960,)),
        ("٩ في الليل", (1260,)),
        ("٢٢ مساء", (1320,)),
        ("٨ PM", (1200,)),
        ("٢٥", ()),
        ("٨:٧٥", ()),
        ("١٣ صباحًا", ()),
        ("٩ فجرًا", ()),
        ("حلب", ()),
        ("", ()),
    ],
)
def test_times_are_read(text: str, minutes: tuple[int, ...]) -> None:
    assert readings(fold(text).casefold()) == minutes


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("١١ إلى ٦", Quiet(1380, 360)),
        ("١٠ إلى ٨", Quiet(1320, 480)),
        ("١٢ إلى ٦", Quiet(0, 360)),
        ("١ إلى ٦", Quiet(60, 360)),
        ("١١ مساءً إلى ٦", Quiet(1380, 360)),
        ("١١ إلى ٦ صباحًا", Quiet(1380, 360)),
        ("٢ ظهرًا إلى ٤", Quiet(840, 960)),
        ("٢ إلى ٤ عصرًا", Quiet(840, 960)),
        ("٢٢ حتى ٧", Quiet(1320, 420)),
        ("١١ و٦", Quiet(1380, 360)),
        ("١١ ونصف و٦", Quiet(1410, 360)),
        ("١١-٦", Quiet(1380, 360)),
        ("١١ ل٦", Quiet(1380, 360)),
        ("٦ إلى ٦", None),
        ("٦ صباحًا إلى ٦ صباحًا", None),
        ("١١", None),
        ("حلب إلى درعا", None),
    ],
)
def test_hours_between_two_times_are_those_of_the_night_unless_said(text: str, quiet: Quiet | None) -> None:
    assert between(fold(text)) == quiet


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("٨", 480),
        ("٥", 300),
        ("١١", 660),
        ("٨ مساءً", 1200),
        ("٤", None),
        ("١٢", None),
        ("٢٠", 1200),
        ("ظهرا", 720),
        ("لا", None),
    ],
)
def test_an_open_hour_of_a_digest_is_of_the_morning_from_five_on(text: str, minute: int | None) -> None:
    assert in_the_morning(fold(text)) == minute


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("ساعة", timedelta(hours=1)),
        ("ساعة واحدة", timedelta(hours=1)),
        ("ساعتين", timedelta(hours=2)),
        ("٣ ساعات", timedelta(hours=3)),
        ("ثلاث ساعات", timedelta(hours=3)),
        ("١٢ ساعة", timedelta(hours=12)),
        ("نصف ساعة", timedelta(minutes=30)),
        ("ربع ساعة", timedelta(minutes=15)),
        ("٤٥ دقيقة", timedelta(minutes=45)),
        ("يومًا", timedelta(days=1)),
        ("يوم", timedelta(days=1)),
        ("يومين", timedelta(days=2)),
        ("خمسة أيام", timedelta(days=5)),
        ("أسبوعًا", timedelta(weeks=1)),
        ("أسبوعين", timedelta(weeks=2)),
        ("سنة", None),
        ("", None),
    ],
)
def test_spans_are_read(text: str, time: timedelta | None) -> None:
    assert span(fold(text)) == time


@pytest.mark.parametrize(
    ("text", "number"), [("٥", 5), ("خمسة", 5), ("عشر", 10), ("0", 0), ("12345", None), ("كثير", None)]
)
def test_numbers_are_read(text: str, number: int | None) -> None:
    assert count(fold(text)) == number
