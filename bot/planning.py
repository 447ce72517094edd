"""Decide what becomes of claimed deliveries, and do all of it but the sending: compose, put off, collect, drop.

It runs in the transaction that begins the calls; each that is not made gives its place in the pace back.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

import storage.alerts
import storage.circumstances
import storage.collecting
import storage.model_requests
import storage.outcomes
import storage.pace
from alerts import hours, plan
from alerts.compose import compose
from bot.digests import Digests
from domain.alerts import AlertId, Call, Delivery, Lane, Material
from domain.preferences import Circumstances
from news.places.gazetteer import Gazetteer
from storage.database import Transaction
from storage.pace import Bucket

log = logging.getLogger(__name__)

Declined = plan.PutOff | plan.Collect | plan.CatchUp | plan.Drop


class Planner:
    """Plan what is claimed; *zone* is that of chats that named none, *bucket* the pace of alerts.

    *retold*: a language model may have written of what alerts are about.
    """

    def __init__(self, gazetteer: Gazetteer, zone: tzinfo, bucket: Bucket, *, retold: bool = False) -> None:
        self._gazetteer = gazetteer
        self._zone = zone
        self._bucket = bucket
        self._retold = retold
        self._digests = Digests(gazetteer, zone)

    async def ready(self, tx: Transaction, claimed: Sequence[Delivery]) -> list[tuple[Delivery, plan.Send]]:
        """Return those of *claimed* that are to be sent now, composed; the others are settled here."""
        alerts = [delivery.alert for delivery in claimed if delivery.alert is not None and delivery.call is None]
        materials = await storage.alerts.materials(tx, alerts) if alerts else {}
        if self._retold:
            materials = await storage.model_requests.with_retellings(tx, materials)
        known = await storage.circumstances.of(tx, claimed)
        now = await tx.now()
        found, unsent = [], 0
        for delivery in claimed:
            about = known.get(delivery.target, Circumstances())
            zone = hours.zone_of(about.preferences, self._zone)
            decision = self._plan(delivery, about, materials, now, zone)
            if isinstance(decision, plan.Send):
                found.append((delivery, decision))
            else:
                unsent += delivery.lane is not Lane.ANSWER
                await self._decline(tx, delivery, decision, zone)
        await storage.pace.give_back(tx, storage.pace.ALERTS, unsent, self._bucket)
        return found

    def _plan(
        self,
        delivery: Delivery,
        about: Circumstances,
        materials: Mapping[AlertId, Material],
        now: datetime,
        zone: tzinfo,
    ) -> plan.Decision:
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

    async def _decline(self, tx: Transaction, delivery: Delivery, decision: Declined, zone: tzinfo) -> None:
        match decision:
            case plan.PutOff(until, expires_at):
                await storage.outcomes.put_off(tx, delivery, until, expires_at)
            case plan.Drop(reason):
                log.info("delivery_dropped delivery=%s reason=%s", delivery.id, reason)
                await storage.outcomes.cancelled(tx, delivery, reason)
            case plan.Collect():
                await storage.outcomes.give_back(tx, [delivery])
                await storage.collecting.leave(tx, delivery)
            case plan.CatchUp(urgent_only):
                await storage.outcomes.give_back(tx, [delivery])
                await self._digests.catch_up(tx, delivery, zone, urgent_only=urgent_only)
