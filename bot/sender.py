"""Loop 3: outbox → Telegram, in the order and at the pace that ``storage.deliveries`` gives.

A delivery is claimed under a lease, composed if it is not yet and marked as begun in one commit, then sent; its outcome
is stored in the commit that begins the next ones: commits are what sending costs. Whatever dies in between, the row
says how far it was: not begun is simply due again, begun is a repeat that counts (``unknowns``). In flight is what is
begun and not yet committed as finished.

When told to stop it claims nothing more, waits for the calls that are open, and stores those still open as unknown.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from functools import partial

import telegram

import storage.deliveries
import storage.outcomes
from alerts import plan
from alerts.send import needs_file, send
from bot.connection import Connection
from bot.loops import repeat, until, wait_for
from bot.outcomes import store
from bot.planning import Planner
from domain.alerts import Call, Delivery, Lane, NotSent, Outcome, Unknown
from news.places.gazetteer import Gazetteer
from storage.database import Database, Transaction
from storage.pace import Pace

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
LEAST_LEASE = timedelta(seconds=40)  # no call starts with less left, and none takes longer
LOOK = timedelta(milliseconds=250)  # how long what another process enqueued may wait unseen
LEAST_BREATH = timedelta(milliseconds=20)  # between two commits; else half of what the pace gives ahead
RESTING = timedelta(milliseconds=500)  # since the last claim: what waits for the pace is looked for at each breath
RECOVER_EVERY = timedelta(seconds=1)  # what a dead sender began: its lease has run for a minute and a half by then
KEPT_FOR_ANSWERS = 1  # of the calls in flight: whoever asked does not wait until an alert's call has ended
GRACE = timedelta(seconds=15)  # for open calls, once told to stop

Ready = tuple[Delivery, plan.Send, bytes | None]  # with its file

_ALERTS = frozenset(Lane) - {Lane.ANSWER}


@dataclass(frozen=True, slots=True)
class Manner:
    """How to send: the pace, how many calls may be in flight, and the zone of the times that people read.

    *paid* lets alerts pass Telegram's free limit, for a fee (Bot API, ``allow_paid_broadcast``). *retold*: a language
    model is asked about articles. *spacing*: calls of alerts leave so far apart even where they were held up, so that
    a stall makes no bunch.
    """

    pace: Pace
    in_flight: int
    zone: tzinfo
    paid: bool = False
    retold: bool = False
    spacing: timedelta = timedelta(0)


class Sender:
    """Send what is owed until told to stop."""

    def __init__(self, database: Database, bot: telegram.Bot, gazetteer: Gazetteer, manner: Manner) -> None:
        self._database = database
        self._bot = bot
        self._planner = Planner(gazetteer, manner.zone, manner.pace.alerts, retold=manner.retold)
        self._manner = manner
        self._connection = Connection(bot)
        self._open: dict[int, Delivery] = {}
        self._known: list[tuple[Delivery, Call, Outcome]] = []
        self._stirred = database.signal("deliveries")  # rows came, or calls ended
        self._busy_until = self._recover_at = self._claimed_at = self._free_at = 0.0
        self._breath = max(LEAST_BREATH, manner.pace.alerts.ahead / 2)

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until *stopping* is set; return when every outcome is stored."""
        try:
            async with asyncio.timeout(None) as patience, asyncio.TaskGroup() as calls:
                await repeat("sender", partial(self._take_turn, calls, stopping), stopping)
                patience.reschedule(asyncio.get_running_loop().time() + GRACE.total_seconds())
                over = asyncio.Event()
                await repeat("sender", partial(self._wait_and_store, over), over)
        except TimeoutError:
            log.warning("sender_stopped open=%s", len(self._open) - len(self._known))
        await self._store()

    async def _take_turn(self, calls: asyncio.TaskGroup, stopping: asyncio.Event) -> None:
        self._stirred.clear()
        if not self._connection.is_there:
            await self._store()
            await until(stopping, self._connection.ask())
            return
        turned_at = time.monotonic()
        for delivery, decided, file in await self._store_and_claim():
            self._open[delivery.id] = delivery
            self._busy_until = turned_at + RESTING.total_seconds()
            calls.create_task(self._send(delivery, decided, file, self._claimed_at))
        is_busy = self._open or turned_at < self._busy_until
        await wait_for(self._stirred, _left(self._breath if is_busy else LOOK, turned_at))
        if self._open:  # a turn for each call that ends would cost several times as much
            await asyncio.sleep(_left(self._breath, turned_at).total_seconds())

    async def _wait_and_store(self, over: asyncio.Event) -> None:
        if self._open:
            await wait_for(self._stirred, self._breath)
        self._stirred.clear()
        await self._store()
        if not self._open:
            over.set()

    async def _store_and_claim(self) -> list[Ready]:
        """Store what became of calls and begin the next, in one commit; return those that may be made now."""
        if not self._known and not await self._is_any_due():
            return []
        async with self._storing() as tx:
            free = self._connection.most(self._manner.in_flight) - len(self._open)
            may_begin = free > 0 and self._connection.is_there  # a call may have shown meanwhile that it is not
            return await self._begin(tx, await self._claim(tx, free)) if may_begin else []

    async def _is_any_due(self) -> bool:
        async with self._database.reading() as tx:
            due = await storage.deliveries.next_due(tx)
            return due is not None and due <= await tx.now()

    async def _claim(self, tx: Transaction, free: int) -> list[Delivery]:
        if time.monotonic() >= self._recover_at:
            self._recover_at = time.monotonic() + RECOVER_EVERY.total_seconds()
            await storage.outcomes.recover(tx)
        in_flight = self._manner.in_flight
        answers_only = free <= KEPT_FOR_ANSWERS < in_flight and free < self._connection.most(in_flight)
        return await storage.deliveries.take(
            tx,
            free if answers_only else max(1, free - KEPT_FOR_ANSWERS),
            LEASE,
            pace=self._manner.pace,
            exclude=_ALERTS if answers_only else (),
        )

    async def _begin(self, tx: Transaction, claimed: Sequence[Delivery]) -> list[Ready]:
        """Compose what is not composed yet, and store it as begun: it is called once that is committed."""
        if not claimed:
            return []
        ready = await self._planner.ready(tx, claimed)
        if len(ready) < len(claimed):
            self._stirred.set()  # what was put off or collected costs no pace: the next may go at once
        begun = await storage.deliveries.begin(tx, [(delivery, each.call) for delivery, each in ready])
        files = await storage.deliveries.files_of(
            tx, [delivery.id for delivery, each in ready if needs_file(each.call)]
        )
        return [(delivery, each, files.get(delivery.id)) for delivery, each in ready if delivery.id in begun]

    async def _send(self, delivery: Delivery, decided: plan.Send, file: bytes | None, claimed_at: float) -> None:
        call, silent = decided.call, decided.silent or delivery.unknowns > 0
        outcome: Outcome = Unknown("stopped")
        try:
            await asyncio.sleep(_left(delivery.slot, claimed_at).total_seconds())
            if delivery.lane is not Lane.ANSWER:
                await self._keep_apart()
            if time.monotonic() - claimed_at > (LEASE - LEAST_LEASE).total_seconds():
                outcome = NotSent("late")
            else:
                async with asyncio.timeout(LEAST_LEASE.total_seconds()):  # an answer may come drop by drop, for ever
                    outcome = await send(self._bot, delivery, call, file=file, silent=silent, paid=self._manner.paid)
        except TimeoutError:
            outcome = Unknown("too slow")
        except Exception as error:  # one call's fault boundary
            log.exception("call_broken delivery=%s", delivery.id)
            outcome = Unknown(type(error).__name__)
        finally:
            self._connection.note(outcome)
            self._known.append((delivery, call, outcome))
            self._stirred.set()

    async def _keep_apart(self) -> None:
        """Return when the last call of an alert has left long enough ago."""
        while (wait := self._free_at - time.monotonic()) > 0:  # noqa: ASYNC110  another may have left meanwhile
            await asyncio.sleep(wait)
        self._free_at = time.monotonic() + self._manner.spacing.total_seconds()

    async def _store(self) -> None:
        async with self._storing():
            pass

    @asynccontextmanager
    async def _storing(self) -> AsyncIterator[Transaction]:
        """Commit the outcomes that came since the last time, and what the block does; keep them if that fails."""
        known, self._known = self._known, []
        try:
            async with self._database.transaction() as tx:
                await tx.now()
                self._claimed_at = time.monotonic()  # leases and slots count from here, however long the writer waited
                await store(tx, known, outage=self._connection.is_out)
                for delivery, _, _ in known:
                    self._open.pop(delivery.id, None)
                yield tx
        except BaseException:
            self._known = known + self._known
            self._open |= {delivery.id: delivery for delivery, _, _ in known}
            self._stirred.set()
            raise


def _left(wait: timedelta, since: float) -> timedelta:
    """Return what is left of *wait*, which began at *since* by the monotonic clock."""
    return max(timedelta(0), wait - timedelta(seconds=time.monotonic() - since))
