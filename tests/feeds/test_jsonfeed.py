"""JSON Feed, read with suspicion."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import NotAFeed
from domain.feeds import FeedId
from feeds.items import Item
from feeds.jsonfeed import looks_like_json, read
from feeds.parse import parse

VERSION = "https://jsonfeed.org/version/1.1"
URL = "https://news.example/feed.json"


def document(*items: Any, **more: Any) -> bytes:
    return json.dumps({"version": VERSION, "title": "صحيفة", "language": "ar", "items": items, **more}).encode()


def test_a_feed_is_read() -> None:
    item = {
        "id": "5",
        "url": "/news/5",
        "title": "وصول قافلة",
        "content_html": "<p>وصلت القافلة.</p>",
        "summary": "قافلة",
        "date_published": "2026-03-01T14:00:00+03:00",
    }

    feed = read(document(item), url=URL, most=10)

    assert (feed.title, feed.language, feed.entries) == ("صحيفة", "ar", 1)
    assert feed.items == (
        Item(
            guid="5",
            link="https://news.example/news/5",
            title="وصول قافلة",
            bodies=("<p>وصلت القافلة.</p>", "", "قافلة"),
            dated=datetime(2026, 3, 1, 11, 0, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize(
    ("item", "guid", "link", "dated"),
    [
        pytest.param({"id": 12}, "12", "", False, id="a number as id"),
        pytest.param({"id": True, "url": 3, "date_published": 5}, "", "", False, id="other types"),
        pytest.param({"external_url": "https://x.example/a"}, "", "https://x.example/a", False, id="a linked page"),
        pytest.param({"date_modified": "2026-03-01T14:00:00Z"}, "", "", True, id="only modified"),
        pytest.param({"date_published": "2026-03-01T14:00:00"}, "", "", False, id="a date without zone"),
        pytest.param({"date_published": "0001-01-01T00:00:00+14:00"}, "", "", False, id="before the first year"),
        pytest.param({"id": "\ud800\0a"}, "?a", "", False, id="half a letter"),
    ],
)
def test_odd_items_are_read_as_far_as_they_go(item: Any, guid: str, link: str, *, dated: bool) -> None:
    [found] = read(document(item), url=URL, most=10).items

    assert (found.guid, found.link, found.dated is not None) == (guid, link, dated)


def test_no_more_than_the_cap_is_read() -> None:
    feed = read(document({"id": "1"}, "nonsense", {"id": "2"}, {"id": "3"}), url=URL, most=2)

    assert [item.guid for item in feed.items] == ["1", "2"]
    assert feed.entries == 3


def test_items_that_are_no_list_are_none() -> None:
    assert read(document(items={"id": "1"}), url=URL, most=2).entries == 0


@pytest.mark.parametrize(
    "body",
    [
        b'{"version": "https://example.org/1"}',
        b'{"title": "x"}',
        b'{"version": 1}',
        b'{"version": ',
        b'{"a":' * 100_000,
        b'{"id": ' + b"1" * 10_000 + b"}",
    ],
)
def test_other_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        read(body, url=URL, most=2)


def test_a_list_is_no_feed() -> None:
    with pytest.raises(NotAFeed):
        read(b"[1]", url=URL, most=2)


@pytest.mark.parametrize(("body", "json"), [(b' \n{"a":1}', True), (b"<rss/>", False), (b"", False)])
def test_json_shows_in_its_first_letter(body: bytes, *, json: bool) -> None:
    assert looks_like_json(body) is json


def test_the_image_of_an_item_is_its_picture_and_the_icon_of_the_feed_is_none() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "و",
        "icon": "https://news.example/brand.png",
        "items": [
            {"id": "1", "title": "1", "image": "https://news.example/1.jpg"},
            {"id": "2", "title": "2", "banner_image": "/2.jpg"},
            {"id": "3", "title": "3", "content_html": "<img src='/3.jpg'>نص"},
            {"id": "4", "title": "4", "image": "https://news.example/brand.png"},
            {"id": "5", "title": "5"},
        ],
    }
    body = json.dumps(feed).encode()

    parsed = parse(body, charset="", url="https://news.example/feed", feed=FeedId(1), seen_at=datetime.now(UTC))

    base = "https://news.example"
    assert [one.picture for one in parsed.articles] == [f"{base}/1.jpg", f"{base}/2.jpg", f"{base}/3.jpg", "", ""]
