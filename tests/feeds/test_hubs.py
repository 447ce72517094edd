"""Hubs: which can be used, how long, and that only they can push."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.feeds import FeedId
from domain.news import Article
from feeds import hubs

URL = "https://news.example/feed"
HUB = "https://hub.example/"
SECRET = "a secret"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("hub", "topic", "found"),
    [
        pytest.param(HUB, URL, (HUB, URL), id="as written"),
        pytest.param(HUB, "", (HUB, URL), id="no topic"),
        pytest.param("/hub", "/feed?full=1", ("https://news.example/hub", f"{URL}?full=1"), id="relative"),
        pytest.param("http://hub.example/", URL, (HUB, URL), id="the secret goes by https"),
        pytest.param("http://127.0.0.1:80/", URL, ("http://127.0.0.1:80/", URL), id="but on this machine"),
        pytest.param(HUB, "http://www.news.example/feed", (HUB, "http://www.news.example/feed"), id="one site"),
        pytest.param(HUB, "https://other.example/feed", None, id="another site's topic"),
        pytest.param("", URL, None, id="no hub"),
        pytest.param("mailto:hub@example.org", URL, None, id="no address"),
    ],
)
def test_a_feed_names_a_hub_that_can_be_used(hub: str, topic: str, found: tuple[str, str] | None) -> None:
    assert hubs.named(hub, topic, URL) == found


def test_the_form_says_what_where_and_with_which_secret() -> None:
    assert hubs.subscription(URL, "https://mirsal.example/websub/1", SECRET) == {
        "hub.mode": "subscribe",
        "hub.topic": URL,
        "hub.callback": "https://mirsal.example/websub/1",
        "hub.secret": SECRET,
        "hub.lease_seconds": "864000",
    }


@pytest.mark.parametrize(
    ("seconds", "lease"),
    [
        ("3600", HOUR),
        ("1", timedelta(minutes=5)),
        ("99999999", timedelta(days=30)),
        ("", timedelta(days=1)),
        ("-3", timedelta(days=1)),
        ("٣٦٠٠", timedelta(days=1)),
        ("9" * 20, timedelta(days=1)),
    ],
)
def test_a_lease_is_within_reason(seconds: str, lease: timedelta) -> None:
    assert hubs.lease(seconds) == lease


def test_a_lease_is_renewed_before_it_ends(now: datetime) -> None:
    assert hubs.renewed_at(now, timedelta(days=10)) == now + timedelta(days=8)


def test_a_hub_that_fails_is_asked_less_and_less_but_once_a_day(now: datetime) -> None:
    waits = [hubs.asked_again_at(now, failures, None) - now for failures in (0, 1, 2, 5, 5_000)]

    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 24 * HOUR, 24 * HOUR]


def test_a_hub_whose_lease_ends_is_looked_at_then(now: datetime) -> None:
    assert hubs.asked_again_at(now, 3, now + HOUR) == now + HOUR
    assert hubs.asked_again_at(now, 0, now + 5 * HOUR) == now + HOUR
    assert hubs.asked_again_at(now, 0, now - HOUR) == now + HOUR


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_what_is_signed_with_the_secret_is_signed(method: str) -> None:
    body = "خبر".encode()
    digest = hmac.new(SECRET.encode(), body, getattr(hashlib, method)).hexdigest()

    assert hubs.is_signed(SECRET, f"{method}={digest}", body)
    assert hubs.is_signed(SECRET, f"{method}={digest.upper()} ", body)
    assert not hubs.is_signed("another", f"{method}={digest}", body)
    assert not hubs.is_signed(SECRET, f"{method}={digest}", body + b" ")


@pytest.mark.parametrize("signature", ["", "sha1", "sha1=", "md5=0", "sha1=خ", "=", "new=0", "__name__=x"])
def test_what_is_not_signed_is_not(signature: str) -> None:
    assert not hubs.is_signed(SECRET, signature, b"")


def test_a_hub_missed_what_was_published_well_before_a_poll_found_it(now: datetime) -> None:
    article = Article(FeedId(1), "1", "خبر", "", "", now - timedelta(minutes=6), now)

    def missed(one: Article, since: datetime, polled_at: datetime | None = None) -> bool:
        return hubs.missed([one], since, polled_at)

    assert missed(article, now - HOUR)
    assert not missed(article, now - timedelta(minutes=6))  # subscribed to since
    assert not missed(replace(article, published_at=now - timedelta(minutes=5)), now - HOUR)  # it may still come
    assert not hubs.missed([], now - HOUR, now - HOUR)

    undated = replace(article, published_at=None)
    assert missed(undated, now - HOUR, now - timedelta(minutes=10))  # not there at the poll before
    assert not missed(undated, now - HOUR, now - timedelta(minutes=4))
    assert not missed(undated, now - HOUR)
