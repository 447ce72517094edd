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
from datetime import datetime, timedelta, tzinfo
from functools import partial

import telegram

import storage.alerts
import storage.circumstances
import storage.collecting
import storage.deliveries
import storage.outcomes
import storage.pace
from alerts import hours, plan
from alerts.compose import compose
from alerts.send import send
from bot.connection import Connection
from bot.digests import Digests
from bot.loops import repeat, until, wait_for
from bot.outcomes import store
from domain.alerts import AlertId, Call, Delivery, Lane, Material, NotSent, Outcome, Unknown
from domain.chats import TargetId
from domain.preferences import Circumstances
from news.places.gazetteer import Gazetteer
from storage.database import Database, Transaction
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
        self._gazetteer = gazetteer
        self._manner = manner
        self._connection = Connection(bot)
        self._digests = Digests(gazetteer, manner.zone)
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
        alerts = [delivery.alert for delivery in claimed if delivery.alert is not None and delivery.call is None]
        async with self._database.reading() as tx:
            materials = await storage.alerts.materials(tx, alerts) if alerts else {}
            known = await storage.circumstances.of(tx, claimed)
            now = await tx.now()
        decisions = [
            (delivery, self._plan(delivery, known.get(delivery.target, Circumstances()), materials, now))
            for delivery in claimed
        ]
        ready = [(delivery, each) for delivery, each in decisions if isinstance(each, plan.Send)]
        async with self._database.transaction() as tx:
            for delivery, decision in decisions:
                if not isinstance(decision, plan.Send):
                    await self._decline(tx, delivery, decision, known)
            begun = await storage.deliveries.begin(tx, [(delivery, each.call) for delivery, each in ready])
        return [(delivery, each) for delivery, each in ready if delivery.id in begun]

    def _plan(
        self, delivery: Delivery, about: Circumstances, materials: Mapping[AlertId, Material], now: datetime
    ) -> plan.Decision:
        zone = hours.zone_of(about.preferences, self._manner.zone)
        material = materials.get(delivery.alert) if delivery.alert is not None else None
        followed = [each.match.query for each in material.followed] if material else []
        return plan.plan(delivery, self._call(delivery, material, zone), about, now=now, followed=followed, zone=zone)

    def _call(self, delivery: Delivery, material: Material | None, zone: tzinfo) -> Call | None:
        if delivery.call is not None or material is None or not material.followed:
            return delivery.call
        try:
            return compose(material, self._gazetteer, now=delivery.created_at, zone=zone)
        except Exception:  # one alert's fault boundary: what cannot be written must not hold up the others
            log.exception("alert_not_composed alert=%s", material.alert)
            return None

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

    async def _decline(
        self,
        tx: Transaction,
        delivery: Delivery,
        decision: plan.PutOff | plan.Collect | plan.CatchUp | plan.Drop,
        known: Mapping[TargetId, Circumstances],
    ) -> None:
        """Do what was decided instead of sending; the pace that the claim used is free again."""
        pace = self._manner.pace
        await storage.pace.give_back(tx, storage.pace.ALERTS, int(delivery.lane is not Lane.ANSWER), pace.alerts)
        match decision:
            case plan.PutOff(until, expires_at):
                await storage.outcomes.put_off(tx, delivery, until, expires_at)
            case plan.Drop(reason):
                log.info("delivery_dropped delivery=%s reason=%s", delivery.id, reason)
                await storage.outcomes.cancelled(tx, delivery, reason)
            case plan.Collect() if delivery.alert is not None:
                await storage.outcomes.give_back(tx, [delivery])
                await storage.collecting.leave(tx, delivery.alert)
            case plan.CatchUp(urgent_only):
                await storage.outcomes.give_back(tx, [delivery])
                zone = hours.zone_of(known[delivery.target].preferences, self._manner.zone)
                await self._digests.catch_up(tx, delivery, zone, urgent_only=urgent_only)
