"""Loop 3: outbox → Telegram, in the order and at the pace that ``storage.deliveries`` gives.

A delivery is claimed under a lease, composed if it is not yet, marked as begun in a commit of its own, sent, and its
outcome committed. Whatever dies in between, the row says how far it was: not begun is simply due again, begun is a
repeat that counts (``unknowns``). In flight is what is begun and not yet committed as finished.

When told to stop it claims nothing more, waits for the calls that are open, and stores those still open as unknown.
"""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from functools import partial

import telegram

import storage.alerts
import storage.deliveries
import storage.outcomes
from alerts import plan
from alerts.compose import compose
from alerts.send import needs_file, send
from bot.connection import Connection
from bot.loops import repeat, until, wait_for
from bot.outcomes import store
from domain.alerts import AlertId, Call, Delivery, Lane, Material, NotSent, Outcome, Unknown
from news.places.gazetteer import Gazetteer
from storage.database import Database, Transaction
from storage.pace import Pace

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
LEAST_LEASE = timedelta(seconds=40)  # no call starts with less left, and none takes longer
LOOK = timedelta(milliseconds=250)  # how long what another process enqueued may wait unseen
BREATH = timedelta(milliseconds=40)  # the wait for the next slot of the pace: 25 a second
KEPT_FOR_ANSWERS = 1  # of the calls in flight: whoever asked does not wait until an alert's call has ended
GRACE = timedelta(seconds=15)  # for open calls, once told to stop

_ALERTS = frozenset(Lane) - {Lane.ANSWER}


@dataclass(frozen=True, slots=True)
class Manner:
    """How to send: the pace, how many calls may be in flight, and the zone of the times that people read.

    *paid* lets alerts pass Telegram's free limit, for a fee (Bot API, ``allow_paid_broadcast``).
    """

    pace: Pace
    in_flight: int
    zone: tzinfo
    paid: bool = False


class Sender:
    """Send what is owed until told to stop."""

    def __init__(self, database: Database, bot: telegram.Bot, gazetteer: Gazetteer, manner: Manner) -> None:
        self._database = database
        self._bot = bot
        self._gazetteer = gazetteer
        self._manner = manner
        self._connection = Connection(bot)
        self._open: dict[int, Delivery] = {}
        self._known: list[tuple[Delivery, Call, Outcome]] = []
        self._changed = asyncio.Event()
        self._stirred = database.signal("deliveries")  # rows came, or calls ended
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
        self._stirred.clear()
        if not self._connection.is_there:
            await until(stopping, self._connection.ask())
            return
        claimed_at = time.monotonic()  # before the claim: the lease counts from within it
        claimed = await self._claim()
        for delivery, call, file in await self._begin(claimed):
            self._open[delivery.id] = delivery
            calls.create_task(self._send(delivery, call, file, claimed_at))
        await wait_for(self._stirred, BREATH if claimed or self._open else LOOK)

    async def _claim(self) -> list[Delivery]:
        free = self._connection.most(self._manner.in_flight) - len(self._open)
        if free <= 0:
            return []
        async with self._database.reading() as tx:
            due = await storage.deliveries.next_due(tx)
            if due is None or due > await tx.now():
                return []
        async with self._database.transaction() as tx:
            answers_only = free <= KEPT_FOR_ANSWERS < self._manner.in_flight and bool(self._open)
            return await storage.deliveries.claim(
                tx,
                free if answers_only else max(1, free - KEPT_FOR_ANSWERS),
                LEASE,
                pace=self._manner.pace,
                exclude=_ALERTS if answers_only else (),
            )

    async def _begin(self, claimed: Sequence[Delivery]) -> list[tuple[Delivery, Call, bytes | None]]:
        """Return the calls that may be made now, with their files: composed, and stored as begun in one commit."""
        if not claimed:
            return []
        alerts = [delivery.alert for delivery in claimed if delivery.alert is not None and delivery.call is None]
        async with self._database.reading() as tx:
            materials = await storage.alerts.materials(tx, alerts) if alerts else {}
            now = await tx.now()
        decisions = [(delivery, plan.plan(delivery, self._call(delivery, materials), now=now)) for delivery in claimed]
        ready = [(delivery, each.call) for delivery, each in decisions if isinstance(each, plan.Send)]
        async with self._database.transaction() as tx:
            for delivery, decision in decisions:
                if not isinstance(decision, plan.Send):
                    await _decline(tx, delivery, decision)
            begun = await storage.deliveries.begin(tx, ready)
            files = await storage.deliveries.files_of(tx, [each.id for each, call in ready if needs_file(call)])
        return [(delivery, call, files.get(delivery.id)) for delivery, call in ready if delivery.id in begun]

    def _call(self, delivery: Delivery, materials: Mapping[AlertId, Material]) -> Call | None:
        material = materials.get(delivery.alert) if delivery.alert is not None else None
        if delivery.call is not None or material is None or not material.followed:
            return delivery.call
        try:
            return compose(material, self._gazetteer, now=delivery.created_at, zone=self._manner.zone)
        except Exception:  # one alert's fault boundary: what cannot be written must not hold up the others
            log.exception("alert_not_composed alert=%s", material.alert)
            return None

    async def _send(self, delivery: Delivery, call: Call, file: bytes | None, claimed_at: float) -> None:
        outcome: Outcome = Unknown("stopped")
        try:
            if time.monotonic() - claimed_at > (LEASE - LEAST_LEASE).total_seconds():
                outcome = NotSent("late")
            else:
                async with asyncio.timeout(LEAST_LEASE.total_seconds()):  # an answer may come drop by drop, for ever
                    outcome = await send(
                        self._bot, delivery, call, file=file, silent=delivery.unknowns > 0, paid=self._manner.paid
                    )
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
        self._stirred.set()


async def _decline(tx: Transaction, delivery: Delivery, decision: plan.PutOff | plan.Drop) -> None:
    match decision:
        case plan.PutOff(until):
            await storage.outcomes.put_off(tx, delivery, until)
        case plan.Drop(reason):
            log.info("delivery_dropped delivery=%s reason=%s", delivery.id, reason)
            await storage.outcomes.cancelled(tx, delivery, reason)
