"""Dead letters: deliveries that were given up. They stay with their reason until someone sends them anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, literal_column, null, select, update

from domain.alerts import DeliveryId, DeliveryState, Lane
from domain.chats import ChatKind, ChatState
from storage import alerts as stored_alerts
from storage import owing
from storage.columns import moment
from storage.database import Transaction
from storage.outcomes import MOST_FAILURES, UNKNOWN_WAITS
from storage.schema import is_waiting
from storage.tables import chats, deliveries

ANSWERS_EXPIRE_IN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Dead:
    """A delivery that was given up: to which chat (its key in logs), when and why.

    *kind* is the first word of its key; *cause* ``unreached`` where Telegram could not be asked, ``unknown`` where its
    answers were lost, else ``refused``.
    """

    id: DeliveryId
    kind: str
    chat_key: str
    chat_kind: ChatKind
    at: datetime
    cause: str
    reason: str


async def count(tx: Transaction) -> int:
    """Return how many there are."""
    return (await tx.connection.execute(select(func.count()).select_from(deliveries).where(_is_dead()))).scalar_one()


async def listed(tx: Transaction, limit: int, offset: int = 0) -> list[Dead]:
    """Return at most *limit* of them, the newest first."""
    statement = (
        select(deliveries, chats.c.key.label("chat_key"), chats.c.kind)
        .join(chats, chats.c.id == deliveries.c.chat_id)
        .where(_is_dead())
        .order_by(deliveries.c.finished_at.desc(), deliveries.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_dead(row) for row in await tx.connection.execute(statement)]


async def requeue(tx: Transaction, ids: Sequence[DeliveryId] | None = None) -> int:
    """Send them anew, all without *ids*; return how many. Those of chats that are gone stay dead.

    Alerts are composed again from their articles; budgets and what was taken away from the message are forgotten.
    """
    now = await tx.now()
    active = select(chats.c.id).where(chats.c.id == deliveries.c.chat_id, chats.c.state == ChatState.ACTIVE.value)
    which = and_(_is_dead(), active.exists())
    if ids is not None:
        which = and_(which, deliveries.c.id.in_(ids))
    is_alert = deliveries.c.key.startswith("alert:")
    values = {
        "state": DeliveryState.PENDING.value,
        "due_at": now,
        "expires_at": case(
            (deliveries.c.lane == Lane.ANSWER.value, moment(now + ANSWERS_EXPIRE_IN)),
            (deliveries.c.lane == Lane.URGENT.value, moment(now + owing.URGENT_EXPIRES_IN)),
            else_=moment(now + owing.NORMAL_EXPIRES_IN),
        ),
        "failures": 0,
        "unknowns": 0,
        "revision": deliveries.c.revision + 1,
        "method": case((is_alert, null()), else_=deliveries.c.method),
        "params": case((is_alert, null()), else_=deliveries.c.params),
        "degraded": [],
        "reason": "",
        "begun_at": None,
        "finished_at": None,
    }
    result = await tx.connection.execute(update(deliveries).where(which).values(values))
    await stored_alerts.reopen(tx, and_(is_waiting(deliveries), deliveries.c.due_at == now))
    tx.wake("deliveries")
    return result.rowcount


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete those of before *before* that told no alert; the others go with their alert. Return how many."""
    statement = deliveries.delete().where(
        _is_dead(), deliveries.c.finished_at < before, deliveries.c.alert_id.is_(None)
    )
    return (await tx.connection.execute(statement)).rowcount


def _is_dead() -> ColumnElement[bool]:
    return deliveries.c.state == literal_column(str(DeliveryState.DEAD.value))  # names the partial index


def _dead(row: Row[Any]) -> Dead:
    return Dead(
        id=DeliveryId(row.id),
        kind=row.key.partition(":")[0],
        chat_key=row.chat_key,
        chat_kind=ChatKind(row.kind),
        at=row.finished_at,
        cause=_cause(row),
        reason=row.reason,
    )


def _cause(row: Row[Any]) -> str:
    if row.failures >= MOST_FAILURES:
        return "unreached"
    return "unknown" if row.unknowns >= len(UNKNOWN_WAITS) else "refused"
