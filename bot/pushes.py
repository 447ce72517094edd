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
from domain.errors import FeedError, StorageError
from domain.feeds import Feed, FeedState, Fetched, Hints, Validators
from domain.hubs import Push
from storage.database import Database, Transaction

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

        self._held: dict[int, Push] = {}
        self._pushed = database.signal("pushes")  # something was pushed, or one that was held is done with

    async def read_what_waits(self, tasks: asyncio.TaskGroup) -> None:
        """Begin to read some of what waits, in *tasks*; wait for more where nothing does."""
        self._pushed.clear()
        free = AT_ONCE - len(self._held)
        async with self._database.reading() as tx:
            is_waiting = free > 0 and await storage.pushes.any_waiting(tx)
        if not is_waiting:
            await wait_for(self._pushed, LOOK)
            return
        async with self._database.transaction() as tx:
            claimed = await storage.pushes.claim(tx, free, LEASE)
            feeds = {push.feed: await storage.feeds.by_id(tx, push.feed) for push in claimed}
        for push in claimed:
            self._held[push.id] = push
            tasks.create_task(self._read_or_let_go(push, feeds[push.feed]))

    def finish(self, push: Push) -> None:
        """Hold *push* no more: it was committed, or is left to its lease."""
        self._held.pop(push.id, None)
        self._pushed.set()

    async def give_back(self, tx: Transaction) -> None:
        """Let what is held be due at once: the service stops."""
        await storage.pushes.give_back(tx, list(self._held.values()))

    async def _read_or_let_go(self, push: Push, feed: Feed | None) -> None:
        try:
            await self._read(push, feed)
        except StorageError as error:
            log.error("push_put_off feed=%s error=%s", push.feed, error)  # its lease ends, and it is due again
            self.finish(push)
        except Exception:  # one push's fault boundary: nothing it causes may stop the others
            log.exception("push_broken feed=%s", push.feed)
            self.finish(push)

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
        self.finish(push)
