"""Find the feed that someone means by an address: the address itself, what its page names, or where feeds usually are.

Nothing is added here. Each address is asked under the guard and limits of every feed. Where feeds usually are is asked
one after another, and no further once a feed is found.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot import previewing
from bot.previewing import Page, Shown
from bot.workers import Workers
from domain.errors import FeedError, NotAFeed
from domain.feeds import Fetched
from domain.queries import Query
from feeds import discovery
from feeds.fetch import Fetcher
from feeds.outage import host_of
from handlers.answering import Choice, Preview

MOST = 8  # feeds to choose from: a row of a keyboard each
# What is said of the whole site, which is then asked no more.
_ENDS_ALL = frozenset({"dns", "connection", "timeout", "certificate", "tls", "proxy", "too_many_requests"})


class Finder:
    """Look at addresses; *limit* is what reading one may take in a worker."""

    def __init__(self, fetcher: Fetcher, workers: Workers, *, limit: timedelta) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._limit = limit

    async def find(self, url: str, queries: Sequence[Query]) -> Preview | Choice:
        """Return the feed at *url*, the one that its page leads to, or those among which to choose.

        Raises:
            FeedError: if there is none, or no usable answer came.
        """
        found = await self._look(url, queries)
        if isinstance(found, Preview):
            return found
        if len(found.candidates) > 1:
            return Choice(tuple((each.url, each.title) for each in found.candidates[:MOST]))
        named = [each.url for each in found.candidates]
        return await self._first(url, [*named, *discovery.well_known(url)], queries)

    async def _first(self, site: str, urls: Sequence[str], queries: Sequence[Query]) -> Preview:
        for url in urls:
            try:
                return await self._feed(url, queries)
            except FeedError as error:
                if error.kind in _ENDS_ALL and host_of(url) == host_of(site):
                    raise
        raise NotAFeed("no feed, nor a page that names one")

    async def _feed(self, url: str, queries: Sequence[Query]) -> Preview:
        found = await self._look(url, queries)
        if not isinstance(found, Preview):
            raise NotAFeed("a web page")
        return found

    async def _look(self, url: str, queries: Sequence[Query]) -> Preview | Page:
        answer = await self._fetcher.fetch(url)
        assert isinstance(answer, Fetched)  # noqa: S101  304 answers validators, and none were given
        body = previewing.Body(answer.url, answer.body, answer.charset, datetime.now(UTC))
        found = await self._workers.run(previewing.look, body, queries, limit=self._limit)
        return _preview(answer.moved_to or url, found) if isinstance(found, Shown) else found


def _preview(url: str, found: Shown) -> Preview:
    return Preview(
        title=found.title,
        entries=found.entries,
        url=url,
        language=found.language,
        latest=found.latest,
        week=found.week,
        matched=found.matched,
        is_short=found.is_short,
    )
