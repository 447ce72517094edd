"""When and how much a chat wants to be told: its preferences, and its mutes.

Each change lets the sender and the digests look again at what they had put off.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from domain.chats import ChatId, Mode, SubscriptionId, TargetId
from domain.preferences import Digest, Picture, Preferences, Quiet
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import PUT_OFF, is_waiting
from storage.tables import chat_preferences, deliveries, subscriptions, targets


async def of(tx: Transaction, chat: ChatId) -> Preferences:
    """Return what *chat* asked for."""
    row = (await tx.connection.execute(select(chat_preferences).where(chat_preferences.c.chat_id == chat))).first()
    return read(row) if row else Preferences()


async def all_(tx: Transaction) -> dict[ChatId, Preferences]:
    """Return what every chat asked for that asked for something."""
    rows = await tx.connection.execute(select(chat_preferences))
    return {ChatId(row.chat_id): read(row) for row in rows}


async def set_(tx: Transaction, chat: ChatId, preferences: Preferences) -> None:
    """Store what *chat* asked for. Where its digest is turned on or off, all that it follows goes with it."""
    before = await of(tx, chat)
    quiet = preferences.quiet
    values = {
        "chat_id": chat,
        "zone": preferences.zone,
        "quiet_start": quiet.start if quiet else None,
        "quiet_end": quiet.end if quiet else None,
        "urgent_passes": preferences.urgent_passes,
        "most_an_hour": preferences.most_an_hour,
        "digest": preferences.digest.value,
        "daily_at": preferences.daily_at,
        "silent_updates": preferences.silent_updates,
        "picture": preferences.picture.value,
    }
    statement = insert(tx.dialect, chat_preferences).values(values)
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=values))
    if mode_of(before.digest) is not mode_of(preferences.digest):
        ours = select(targets.c.id).where(targets.c.chat_id == chat)
        await tx.connection.execute(
            update(subscriptions)
            .where(subscriptions.c.target_id.in_(ours))
            .values(mode=mode_of(preferences.digest).value)
        )
    await _look_again(tx, chat)


def mode_of(digest: Digest) -> Mode:
    """Return the mode of what a chat with such a digest begins to follow."""
    return Mode.INSTANT if digest is Digest.INSTANT else Mode.DIGEST


async def mode_for(tx: Transaction, target: TargetId) -> Mode:
    """Return the mode of what *target* begins to follow."""
    statement = (
        select(chat_preferences.c.digest)
        .join(targets, targets.c.chat_id == chat_preferences.c.chat_id)
        .where(targets.c.id == target)
    )
    return mode_of(Digest(await tx.connection.scalar(statement) or Digest.INSTANT))


async def mute(tx: Transaction, target: TargetId, until: datetime | None) -> None:
    """Let nothing be sent to *target* before *until*; None ends that, and the mutes of what it follows."""
    await tx.connection.execute(update(targets).where(targets.c.id == target).values(muted_until=until))
    if until is None:
        await tx.connection.execute(
            update(subscriptions).where(subscriptions.c.target_id == target).values(muted_until=None)
        )
    chat = await tx.connection.scalar(select(targets.c.chat_id).where(targets.c.id == target))
    await _look_again(tx, ChatId(chat or 0))


async def mute_some(tx: Transaction, which: Collection[SubscriptionId], until: datetime | None) -> None:
    """Let articles before *until* make no alert by these subscriptions; None ends that."""
    await tx.connection.execute(update(subscriptions).where(subscriptions.c.id.in_(which)).values(muted_until=until))


async def muted(tx: Transaction, target: TargetId) -> tuple[datetime | None, dict[SubscriptionId, datetime]]:
    """Return until when *target* is muted, None if it is not, and until when which of its subscriptions are."""
    now = await tx.now()
    until: datetime | None = await tx.connection.scalar(select(targets.c.muted_until).where(targets.c.id == target))
    some = await tx.connection.execute(
        select(subscriptions.c.id, subscriptions.c.muted_until).where(
            subscriptions.c.target_id == target, subscriptions.c.muted_until > now
        )
    )
    return until if until and until > now else None, {SubscriptionId(row.id): row.muted_until for row in some}


async def move(tx: Transaction, chat: ChatId, into: ChatId) -> None:
    """Give *into* what *chat* asked for, unless it asked for something itself."""
    there = select(chat_preferences.c.chat_id).where(chat_preferences.c.chat_id == into)
    if await tx.connection.scalar(there) is None:
        await tx.connection.execute(
            update(chat_preferences).where(chat_preferences.c.chat_id == chat).values(chat_id=into)
        )


def read(row: Row[Any]) -> Preferences:
    """Return the preferences of a row; the defaults where a join found none."""
    if row.digest is None:
        return Preferences()
    return Preferences(
        zone=row.zone,
        quiet=None if row.quiet_start is None else Quiet(row.quiet_start, row.quiet_end),
        urgent_passes=row.urgent_passes,
        most_an_hour=row.most_an_hour,
        digest=Digest(row.digest),
        daily_at=row.daily_at,
        silent_updates=row.silent_updates,
        picture=Picture(row.picture),
    )


async def _look_again(tx: Transaction, chat: ChatId) -> None:
    now = await tx.now()
    await tx.connection.execute(
        update(deliveries)
        .where(
            deliveries.c.chat_id == chat,
            is_waiting(deliveries),
            deliveries.c.reason == PUT_OFF,
            deliveries.c.begun_at.is_(None),
            deliveries.c.due_at > now,
        )
        .values(due_at=now)
    )
    await tx.connection.execute(
        update(targets).where(targets.c.chat_id == chat, targets.c.digest_at.is_not(None)).values(digest_at=now)
    )
    tx.wake("deliveries")
