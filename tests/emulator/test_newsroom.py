import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import feedparser
import pytest

from emulator import Emulator
from emulator.events import Events
from emulator.newsroom import Newsroom

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom(lambda: "http://127.0.0.1:8080", Events(), lambda: NOON)


def test_the_feed_is_rss_with_a_dozen_items_newest_first(newsroom: Newsroom) -> None:
    feed = feedparser.parse(newsroom.feed())

    dates = [entry.published_parsed for entry in feed.entries]
    assert not feed.bozo
    assert feed.version == "rss20"
    assert feed.feed.language == "ar"
    assert len(feed.entries) == 12
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == (NOON - timedelta(minutes=12)).utctimetuple()
    assert len({entry.id for entry in feed.entries}) == 12
    assert feed.entries[0].link == "http://127.0.0.1:8080/news/1"
    assert "<p>" in feed.entries[0].summary


def test_what_is_published_stands_on_top_with_the_time_of_now(newsroom: Newsroom) -> None:
    item = newsroom.publish("  زلزال <في> اللاذقية & جبلة\n", "سطر أول\n\nسطر ثانٍ <b>")

    first = feedparser.parse(newsroom.feed()).entries[0]

    assert first.title_detail.value == "زلزال <في> اللاذقية & جبلة"
    assert first.summary == "<p>سطر أول</p><p>سطر ثانٍ &lt;b&gt;</p>"
    assert first.published_parsed == NOON.utctimetuple()
    assert first.id == item.guid


def test_the_same_article_twice_is_two_items(newsroom: Newsroom) -> None:
    one, other = newsroom.publish("خبر", ""), newsroom.publish("خبر", "")

    assert one.guid != other.guid
    assert newsroom.link(one) != newsroom.link(other)


def test_an_article_needs_a_title(newsroom: Newsroom) -> None:
    with pytest.raises(ValueError, match="an article needs a title"):
        newsroom.publish(" ", "x")


def test_a_control_character_cannot_break_the_feed(newsroom: Newsroom) -> None:
    newsroom.publish("خبر\x00\x0b", "نص\x1b\ud800")

    assert not feedparser.parse(newsroom.feed()).bozo


def test_the_first_items_keep_their_guids_from_run_to_run(newsroom: Newsroom) -> None:
    again = Newsroom(lambda: "", Events(), lambda: NOON + timedelta(days=1))

    assert [item.guid for item in again.items] == [item.guid for item in newsroom.items]


def test_the_feed_is_bounded(newsroom: Newsroom) -> None:
    for number in range(300):
        newsroom.publish(str(number), "")

    assert len(newsroom.items) == 200


def test_ready_articles_can_be_published(newsroom: Newsroom) -> None:
    labels = [article["label"] for article in newsroom.ready]

    assert len(labels) == len(set(labels)) >= 6
    for article in newsroom.ready:
        assert newsroom.publish(article["title"], article["text"]).text


async def test_an_unchanged_feed_is_304_and_a_changed_one_is_not(
    emulator: Emulator, http: aiohttp.ClientSession
) -> None:
    first = await http.get(emulator.feed)
    second = await http.get(emulator.feed, headers={"If-None-Match": first.headers["ETag"]})
    emulator.newsroom.publish("خبر", "نص")
    third = await http.get(emulator.feed, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status, first.content_type) == (200, "application/rss+xml")
    assert (second.status, await second.read()) == (304, b"")
    assert third.status == 200


async def test_each_item_has_a_page(emulator: Emulator, http: aiohttp.ClientSession) -> None:
    item = emulator.newsroom.publish("خبر <script>", "سطر <b>\nسطر")

    response = await http.get(emulator.newsroom.link(item))
    page = await response.text()

    assert 'dir="rtl"' in page
    assert "خبر &lt;script&gt;" in page
    assert "<p>سطر &lt;b&gt;</p><p>سطر</p>" in page
    assert (await http.get(f"{emulator.url}/news/5555")).status == 404


async def test_the_page_publishes_only_once_the_newsroom_is_open(
    emulator: Emulator, http: aiohttp.ClientSession
) -> None:
    article = {"title": "خبر", "text": "نص"}
    assert (await http.post(f"{emulator.url}/_emu/publish", json=article)).status == 409

    with emulator.events.listening() as heard:
        emulator.newsroom.open()
        told = await asyncio.wait_for(heard.get(), 1)
    response = await http.post(f"{emulator.url}/_emu/publish", json=article)

    assert told
    assert told[1]["open"] is True
    assert (await response.json())["result"]["guid"] == emulator.newsroom.items[0].guid
    assert (await http.post(f"{emulator.url}/_emu/publish", json={"title": ""})).status == 400


async def test_without_a_newsroom_there_is_no_feed(http: aiohttp.ClientSession) -> None:
    async with Emulator(newsroom=False) as emulator:
        assert (await http.get(emulator.feed)).status == 404
        assert (await http.get(f"{emulator.url}/news/1")).status == 404
        assert (await (await http.get(f"{emulator.url}/_emu/state")).json())["newsroom"] is None
        with pytest.raises(LookupError, match="no newsroom"):
            _ = emulator.newsroom
