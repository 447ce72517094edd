"""What handlers look at: answers in time, also while the workers are busy with feeds."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.looks import Looks
from domain.errors import FetchError, NotAFeed
from feeds.fetch import Fetcher
from storage.database import Database
from tests.bot.conftest import BALAD, InProcess, Site, item, rss


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

    assert (preview.title, preview.entries) == ("وكالة", 2)


async def test_a_page_is_no_feed(database: Database, fetcher: Fetcher, site: Site) -> None:
    site["/page"] = lambda request: web.Response(text="<html>مرحبًا</html>", content_type="text/html")

    with pytest.raises(NotAFeed):
        await Looks(database, InProcess(), fetcher).preview(site.url("/page"))


async def test_an_empty_archive_holds_nothing(database: Database, fetcher: Fetcher) -> None:
    assert await Looks(database, InProcess(), fetcher).backtest(BALAD) == []
