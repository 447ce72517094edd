"""Times of day as clocks show them, also where these are put forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.hours import last_digest, next_digest, quiet_until, zone_of
from alerts.texts.times import DAMASCUS
from domain.preferences import Digest, Preferences, Quiet

BERLIN = ZoneInfo("Europe/Berlin")  # 2026: forward on 29 March from 2 to 3, back on 25 October from 3 to 2
BEIRUT = ZoneInfo("Asia/Beirut")  # 2026: forward on 29 March from midnight to 1, back on 25 October from midnight to 23
KOLKATA = ZoneInfo("Asia/Kolkata")
NIGHT = Quiet(23 * 60, 6 * 60)

ZONES = st.sampled_from([DAMASCUS, BERLIN, BEIRUT, KOLKATA, ZoneInfo("America/New_York"), ZoneInfo("Australia/Sydney")])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  bounds
MINUTES = st.integers(0, 1439)


def at(zone: ZoneInfo, text: str, *, fold: int = 0) -> datetime:
    """Return the moment at which clocks of *zone* show *text*."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def test_no_quiet_hours_end_never_begun() -> None:
    assert quiet_until(None, at(DAMASCUS, "2026-11-20T03:00"), DAMASCUS) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-20T22:59", None),
        ("2026-11-20T23:00", "2026-11-21T06:00"),
        ("2026-11-20T23:59", "2026-11-21T06:00"),
        ("2026-11-21T00:00", "2026-11-21T06:00"),
        ("2026-11-21T05:59", "2026-11-21T06:00"),
        ("2026-11-21T06:00", None),
        ("2026-12-31T23:30", "2027-01-01T06:00"),
    ],
)
def test_quiet_hours_run_over_midnight(now: str, until: str | None) -> None:
    assert quiet_until(NIGHT, at(DAMASCUS, now), DAMASCUS) == (at(DAMASCUS, until) if until else None)


def test_quiet_hours_within_a_day_end_on_it() -> None:
    siesta = Quiet(14 * 60, 16 * 60)

    assert quiet_until(siesta, at(DAMASCUS, "2026-11-20T15:00"), DAMASCUS) == at(DAMASCUS, "2026-11-20T16:00")
    assert quiet_until(siesta, at(DAMASCUS, "2026-11-20T17:00"), DAMASCUS) is None


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 6), ("2026-10-24", 8), ("2026-06-01", 7)])
def test_the_night_of_a_change_is_an_hour_shorter_or_longer(day: str, hours: int) -> None:
    start = at(BERLIN, f"{day}T23:00")

    until = quiet_until(NIGHT, start, BERLIN)

    assert until is not None
    assert until - start == timedelta(hours=hours)
    assert until.astimezone(BERLIN).hour == 6


def test_quiet_hours_that_end_at_a_skipped_time_end_as_clocks_are_put_forward() -> None:
    until = quiet_until(Quiet(23 * 60, 150), at(BERLIN, "2026-03-29T01:59"), BERLIN)

    assert until == datetime(2026, 3, 29, 1, tzinfo=UTC)  # 2:00 is 3:00


def test_quiet_hours_that_end_at_a_time_that_comes_twice_last_until_the_second() -> None:
    until = quiet_until(Quiet(23 * 60, 150), at(BERLIN, "2026-10-25T02:40"), BERLIN)

    assert until == at(BERLIN, "2026-10-25T02:30", fold=1)


def test_quiet_hours_that_begin_at_a_time_that_comes_twice_begin_with_the_first() -> None:
    half_past_two = Quiet(150, 6 * 60)

    assert quiet_until(half_past_two, at(BERLIN, "2026-10-25T02:10", fold=1), BERLIN) == at(BERLIN, "2026-10-25T06:00")


def test_quiet_hours_from_a_midnight_that_is_skipped_begin_at_one() -> None:
    quiet = Quiet(0, 6 * 60)

    assert quiet_until(quiet, at(BEIRUT, "2026-03-28T23:59"), BEIRUT) is None
    assert quiet_until(quiet, at(BEIRUT, "2026-03-29T01:00"), BEIRUT) == at(BEIRUT, "2026-03-29T06:00")


def test_in_an_hour_that_comes_twice_at_midnight_the_night_has_begun() -> None:
    quiet = Quiet(23 * 60 + 30, 6 * 60)

    assert quiet_until(quiet, at(BEIRUT, "2026-10-24T23:10", fold=1), BEIRUT) == at(BEIRUT, "2026-10-25T06:00")


@given(MINUTES, MINUTES, MOMENTS, ZONES)
def test_when_quiet_hours_end_they_are_over(start: int, end: int, now: datetime, zone: ZoneInfo) -> None:
    quiet = Quiet(start, end)

    until = quiet_until(quiet, now, zone)

    if start != end and until is not None:
        assert now < until <= now + timedelta(hours=26)
        after = until + timedelta(hours=2)  # an hour that comes twice may begin the next ones at once
        assert quiet_until(quiet, until, zone) in {None, quiet_until(quiet, after, zone)}


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        ("2026-11-20T07:59", "2026-11-19T08:00", "2026-11-20T08:00"),
        ("2026-11-20T08:00", "2026-11-20T08:00", "2026-11-21T08:00"),
        ("2026-11-20T23:59", "2026-11-20T08:00", "2026-11-21T08:00"),
    ],
)
def test_a_daily_digest_is_due_at_its_hour(now: str, last: str, following: str) -> None:
    daily = Preferences(digest=Digest.DAILY, daily_at=480)

    assert last_digest(daily, at(DAMASCUS, now), DAMASCUS) == at(DAMASCUS, last)
    assert next_digest(daily, at(DAMASCUS, now), DAMASCUS) == at(DAMASCUS, following)


def test_a_daily_digest_at_a_skipped_time_comes_as_clocks_are_put_forward() -> None:
    daily = Preferences(digest=Digest.DAILY, daily_at=150)

    assert next_digest(daily, at(BERLIN, "2026-03-29T01:00"), BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_daily_digest_at_a_time_that_comes_twice_comes_once() -> None:
    daily = Preferences(digest=Digest.DAILY, daily_at=150)
    first = at(BERLIN, "2026-10-25T02:30")

    assert next_digest(daily, first - timedelta(minutes=1), BERLIN) == first
    assert next_digest(daily, first, BERLIN) == at(BERLIN, "2026-10-26T02:30")
    assert last_digest(daily, at(BERLIN, "2026-10-25T02:45", fold=1), BERLIN) == first


@given(MINUTES, MOMENTS, ZONES, st.sampled_from(Digest))
def test_now_lies_between_the_last_digest_and_the_next(
    minute: int, now: datetime, zone: ZoneInfo, digest: Digest
) -> None:
    preferences = Preferences(digest=digest, daily_at=minute)

    last, following = last_digest(preferences, now, zone), next_digest(preferences, now, zone)

    assert last <= now < following
    assert following - last <= timedelta(hours=26)


def test_hourly_digests_come_at_the_full_hour_of_the_zone() -> None:
    now = at(KOLKATA, "2026-11-20T10:20:30")

    assert last_digest(Preferences(), now, KOLKATA) == at(KOLKATA, "2026-11-20T10:00")
    assert next_digest(Preferences(digest=Digest.HOURLY), now, KOLKATA) == at(KOLKATA, "2026-11-20T11:00")


def test_a_chat_without_a_zone_has_that_of_the_installation() -> None:
    assert zone_of(Preferences(), DAMASCUS) is DAMASCUS
    assert zone_of(Preferences(zone="Europe/Berlin"), DAMASCUS) == BERLIN


def test_a_zone_that_this_machine_does_not_know_any_more_counts_as_the_default() -> None:
    assert zone_of(Preferences(zone="Atlantis/Capital"), DAMASCUS) is DAMASCUS
    assert zone_of(Preferences(zone="../etc"), DAMASCUS) is DAMASCUS
