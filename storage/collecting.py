"""Collected alerts: those that wait for a digest, or are listed in one message with others.

An alert in state ``digest`` without ``told_by`` waits to be collected; with it, that delivery tells it. Alerts are
collected in the transaction that enqueues their delivery, so each is told once whatever dies in between.
``storage.digest_times`` says when to look at whether a digest is due.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select, update

from domain.alerts import EXPIRES_IN, AlertId, Call, Delivery, DeliveryState, Lane
from domain.chats import ChatId, TargetId
from domain.preferences import Preferences
from storage import chat_preferences, deliveries, digest_times
from storage.database import Transaction
from storage.schema import PUT_OFF, is_waiting
from storage.tables import alerts, chats, targets
from storage.tables import chat_preferences as preferences
from storage.tables import deliveries as outbox

LATE = timedelta(minutes=15)  # since then an alert should long have gone


@dataclass(frozen=True, slots=True)
class Collector:
    """A target whose digest is to be looked at; *waits* where it is paused or its chat is gone."""

    target: TargetId
    chat: ChatId
    preferences: Preferences
    muted_until: datetime | None
    waits: bool


async def due(tx: Transaction, limit: int) -> list[Collector]:
    """Return at most *limit* targets to be looked at now, the longest due first, held until the transaction ends."""
    statement = (
        select(targets.c.id, targets.c.chat_id, targets.c.muted_until, targets.c.paused_at, chats.c.state, preferences)
        .select_from(
            targets.join(chats, chats.c.id == targets.c.chat_id).outerjoin(
                preferences, preferences.c.chat_id == chats.c.id
            )
        )
        .where(targets.c.digest_at <= await tx.now())
        .order_by(targets.c.digest_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=targets)
    )
    return [
        Collector(
            TargetId(row.id),
            ChatId(row.chat_id),
            chat_preferences.read(row),
            row.muted_until,
            row.paused_at is not None or row.state != "active",
        )
        for row in await tx.connection.execute(statement)
    ]


async def waiting(tx: Transaction, which: Collection[TargetId]) -> dict[TargetId, list[tuple[AlertId, datetime]]]:
    """Return the alerts that each target's next digest is to tell, with their ages, the oldest first."""
    statement = (
        select(alerts.c.id, alerts.c.target_id, alerts.c.created_at)
        .where(alerts.c.target_id.in_(which), alerts.c.state == literal_column("'digest'"), alerts.c.told_by.is_(None))
        .order_by(alerts.c.id)
    )
    found: dict[TargetId, list[tuple[AlertId, datetime]]] = {}
    for row in await tx.connection.execute(statement):
        found.setdefault(TargetId(row.target_id), []).append((AlertId(row.id), row.created_at))
    return found


async def is_told(tx: Transaction, key: str) -> bool:
    """Return whether the outbox has *key* already."""
    return await tx.connection.scalar(select(outbox.c.id).where(outbox.c.key == key)) is not None


async def enqueue(
    tx: Transaction,
    target: TargetId,
    chat: ChatId,
    *,
    key: str,
    call: Call,
    tells: Sequence[AlertId],
    lane: Lane = Lane.DIGEST,
) -> bool:
    """Owe *target* a message that tells the alerts *tells*; False, and nothing done, if *key* is there already."""
    is_new = await deliveries.enqueue(
        tx, key=key, chat=chat, target=target, lane=lane, call=call, expires_in=EXPIRES_IN[lane]
    )
    if is_new:
        number = select(outbox.c.id).where(outbox.c.key == key).scalar_subquery()
        told = update(alerts).where(alerts.c.id.in_(tells), alerts.c.state.in_(("owed", "digest")))
        await tx.connection.execute(told.values(state="digest", told_by=number))
    return is_new


async def drop(tx: Transaction, which: Collection[AlertId]) -> None:
    """Tell these alerts to nobody: nothing of what they are about is followed any more."""
    open_ = alerts.c.state.in_(("owed", "digest"))
    await tx.connection.execute(update(alerts).where(alerts.c.id.in_(which), open_).values(state="dropped"))


async def leave(tx: Transaction, delivery: Delivery) -> None:
    """Leave the alert of *delivery*, which waits in the outbox, to the next digest of its target."""
    for alert in await _take(tx, outbox.c.id == delivery.id, reason="digest"):
        owed = update(alerts).where(alerts.c.id == alert, alerts.c.state == "owed")
        await tx.connection.execute(owed.values(state="digest"))
        await digest_times.note(tx, alerts.c.id == alert)


async def late(tx: Transaction, which: Collection[TargetId]) -> dict[TargetId, tuple[int, int]]:
    """Return how many alerts wait too long for each target, and how many of them are urgent."""
    if not which:
        return {}
    statement = (
        select(
            outbox.c.target_id,
            func.count(),
            func.count().filter(outbox.c.lane == Lane.URGENT.value),
        )
        .where(outbox.c.target_id.in_(which), _is_late(await tx.now()))
        .group_by(outbox.c.target_id)
    )
    return {TargetId(target): (all_, urgent) for target, all_, urgent in await tx.connection.execute(statement)}


async def take_late(tx: Transaction, target: TargetId, *, urgent_only: bool) -> list[AlertId]:
    """Take the alerts that wait too long for *target* out of the outbox, or the urgent ones; return them."""
    which = and_(outbox.c.target_id == target, _is_late(await tx.now()))
    if urgent_only:
        which = and_(which, outbox.c.lane == Lane.URGENT.value)
    return await _take(tx, which, reason="catchup")


def _is_late(now: datetime) -> ColumnElement[bool]:
    """Return whether a row waits too long, is not on its way, and was never begun; put off is not late."""
    return and_(
        is_waiting(outbox),
        outbox.c.key.like("alert:%"),
        outbox.c.begun_at.is_(None),
        outbox.c.unknowns == 0,
        outbox.c.created_at < now - LATE,
        outbox.c.expires_at > now,
        or_(outbox.c.reason != PUT_OFF, outbox.c.due_at <= now),
    )


async def _take(tx: Transaction, which: ColumnElement[bool], *, reason: str) -> list[AlertId]:
    cancelled = {"state": DeliveryState.CANCELLED.value, "reason": reason, "finished_at": await tx.now()}
    statement = (
        update(outbox)
        .where(which, is_waiting(outbox), outbox.c.key.like("alert:%"), outbox.c.begun_at.is_(None))
        .values(cancelled)
        .returning(outbox.c.alert_id)
    )
    return sorted(AlertId(number) for number in await tx.connection.scalars(statement))
