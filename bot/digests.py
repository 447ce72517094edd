"""Collect alerts into one message: digests when they are due, and the catch-up of what waited too long.

Periodic work and the sender's transactions do it; each collects and enqueues in one commit.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial

import storage.alerts
import storage.collecting
import storage.digest_times
from alerts import digest, hours
from alerts.texts import digest as texts
from domain.alerts import AlertId, Delivery, Lane, Material
from domain.chats import ChatId, TargetId
from news.places.gazetteer import Gazetteer
from storage.collecting import Collector
from storage.database import Transaction

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=5)
MOST = 150  # targets at a time: 30 a second, more than the pace of alerts, and half a second of the database


class Digests:
    """Write what was collected; *zone* is that of chats that named none."""

    def __init__(self, gazetteer: Gazetteer, zone: tzinfo) -> None:
        self._gazetteer = gazetteer
        self._zone = zone

    async def tell(self, tx: Transaction, now: datetime) -> int:
        """Enqueue the digests that are due, and store when to look again; return how many alerts they tell."""
        looked_at = await storage.collecting.due(tx, MOST)
        if not looked_at:
            return 0
        waiting = await storage.collecting.waiting(tx, [each.target for each in looked_at if not each.waits])
        chosen = {each.target: await self._due(tx, each, waiting.get(each.target, ()), now) for each in looked_at}
        materials = await storage.alerts.materials(tx, [alert for ids in chosen.values() for alert in ids])
        count = 0
        for each in looked_at:
            ids = chosen[each.target]
            count += await self._enqueue(tx, each, ids, materials, now) if ids else 0
            is_empty = len(ids) == len(waiting.get(each.target, ()))
            await storage.digest_times.look_at(tx, each.target, None if is_empty else self._next(each, now))
        return count

    async def catch_up(self, tx: Transaction, delivery: Delivery, zone: tzinfo, *, urgent_only: bool) -> int:
        """List in one message what waits too long for the target of *delivery*; return how many alerts that are."""
        ids = await storage.collecting.take_late(tx, delivery.target, urgent_only=urgent_only)
        materials = await storage.alerts.materials(tx, ids)
        now = await tx.now()
        key = f"catchup:{delivery.target}:{delivery.id}.{delivery.fence}"
        lane = Lane.URGENT if urgent_only else Lane.DIGEST  # what passes quiet hours alone passes them together
        return await self._list(
            tx, delivery.target, delivery.chat, key, texts.CATCH_UP, ids, materials, now, zone, lane=lane
        )

    async def _due(
        self, tx: Transaction, collector: Collector, waiting: Sequence[tuple[AlertId, datetime]], now: datetime
    ) -> list[AlertId]:
        """Return what a digest is to tell now: what came before it was due, unless it was told or may not be sent."""
        if not waiting or self._silent_until(collector, now):
            return []
        boundary = hours.last_digest(collector.preferences, now, self._zone_of(collector))
        ids = [alert for alert, created_at in waiting if created_at < boundary]
        return [] if ids and await storage.collecting.is_told(tx, f"{_key(collector, boundary)}:0") else ids

    async def _enqueue(
        self,
        tx: Transaction,
        collector: Collector,
        ids: Sequence[AlertId],
        materials: Mapping[AlertId, Material],
        now: datetime,
    ) -> int:
        zone = self._zone_of(collector)
        key = _key(collector, hours.last_digest(collector.preferences, now, zone))
        name = texts.NAMES[collector.preferences.digest]
        return await self._list(tx, collector.target, collector.chat, key, name, ids, materials, now, zone)

    async def _list(  # one argument a fact of the message
        self,
        tx: Transaction,
        target: TargetId,
        chat: ChatId,
        key: str,
        name: str,
        ids: Sequence[AlertId],
        materials: Mapping[AlertId, Material],
        now: datetime,
        zone: tzinfo,
        *,
        lane: Lane = Lane.DIGEST,
    ) -> int:
        followed = [materials[each] for each in ids if each in materials and materials[each].followed]
        write = partial(digest.parts, gazetteer=self._gazetteer, head=partial(_head, name), now=now, zone=zone)
        try:
            found = write(followed)
        except Exception:  # one alert's fault boundary: what cannot be written must not hold up the others
            log.exception("digest_not_composed target=%s; its alerts are tried one by one", target)
            followed = [each for each in followed if _can_be_written(each, write)]
            found = write(followed)
        for number, (call, tells) in enumerate(found):
            await storage.collecting.enqueue(tx, target, chat, key=f"{key}:{number}", call=call, tells=tells, lane=lane)
        await storage.collecting.drop(tx, set(ids) - {each.alert for each in followed})
        log.info("collected target=%s alerts=%s parts=%s", target, len(followed), len(found))
        return len(followed)

    def _next(self, collector: Collector, now: datetime) -> datetime | None:
        """Return when to look again at what is collected; None where the target's return will."""
        if collector.waits:
            return None
        zone = self._zone_of(collector)
        return self._silent_until(collector, now) or hours.next_digest(collector.preferences, now, zone)

    def _silent_until(self, collector: Collector, now: datetime) -> datetime | None:
        if collector.muted_until and collector.muted_until > now:
            return collector.muted_until
        return hours.quiet_until(collector.preferences.quiet, now, self._zone_of(collector))

    def _zone_of(self, collector: Collector) -> tzinfo:
        return hours.zone_of(collector.preferences, self._zone)


def _can_be_written(material: Material, write: Callable[[Sequence[Material]], object]) -> bool:
    try:
        write([material])
    except Exception:
        log.exception("alert_not_composed alert=%s", material.alert)
        return False
    return True


def _key(collector: Collector, boundary: datetime) -> str:
    return f"digest:{collector.target}:{int(boundary.timestamp())}"


def _head(name: str, news: int, part: int, parts: int) -> str:
    return texts.head(name, news, part=part, parts=parts)
