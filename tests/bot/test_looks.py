"""What handlers look at: answers in time, also while the workers are busy with feeds."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.looks import Looks
from domain.errors import FetchError, NotAFeed, NotOpml
from domain.news import PlaceId
from domain.queries import PlaceQuery
from emulator.people import LAYLA
from feeds.fetch import Fetcher
from handlers.answering import Preview
from storage.database import Database
from tests.bot.conftest import BALAD, InProcess, Site, follow, item, rss


class Busy(InProcess):
    """Workers of which none becomes free."""

    async def run(self, job: Callable[..., Any], *arguments: object, limit: timedelta) -> Any:
        """Wait for ever."""
        await asyncio.Event().wait()


async def test_who_asks_is_answered_while_no_worker_is_free(database: Database, fetcher: Fetcher, site: Site) -> None:
    site["/feed"] = rss(item("خبر"))
    looks = Looks(database, Busy(), fetcher, limit=timedelta(milliseconds=300))

    with pytest.raises(FetchError, match="timeout"):
        await looks.preview(site.url("/feed"))
    with pytest.raises(FetchError, match="timeout"):
        await looks.backtest(BALAD)


async def test_a_feed_is_named_and_its_items_are_counted(database: Database, fetcher: Fetcher, site: Site) -> None:
    site["/feed"] = rss(item("الأول"), item("الثاني"))

    preview = await Looks(database, InProcess(), fetcher).preview(site.url("/feed"))

    assert isinstance(preview, Preview)
    assert (preview.title, preview.entries, preview.matched) == ("وكالة", 2, 0)


async def test_what_people_follow_is_counted_and_a_place_that_is_gone_costs_nothing(
    database: Database, fetcher: Fetcher, site: Site
) -> None:
    site["/feed"] = rss(item("قصف على درعا البلد"), item("افتتاح سوق في حلب"))
    await follow(database, LAYLA.id)
    await follow(database, LAYLA.id, PlaceQuery(PlaceId("sy.nowhere")), "لا مكان")

    preview = await Looks(database, InProcess(), fetcher).preview(site.url("/feed"))

    assert isinstance(preview, Preview)
    assert preview.matched == 1


async def test_a_list_of_feeds_is_read(database: Database, fetcher: Fetcher) -> None:
    looks = Looks(database, InProcess(), fetcher)

    found = await looks.outlines(b"<opml><body><outline xmlUrl='https://a.example/rss'/></body></opml>")

    assert [outline.source.url for outline in found.feeds] == ["https://a.example/rss"]
    with pytest.raises(NotOpml):
        await looks.outlines(b"x")


async def test_a_page_is_no_feed(database: Database, fetcher: Fetcher, site: Site) -> None:
    site["/page"] = lambda request: web.Response(text="<html>مرحبًا</html>", content_type="text/html")

    with pytest.raises(NotAFeed):
        await Looks(database, InProcess(), fetcher).preview(site.url("/page"))


async def test_an_empty_archive_holds_nothing(database: Database, fetcher: Fetcher) -> None:
    assert await Looks(database, InProcess(), fetcher).backtest(BALAD) == []
