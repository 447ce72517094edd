"""What handlers look at before they answer, in a worker: the archive for a query, a feed that is not added yet."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import storage.articles
from bot import reading
from bot.workers import Workers
from domain.errors import FetchError, NotAFeed
from domain.feeds import FeedId, NotModified
from domain.news import ArticleId, Span
from domain.queries import Query
from feeds.fetch import Fetcher
from handlers.answering import BACKTEST_DAYS, Preview
from storage.database import Database

NOT_ADDED = FeedId(0)
BACKTEST_MOST = 500  # articles; about a second of a worker
LIMIT = timedelta(seconds=15)  # of a person's waiting


class Looks:
    """Look, within the time that a person waits: also while no worker is free."""

    def __init__(self, database: Database, workers: Workers, fetcher: Fetcher, *, limit: timedelta = LIMIT) -> None:
        self._database = database
        self._workers = workers
        self._fetcher = fetcher
        self._limit = limit

    async def backtest(self, query: Query) -> list[tuple[ArticleId, Sequence[Span]]]:
        """Return the articles of the last days for which *query* would have held, and where.

        Raises:
            FeedError: if it took too long or failed.
        """
        async with self._database.reading() as tx:
            since = await tx.now() - timedelta(days=BACKTEST_DAYS)
            articles = await storage.articles.recent(tx, since, BACKTEST_MOST)
        async with self._in_time():
            found = await self._workers.run(reading.backtest, articles, query, limit=self._limit)
        return [(number, match.spans) for number, match in found]

    async def preview(self, url: str) -> Preview:
        """Return the title of the feed at *url* and how many items it shows.

        Raises:
            FeedError: if there is none, or it took too long.
        """
        async with self._in_time():
            answer = await self._fetcher.fetch(url)
            if isinstance(answer, NotModified):
                raise NotAFeed("304 to a request without conditions")
            body = reading.Body(
                NOT_ADDED, answer.url, answer.body, answer.charset, datetime.now(UTC), guid_is_identity=True
            )
            found = await self._workers.run(reading.parse, body, limit=self._limit)
        return Preview(found.title, found.entries)

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        # A handler that looks for 20 s is begun anew, and would then look as long again.
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                yield
        except TimeoutError as error:
            raise FetchError("timeout", "total") from error
