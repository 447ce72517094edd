"""Chats that Telegram says are gone: paused, unless so many are gone at once that it cannot be they.

A revoked right, a banned bot or a fault of Telegram's answers 403 for everybody. So where within a minute ten chats or
more, and more than a fifth of those tried, are gone, nothing is paused: those of this minute are brought back with what
was cancelled for them, wait ten minutes, and are tried once more. Who is gone then is paused.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from domain.alerts import Delivery, DeliveryState
from domain.chats import ChatId, ChatState
from storage import alerts as stored_alerts
from storage import chats as stored_chats
from storage import digest_times, outcomes
from storage.database import Transaction
from storage.schema import is_waiting
from storage.tables import alerts, chats, deliveries, targets
from storage.waits import DOUBT

log = logging.getLogger(__name__)

WINDOW = timedelta(minutes=1)
MANY = 10
SHARE = 0.2


async def gone(tx: Transaction, found: Sequence[tuple[Delivery, str]]) -> None:
    """Store that Telegram said these chats are gone, and why."""
    for delivery, reason in found:
        if await outcomes.let_go(tx, delivery, reason):
            await _note(tx, delivery.chat, reason)
    if found and await _are_too_many(tx):
        await _doubt(tx)


async def _note(tx: Transaction, chat: ChatId, reason: str) -> None:
    await stored_chats.gone(tx, chat, reason)
    # One that was doubted and is gone all the same is no sign of a fault of Telegram's any more.
    values = {"gone_at": await tx.now()}
    await tx.connection.execute(update(chats).where(chats.c.id == chat, chats.c.doubted_at.is_(None)).values(values))


async def _are_too_many(tx: Transaction) -> bool:
    since = await tx.now() - WINDOW
    count = select(func.count()).select_from(chats)
    lately = (
        await tx.connection.execute(count.where(or_(_went_since(since), chats.c.doubted_at > since)))
    ).scalar_one()
    if lately < MANY:
        return False
    tried = (await tx.connection.execute(count.where(chats.c.tried_at > since))).scalar_one()
    return bool(lately > SHARE * tried)


async def _doubt(tx: Transaction) -> None:
    """Bring back what went within the window, to be tried once more later."""
    now = await tx.now()
    which = _went_since(now - WINDOW)
    await stored_chats.lock(tx, which)
    back = select(deliveries.c.id).join(chats, chats.c.id == deliveries.c.chat_id)
    back = back.where(
        which,
        deliveries.c.state == DeliveryState.CANCELLED.value,
        deliveries.c.finished_at == chats.c.gone_at,  # one transaction has one moment
        deliveries.c.reason == chats.c.reason,
        deliveries.c.expires_at > now,
    )
    values: dict[str, Any] = {
        "state": DeliveryState.PENDING.value,
        "due_at": now + DOUBT,
        "finished_at": None,
        "reason": "doubted",
    }
    await tx.connection.execute(update(deliveries).where(deliveries.c.id.in_(back.scalar_subquery())).values(values))
    await stored_alerts.reopen(tx, and_(is_waiting(deliveries), deliveries.c.reason == values["reason"]))
    theirs = select(targets.c.id).join(chats, chats.c.id == targets.c.chat_id).where(which)
    await digest_times.note(tx, alerts.c.target_id.in_(theirs))
    values = {"state": ChatState.ACTIVE.value, "reason": "", "gone_at": None, "doubted_at": now}
    result = await tx.connection.execute(update(chats).where(which).values(values))
    log.error(
        "chats_doubted chats=%s again_in_s=%g; so many cannot be gone at once: is the bot itself in order?",
        result.rowcount,
        DOUBT.total_seconds(),
    )


def _went_since(since: datetime) -> ColumnElement[bool]:
    return and_(chats.c.gone_at.is_not(None), chats.c.gone_at > since, chats.c.state == ChatState.GONE.value)
