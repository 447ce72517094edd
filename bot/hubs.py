"""Loop: subscribe at the hubs that feeds name, and renew before a lease ends; only where we have a public address.

A hub that is asked calls back to verify (``bot/callbacks.py``), sometimes before it answers the request. Whatever a hub
does wrong costs nothing but speed: its feed is polled as if there were none.
"""

import asyncio
import logging
from datetime import timedelta

import storage.hubs
import storage.preferences
from bot.loops import repeat, wait_for
from domain.errors import FeedError
from domain.hubs import Hub
from feeds import hubs
from feeds.fetch import Fetcher
from storage.database import Database

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LOOK = timedelta(seconds=30)
AT_ONCE = 8
_KEY = "callback"  # the address that hubs were given


class Hubs:
    """Keep our subscriptions at hubs; *public_url* is where the web server is reached from outside, "" if nowhere."""

    def __init__(self, database: Database, fetcher: Fetcher, public_url: str) -> None:
        self._database = database
        self._fetcher = fetcher
        self._public_url = public_url

    async def run(self, stopping: asyncio.Event) -> None:
        """Ask the hubs that are to be asked until *stopping* is set; without an address only forget what was asked."""
        await repeat("hubs", self._begin, stopping, once=True)
        if not self._public_url:
            await stopping.wait()
            return

        async def step() -> None:
            named = self._database.signal("hubs")
            named.clear()
            if not await self.ask_what_is_due():
                await wait_for(named, LOOK)

        async with asyncio.TaskGroup() as tasks:
            waking = tasks.create_task(self._wake_at(stopping))
            await repeat("hubs", step, stopping)
            waking.cancel()

    async def ask_what_is_due(self) -> int:
        """Ask some of the hubs that are due, each on its own, and return how many that were."""
        async with self._database.reading() as tx:
            due_at = await storage.hubs.next_due(tx)  # no later than the end of a lease
            if due_at is None or due_at > await tx.now():
                return 0
        async with self._database.transaction() as tx:
            for feed in await storage.hubs.lapse(tx):
                log.warning("hub_lapsed feed=%s", feed)
            claimed = await storage.hubs.claim(tx, AT_ONCE, LEASE)
        async with asyncio.TaskGroup() as tasks:
            for hub in claimed:
                tasks.create_task(self._ask(hub))
        return len(claimed)

    async def _ask(self, hub: Hub) -> None:
        callback = f"{self._public_url}/websub/{hub.token}"
        problem = ""
        try:
            await self._fetcher.post(hub.url, hubs.subscription(hub.topic, callback, hub.secret))
        except FeedError as error:
            problem = " ".join(str(error).split())[:300]
            log.warning("hub_failed feed=%s failures=%s error=%s", hub.feed, hub.failures + 1, problem)
        async with self._database.transaction() as tx:
            due_at = hubs.asked_again_at(await tx.now(), hub.failures, hub.lease_until)
            await storage.hubs.asked(tx, hub, due_at=due_at, error=problem)

    async def _begin(self) -> None:
        async with self._database.transaction() as tx:
            if not self._public_url:
                await storage.hubs.forget_all(tx)
            elif await storage.preferences.get(tx, _KEY) not in (None, self._public_url):
                await storage.hubs.ask_all(tx)
            await storage.preferences.set_(tx, _KEY, self._public_url)

    async def _wake_at(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self._database.signal("hubs").set()
