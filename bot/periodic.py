"""Loop 4: what is done now and then: letting go what came too late, deleting what nobody needs, looking at the feeds.

The turns are rows that are claimed like any other, so each goes to one process and there is no leader. What is kept,
and for how long, stands here alone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta

import storage.alerts
import storage.articles
import storage.chats
import storage.dead
import storage.deliveries
import storage.inbox
import storage.model_requests
import storage.moving
import storage.periodic
import storage.seen
import storage.stories
from bot import doctor
from bot.loops import repeat, wait_for
from news.stories.index import WINDOW
from storage.database import Database, Transaction

log = logging.getLogger(__name__)

Work = Callable[[Transaction, datetime], Awaitable[int]]

LEASE = timedelta(minutes=5)
LOOK = timedelta(seconds=5)

EXPIRE_EVERY = timedelta(seconds=30)
PRUNE_EVERY = timedelta(hours=1)

KEEP_SEEN = timedelta(days=30)  # after a feed showed an item for the last time
KEEP_HANDLED = timedelta(days=2)  # updates, in case an operator asks what happened
KEEP_DELIVERED = timedelta(days=30)
KEEP_STORIES = timedelta(days=7)
KEEP_DORMANT = timedelta(days=180)  # what was imported for chats that never came
KEEP_SILENT_CHATS = timedelta(days=30)  # chats that follow nothing


class Periodic:
    """Do each work when its row is due, until told to stop; *admins* are told of feeds in trouble.

    *more* works are given by name, with how often they are done.
    """

    def __init__(
        self,
        database: Database,
        keep_articles: timedelta,
        admins: Collection[int] = (),
        more: Mapping[str, tuple[timedelta, Work]] | None = None,
    ) -> None:
        self._database = database
        self._keep_articles = keep_articles
        self._works: Mapping[str, tuple[timedelta, Work]] = {
            "expire": (EXPIRE_EVERY, _expire),
            "prune": (PRUNE_EVERY, self._prune),
            "doctor": (doctor.EVERY, doctor.Doctor(admins).examine),
            **(more or {}),
        }

    async def run(self, stopping: asyncio.Event) -> None:
        """Store how often each work is to be done, then do what is due until *stopping* is set."""
        async with self._database.transaction() as tx:
            for name, (every, _) in self._works.items():
                await storage.periodic.ensure(tx, name, every)

        async def step() -> None:
            if not await self.do_what_is_due():
                await wait_for(stopping, LOOK)

        await repeat("periodic", step, stopping)

    async def do_what_is_due(self) -> int:
        """Do what is due, each in a transaction of its own, and return how much it was.

        What fails is tried again when its lease ends.
        """
        async with self._database.transaction() as tx:
            ticks = await storage.periodic.claim(tx, self._works, LEASE)
        for tick in ticks:
            _, work = self._works[tick.name]
            async with self._database.transaction() as tx:
                count = await work(tx, await tx.now())
                await storage.periodic.finish(tx, tick)
            if count:
                log.info("periodic work=%s rows=%s", tick.name, count)
        return len(ticks)

    async def _prune(self, tx: Transaction, now: datetime) -> int:
        counts = [
            await storage.seen.prune(tx, now - KEEP_SEEN),
            await storage.inbox.prune(tx, now - KEEP_HANDLED),
            await storage.deliveries.prune(tx, now - KEEP_DELIVERED),
            await storage.dead.prune(tx, now - KEEP_DELIVERED),
            await storage.model_requests.prune(tx, now - KEEP_STORIES),
            await storage.alerts.prune(tx, now - self._keep_articles),
            await storage.articles.prune(tx, now - self._keep_articles),
            await storage.articles.drop_features(tx, now - WINDOW),
            await storage.stories.prune(tx, now - KEEP_STORIES),
            await storage.moving.prune(tx, now - KEEP_DORMANT),
            await storage.chats.prune(tx, now - KEEP_SILENT_CHATS),
        ]
        return sum(counts)


async def _expire(tx: Transaction, _: datetime) -> int:
    return await storage.deliveries.expire(tx)
