"""What came of a call: each outcome of ``domain.alerts`` as it moves a delivery, its chat and its alerts.

The states are drawn in ``storage.deliveries``. Every function but ``sent`` does nothing unless the delivery is
still held under its claim, and returns whether it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Update, and_, bindparam, case, func, select, update

from domain.alerts import Call, Delivery, DeliveryId, DeliveryState, Kind, Lane
from domain.chats import TelegramId
from domain.news import Grade
from storage import alerts as stored_alerts
from storage import chats as stored_chats
from storage import pace as buckets
from storage.columns import Instant, moment
from storage.database import Transaction
from storage.schema import PUT_OFF, is_waiting, unindexed
from storage.tables import alerts, chats, deliveries

MOST_FAILURES = 8
LONGEST_WAIT = timedelta(minutes=10)
UNKNOWN_WAITS = (timedelta(seconds=2), timedelta(seconds=10), timedelta(seconds=60), timedelta(seconds=300))
OUTAGE_WAIT = timedelta(seconds=5)

# Telegram counts whole seconds; a little more makes sure that the pause is over (research: telegram.md §3.3).
FLOOD_MARGIN = timedelta(seconds=0.5)
FLOOD_WINDOW = timedelta(seconds=5)
FLOODED_CHATS = 3

_GRADES: Mapping[Kind | None, int] = {Kind.EDIT: Grade.SAME.value, Kind.UPDATE: Grade.UPDATE.value}


async def sent(tx: Transaction, results: Sequence[tuple[Delivery, int]]) -> None:
    """Store calls that Telegram made, with their message ids; whoever holds the row now, they were made.

    If the content was replaced meanwhile the row waits again with the new one.
    """
    if not results:
        return
    now = await tx.now()
    await _release_chats(tx, [delivery for delivery, _ in results], _RELEASE_SURE)
    rows = [
        {"row": each.id, "claim": each.fence, "made": each.revision, "message": message, "present": now}
        for each, message in results
    ]
    await tx.connection.execute(_SENT, rows)
    await _tell(tx, results)


async def not_sent(tx: Transaction, delivery: Delivery, reason: str, *, outage: bool = False) -> bool:
    """Put off a call that was never made; the ninth time it is dead. In an *outage* it does not count."""
    if outage:
        return await _back(tx, delivery, reason=reason, wait=OUTAGE_WAIT)
    failures = delivery.failures + 1
    if failures > MOST_FAILURES:
        return await dead(tx, delivery, reason)
    wait = min(timedelta(seconds=2**failures), LONGEST_WAIT)
    return await _back(tx, delivery, reason=reason, wait=wait, values={"failures": deliveries.c.failures + 1})


async def unknown(tx: Transaction, delivery: Delivery, reason: str) -> bool:
    """Put off a call that may have been made, to be repeated without sound; the fifth time it is dead."""
    if delivery.unknowns >= len(UNKNOWN_WAITS):
        return await dead(tx, delivery, reason)
    wait = UNKNOWN_WAITS[delivery.unknowns]
    return await _back(tx, delivery, reason=reason, wait=wait, values={"unknowns": deliveries.c.unknowns + 1})


async def flooded(tx: Transaction, delivery: Delivery, retry_after: float, everyone: bool = False) -> bool:  # noqa: FBT001, FBT002  the contract of the rooms
    """Pause the chat for *retry_after* seconds; all chats if *everyone* or if it is the third within five seconds.

    A 429 does not say which limit was met, so the pace of all goes down too: a little, or much where all pause.
    """
    now = await tx.now()
    until = now + timedelta(seconds=retry_after) + FLOOD_MARGIN
    lately = (
        select(func.count())
        .select_from(chats)
        .where(chats.c.flooded_at > now - FLOOD_WINDOW, chats.c.id != delivery.chat)
    )
    if everyone or (await tx.connection.execute(lately)).scalar_one() >= FLOODED_CHATS - 1:
        seconds = (until - now).total_seconds()
        await buckets.pause(tx, buckets.ANSWERS, seconds)
        if await buckets.pause(tx, buckets.ALERTS, seconds):
            await buckets.halve(tx, buckets.ALERTS)
    else:
        await buckets.ease(tx, buckets.ALERTS)
    await tx.connection.execute(
        update(chats)
        .where(chats.c.id == delivery.chat)
        .values(
            flooded_at=now,
            flooded_until=case((chats.c.flooded_until > until, chats.c.flooded_until), else_=moment(until)),
        )
    )
    theirs = and_(deliveries.c.chat_id == delivery.chat, is_waiting(deliveries), deliveries.c.due_at < until)
    await tx.connection.execute(update(deliveries).where(theirs, deliveries.c.begun_at.is_(None)).values(due_at=until))
    return await _back(tx, delivery, reason="flood", wait=until - now)


async def migrated(tx: Transaction, delivery: Delivery, to: TelegramId) -> bool:
    """Follow the group to its supergroup's id; the call is due there at once."""
    is_ours = await _back(tx, delivery, reason="migrated")
    await stored_chats.rename_or_merge(tx, delivery.chat, to)
    tx.wake("deliveries")
    return is_ours


async def let_go(tx: Transaction, delivery: Delivery, reason: str) -> bool:
    """Cancel a call to a chat that is gone; what becomes of the chat is decided by ``storage.vanishing``."""
    return await _finish(tx, delivery, DeliveryState.CANCELLED, reason)


async def degraded(tx: Transaction, delivery: Delivery, call: Call, reason: str) -> bool:
    """Try *call*, a plainer form, at once; *reason* is remembered, so that it is tried once."""
    values = {"method": call.method, "params": dict(call.params), "degraded": [*delivery.degraded, reason]}
    return await _back(tx, delivery, reason=reason, values=values)


async def dead(tx: Transaction, delivery: Delivery, reason: str) -> bool:
    """Give up; the row is listed for the admins and its alert is dropped."""
    return await _finish(tx, delivery, DeliveryState.DEAD, reason)


async def cancelled(tx: Transaction, delivery: Delivery, reason: str) -> bool:
    """Let go what is not to be sent any more; its alert is dropped."""
    return await _finish(tx, delivery, DeliveryState.CANCELLED, reason)


async def put_off(tx: Transaction, delivery: Delivery, until: datetime, expires_at: datetime | None = None) -> bool:
    """Send it at *until* at the earliest; it holds up no other meanwhile, and expires at *expires_at* if given."""
    expiry = {"expires_at": expires_at} if expires_at else {}
    return await _back(tx, delivery, reason=PUT_OFF, values={"due_at": until} | expiry)


async def halted(tx: Transaction, held: Sequence[Delivery]) -> None:
    """Give back calls that were refused because of the bot itself (401, 409): no budget is touched."""
    for delivery in held:
        await _back(tx, delivery, reason="halted")


async def give_back(tx: Transaction, held: Sequence[Delivery]) -> None:
    """Make claimed deliveries due now: the sender stops before it began them."""
    for delivery in held:
        await _back(tx, delivery, reason="")


async def recover(tx: Transaction) -> int:
    """Give back as unknown what was begun and whose lease is over: its sender died in the middle; return how many."""
    now = await tx.now()
    waits = case(
        *((deliveries.c.unknowns == n, moment(now + wait)) for n, wait in enumerate(UNKNOWN_WAITS)),
        else_=deliveries.c.due_at,
    )
    is_over = deliveries.c.unknowns >= len(UNKNOWN_WAITS)
    statement = (
        update(deliveries)
        .where(
            is_waiting(deliveries),
            deliveries.c.begun_at.is_not(None),
            deliveries.c.begun_at <= now,  # always; it names the index to use
            unindexed(deliveries.c.due_at) <= now,
        )
        .values(
            state=case((is_over, DeliveryState.DEAD.value), else_=deliveries.c.state),
            finished_at=case((is_over, moment(now)), else_=None),
            unknowns=case((is_over, deliveries.c.unknowns), else_=deliveries.c.unknowns + 1),
            due_at=waits,
            begun_at=None,
            reason="the lease ended during the call",
        )
        .returning(deliveries.c.id, deliveries.c.alert_id, deliveries.c.key, deliveries.c.state)
    )
    rows = (await tx.connection.execute(statement)).all()
    await settle(tx, "dropped", [row for row in rows if row.state == DeliveryState.DEAD.value])
    return len(rows)


async def settle(tx: Transaction, state: str, rows: Iterable[Any]) -> None:
    """Bring the alerts that finished deliveries were to tell to *state*; an update or edit was to tell none."""
    over = list(rows)
    if over:
        of = [row.alert_id for row in over if row.alert_id is not None and is_first(row.key)]
        await stored_alerts.settle(tx, state, of=of, by=[row.id for row in over])


async def free_unbegun(tx: Transaction, delivery: DeliveryId) -> None:
    """Make a row that is claimed but not begun due now, and its chat free: its content changed."""
    now = await tx.now()
    await tx.connection.execute(
        update(chats).where(chats.c.flight == delivery, _unbegun(delivery)).values(leased_until=now)
    )
    await tx.connection.execute(
        update(deliveries).where(deliveries.c.id == delivery, deliveries.c.begun_at.is_(None)).values(due_at=now)
    )


def is_first(key: str) -> bool:
    """Return whether the delivery of *key* is the first message of its alert."""
    return key.startswith(f"{Kind.FIRST}:")


def _unbegun(delivery: DeliveryId) -> ColumnElement[bool]:
    return select(deliveries.c.id).where(deliveries.c.id == delivery, deliveries.c.begun_at.is_(None)).exists()


async def _tell(tx: Transaction, results: Sequence[tuple[Delivery, int]]) -> None:
    """Store what alerts were told by: their first message, or the digest that collected them."""
    now = await tx.now()
    first = [
        {"alert": each.alert, "delivery": each.id, "message": message, "present": now}
        for each, message in results
        if each.alert is not None and is_first(each.key)
    ]
    if first:
        await tx.connection.execute(_TELL, first)
    if collections := [each.id for each, _ in results if each.alert is None and each.lane is not Lane.ANSWER]:
        told = update(alerts).values(state="told", told_at=now)
        await tx.connection.execute(told.where(alerts.c.told_by.in_(collections)))
    later = [{"alert": each.alert, "told": _GRADES[each.kind]} for each, _ in results if each.kind in _GRADES]
    if later:
        graded = update(alerts).where(alerts.c.id == bindparam("alert")).values(grade=bindparam("told"))
        await tx.connection.execute(graded, later)


async def _back(
    tx: Transaction,
    delivery: Delivery,
    *,
    reason: str,
    wait: timedelta = timedelta(0),
    values: Mapping[str, Any] | None = None,
) -> bool:
    row = {"due_at": await tx.now() + wait, "begun_at": None, "reason": reason} | dict(values or {})
    await _release_chats(tx, [delivery])
    result = await tx.connection.execute(update(deliveries).where(_is_held(delivery)).values(row))
    return result.rowcount == 1


async def _finish(tx: Transaction, delivery: Delivery, state: DeliveryState, reason: str) -> bool:
    """Bring a row to its end, unless its content was replaced meanwhile: then the new one is due."""
    now = await tx.now()
    values: dict[str, Any] = {"state": state.value, "reason": reason, "begun_at": None, "finished_at": now}
    if state is not DeliveryState.DEAD:  # a dead one may be sent anew
        values["file"] = None
    await _release_chats(tx, [delivery])
    statement = (
        update(deliveries)
        .where(_is_held(delivery), deliveries.c.revision == delivery.revision)
        .values(values)
        .returning(deliveries.c.id, deliveries.c.alert_id, deliveries.c.key)
    )
    rows = (await tx.connection.execute(statement)).all()
    await settle(tx, "dropped", rows)
    return bool(rows) or await _back(tx, delivery, reason=reason)


def _is_held(delivery: Delivery) -> ColumnElement[bool]:
    return and_(deliveries.c.id == delivery.id, deliveries.c.fence == delivery.fence, is_waiting(deliveries))


# Built once: they run with every commit of the sender, and building them costs as much as running them.
_RELEASE = (
    update(chats)
    .where(
        chats.c.id == bindparam("chat"),
        chats.c.flight == bindparam("row"),
        chats.c.flight_fence == bindparam("claim"),
    )
    .values(leased_until=bindparam("present", type_=Instant()), flight=None)
)
_RELEASE_SURE = _RELEASE.values(doubted_at=None)
_PRESENT: BindParameter[datetime] = bindparam("present", type_=Instant())
_IS_CURRENT = deliveries.c.revision == bindparam("made")
_IS_OURS = deliveries.c.fence == bindparam("claim")
_SENT = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"))
    .values(
        message_id=bindparam("message"),
        state=case((_IS_CURRENT, DeliveryState.SENT.value), else_=deliveries.c.state),
        finished_at=case((_IS_CURRENT, _PRESENT), else_=deliveries.c.finished_at),
        begun_at=case((_IS_CURRENT | _IS_OURS, None), else_=deliveries.c.begun_at),
        due_at=case((_IS_OURS, _PRESENT), else_=deliveries.c.due_at),
        file=case((_IS_CURRENT, None), else_=deliveries.c.file),
    )
)
_TELL = (
    update(alerts)
    .where(alerts.c.id == bindparam("alert"))
    .values(state="told", told_at=_PRESENT, message_id=bindparam("message"), told_by=bindparam("delivery"))
)


async def _release_chats(tx: Transaction, finished: Sequence[Delivery], statement: Update = _RELEASE) -> None:
    now = await tx.now()
    rows = [
        {"chat": each.chat, "row": each.id, "claim": each.fence, "present": now}
        for each in sorted(finished, key=lambda each: each.chat)
    ]
    await tx.connection.execute(statement, rows)
