"""Complete the articles of feeds that carry only a line, from their pages.

Only where an operator asked for it, only for what can be news, at most ten pages a poll and twenty seconds; a page that
cannot be had, may not be read or holds no article leaves the feed's own words. It is part of the feed's own poll, so it
keeps no other feed waiting; the pages are read in a worker process.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.workers import Workers
from domain.errors import FeedError
from domain.feeds import Feed
from domain.news import Article
from feeds import freshness, links, mainpage
from feeds.fetch import Fetcher
from feeds.items import MAX_TEXT
from feeds.pages import Pages

log = logging.getLogger(__name__)

PRODUCT = "Mirsal"  # the token of our User-Agent, which robots.txt addresses
PAGES = 10  # of one poll, the newest
AT_ONCE = 8  # feeds that are completed at once; others wait within their own time
SHORT = 400  # characters: an article with more is no line any more
TOTAL = timedelta(seconds=20)
PAGE_LIMIT = timedelta(seconds=2)  # of a worker


class FullText:
    """Fetch and read the pages of articles."""

    def __init__(self, fetcher: Fetcher, workers: Workers, *, total: timedelta = TOTAL) -> None:
        self._pages = Pages(fetcher, PRODUCT)
        self._workers = workers
        self._total = total
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def complete(self, feed: Feed, articles: Sequence[Article]) -> tuple[Article, ...]:
        """Return *articles* of *feed* in their order, those that are only a line with the text of their pages."""
        wanted = [article for article in articles if self.wants(feed, article)][-PAGES:]
        texts: dict[str, str] = {}
        try:
            async with asyncio.timeout(self._total.total_seconds()), self._turns, asyncio.TaskGroup() as tasks:
                for article in wanted:
                    tasks.create_task(self._read(article, texts))
        except TimeoutError:
            log.warning("pages_too_slow feed=%s", feed.id)
        if wanted:
            log.info("pages_read feed=%s wanted=%s found=%s", feed.id, len(wanted), len(texts))
        return tuple(replace(each, text=texts.get(each.identity, each.text)) for each in articles)

    @staticmethod
    def wants(feed: Feed, article: Article) -> bool:
        """Tell whether *article* of *feed* is only a line that its page would complete."""
        return feed.primed and _is_short(article, feed)

    async def _read(self, article: Article, texts: dict[str, str]) -> None:
        try:
            page = await self._pages.fetch(article.url)
            text = await self._workers.run(
                mainpage.article_text, page.body, page.charset, article.title, limit=PAGE_LIMIT
            )
        except FeedError as error:
            log.warning("page_failed feed=%s identity=%s error=%s", article.feed, article.identity, error.kind)
            return
        if len(text) > len(article.text):
            texts[article.identity] = text[:MAX_TEXT]


def _is_short(article: Article, feed: Feed) -> bool:
    has_page = bool(article.url) and not links.is_front_page(article.url)
    return has_page and len(article.text) < SHORT and freshness.is_news(article, feed)
