"""Managers: the channels that a person keeps from the private chat, and the one in hand.

What the person writes while a channel is in hand is about that channel, for ``HELD`` after the last time.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update

from domain.chats import GENERAL, ChatId, Target, TargetId, TelegramId
from storage import targets as stored_targets
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import chats, managers, targets

HELD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Managed:
    """A channel as one of its managers sees it: its target, Telegram's id and its title."""

    target: Target
    telegram_id: TelegramId
    title: str


async def link(tx: Transaction, person: ChatId, channel: ChatId, title: str) -> Target:
    """Let *person* keep *channel* from now on; return its target."""
    target = await stored_targets.ensure(tx, channel, GENERAL)
    statement = insert(tx.dialect, managers).values(person_id=person, channel_id=channel, title=title)
    changed = {"title": statement.excluded.title}
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=["person_id", "channel_id"], set_=changed)
    )
    return target


async def unlink(tx: Transaction, person: ChatId, channel: ChatId) -> None:
    """Let *person* keep *channel* no more; what it follows stays."""
    await tx.connection.execute(
        delete(managers).where(managers.c.person_id == person, managers.c.channel_id == channel)
    )


async def hold(tx: Transaction, person: ChatId, channel: ChatId | None) -> None:
    """Take *channel* in hand, and no other; None takes none."""
    until = await tx.now() + HELD
    await tx.connection.execute(update(managers).where(managers.c.person_id == person).values(held_until=None))
    if channel is not None:
        mine = (managers.c.person_id == person) & (managers.c.channel_id == channel)
        await tx.connection.execute(update(managers).where(mine).values(held_until=until))


async def in_hand(tx: Transaction, person: ChatId) -> Managed | None:
    """Return the channel that *person* has in hand."""
    held = _channels().where(managers.c.person_id == person, managers.c.held_until > await tx.now())
    row = (await tx.connection.execute(held)).first()
    return _managed(row) if row else None


async def of_target(tx: Transaction, person: ChatId, target: TargetId) -> Managed | None:
    """Return the channel of *target*, if *person* keeps it."""
    kept = _channels().where(managers.c.person_id == person, targets.c.id == target)
    row = (await tx.connection.execute(kept)).first()
    return _managed(row) if row else None


async def all_of(tx: Transaction, person: ChatId) -> list[Managed]:
    """Return the channels that *person* keeps, the first linked first."""
    rows = await tx.connection.execute(_channels().where(managers.c.person_id == person).order_by(targets.c.id))
    return [_managed(row) for row in rows]


async def persons(tx: Transaction, channel: ChatId) -> list[tuple[ChatId, str]]:
    """Return the private chats of those who keep *channel* and can be sent to, with its title."""
    statement = (
        select(managers.c.person_id, managers.c.title)
        .join(chats, chats.c.id == managers.c.person_id)
        .where(managers.c.channel_id == channel, chats.c.state == "active")
        .order_by(managers.c.person_id)
    )
    return [(ChatId(row.person_id), row.title) for row in await tx.connection.execute(statement)]


def _channels() -> Any:
    return select(managers.c.title, chats.c.telegram_id, targets).select_from(
        managers.join(chats, chats.c.id == managers.c.channel_id).join(
            targets, (targets.c.chat_id == chats.c.id) & (targets.c.thread == GENERAL)
        )
    )


def _managed(row: Row[Any]) -> Managed:
    return Managed(stored_targets.target_of(row), TelegramId(row.telegram_id), row.title)
