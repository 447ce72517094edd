"""Articles that are only a line are completed from their pages, politely, and never at the cost of the feed."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.fulltext import PAGES, FullText
from domain.errors import ReadingFailed
from domain.feeds import Feed, FeedId, FeedState
from domain.news import Article
from feeds.fetch import Fetcher
from tests.bot.conftest import InProcess, Site

NOW = datetime.now(UTC)
TITLE = "افتتاح سوق جديد في مدينة درعا"
TEXT = "\n".join(
    f"{number}. افتتح مجلس المدينة سوقًا جديدًا في درعا صباح اليوم، بعد أعمال استمرت ستة أشهر، وحضره الأهالي."
    for number in range(5)
)
PAGE = f"<html><h1>{TITLE}</h1><div>{''.join(f'<p>{line}</p>' for line in TEXT.split(chr(10)))}</div></html>".encode()
FEED = Feed(
    id=FeedId(7), url="https://news.example/feed", name="", country="", family="", region="", state=FeedState.ACTIVE,
    due_at=NOW, fence=1, failures=0, error="", primed=True, guid_is_identity=True, etag="", last_modified="",
    body_hash="", daily=1.0, lag=timedelta(0), entries=0, late=0, created_at=NOW - timedelta(days=9), checked_at=None,
    succeeded_at=None, article_at=None, full_text=True,
)  # fmt: skip


def article(url: str) -> Article:
    return Article(FeedId(7), url, TITLE, "سطر واحد", url, NOW - timedelta(minutes=1), NOW)


def texts(found: tuple[Article, ...]) -> list[str]:
    return [each.text for each in found]


@pytest.fixture
def full_text(fetcher: Fetcher) -> FullText:
    return FullText(fetcher, InProcess())


async def test_a_line_becomes_the_text_of_its_page(full_text: FullText, site: Site) -> None:
    site["/1"] = PAGE

    found = await full_text.complete(FEED, [article(site.url("/1")), article(site.url("/2"))])

    assert texts(found) == [TEXT, "سطر واحد"]
    assert [each.identity for each in found] == [site.url("/1"), site.url("/2")]


async def test_what_robots_txt_forbids_keeps_its_line(full_text: FullText, site: Site) -> None:
    site["/robots.txt"] = b"User-agent: Mirsal\nDisallow: /1\n"
    site["/1"] = PAGE
    site["/2"] = PAGE

    found = await full_text.complete(FEED, [article(site.url("/1")), article(site.url("/2"))])

    assert texts(found) == ["سطر واحد", TEXT]
    assert "/1" not in [request.path for request in site.requests]


@pytest.mark.parametrize(
    "changes",
    [{"text": "ن" * 400}, {"published_at": NOW - timedelta(days=2)}, {"url": ""}, {"url": "https://news.example/"}],
    ids=["long enough", "no news", "no page", "front page"],
)
async def test_only_lines_that_can_be_news_are_looked_up(
    full_text: FullText, site: Site, changes: dict[str, Any]
) -> None:
    one = replace(article(site.url("/1")), **changes)

    assert await full_text.complete(FEED, [one]) == (one,)
    assert site.requests == []


async def test_the_first_read_of_a_feed_fetches_no_pages(full_text: FullText, site: Site) -> None:
    await full_text.complete(replace(FEED, primed=False), [article(site.url("/1"))])

    assert site.requests == []


async def test_of_many_the_newest_are_completed(full_text: FullText, site: Site) -> None:
    for number in range(PAGES + 2):
        site[f"/{number}"] = PAGE

    found = await full_text.complete(FEED, [article(site.url(f"/{number}")) for number in range(PAGES + 2)])

    assert texts(found) == ["سطر واحد"] * 2 + [TEXT] * PAGES


async def test_a_page_that_fails_or_says_less_leaves_the_line(full_text: FullText, site: Site) -> None:
    site["/1"] = lambda request: web.Response(status=500)
    site["/2"] = b"<html><p>x</p></html>"

    found = await full_text.complete(FEED, [article(site.url("/1")), article(site.url("/2"))])

    assert texts(found) == ["سطر واحد"] * 2


async def test_a_page_that_cannot_be_read_in_time_leaves_the_line(fetcher: Fetcher, site: Site) -> None:
    class TooSlow(InProcess):
        """Workers that give up."""

        async def run(self, job: Callable[..., Any], *arguments: object, limit: timedelta) -> Any:
            """Take too long."""
            raise ReadingFailed("too_slow")

    site["/1"] = PAGE

    assert texts(await FullText(fetcher, TooSlow()).complete(FEED, [article(site.url("/1"))])) == ["سطر واحد"]


async def test_pages_that_never_come_are_waited_for_no_longer_than_the_limit(
    fetcher: Fetcher, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    class Stuck(InProcess):
        """Workers that finish one page, and then none."""

        jobs = 0

        async def run(self, job: Callable[..., Any], *arguments: object, limit: timedelta) -> Any:
            """Wait for ever but for the first."""
            self.jobs += 1
            if self.jobs > 1:
                await asyncio.Event().wait()
            return job(*arguments)

    site["/1"] = PAGE
    site["/2"] = PAGE
    full_text = FullText(fetcher, Stuck(), total=timedelta(milliseconds=500))

    with caplog.at_level(logging.WARNING):
        found = await full_text.complete(FEED, [article(site.url("/1")), article(site.url("/2"))])

    assert sorted(texts(found)) == sorted([TEXT, "سطر واحد"])
    assert "pages_too_slow feed=7" in caplog.text
