"""Pick deliveries that may go now: the statement behind ``deliveries.claim``.

It walks the queue's index in the order of sending and asks of each row whether it is the head of its chat's line,
so that its cost grows with the rows taken and passed over, not with the rows that wait behind.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from domain.alerts import AlertId, Call, Delivery, DeliveryId, Lane
from domain.chats import ChatId, ChatKind, TargetId, TelegramId, Thread
from storage import holding
from storage.columns import Instant
from storage.database import Transaction
from storage.pace import Pace
from storage.schema import PUT_OFF, is_waiting, unindexed
from storage.tables import chats, deliveries, targets
from storage.waits import DOUBT

# Built once: they run with every claim, and building them costs as much as running them.
_WITH_CHATS = (
    select(
        deliveries,
        chats.c.key.label("chat_key"),
        chats.c.telegram_id,
        chats.c.kind,
        chats.c.free_at,
        targets.c.thread,
        targets.c.paused_at,
    )
    .select_from(
        deliveries.join(chats, chats.c.id == deliveries.c.chat_id).join(targets, targets.c.id == deliveries.c.target_id)
    )
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(deliveries.c.lane, deliveries.c.ordinal, deliveries.c.id)
)
_LEASE = (
    update(chats)
    .where(chats.c.id == bindparam("chat"))
    .values(
        leased_until=bindparam("until", type_=Instant()),
        flight=bindparam("delivery"),
        flight_fence=bindparam("claim"),
        free_at=bindparam("free", type_=Instant()),
        tried_at=bindparam("present", type_=Instant()),
    )
)


async def take(
    tx: Transaction,
    slots: Sequence[timedelta],
    lease: timedelta,
    pace: Pace,
    lanes: Literal["answers", "others"],
    exclude: frozenset[Lane],
) -> list[Delivery]:
    """Claim a delivery of *lanes* but *exclude* for each of *slots*, in order, one a chat, and lease their chats.

    Fewer may come although more could go: the caller asks again. A slot is how long after now its delivery may go.
    """
    now = await tx.now()
    ahead = pace.answer_burst - 1
    values = {
        "present": now,
        "lease_over": now + lease,
        "answers_private": now + ahead * pace.private_spacing,
        "answers_group": now + ahead * pace.group_spacing,
        "doubt_over": now - DOUBT,
        "room": len(slots),
    }
    picked = await tx.connection.execute(_claim(lanes, exclude), values)
    rows = await _with_chats(tx, [row.id for row in picked])
    paused = [row.id for row in rows if row.paused_at and (row.alert_id or row.lane == Lane.DIGEST.value)]
    if paused:
        await holding.hold(tx, deliveries.c.id.in_(paused))
    kept = [row for row in rows if row.id not in paused]
    if kept:
        await _lease_chats(tx, kept, slots, now, pace)
    return [_delivery(row, slot) for row, slot in zip(kept, slots, strict=False)]  # slots may be left over


@cache
def _claim(lanes: str, exclude: frozenset[Lane]) -> ReturningUpdate[Any]:
    """Return the statement, built once: building it anew took longer than running it (measured)."""
    # Ranges, since an IN would make SQLite sort the whole queue instead of walking its index.
    answers: ColumnElement[int] = literal_column(str(Lane.ANSWER.value))
    which = deliveries.c.lane == answers if lanes == "answers" else deliveries.c.lane > answers
    which = and_(which, *(deliveries.c.lane != lane.value for lane in sorted(exclude)))
    pick = _may_go().where(which).limit(bindparam("room", type_=Integer)).cte("pick")
    place = func.row_number().over(partition_by=pick.c.chat_id, order_by=(pick.c.lane, pick.c.ordinal, pick.c.id))
    ranked = select(pick.c.id, place.label("place")).subquery()
    return (
        update(deliveries)
        .where(deliveries.c.id.in_(select(ranked.c.id).where(ranked.c.place == 1)))
        .values(due_at=_at("lease_over"), fence=deliveries.c.fence + 1)
        .returning(deliveries.c.id)
    )


def _at(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=Instant())


def _may_go() -> Select[Any]:
    now = _at("present")
    is_answer = deliveries.c.lane == literal_column(str(Lane.ANSWER.value))
    answers_free = case((chats.c.kind == ChatKind.PRIVATE.value, _at("answers_private")), else_=_at("answers_group"))
    # Said to be gone among too many others: ``storage.vanishing``.
    is_doubted = and_(chats.c.doubted_at.is_not(None), chats.c.doubted_at > _at("doubt_over"))
    return (
        select(deliveries.c.id, deliveries.c.chat_id, deliveries.c.lane, deliveries.c.ordinal)
        .select_from(deliveries.join(chats, chats.c.id == deliveries.c.chat_id))
        .where(
            is_waiting(deliveries),
            unindexed(deliveries.c.due_at) <= now,
            unindexed(deliveries.c.expires_at) > now,
            chats.c.state == "active",
            chats.c.leased_until <= now,
            chats.c.flooded_until <= now,
            or_(~is_doubted, is_answer),
            or_(chats.c.free_at <= now, and_(is_answer, chats.c.free_at <= answers_free)),
            ~_waits_behind(now),
        )
        .order_by(deliveries.c.lane, deliveries.c.ordinal, deliveries.c.id)
        .with_for_update(skip_locked=True, key_share=True, of=[deliveries, chats])
    )


def _waits_behind(now: BindParameter[datetime]) -> ColumnElement[bool]:
    """Return whether an older row of the chat's lane, or of the same alert, must go first."""
    in_line, of_alert = deliveries.alias("in_line"), deliveries.alias("of_alert")
    line = exists().where(
        in_line.c.chat_id == deliveries.c.chat_id,
        in_line.c.lane == deliveries.c.lane,
        in_line.c.id < deliveries.c.id,
        is_waiting(in_line),
        or_(in_line.c.expires_at > now, in_line.c.begun_at.is_not(None)),
        or_(in_line.c.reason != PUT_OFF, in_line.c.due_at <= now),  # what quiet hours put off holds up nobody
        # Nor does a notice to everyone, which is numbered, a digest that came after it.
        or_(in_line.c.lane != literal_column(str(Lane.DIGEST.value)), in_line.c.ordinal <= deliveries.c.ordinal),
    )
    alert = exists().where(
        of_alert.c.alert_id == deliveries.c.alert_id,
        of_alert.c.id < deliveries.c.id,
        is_waiting(of_alert),
        of_alert.c.lane != literal_column(str(Lane.EDIT.value)),  # an edit goes last of all: it holds up no update
    )
    return or_(line, alert)


async def _with_chats(tx: Transaction, ids: Sequence[int]) -> Sequence[Row[Any]]:
    if not ids:
        return []
    return (await tx.connection.execute(_WITH_CHATS, {"ids": list(ids)})).all()


async def _lease_chats(
    tx: Transaction, rows: Sequence[Row[Any]], slots: Sequence[timedelta], now: datetime, pace: Pace
) -> None:
    leased = [
        {
            "chat": row.chat_id,
            "until": row.due_at,
            "delivery": row.id,
            "claim": row.fence,
            "free": max(row.free_at, now + slot) + _spacing(row.kind, pace),
            "present": now,
        }
        for row, slot in zip(rows, slots, strict=False)
    ]
    await tx.connection.execute(_LEASE, sorted(leased, key=lambda lease: int(lease["chat"])))


def _spacing(kind: str, pace: Pace) -> timedelta:
    return pace.private_spacing if kind == ChatKind.PRIVATE.value else pace.group_spacing


def _delivery(row: Row[Any], slot: timedelta) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        key=row.key,
        chat=ChatId(row.chat_id),
        chat_key=row.chat_key,
        telegram_id=TelegramId(row.telegram_id),
        chat_kind=ChatKind(row.kind),
        thread=Thread(row.thread),
        target=TargetId(row.target_id),
        lane=Lane(row.lane),
        alert=None if row.alert_id is None else AlertId(row.alert_id),
        call=None if row.method is None else Call(row.method, row.params or {}),
        fence=row.fence,
        failures=row.failures,
        unknowns=row.unknowns,
        revision=row.revision,
        degraded=tuple(row.degraded),
        created_at=row.created_at,
        expires_at=row.expires_at,
        lease_until=row.due_at,
        slot=slot,
    )
