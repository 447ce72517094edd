"""The outbox: enqueue, claim, begin. What came of a call is stored by ``storage.outcomes``.

The states of a delivery and what moves it (design, «Outbox»). Sending is a lease, not a state:

    PENDING ──claim──▶ PENDING, fence + 1, due_at = end of the lease; its chat is leased too
            ──begin──▶ PENDING, begun_at = now, the composed call stored          … the call is made …
            ──sent───▶ SENT, if the revision sent is still the row's; message_id is stored in any case
            ──not_sent─▶ PENDING, failures + 1, waits 2^n s up to 10 min; the ninth: DEAD
            ──unknown──▶ PENDING, unknowns + 1, waits 2, 10, 60, 300 s; the fifth: DEAD
            ──lease over, begun_at set─▶ as unknown;  begun_at empty ─▶ simply due again
            ──flooded · halted · give_back · put_off · migrated · degraded─▶ PENDING, no budget touched
              (flooded: due when the flood is over, with all that waits for the chat)
            ──dead─▶ DEAD    ──cancelled · let_go · pause─▶ CANCELLED    ──expire─▶ EXPIRED

Each of these but ``sent`` counts only under the claim's fence. A row that goes back has ``begun_at`` emptied.
Claims take lanes in order (answers, urgent, normal, digests, edits), then the row's number within its story, then
age. Of one chat: one delivery in flight, in each lane the oldest first, spaced (answers may run a few ahead, which
pushes the next alert back); of one alert: its first message before an update or edit.
Locks are taken in the order pace, chats, deliveries, alerts.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, func, select, update

from domain.alerts import AlertId, Call, Delivery, DeliveryId, DeliveryState, Lane
from domain.chats import ChatId, TargetId
from storage import outcomes, picking, waits
from storage import pace as buckets
from storage.columns import Instant
from storage.database import Transaction
from storage.dialects import insert, walk_indexes
from storage.pace import Bucket, Pace
from storage.schema import is_waiting, unindexed
from storage.tables import chats, deliveries


async def enqueue(
    tx: Transaction,
    *,
    key: str,
    chat: ChatId,
    target: TargetId,
    lane: Lane,
    call: Call,
    expires_in: timedelta,
    alert: AlertId | None = None,
    file: bytes | None = None,
) -> bool:
    """Owe *target* a call; False if *key* is there already, which then stays as it is."""
    now = await tx.now()
    due = waits.after_flood if lane is Lane.ANSWER else waits.after_doubt
    values = {
        "key": key,
        "chat_id": chat,
        "target_id": target,
        "alert_id": alert,
        "lane": lane.value,
        "due_at": select(due(now)).where(chats.c.id == chat).scalar_subquery(),
        "method": call.method,
        "params": dict(call.params),
        "file": file,
        "created_at": now,
        "expires_at": now + expires_in,
    }
    statement = insert(tx.dialect, deliveries).values(values).on_conflict_do_nothing(index_elements=["key"])
    tx.wake("deliveries")
    return (await tx.connection.execute(statement)).rowcount == 1


async def replace(tx: Transaction, key: str, call: Call, *, expires_in: timedelta) -> bool:
    """Give the row of *key* a new content and fresh budgets; it waits again whatever it was. False if there is none.

    One that is on its way arrives with the old content, and then waits with the new one.
    """
    now = await tx.now()
    values = {
        "method": call.method,
        "params": dict(call.params),
        "revision": deliveries.c.revision + 1,
        "state": DeliveryState.PENDING.value,
        "failures": 0,
        "unknowns": 0,
        "degraded": [],
        "reason": "",
        "expires_at": now + expires_in,
        "finished_at": None,
    }
    result = await tx.connection.execute(
        update(deliveries).where(deliveries.c.key == key).values(values).returning(deliveries.c.id)
    )
    row = result.first()
    if row is None:
        return False
    await outcomes.free_unbegun(tx, DeliveryId(row.id))
    tx.wake("deliveries")
    return True


async def claim(
    tx: Transaction, limit: int, lease: timedelta, *, pace: Pace | None = None, exclude: Collection[Lane] = ()
) -> list[Delivery]:
    """Take at most *limit* deliveries that may go now, in order, at most one a chat, and reserve their pace.

    Rows whose lease ended in the middle of a call are first given back as unknown. Alerts of a target that was
    paused meanwhile are held instead.
    """
    await outcomes.recover(tx)
    return await take(tx, limit, lease, pace=pace, exclude=exclude)


async def take(
    tx: Transaction, limit: int, lease: timedelta, *, pace: Pace | None = None, exclude: Collection[Lane] = ()
) -> list[Delivery]:
    """Claim, but do not look for what a dead sender left: for who has looked a moment ago."""
    pace = pace or Pace()
    await walk_indexes(tx)
    now, states = await tx.now(), await buckets.states(tx)
    claimed: list[Delivery] = []
    lanes: tuple[tuple[str, Bucket, Literal["answers", "others"]], ...] = (
        (buckets.ANSWERS, pace.answers, "answers"),
        (buckets.ALERTS, pace.alerts, "others"),
    )
    for name, bucket, which in lanes:
        slots = states[name].slots(bucket, now, limit - len(claimed))
        if slots:
            taken = await picking.take(tx, slots, lease, pace, which, frozenset(exclude))
            await buckets.spend(tx, name, states[name], len(taken), bucket)
            claimed += taken
    return claimed


async def begin(tx: Transaction, composed: Sequence[tuple[Delivery, Call]]) -> set[DeliveryId]:
    """Store the calls about to be made; return those that may be made, the others are not ours any more.

    A call stored before stays as it is, so that a repeat is byte-identical: make the one given by ``claim``.
    """
    if not composed:
        return set()
    now = await tx.now()
    rows = [
        {
            "row": each.id,
            "claim": each.fence,
            "made": each.revision,
            "present": now,
            "new_method": call.method,
            "new_params": dict(call.params),
        }
        for each, call in sorted(composed, key=lambda one: one[0].id)
    ]
    result = await tx.connection.execute(_BEGIN, rows)
    if result.rowcount == len(rows):  # PostgreSQL's driver does not say
        return {each.id for each, _ in composed}
    return await _begun(tx, [delivery for delivery, _ in composed], now)


async def expire(tx: Transaction) -> int:
    """Let go what waited too long and is not on its way; return how many."""
    now = await tx.now()
    values = {"state": DeliveryState.EXPIRED.value, "finished_at": now, "file": None}
    statement = (
        update(deliveries)
        .where(is_waiting(deliveries), deliveries.c.expires_at <= now, deliveries.c.begun_at.is_(None))
        .values(values)
        .returning(deliveries.c.id, deliveries.c.alert_id, deliveries.c.key)
    )
    rows = (await tx.connection.execute(statement)).all()
    await outcomes.settle(tx, "expired", rows)
    return len(rows)


async def next_due(tx: Transaction) -> datetime | None:
    """Return when the next delivery is due, its chat and the pace aside; None if there is none."""
    statement = select(func.min(deliveries.c.due_at)).where(is_waiting(deliveries))
    due_at: datetime | None = await tx.connection.scalar(statement)
    return due_at


async def message_of(tx: Transaction, key: str) -> int | None:
    """Return the message that the delivery of *key* became; None until it was sent."""
    found: int | None = await tx.connection.scalar(select(deliveries.c.message_id).where(deliveries.c.key == key))
    return found


async def files_of(tx: Transaction, ids: Sequence[DeliveryId]) -> dict[DeliveryId, bytes]:
    """Return the files that go with calls; none once they are sent."""
    if not ids:
        return {}
    statement = select(deliveries.c.id, deliveries.c.file).where(
        deliveries.c.id.in_(ids), deliveries.c.file.is_not(None)
    )
    return {DeliveryId(row.id): row.file for row in await tx.connection.execute(statement)}


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete deliveries that were sent, cancelled or expired before *before*; return how many.

    Dead ones stay: ``storage.dead``.
    """
    over = [DeliveryState.SENT.value, DeliveryState.CANCELLED.value, DeliveryState.EXPIRED.value]
    statement = deliveries.delete().where(deliveries.c.state.in_(over), deliveries.c.finished_at < before)
    return (await tx.connection.execute(statement)).rowcount


async def _begun(tx: Transaction, claimed: Sequence[Delivery], now: datetime) -> set[DeliveryId]:
    """Return which of *claimed* this transaction, of the time *now*, has begun."""
    statement = select(deliveries.c.id, deliveries.c.fence, deliveries.c.revision).where(
        deliveries.c.id.in_([delivery.id for delivery in claimed]), is_waiting(deliveries), deliveries.c.begun_at == now
    )
    rows: dict[Any, Any] = {row.id: (row.fence, row.revision) for row in await tx.connection.execute(statement)}
    return {each.id for each in claimed if rows.get(each.id) == (each.fence, each.revision)}


# Built once: it runs with every claim, and building it costs as much as running it.
_BEGIN = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("row"),
        deliveries.c.fence == bindparam("claim"),
        deliveries.c.revision == bindparam("made"),
        is_waiting(deliveries),
        unindexed(deliveries.c.due_at) > bindparam("present", type_=Instant()),
    )
    .values(
        begun_at=bindparam("present", type_=Instant()),
        method=func.coalesce(deliveries.c.method, bindparam("new_method")),
        params=func.coalesce(deliveries.c.params, bindparam("new_params", type_=deliveries.c.params.type)),
    )
)
