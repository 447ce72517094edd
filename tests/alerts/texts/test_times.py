"""Times are said in Arabic, in the chat's zone, with Levantine months."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.texts import times

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # noon in Damascus


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-90), "الآن"),
        (timedelta(0), "الآن"),
        (timedelta(seconds=59), "الآن"),
        (timedelta(minutes=1), "قبل دقيقة"),
        (timedelta(minutes=2), "قبل دقيقتين"),
        (timedelta(minutes=5), "قبل ٥ دقائق"),
        (timedelta(minutes=11), "قبل ١١ دقيقة"),
        (timedelta(minutes=59, seconds=59), "قبل ٥٩ دقيقة"),
        (timedelta(hours=1), "قبل ساعة"),
        (timedelta(hours=2), "قبل ساعتين"),
        (timedelta(hours=10), "قبل ١٠ ساعات"),
        (timedelta(hours=23, minutes=59), "قبل ٢٣ ساعة"),
        (timedelta(days=1), "قبل يوم"),
        (timedelta(days=2), "قبل يومين"),
        (timedelta(days=6), "قبل ٦ أيام"),
        (timedelta(days=7), "١٧ تشرين الثاني"),
        (timedelta(days=400), "٢٠ تشرين الأول ٢٠٢٥"),
    ],
    ids=str,
)
def test_how_long_ago_is_said_in_the_nearest_unit(passed: timedelta, said: str) -> None:
    assert times.ago(NOW - passed, NOW) == said


def test_every_month_has_its_levantine_name() -> None:
    said = [times.date(datetime(2026, month, 15, tzinfo=UTC), NOW) for month in range(1, 13)]

    assert said == [
        "١٥ كانون الثاني",
        "١٥ شباط",
        "١٥ آذار",
        "١٥ نيسان",
        "١٥ أيار",
        "١٥ حزيران",
        "١٥ تموز",
        "١٥ آب",
        "١٥ أيلول",
        "١٥ تشرين الأول",
        "١٥ تشرين الثاني",
        "١٥ كانون الأول",
    ]


def test_the_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)

    assert times.date(late, NOW) == "٢٤ تشرين الثاني"
    assert times.date(late, NOW, ZoneInfo("Europe/London")) == "٢٣ تشرين الثاني"


def test_the_turn_of_the_year_is_that_of_the_zone() -> None:
    evening = datetime(2025, 12, 31, 22, 0, tzinfo=UTC)

    assert times.date(evening, NOW) == "١ كانون الثاني"
    assert times.date(evening, NOW, UTC) == "٣١ كانون الأول ٢٠٢٥"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(21, 5, "١٢:٠٥ ص"), (0, 0, "٣:٠٠ ص"), (9, 0, "١٢:٠٠ م"), (11, 59, "٢:٥٩ م")],
)
def test_the_clock_has_twelve_hours(hour: int, minute: int, said: str) -> None:
    assert times.clock(datetime(2026, 11, 24, hour, minute, tzinfo=UTC)) == said


def test_a_moment_stays_true_tomorrow() -> None:
    assert times.moment(NOW, NOW) == "١٢:٠٠ م، ٢٤ تشرين الثاني"
