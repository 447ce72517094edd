"""What handlers look at before they answer, in a worker: the archive for a query, a feed that is not added yet."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import storage.articles
import storage.queries
from bot import reading
from bot.finding import Finder
from bot.workers import Workers
from domain.errors import FetchError
from domain.news import ArticleId, Span
from domain.queries import PlaceQuery, Query
from feeds import opml
from feeds.fetch import Fetcher
from feeds.opml import Outlines
from handlers.answering import BACKTEST_DAYS, Choice, Preview
from news.places.gazetteer import shipped
from storage.database import Database

QUERIES_MOST = 20_000  # that a preview is held against; a worker builds an index of them
BACKTEST_MOST = 500  # articles; about a second of a worker
LIMIT = timedelta(seconds=15)  # of a person's waiting


class Looks:
    """Look, within the time that a person waits: also while no worker is free."""

    def __init__(self, database: Database, workers: Workers, fetcher: Fetcher, *, limit: timedelta = LIMIT) -> None:
        self._database = database
        self._workers = workers
        self._finder = Finder(fetcher, workers, limit=limit)
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

    async def preview(self, url: str) -> Preview | Choice:
        """Return the feed at *url* or of the page there, or those among which to choose.

        Raises:
            FeedError: if there is none, or it took too long.
        """
        async with self._database.reading() as tx:
            followed = [query for _, query in await storage.queries.all_followed(tx)][:QUERIES_MOST]
        known = [query for query in followed if not isinstance(query, PlaceQuery) or query.place in shipped()]
        async with self._in_time():
            return await self._finder.find(url, known)

    async def outlines(self, document: bytes) -> Outlines:
        """Return the feeds of an OPML file.

        Raises:
            NotOpml: if it is none.
            FeedError: if it took too long.
        """
        async with self._in_time():
            return await self._workers.run(opml.read, document, limit=self._limit)

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        # A handler that looks for 20 s is begun anew, and would then look as long again.
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                yield
        except TimeoutError as error:
            raise FetchError("timeout", "total") from error
