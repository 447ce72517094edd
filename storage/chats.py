"""Chats: who can be sent to, under which Telegram id.

A chat that is gone keeps its subscriptions; what waits for it is cancelled, its owed and collected alerts are dropped,
and it is owed nothing until it comes back. A group that becomes a supergroup is renamed, or merged into the chat that
is there already: ``storage.merging``.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, or_, select, update

from domain.alerts import DeliveryState
from domain.chats import Chat, ChatId, ChatKind, ChatState, TelegramId
from storage import merging, moving
from storage.columns import NEVER
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import is_waiting
from storage.tables import alerts, chats, deliveries, dormant, inbox, managers, subscriptions, targets


async def ensure(tx: Transaction, telegram_id: TelegramId, kind: ChatKind, *, invited: bool = False) -> Chat:
    """Return the chat of this Telegram id, stored if it is new; *invited* lets it in but never takes it out."""
    values = {
        "key": secrets.token_hex(6),
        "telegram_id": telegram_id,
        "kind": kind.value,
        "invited": invited,
        "created_at": await tx.now(),
        "free_at": NEVER,
        "flooded_until": NEVER,
        "leased_until": NEVER,
    }
    chat = await by_telegram_id(tx, telegram_id)
    if chat is None:
        await tx.connection.execute(insert(tx.dialect, chats).values(values).on_conflict_do_nothing())
    elif chat.kind is not kind or invited > chat.invited:
        changed = {"kind": kind.value, "invited": invited or chat.invited}
        await tx.connection.execute(update(chats).where(chats.c.id == chat.id).values(changed))
    else:
        return chat
    return _chat((await tx.connection.execute(select(chats).where(chats.c.telegram_id == telegram_id))).one())


async def by_telegram_id(tx: Transaction, telegram_id: TelegramId) -> Chat | None:
    """Return the chat Telegram knows under this id."""
    row = (await tx.connection.execute(select(chats).where(chats.c.telegram_id == telegram_id))).first()
    return _chat(row) if row else None


async def by_id(tx: Transaction, chat: ChatId) -> Chat | None:
    """Return the chat."""
    row = (await tx.connection.execute(select(chats).where(chats.c.id == chat))).first()
    return _chat(row) if row else None


async def telegram_ids(tx: Transaction, kind: ChatKind) -> list[TelegramId]:
    """Return Telegram's ids of all chats of *kind*, in the order they came."""
    found = await tx.connection.scalars(select(chats.c.telegram_id).where(chats.c.kind == kind).order_by(chats.c.id))
    return [TelegramId(number) for number in found]


async def gone(tx: Transaction, chat: ChatId, reason: str) -> None:
    """Send nothing more until it is back; keep its subscriptions.

    What was collected for its next digest is dropped only when it is back (``back``): perhaps it never was gone.
    """
    now = await tx.now()
    await tx.connection.execute(
        update(chats).where(chats.c.id == chat).values(state=ChatState.GONE.value, reason=reason)
    )
    cancelled = {"state": DeliveryState.CANCELLED.value, "reason": reason, "finished_at": now, "begun_at": None}
    await tx.connection.execute(
        update(deliveries).where(deliveries.c.chat_id == chat, is_waiting(deliveries)).values(cancelled)
    )
    await tx.connection.execute(
        update(alerts)
        .where(
            alerts.c.target_id.in_(select(targets.c.id).where(targets.c.chat_id == chat)),
            or_(alerts.c.state == "owed", and_(alerts.c.state == "digest", alerts.c.told_by.is_not(None))),
        )
        .values(state="dropped")
    )


async def back(tx: Transaction, chat: ChatId) -> None:
    """Owe it alerts again, from now on."""
    theirs = alerts.c.target_id.in_(select(targets.c.id).where(targets.c.chat_id == chat))
    is_gone = select(chats.c.id).where(chats.c.id == chat, chats.c.state == ChatState.GONE.value).exists()
    collected = update(alerts).where(theirs, alerts.c.state == "digest", is_gone)
    await tx.connection.execute(collected.values(state="dropped"))
    values = {"state": ChatState.ACTIVE.value, "reason": "", "gone_at": None, "doubted_at": None}
    await tx.connection.execute(update(chats).where(chats.c.id == chat).values(values))


async def free(tx: Transaction, which: Collection[ChatId]) -> None:
    """Let the next alert of these chats go at once: what this transaction claimed for them is not sent."""
    if which:
        await tx.connection.execute(update(chats).where(chats.c.id.in_(which)).values(free_at=await tx.now()))


async def rename_or_merge(tx: Transaction, chat: ChatId, to: TelegramId) -> ChatId:
    """Follow a group to its supergroup's id *to*; return the chat that holds everything now.

    What waits for the group from an earlier bot waits for the supergroup.
    """
    before = await by_id(tx, chat)
    if before is not None and before.telegram_id != to:
        await moving.follow(tx, before.telegram_id, to)
    there = await by_telegram_id(tx, to)
    if there is None:
        values = {"telegram_id": to, "kind": ChatKind.SUPERGROUP.value}
        await tx.connection.execute(update(chats).where(chats.c.id == chat).values(values))
        return chat
    if there.id != chat:
        await lock(tx, chats.c.id.in_((chat, there.id)))
        await merging.merge(tx, chat, there.id)
    return there.id


async def lock(tx: Transaction, which: ColumnElement[bool]) -> None:
    """Lock the chats *which* until the transaction ends, before their deliveries and alerts, as all others do."""
    await tx.connection.execute(select(chats.c.id).where(which).order_by(chats.c.id).with_for_update(key_share=True))


async def forget(tx: Transaction, chat: ChatId) -> None:
    """Remove everything of a chat: what it follows, what it was told, what waits for it, what it wrote.

    What waits for it from an earlier bot goes too.

    Numbers of handled updates stay, without whose they were, so that one that Telegram repeats is not done again;
    an update in work ends as usual. To answer, make the chat anew: it gets another random key.
    """
    row = (await tx.connection.execute(delete(chats).where(chats.c.id == chat).returning(chats.c.telegram_id))).first()
    if row:
        await tx.connection.execute(delete(dormant).where(dormant.c.telegram_id == row.telegram_id))
        blank = {"telegram_id": 0, "payload": None, "error": ""}
        await tx.connection.execute(
            update(inbox).where(inbox.c.telegram_id == row.telegram_id, inbox.c.state != 0).values(blank)
        )


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete chats made before *before* that follow nothing, keep no channel, are owed nothing and are not invited."""
    follows = (
        select(subscriptions.c.id)
        .join(targets, targets.c.id == subscriptions.c.target_id)
        .where(targets.c.chat_id == chats.c.id)
    )
    waits = select(deliveries.c.id).where(deliveries.c.chat_id == chats.c.id, is_waiting(deliveries))
    keeps = select(managers.c.person_id).where(managers.c.person_id == chats.c.id)
    statement = delete(chats).where(
        chats.c.created_at < before, chats.c.invited.is_(False), ~follows.exists(), ~waits.exists(), ~keeps.exists()
    )
    return (await tx.connection.execute(statement)).rowcount


def _chat(row: Row[Any]) -> Chat:
    return Chat(
        id=ChatId(row.id),
        key=row.key,
        telegram_id=TelegramId(row.telegram_id),
        kind=ChatKind(row.kind),
        state=ChatState(row.state),
        reason=row.reason,
        invited=row.invited,
        created_at=row.created_at,
    )
