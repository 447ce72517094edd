"""From a fetched body to what the desk commits: what is new in it, completed from its pages, and understood."""

import hashlib
import logging
from dataclasses import replace
from datetime import timedelta

from bot import reading, unseen
from bot.fulltext import FullText
from bot.grouping import Read
from bot.unseen import Shown
from bot.workers import Workers
from domain.errors import ReadingFailed
from domain.feeds import Feed, Fetched
from domain.hubs import Push
from domain.news import Article, Understood
from feeds.fetch import Fetcher
from storage.database import Database

log = logging.getLogger(__name__)

ARTICLE_LIMIT = timedelta(seconds=2)
PART = 25  # articles of one job: about 50 ms, half a second where they are long


class Reader:
    """Read bodies in *workers*, and the pages of articles where a feed wants them."""

    def __init__(self, database: Database, fetcher: Fetcher, workers: Workers) -> None:
        self._database = database
        self._workers = workers
        self._full_text = FullText(fetcher, workers)

    async def read(self, feed: Feed, fetched: Fetched, push: Push | None = None) -> Read:
        """Return what *fetched*, polled or brought by *push*, shows that *feed* did not show before.

        Raises:
            FeedError: it is no feed, or cannot be read.
        """
        shown = await unseen.look(self._database, self._workers, feed, fetched)
        if push is not None:
            shown = _new_alone(shown)
        if feed.full_text:
            shown = await self._completed(feed, shown)
        understood, unread = await self._understand(shown.new, feed.region)
        edited, _ = await self._understand(shown.edited, feed.region)
        # A read may wait for its commit: what weighs most is let go before.
        return Read(
            feed=feed,
            fetched=replace(fetched, body=b""),
            reading=shown.reading,
            items=shown.items,
            body_hash=hash_of(fetched.body),
            understood=understood,
            edited=edited,
            unread=unread,
            push=push,
        )

    async def _completed(self, feed: Feed, shown: Shown) -> Shown:
        """Return *shown* with the texts of pages. An edit whose page did not come waits for the next look.

        Otherwise it would put the feed's line in the place of the page's text.
        """
        new, edited = [await self._full_text.complete(feed, each) for each in (shown.new, shown.edited)]
        lines = {one.identity: one.text for one in shown.edited}
        bare = {one.identity for one in edited if one.text == lines[one.identity] and self._full_text.wants(feed, one)}
        items = {identity: hash_ for identity, hash_ in shown.items.items() if identity not in bare}
        return replace(shown, new=new, edited=tuple(one for one in edited if one.identity not in bare), items=items)

    async def _understand(
        self, articles: tuple[Article, ...], region: str
    ) -> tuple[list[Understood], list[tuple[Article, str]]]:
        """Return what was understood and, with the reason, what could not be: one bad article costs no other.

        In parts, so that a feed with hundreds of new articles leaves the workers free for the others in between.
        """
        understood: list[Understood] = []
        unread: list[tuple[Article, str]] = []
        for start in range(0, len(articles), PART):
            part = articles[start : start + PART]
            try:
                understood += await self._workers.run(reading.understand_all, part, region, limit=unseen.READ_LIMIT)
            except ReadingFailed:
                await self._understand_singly(part, region, understood, unread)
        return understood, unread

    async def _understand_singly(
        self,
        articles: tuple[Article, ...],
        region: str,
        understood: list[Understood],
        unread: list[tuple[Article, str]],
    ) -> None:
        for article in articles:
            try:
                understood.append(await self._workers.run(reading.understand_one, article, region, limit=ARTICLE_LIMIT))
            except ReadingFailed as error:
                log.warning("article_unread feed=%s identity=%s error=%s", article.feed, article.identity, error.kind)
                unread.append((article, str(error)))


def _new_alone(shown: Shown) -> Shown:
    """Return what a push shows for the first time.

    It may be late or repeated: what was edited is left to the poll.
    """
    new = {one.identity for one in shown.new}
    return replace(shown, edited=(), items={name: hash_ for name, hash_ in shown.items.items() if name in new})


def hash_of(body: bytes) -> str:
    """Return what tells whether a body is that of the last poll."""
    return hashlib.sha256(body).hexdigest()
