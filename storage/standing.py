"""How the service stands: what waits, what died, and when it last reached Telegram."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, func, literal, select, update

from domain.alerts import Call, DeliveryState, Lane
from storage import waits
from storage.columns import moment
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import is_waiting
from storage.tables import chats, deliveries, inbox, settings, subscriptions, targets

_HEARTBEAT = "heartbeat"  # in settings: epoch seconds
_AHEAD = "demo:ahead"  # in settings: seconds
_SET_ASIDE = 2  # of an update
_COLUMNS = (
    "key",
    "chat_id",
    "target_id",
    "lane",
    "ordinal",
    "due_at",
    "created_at",
    "expires_at",
    "method",
    "params",
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many deliveries wait and how many died, how many updates wait and how many were set aside."""

    owed: int
    dead: int
    updates: int
    aside: int


async def numbers(tx: Transaction) -> Numbers:
    """Count what waits and what died."""
    counts = (
        _count(is_waiting(deliveries)),
        _count(deliveries.c.state == DeliveryState.DEAD.value),
        _count(is_waiting(inbox)),
        _count(inbox.c.state == _SET_ASIDE),
    )
    return Numbers(*(await tx.connection.execute(select(*counts))).one())


async def beat(tx: Transaction) -> datetime | None:
    """Store that Telegram was reached now; return when it was the last time, None at the first."""
    now = await tx.now()
    values = {"value": now.timestamp(), "changed_at": now}
    statement = insert(tx.dialect, settings).values(key=_HEARTBEAT, **values)
    if (await tx.connection.execute(statement.on_conflict_do_nothing())).rowcount:
        return None
    mine = settings.c.key == _HEARTBEAT
    # Locked: of several processes one sees the gap.
    last = await tx.connection.scalar(select(settings.c.value).where(mine).with_for_update())
    await tx.connection.execute(update(settings).where(mine).values(values))
    return datetime.fromtimestamp(float(last or 0), UTC)


async def set_ahead(tx: Transaction, ahead: timedelta) -> None:
    """Store how far the demo's clock is *ahead* of this machine's: what it stored lies there."""
    values = {"value": ahead.total_seconds(), "changed_at": await tx.now()}
    statement = insert(tx.dialect, settings).values(key=_AHEAD, **values)
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=[settings.c.key], set_=values))


async def ahead(tx: Transaction) -> timedelta:
    """Return how far the demo's clock was moved."""
    stored = await tx.connection.scalar(select(settings.c.value).where(settings.c.key == _AHEAD))
    return timedelta(seconds=float(stored or 0))


async def owe_everyone(tx: Transaction, key: str, call: Call, *, expires_in: timedelta) -> int:
    """Owe *call*, as ``KEY:{target}``, to each target that follows something and can be sent to; return how many.

    They are numbered, so that digests that come meanwhile go before them.
    """
    now = await tx.now()
    follows = select(subscriptions.c.id).where(subscriptions.c.target_id == targets.c.id)
    owed = (
        select(
            literal(f"{key}:") + cast(targets.c.id, String),
            targets.c.chat_id,
            targets.c.id,
            literal(Lane.DIGEST.value, deliveries.c.lane.type),
            func.row_number().over(order_by=targets.c.id),
            waits.after_doubt(now),
            moment(now),
            moment(now + expires_in),
            literal(call.method, deliveries.c.method.type),
            literal(dict(call.params), deliveries.c.params.type),
        )
        .select_from(targets.join(chats, chats.c.id == targets.c.chat_id))
        .where(chats.c.state == "active", targets.c.paused_at.is_(None), follows.exists())
        .order_by(targets.c.id)
    )
    statement = insert(tx.dialect, deliveries).from_select(_COLUMNS, owed)
    tx.wake("deliveries")
    return (await tx.connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))).rowcount


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).where(which).scalar_subquery()
