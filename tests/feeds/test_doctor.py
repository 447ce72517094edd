"""A feed's verdict: patient with one bad answer, plain about what lasts."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.feeds import Feed, Signs, Verdict
from feeds.doctor import diagnose, is_trouble, is_worth_telling, of_error

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NEW = "https://news.example/new"


def failing(feed: Feed, error: str, failures: int = 3, hours: float = 2) -> Feed:
    assert feed.checked_at is not None
    return replace(feed, error=error, failures=failures, succeeded_at=feed.checked_at - hours * HOUR)


def verdict(feed: Feed, now: datetime, since: timedelta = 30 * DAY) -> Verdict | None:
    return diagnose(feed, now, since=now - since)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("gone: HTTP 410", Verdict.GONE),
        ("not_found: HTTP 404", Verdict.MISSING),
        ("forbidden: HTTP 403", Verdict.BLOCKED),
        ("too_many_requests: HTTP 429", Verdict.BLOCKED),
        ("certificate: of news.example: certificate has expired", Verdict.CERTIFICATE),
        ("tls: no TLS with news.example", Verdict.CERTIFICATE),
        ("not_a_feed: a web page", Verdict.PAGES),
    ],
)
def test_what_a_site_says_plainly_counts_when_it_said_it_three_times(
    feed: Feed, now: datetime, error: str, expected: Verdict
) -> None:
    assert verdict(failing(feed, error, hours=0.1), now) is expected
    assert verdict(failing(feed, error, failures=2), now) is None
    assert is_trouble(expected)


@pytest.mark.parametrize("error", ["timeout: read", "dns: no address", "connection: x", "server_error: HTTP 503"])
def test_a_feed_is_down_after_an_hour_without_a_success(feed: Feed, now: datetime, error: str) -> None:
    assert verdict(failing(feed, error, hours=2), now) is Verdict.DOWN
    assert verdict(failing(feed, error, failures=9, hours=0.5), now) is None


@pytest.mark.parametrize("error", ["too_large: x", "too_slow: parse", "broken: KeyError", "redirects: more than 5"])
def test_what_answers_and_cannot_be_read_is_unreadable(feed: Feed, now: datetime, error: str) -> None:
    assert verdict(failing(feed, error), now) is Verdict.UNREADABLE


def test_a_feed_that_never_succeeded_is_down_an_hour_after_it_was_added(feed: Feed, now: datetime) -> None:
    never = replace(failing(feed, "dns: no address"), succeeded_at=None, created_at=now - 2 * HOUR)

    assert verdict(never, now) is Verdict.DOWN
    assert verdict(replace(never, error=""), now) is None


def test_nothing_that_failed_while_we_were_offline_or_away_says_anything(feed: Feed, now: datetime) -> None:
    assert verdict(failing(feed, "offline: timeout: read"), now) is None
    assert verdict(replace(failing(feed, "gone: HTTP 410"), checked_at=None), now) is None
    assert verdict(failing(feed, "gone: HTTP 410"), now, since=timedelta(minutes=5)) is None
    assert verdict(failing(feed, "timeout: read", hours=50), now, since=0.5 * HOUR) is None
    assert verdict(failing(feed, "timeout: read", hours=50), now, since=1.5 * HOUR) is Verdict.DOWN


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        pytest.param({}, Verdict.FINE, id="fine"),
        pytest.param({"repaired": True}, Verdict.REPAIRED, id="encoding repaired"),
        pytest.param({"took": timedelta(seconds=11)}, Verdict.SLOW, id="slow"),
        pytest.param({"took": timedelta(seconds=9)}, Verdict.FINE, id="not slow yet"),
        pytest.param({"ahead": timedelta(minutes=16)}, Verdict.CLOCK, id="clock wrong"),
        pytest.param({"ahead": timedelta(minutes=14)}, Verdict.FINE, id="clocks differ a little"),
        pytest.param({"ahead": HOUR, "repaired": True}, Verdict.CLOCK, id="the worst first"),
    ],
)
def test_a_feed_that_is_read_is_judged_by_its_signs(
    feed: Feed, now: datetime, signs: dict[str, Any], expected: Verdict
) -> None:
    assert verdict(replace(feed, signs=Signs(**signs)), now) is expected
    assert not is_trouble(expected)


def test_slow_feeds_are_fine_again_only_when_they_are_clearly_quicker(feed: Feed, now: datetime) -> None:
    slow = replace(feed, verdict=Verdict.SLOW, signs=Signs(took=timedelta(seconds=8)))

    assert verdict(slow, now) is Verdict.SLOW
    assert verdict(replace(slow, signs=Signs(took=timedelta(seconds=5))), now) is Verdict.FINE


@pytest.mark.parametrize(("days", "expected"), [(-1, Verdict.EXPIRING), (2, Verdict.EXPIRING), (4, Verdict.FINE)])
def test_a_certificate_that_ends_in_days_is_told_before(
    feed: Feed, now: datetime, days: int, expected: Verdict
) -> None:
    assert verdict(replace(feed, signs=Signs(certificate_until=now + days * DAY)), now) is expected


@pytest.mark.parametrize(
    ("gap", "silence", "expected"),
    [
        pytest.param(4 * HOUR, 19 * HOUR, Verdict.FINE, id="less than five gaps"),
        pytest.param(4 * HOUR, 21 * HOUR, Verdict.SILENT, id="more than five gaps"),
        pytest.param(0.2 * HOUR, 11 * HOUR, Verdict.FINE, id="a busy feed may sleep a night"),
        pytest.param(0.2 * HOUR, 13 * HOUR, Verdict.SILENT, id="and no longer"),
        pytest.param(0 * HOUR, 99 * HOUR, Verdict.FINE, id="no gap known"),
    ],
)
def test_a_feed_is_silent_after_many_times_its_usual_gap(
    feed: Feed, now: datetime, gap: timedelta, silence: timedelta, expected: Verdict
) -> None:
    quiet = replace(feed, succeeded_at=now, article_at=now - silence, signs=Signs(gap=gap))

    assert verdict(quiet, now) is expected
    assert verdict(replace(quiet, created_at=now - 2 * DAY), now) is Verdict.FINE
    assert verdict(replace(quiet, article_at=None), now) is Verdict.FINE


def test_while_nobody_looked_no_feed_was_silent(feed: Feed, now: datetime) -> None:
    away = replace(feed, succeeded_at=now - 4 * DAY, article_at=now - 4 * DAY, signs=Signs(gap=HOUR))

    assert verdict(away, now) is Verdict.FINE


@pytest.mark.parametrize(
    ("url", "to", "held", "expected"),
    [
        pytest.param("http://news.example/feed", NEW, 25, Verdict.MOVED, id="after a day"),
        pytest.param("http://news.example/feed", NEW, 23, Verdict.FINE, id="not before"),
        pytest.param("https://news.example/feed", NEW, 25, Verdict.MOVED, id="from https to https"),
        pytest.param("https://news.example/feed", "http://news.example/", 25, Verdict.FINE, id="never to less safety"),
        pytest.param(NEW, NEW, 25, Verdict.FINE, id="to where it is"),
    ],
)
def test_a_feed_has_moved_when_its_redirect_held_for_a_day(
    feed: Feed, now: datetime, url: str, to: str, held: int, expected: Verdict
) -> None:
    moved = replace(feed, url=url, signs=Signs(moved_to=to, moved_at=now - held * HOUR))

    assert verdict(moved, now) is expected


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, Verdict.FINE, False),
        (None, Verdict.GONE, True),
        (Verdict.FINE, Verdict.REPAIRED, False),
        (Verdict.FINE, Verdict.SILENT, True),
        (Verdict.SILENT, Verdict.FINE, True),
        (Verdict.FINE, Verdict.MOVED, True),
        (Verdict.MOVED, Verdict.FINE, False),
        (Verdict.MOVED, Verdict.DOWN, True),
    ],
)
def test_admins_are_told_of_trouble_of_moves_and_of_its_end(
    before: Verdict | None, after: Verdict, *, told: bool
) -> None:
    assert is_worth_telling(before, after) is told


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("gone", Verdict.GONE),
        ("not_a_feed", Verdict.PAGES),
        ("status", Verdict.DOWN),
        ("dns", Verdict.DOWN),
        ("too_large", Verdict.UNREADABLE),
    ],
)
def test_a_single_look_is_judged_by_what_it_failed_of(kind: str, verdict: Verdict) -> None:
    assert of_error(kind) is verdict
