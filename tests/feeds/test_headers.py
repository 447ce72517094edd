"""What headers ask of those who poll."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.feeds import Hints, Validators
from feeds.headers import conditional, hints, hub, validators

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", 2 * MINUTE),
        (" 0 ", timedelta(0)),
        ("Sun, 01 Mar 2026 12:05:00 GMT", 5 * MINUTE),
        ("Sun, 01 Mar 2026 15:05:00 +0300", 5 * MINUTE),
        ("Sun, 01 Mar 2026 12:05:00 -0000", 5 * MINUTE),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("999999999999", timedelta(days=365)),
        ("Sun, 01 Mar 9999 12:05:00 GMT", timedelta(days=365)),
        ("١٢٠", None),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value: str, wait: timedelta | None) -> None:
    assert hints({"Retry-After": value}, NOW) == Hints(retry_after=wait)


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=300"}, 5 * MINUTE),
        ({"Cache-Control": 'MAX-AGE="300"'}, 5 * MINUTE),
        ({"Cache-Control": "s-maxage=300"}, None),
        ({"Cache-Control": "max-age=300", "Age": "60"}, 4 * MINUTE),
        ({"Cache-Control": "max-age=300", "Age": "x"}, 5 * MINUTE),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Cache-Control": "max-age=300", "Age": "900"}, None),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        ({"Cache-Control": "no-store"}, None),
        ({"Cache-Control": "max-age=60", "Expires": "Sun, 01 Mar 2026 14:00:00 GMT"}, MINUTE),
        ({"Expires": "Sun, 01 Mar 2026 12:05:00 GMT"}, 5 * MINUTE),
        ({"Expires": "Sun, 01 Mar 2026 12:05:00 GMT", "Date": "Sun, 01 Mar 2026 12:03:00 GMT"}, 2 * MINUTE),
        ({"Expires": "Thu, 19 Nov 1981 08:52:00 GMT"}, None),
        ({"Expires": "0"}, None),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 -1200"}, None),
        ({"Cache-Control": "max-age=999999999999"}, timedelta(days=365)),
    ],
)
def test_freshness_is_max_age_else_expires(headers: dict[str, str], fresh: timedelta | None) -> None:
    assert hints(headers, NOW) == Hints(fresh_for=fresh)


def test_validators_are_kept_as_received_and_sent_back() -> None:
    given = validators({"ETag": 'W/"a-1"', "Last-Modified": "Sun, 01 Mar 2026 12:05:00 GMT"})

    assert given == Validators('W/"a-1"', "Sun, 01 Mar 2026 12:05:00 GMT")
    assert conditional(given) == {
        "If-None-Match": 'W/"a-1"',
        "If-Modified-Since": "Sun, 01 Mar 2026 12:05:00 GMT",
    }
    assert conditional(Validators()) == {}


@pytest.mark.parametrize("etag", ["a\r\nX: 1", "\udc80", "ا", "a" * 1001])
def test_a_validator_that_cannot_be_sent_back_is_none(etag: str) -> None:
    assert validators({"ETag": etag}) == Validators()


@pytest.mark.parametrize(
    ("links", "found"),
    [
        (
            ['<https://hub.example/>; rel="hub", <https://news.example/feed>; rel="self"'],
            ("https://hub.example/", "https://news.example/feed"),
        ),
        (["<https://hub.example/>; rel=hub", "</feed>; type=x; rel=self"], ("https://hub.example/", "/feed")),
        (['<https://a.example/>; rel="hub", <https://b.example/>; rel="hub"'], ("https://a.example/", "")),
        (['<https://a.example/>; rel="self hub"'], ("https://a.example/", "https://a.example/")),
        (['<https://a.example/>; REL = "HUB"; title="x"'], ("https://a.example/", "")),
        (["<https://a.example/>", "nonsense", "<", "<>; rel=hub", '<x>; rel="unclosed'], ("", "")),
        ([], ("", "")),
        (["<" * 100_000, "<a>" * 100_000], ("", "")),
    ],
)
def test_the_link_header_names_hub_and_topic(links: list[str], found: tuple[str, str]) -> None:
    assert hub(links) == found
