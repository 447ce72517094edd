"""Decide what becomes of claimed deliveries, and do all of it but the sending: compose, put off, collect, drop.

It runs in the transaction that begins the calls; each that is not made gives its place in the pace back, and its
chat's spacing.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

import storage.articles
import storage.chats
import storage.circumstances
import storage.collecting
import storage.model_requests
import storage.outcomes
import storage.pace
import storage.sequels
from alerts import hours, plan, sequels
from bot.digests import Digests
from domain.alerts import AlertId, Call, Delivery, Lane, Material
from domain.chats import TargetId
from domain.news import ArticleId
from domain.preferences import Circumstances, Picture
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
        materials = await storage.sequels.materials(tx, claimed)
        if self._retold:
            materials = await storage.model_requests.with_retellings(tx, materials)
        known = await storage.circumstances.of(tx, claimed)
        pictures = await self._pictures(tx, claimed, materials, known)
        now = await tx.now()
        found, unsent = [], list[Delivery]()
        for delivery in claimed:
            about = known.get(delivery.target, Circumstances())
            zone = hours.zone_of(about.preferences, self._zone)
            decision = self._plan(delivery, about, materials, pictures, now, zone)
            if isinstance(decision, plan.Send):
                found.append((delivery, decision))
            else:
                await self._decline(tx, delivery, decision, zone)
                if delivery.lane is not Lane.ANSWER:
                    unsent.append(delivery)
        await storage.pace.give_back(tx, storage.pace.ALERTS, len(unsent), self._bucket)
        await storage.chats.free(tx, [delivery.chat for delivery in unsent])
        return found

    def _plan(
        self,
        delivery: Delivery,
        about: Circumstances,
        materials: Mapping[AlertId, Material],
        pictures: Mapping[ArticleId, str],
        now: datetime,
        zone: tzinfo,
    ) -> plan.Decision:
        material = materials.get(delivery.alert) if delivery.alert is not None else None
        followed = [each.match.query for each in material.followed] if material else []
        where = about.preferences.picture if material and material.article_id in pictures else Picture.NONE
        call = self._call(delivery, material, zone, where)
        return plan.plan(delivery, call, about, now=now, followed=followed, zone=zone)

    async def _pictures(
        self,
        tx: Transaction,
        claimed: Sequence[Delivery],
        materials: Mapping[AlertId, Material],
        known: Mapping[TargetId, Circumstances],
    ) -> dict[ArticleId, str]:
        """Return the articles with a picture of their own, of those that go to chats that want it."""
        wanted = {
            material.article_id
            for delivery in claimed
            if delivery.alert is not None
            and (material := materials.get(delivery.alert))
            and material.article.picture
            and _wants_picture(known.get(delivery.target))
        }
        return await storage.articles.pictures(tx, wanted)

    def _call(self, delivery: Delivery, material: Material | None, zone: tzinfo, picture: Picture) -> Call | None:
        if delivery.call is not None or material is None or not material.followed:
            return delivery.call
        try:
            return sequels.write(
                delivery, material, self._gazetteer, now=delivery.created_at, zone=zone, picture=picture
            )
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


def _wants_picture(about: Circumstances | None) -> bool:
    return about is not None and about.preferences.picture is not Picture.NONE
