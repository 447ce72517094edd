"""The laws of what is news."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.feeds import Feed
from domain.news import Article
from feeds.freshness import is_news, next_lag

HOUR = timedelta(hours=1)


def article(feed: Feed, now: datetime, age: timedelta | None) -> Article:
    dated = None if age is None else now - age
    return Article(feed.id, "a", "انقطاع المياه عن أحياء المدينة", "", "", dated, now)


@pytest.mark.parametrize(
    ("age", "lag", "news"),
    [
        pytest.param(timedelta(0), 0, True, id="just published"),
        pytest.param(24 * HOUR, 0, True, id="a day old"),
        pytest.param(24 * HOUR + timedelta(seconds=1), 0, False, id="older than a day"),
        pytest.param(-HOUR, 0, True, id="ahead of our clock"),
        pytest.param(None, 0, True, id="without date the time seen counts"),
        pytest.param(72 * HOUR, 7, True, id="and in a feed that is usually late"),
        pytest.param(72 * HOUR, 6, False, id="six hours are not late"),
    ],
)
def test_what_is_news(feed: Feed, now: datetime, age: timedelta | None, lag: int, *, news: bool) -> None:
    feed = replace(feed, lag=lag * HOUR)

    assert is_news(article(feed, now, age), feed) is news


@pytest.mark.parametrize("age", [timedelta(0), None])
def test_nothing_is_news_before_a_first_read_is_stored(feed: Feed, now: datetime, age: timedelta | None) -> None:
    assert not is_news(article(feed, now, age), replace(feed, primed=False, lag=7 * HOUR))


def test_the_lag_follows_the_median_of_each_read(feed: Feed, now: datetime) -> None:
    found = [article(feed, now, age) for age in (HOUR, 2 * HOUR, 20 * HOUR, None)]

    assert next_lag(feed, found) == timedelta(hours=0.04)


def test_a_feed_that_is_always_late_is_known_as_such_after_fifteen_reads(feed: Feed, now: datetime) -> None:
    lags = []
    for _ in range(15):
        feed = replace(feed, lag=next_lag(feed, [article(feed, now, 30 * HOUR)]))
        lags.append(feed.lag > 6 * HOUR)

    assert lags == [False] * 14 + [True]


def test_an_archive_that_comes_back_in_several_reads_makes_no_feed_late(feed: Feed, now: datetime) -> None:
    found = [article(feed, now, timedelta(days=day)) for day in range(1, 50)]

    for _ in range(10):
        feed = replace(feed, lag=next_lag(feed, found))

    assert not is_news(found[-1], feed)


@pytest.mark.parametrize("primed", [True, False])
def test_reads_without_dates_and_the_first_read_say_nothing(feed: Feed, now: datetime, *, primed: bool) -> None:
    feed = replace(feed, primed=primed, lag=3 * HOUR)

    assert next_lag(feed, [article(feed, now, None if primed else 90 * HOUR)]) == 3 * HOUR


def test_a_clock_that_runs_ahead_is_no_negative_lag(feed: Feed, now: datetime) -> None:
    assert next_lag(feed, [article(feed, now, -HOUR)]) == timedelta(0)
