"""If most hosts fail at once it is us."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.feeds import Feed
from feeds import outage
from feeds.outage import Outcomes


def polls(reached: int, failed: int) -> Outcomes:
    outcomes = Outcomes()
    for number in range(reached + failed):
        outcomes.note(f"{number}.example", 100.0, reached=number < reached)
    return outcomes


@pytest.mark.parametrize(
    ("reached", "failed", "ours"),
    [(0, 3, True), (0, 2, False), (3, 3, False), (3, 4, True), (97, 3, False), (0, 0, False)],
)
def test_it_is_us_if_more_than_half_of_three_hosts_or_more_fail(reached: int, failed: int, *, ours: bool) -> None:
    assert polls(reached, failed).are_ours(100.0) is ours


def test_many_feeds_of_one_dead_host_are_one_host() -> None:
    outcomes = polls(2, 1)
    for second in range(50):
        outcomes.note("dead.example", 100.0 + second, reached=False)

    assert not outcomes.are_ours(200.0)


def test_only_the_last_poll_of_a_host_counts_and_only_for_ten_minutes() -> None:
    outcomes = polls(0, 3)
    outcomes.note("0.example", 99.0, reached=True)  # an older one that was told of later

    assert outcomes.are_ours(700.0)
    assert not outcomes.are_ours(701.0)

    outcomes = polls(0, 3)
    outcomes.note("0.example", 101.0, reached=True)
    outcomes.note("1.example", 101.0, reached=True)
    assert not outcomes.are_ours(102.0)


def test_an_error_page_shows_that_the_network_is_there(feed: Feed, now: datetime) -> None:
    def feeds(error: str) -> list[Feed]:
        return [replace(feed, url=f"https://{n}.example/", error=error, checked_at=now) for n in range(4)]

    at = now.timestamp()
    assert outage.of(feeds("timeout: read")).are_ours(at)
    assert outage.of(feeds("offline: dns: no address")).are_ours(at)
    assert not outage.of(feeds("server_error: HTTP 503")).are_ours(at)
    assert not outage.of(feeds("")).are_ours(at)
    assert not outage.of([replace(each, checked_at=None) for each in feeds("timeout")]).are_ours(at)
    assert not outage.of(feeds("timeout: read")).are_ours(at + timedelta(minutes=11).total_seconds())


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://News.Example:8080/a?b", "news.example"), ("nonsense", ""), ("http://[::1", "")],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert outage.host_of(url) == host
