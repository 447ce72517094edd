"""Loop 3: outbox → Telegram, in the order and at the pace that ``storage.deliveries`` gives.

A delivery is claimed under a lease, composed if it is not yet, marked as begun in a commit of its own, sent, and its
outcome committed. Whatever dies in between, the row says how far it was: not begun is simply due again, begun is a
repeat that counts (``unknowns``). In flight is what is begun and not yet committed as finished.

When told to stop it claims nothing more, waits for the calls that are open, and stores those still open as unknown.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from functools import partial

import telegram

import storage.alerts
import storage.circumstances
import storage.collecting
import storage.deliveries
import storage.outcomes
import storage.pace
from alerts import plan
from alerts.send import send
from bot.connection import Connection
from bot.loops import repeat, until, wait_for
from bot.outcomes import store
from bot.planning import Planner
from domain.alerts import Call, Delivery, NotSent, Outcome, Unknown
from news.places.gazetteer import Gazetteer
from storage.database import Database
from storage.pace import Pace

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
LEAST_LEASE = timedelta(seconds=40)  # no call starts with less left, and none takes longer
LOOK = timedelta(milliseconds=250)  # how long what another process enqueued may wait unseen
BREATH = timedelta(milliseconds=40)  # the wait for the next slot of the pace: 25 a second
GRACE = timedelta(seconds=15)  # for open calls, once told to stop


@dataclass(frozen=True, slots=True)
class Manner:
    """How to send: the pace, how many calls may be in flight, and the zone of the times that people read."""

    pace: Pace
    in_flight: int
    zone: tzinfo


class Sender:
    """Send what is owed until told to stop."""

    def __init__(self, database: Database, bot: telegram.Bot, gazetteer: Gazetteer, manner: Manner) -> None:
        self._database = database
        self._bot = bot
        self._manner = manner
        self._connection = Connection(bot)
        self._planner = Planner(gazetteer, manner.zone, manner.pace.alerts)
        self._open: dict[int, Delivery] = {}
        self._known: list[tuple[Delivery, Call, Outcome]] = []
        self._changed = asyncio.Event()
        self._is_closing = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until *stopping* is set; return when every outcome is stored."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(repeat("sender", self._store_what_is_known, self._is_closing))
            try:
                await self._send_until(stopping)
            finally:
                self._is_closing.set()
                self._changed.set()
        await self._store()

    async def _send_until(self, stopping: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(None) as patience, asyncio.TaskGroup() as calls:
                await repeat("sender", partial(self._claim_and_send, calls, stopping), stopping)
                patience.reschedule(asyncio.get_running_loop().time() + GRACE.total_seconds())
        except TimeoutError:
            log.warning("sender_stopped open=%s", len(self._open))

    async def _claim_and_send(self, calls: asyncio.TaskGroup, stopping: asyncio.Event) -> None:
        enqueued = self._database.signal("deliveries")
        enqueued.clear()
        if not self._connection.is_there:
            await until(stopping, self._connection.ask())
            return
        claimed_at = time.monotonic()  # before the claim: the lease counts from within it
        claimed = await self._claim()
        for delivery, decided in await self._begin(claimed):
            self._open[delivery.id] = delivery
            calls.create_task(self._send(delivery, decided, claimed_at))
        await wait_for(enqueued, BREATH if claimed or self._open else LOOK)

    async def _claim(self) -> list[Delivery]:
        free = self._manner.in_flight - len(self._open)
        async with self._database.reading() as tx:
            due = await storage.deliveries.next_due(tx)
            if free <= 0 or due is None or due > await tx.now():
                return []
        async with self._database.transaction() as tx:
            return await storage.deliveries.claim(tx, free, LEASE, pace=self._manner.pace)

    async def _begin(self, claimed: Sequence[Delivery]) -> list[tuple[Delivery, plan.Send]]:
        """Return the calls that may be made now: composed, and stored as begun in one commit."""
        if not claimed:
            return []
        async with self._database.transaction() as tx:
            ready = await self._planner.ready(tx, claimed)
            begun = await storage.deliveries.begin(tx, [(delivery, each.call) for delivery, each in ready])
        return [(delivery, each) for delivery, each in ready if delivery.id in begun]

    async def _send(self, delivery: Delivery, decided: plan.Send, claimed_at: float) -> None:
        outcome: Outcome = Unknown("stopped")
        call, silent = decided.call, decided.silent or delivery.unknowns > 0
        try:
            if time.monotonic() - claimed_at > (LEASE - LEAST_LEASE).total_seconds():
                outcome = NotSent("late")
            else:
                async with asyncio.timeout(LEAST_LEASE.total_seconds()):  # an answer may come drop by drop, for ever
                    outcome = await send(self._bot, delivery, call, silent=silent)
        except TimeoutError:
            outcome = Unknown("too slow")
        except Exception as error:  # one call's fault boundary
            log.exception("call_broken delivery=%s", delivery.id)
            outcome = Unknown(type(error).__name__)
        finally:
            self._connection.note(outcome)
            self._known.append((delivery, call, outcome))
            self._changed.set()

    async def _store_what_is_known(self) -> None:
        await self._changed.wait()
        self._changed.clear()
        await self._store()

    async def _store(self) -> None:
        """Commit the outcomes that came since the last time, together; keep them if that fails."""
        known, self._known = self._known, []
        try:
            async with self._database.transaction() as tx:
                await store(tx, known, outage=self._connection.is_out)
        except BaseException:
            self._known = known + self._known
            self._changed.set()
            raise
        for delivery, _, _ in known:
            self._open.pop(delivery.id, None)
