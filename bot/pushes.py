"""What hubs pushed: read as a poll's body is, and committed with the polls' reads. Part of loop 1.

Nothing depends on it: what cannot be read is let go, since the feed is polled too. A push never makes a feed's first
read, and never changes what tells its items apart: both need all that the feed shows.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import storage.feeds
import storage.pushes
from bot.grouping import Read
from bot.loops import wait_for
from bot.reader import Reader
from domain.errors import FeedError
from domain.feeds import Feed, FeedState, Fetched, Hints, Validators
from domain.hubs import Push
from storage.database import Database

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
LOOK = timedelta(seconds=2)  # how long what another process stored may wait unseen
AT_ONCE = 8


class Pushes:
    """Read what was pushed and hand it to *ready*, the queue of the desk."""

    def __init__(self, database: Database, reader: Reader, ready: Callable[[Read], Awaitable[None]]) -> None:
        self._database = database
        self._reader = reader
        self._ready = ready

    async def read_what_waits(self) -> None:
        """Read some of what waits; wait for more where nothing does."""
        pushed = self._database.signal("pushes")
        pushed.clear()
        async with self._database.reading() as tx:
            is_waiting = await storage.pushes.any_waiting(tx)
        if not is_waiting:
            await wait_for(pushed, LOOK)
            return
        async with self._database.transaction() as tx:
            claimed = await storage.pushes.claim(tx, AT_ONCE, LEASE)
            feeds = {push.feed: await storage.feeds.by_id(tx, push.feed) for push in claimed}
        async with asyncio.TaskGroup() as tasks:
            for push in claimed:
                tasks.create_task(self._read(push, feeds[push.feed]))

    async def _read(self, push: Push, feed: Feed | None) -> None:
        if feed is None or not feed.primed or feed.state is FeedState.REMOVED:
            await self._let_go(push, "not_polled_yet")
            return
        body = Fetched(push.body, feed.url, push.charset, "", Validators(), Hints())
        try:
            read = await self._reader.read(feed, body, push)
        except FeedError as error:
            await self._let_go(push, error.kind)
            return
        if read.reading.guid_is_identity != feed.guid_is_identity:
            await self._let_go(push, "identity_rule")
            return
        await self._ready(read)

    async def _let_go(self, push: Push, reason: str) -> None:
        log.warning("push_let_go feed=%s reason=%s", push.feed, reason)
        async with self._database.transaction() as tx:
            await storage.pushes.done(tx, push)
