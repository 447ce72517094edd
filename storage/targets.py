"""Targets: a chat and a topic in it; whether alerts flow there."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from domain.chats import ChatId, Target, TargetId, Thread
from storage import holding
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import deliveries, targets


async def ensure(tx: Transaction, chat: ChatId, thread: Thread) -> Target:
    """Return the target of *chat* and *thread*, stored if it is new."""
    known = select(targets).where(targets.c.chat_id == chat, targets.c.thread == thread)
    row = (await tx.connection.execute(known)).first()
    if row is None:
        values = {"chat_id": chat, "thread": thread, "created_at": await tx.now()}
        await tx.connection.execute(insert(tx.dialect, targets).values(values).on_conflict_do_nothing())
        row = (await tx.connection.execute(known)).one()
    return _target(row)


async def by_id(tx: Transaction, target: TargetId) -> Target | None:
    """Return the target."""
    row = (await tx.connection.execute(select(targets).where(targets.c.id == target))).first()
    return _target(row) if row else None


async def pause(tx: Transaction, target: TargetId, at: datetime) -> None:
    """Let no alert flow from now on; those that wait are held. A pause that began earlier stays."""
    await tx.connection.execute(
        update(targets).where(targets.c.id == target, targets.c.paused_at.is_(None)).values(paused_at=at)
    )
    await holding.hold(tx, deliveries.c.target_id == target)
    await holding.hold_collected(tx, target)


async def resume(tx: Transaction, target: TargetId) -> int:
    """Let alerts flow again; return how many were held, which stay so until released or dropped."""
    await tx.connection.execute(update(targets).where(targets.c.id == target).values(paused_at=None))
    return await holding.count(tx, target)


held = holding.count
release_held = holding.release
drop_held = holding.drop


def _target(row: Row[Any]) -> Target:
    return Target(TargetId(row.id), ChatId(row.chat_id), Thread(row.thread), row.paused_at)
