"""The laws of when a feed is asked again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.feeds import Feed, Hints, Signs
from feeds.schedule import Bounds, Plan, after_asking_to_wait, after_failure, after_success, first_due

MINUTE = timedelta(minutes=1)
BOUNDS = Bounds()
SILENT = Hints()


def wait(plan: Plan, now: datetime) -> float:
    return (plan.due_at - now) / MINUTE


def steady(feed: Feed, daily: float) -> Feed:
    return replace(feed, daily=daily)


@pytest.mark.parametrize(
    ("daily", "minutes"), [(100, 1), (25, 2), (4, 5), (1, 10), (0.2, 22.4), (0.001, 30), (10_000, 1)]
)
def test_the_interval_is_k_over_the_root_of_articles_a_day_within_bounds(
    feed: Feed, now: datetime, daily: float, minutes: float
) -> None:
    asked = replace(steady(feed, daily), succeeded_at=now)

    plan = after_success(asked, new=0, now=now, hints=SILENT, bounds=BOUNDS, jitter=0)

    assert wait(plan, now) == pytest.approx(minutes, rel=0.01)


def test_a_feed_that_never_had_news_waits_longest(feed: Feed, now: datetime) -> None:
    plan = after_success(steady(feed, 0), new=0, now=now, hints=SILENT, bounds=BOUNDS, jitter=0)

    assert wait(plan, now) == 30


def test_what_a_feed_shows_at_first_counts_as_one_day(feed: Feed, now: datetime) -> None:
    new_feed = replace(feed, succeeded_at=None, daily=0)

    assert after_success(new_feed, new=20, now=now, hints=SILENT, bounds=BOUNDS, jitter=0).daily == 20
    assert after_success(new_feed, new=20_000, now=now, hints=SILENT, bounds=BOUNDS, jitter=0).daily == 100


@pytest.mark.parametrize("daily", [0.3, 4, 24, 300])
@pytest.mark.parametrize("minutes", [5, 17, 30])
def test_the_average_settles_on_what_a_feed_publishes(feed: Feed, now: datetime, daily: float, minutes: float) -> None:
    step = timedelta(minutes=minutes)
    published = 0.0

    for _ in range(int(timedelta(days=12) / step)):
        published += daily * (step / timedelta(days=1))
        new, published = int(published), published % 1
        now += step
        plan = after_success(feed, new=new, now=now, hints=SILENT, bounds=BOUNDS, jitter=0)
        feed = replace(feed, daily=plan.daily, succeeded_at=now)

    assert feed.daily == pytest.approx(daily, rel=0.1, abs=0.3)


@pytest.mark.parametrize(
    ("hints", "minutes"),
    [
        pytest.param(Hints(fresh_for=10 * MINUTE), 10, id="max-age"),
        pytest.param(Hints(ttl=15 * MINUTE), 15, id="ttl"),
        pytest.param(Hints(fresh_for=10 * MINUTE, ttl=15 * MINUTE), 15, id="the longer of both"),
        pytest.param(Hints(ttl=timedelta(days=7)), 30, id="ttl counts up to the ceiling"),
        pytest.param(Hints(retry_after=timedelta(hours=3)), 180, id="Retry-After counts beyond it"),
        pytest.param(Hints(retry_after=timedelta(days=300)), 24 * 60, id="but silences nobody for good"),
        pytest.param(Hints(fresh_for=timedelta(seconds=1)), 2, id="a short hint changes nothing"),
    ],
)
def test_what_the_publisher_asks_is_kept(feed: Feed, now: datetime, hints: Hints, minutes: float) -> None:
    asked = replace(steady(feed, 25), succeeded_at=now)

    plan = after_success(asked, new=0, now=now, hints=hints, bounds=BOUNDS, jitter=-1)

    assert wait(plan, now) >= minutes * (0.9 if minutes == 2 else 1)


@pytest.mark.parametrize(("jitter", "minutes"), [(-1, 9), (0, 10), (1, 11), (5, 11), (-5, 9)])
def test_jitter_moves_the_wait_by_a_tenth_at_most(feed: Feed, now: datetime, jitter: float, minutes: float) -> None:
    asked = replace(steady(feed, 1), succeeded_at=now)

    plan = after_success(asked, new=0, now=now, hints=SILENT, bounds=BOUNDS, jitter=jitter)

    assert wait(plan, now) == pytest.approx(minutes)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 1), (1, 2), (3, 8), (8, 256), (9, 360), (100_000, 360)])
def test_each_failure_doubles_the_wait_up_to_the_worst(
    feed: Feed, now: datetime, failures: int, minutes: float
) -> None:
    plan = after_failure(replace(feed, failures=failures), now=now, hints=SILENT, bounds=BOUNDS, jitter=0)

    assert wait(plan, now) == minutes
    assert plan.daily == feed.daily


def test_a_failure_keeps_retry_after(feed: Feed, now: datetime) -> None:
    hints = Hints(retry_after=timedelta(hours=2))

    plan = after_failure(feed, now=now, hints=hints, bounds=BOUNDS, jitter=-1)

    assert wait(plan, now) == 120


def test_the_start_is_spread_over_one_interval(now: datetime) -> None:
    due = [first_due(now, index, 60, BOUNDS) for index in range(60)]

    assert due == [now + timedelta(seconds=second) for second in range(60)]
    assert first_due(now, 0, 0, BOUNDS) == now


def test_the_demo_can_ask_every_second(feed: Feed, now: datetime) -> None:
    bounds = Bounds(shortest=timedelta(seconds=1), longest=timedelta(seconds=1))

    plan = after_success(feed, new=0, now=now, hints=SILENT, bounds=bounds, jitter=0)

    assert plan.due_at == now + timedelta(seconds=1)


def busy_from(feed: Feed, start: int, end: int) -> Feed:
    hours = tuple(96.0 if start <= hour < end else 0.0 for hour in range(24))
    return replace(feed, daily=24.0, signs=Signs(hours=hours))


def test_a_feed_is_asked_more_often_at_the_hours_when_it_publishes(feed: Feed, now: datetime) -> None:
    day = replace(busy_from(feed, 9, 15), succeeded_at=now)
    night = replace(day, succeeded_at=now + timedelta(hours=12))

    by_day = after_success(day, new=0, now=now, hints=SILENT, bounds=BOUNDS, jitter=0)
    by_night = after_success(night, new=0, now=now + timedelta(hours=12), hints=SILENT, bounds=BOUNDS, jitter=0)

    assert wait(by_day, now) == pytest.approx(10 / (0.8 * 96 + 0.2 * 24) ** 0.5, rel=0.01)
    assert wait(by_night, now + timedelta(hours=12)) == pytest.approx(10 / (0.2 * 24) ** 0.5, rel=0.01)


def test_an_hour_learns_only_from_the_time_that_lies_in_it(feed: Feed, now: datetime) -> None:
    asked = replace(feed, daily=24.0, succeeded_at=now - timedelta(minutes=30))

    hours = after_success(asked, new=6, now=now + timedelta(minutes=30), hints=SILENT, bounds=BOUNDS, jitter=0).hours

    assert len(hours) == 24
    assert hours[11] == hours[12] > 24
    assert {rate for hour, rate in enumerate(hours) if hour not in {11, 12}} == {24.0}


def test_after_days_of_absence_each_hour_learns_once(feed: Feed, now: datetime) -> None:
    asked = replace(busy_from(feed, 9, 15), succeeded_at=now - timedelta(days=9, minutes=20))

    hours = after_success(asked, new=0, now=now, hints=SILENT, bounds=BOUNDS, jitter=0).hours

    assert [rate > 0 for rate in hours] == [9 <= hour < 15 for hour in range(24)]
    assert max(hours) < 96


def test_a_first_read_and_a_clock_that_stands_teach_no_hour(feed: Feed, now: datetime) -> None:
    first = after_success(replace(feed, succeeded_at=None), new=9, now=now, hints=SILENT, bounds=BOUNDS, jitter=0)
    again = after_success(replace(feed, succeeded_at=now), new=9, now=now, hints=SILENT, bounds=BOUNDS, jitter=0)

    assert (first.hours, again.hours) == ((), ())


def test_a_host_that_asks_to_wait_is_left_alone_so_long_or_the_shortest_time() -> None:
    assert after_asking_to_wait(Hints(retry_after=timedelta(hours=2)), BOUNDS) == timedelta(hours=2)
    assert after_asking_to_wait(SILENT, BOUNDS) == MINUTE
