"""What polls show of a feed's health."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.feeds import Feed, Hints, NotModified, Signs
from feeds.signs import after_answer, after_news, lead

HOUR = timedelta(hours=1)
NEW = "https://news.example/new"


def answer(moved_to: str = "", took: float = 1.0, until: datetime | None = None) -> NotModified:
    return NotModified(Hints(), moved_to, timedelta(seconds=took), until)


def test_a_move_is_dated_from_the_first_poll_that_saw_it(feed: Feed, now: datetime) -> None:
    first = after_answer(feed, answer(NEW), now)
    second = after_answer(replace(feed, signs=first), answer(NEW), now + HOUR)

    assert (second.moved_to, second.moved_at) == (NEW, now)


def test_a_move_to_elsewhere_begins_anew_and_one_taken_back_is_forgotten(feed: Feed, now: datetime) -> None:
    moved = replace(feed, signs=Signs(moved_to=NEW, moved_at=now))

    elsewhere = after_answer(moved, answer(NEW + "er"), now + HOUR)
    back = after_answer(moved, answer(), now + HOUR)

    assert elsewhere.moved_at == now + HOUR
    assert (back.moved_to, back.moved_at) == ("", None)


def test_the_usual_time_of_an_answer_follows_the_answers_slowly(feed: Feed, now: datetime) -> None:
    first = after_answer(feed, answer(took=2), now)
    second = after_answer(replace(feed, signs=first), answer(took=12), now)

    assert (first.took, second.took) == (timedelta(seconds=2), timedelta(seconds=4))


def test_the_latest_certificate_counts(feed: Feed, now: datetime) -> None:
    assert after_answer(feed, answer(until=now + HOUR), now).certificate_until == now + HOUR


def test_the_usual_gap_of_a_feed_that_sleeps_at_night_is_hours(feed: Feed, now: datetime) -> None:
    begin = now
    feed = replace(feed, created_at=begin)
    for day in range(14):
        for minutes in (*range(0, 14 * 60, 20), 14 * 60):
            now = begin + timedelta(days=day, minutes=minutes)
            feed = replace(feed, signs=replace(feed.signs, gap=after_news(feed, now)), article_at=now)

    assert 3 * HOUR < feed.signs.gap < 6 * HOUR


@pytest.mark.parametrize(
    ("ago", "gap"),
    [
        pytest.param(None, 0, id="no news before"),
        pytest.param(5, 5, id="the first gap"),
        pytest.param(-1, 0, id="a clock that went back"),
    ],
)
def test_the_first_gap_is_the_usual_one(feed: Feed, now: datetime, ago: int | None, gap: int) -> None:
    before = None if ago is None else now - ago * HOUR

    assert after_news(replace(feed, article_at=before), now) == gap * HOUR


def test_the_first_read_shows_no_gap(feed: Feed, now: datetime) -> None:
    assert after_news(replace(feed, primed=False, article_at=now - HOUR), now) == timedelta(0)


def test_a_clock_is_ahead_by_the_second_latest_date(now: datetime) -> None:
    assert lead([now + 3 * HOUR, None, now + 2 * HOUR, now - HOUR], now) == 2 * HOUR
    assert lead([now + 90 * HOUR, now - HOUR], now) == timedelta(0)
    assert lead([now + HOUR], now) == HOUR
    assert lead([None], now) == timedelta(0)
