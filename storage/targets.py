"""Targets: a chat and a topic in it; whether alerts flow there."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from domain.chats import ChatId, Target, TargetId, Thread
from storage import holding, merging
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
    return target_of(row)


async def by_id(tx: Transaction, target: TargetId) -> Target | None:
    """Return the target."""
    row = (await tx.connection.execute(select(targets).where(targets.c.id == target))).first()
    return target_of(row) if row else None


async def pause(tx: Transaction, target: TargetId, at: datetime) -> None:
    """Let no alert flow from now on; those that wait are held. A pause that began earlier stays."""
    await tx.connection.execute(
        update(targets).where(targets.c.id == target, targets.c.paused_at.is_(None)).values(paused_at=at)
    )
    await holding.hold(tx, deliveries.c.target_id == target)
    await holding.hold_collected(tx, target)


async def resume(tx: Transaction, target: TargetId) -> int:
    """Let alerts flow again; return how many were held, which stay so until released or dropped."""
    await tx.connection.execute(update(targets).where(targets.c.id == target).values(paused_at=None, shut=False))
    return await holding.count(tx, target)


async def shut(tx: Transaction, target: TargetId) -> bool:
    """Pause *target*, since its topic was closed or deleted; return False if it was paused already."""
    now = await tx.now()
    is_new = update(targets).where(targets.c.id == target, targets.c.paused_at.is_(None)).values(shut=True)
    rows = (await tx.connection.execute(is_new)).rowcount
    await pause(tx, target, now)
    return rows == 1


async def reopen(tx: Transaction, target: TargetId) -> int | None:
    """Let alerts flow again where ``shut`` paused them; return how many were held, None if a person paused them."""
    was_shut = select(targets.c.id).where(targets.c.id == target, targets.c.shut.is_(True))
    return await resume(tx, target) if (await tx.connection.execute(was_shut)).first() else None


async def move(tx: Transaction, target: TargetId, into: TargetId) -> None:
    """Move what *target* follows, and its alerts, to *into*, a target of the same chat; *target* is deleted."""
    await merging.join(tx, target, into)
    await tx.connection.execute(delete(targets).where(targets.c.id == target))


held = holding.count
release_held = holding.release
drop_held = holding.drop


async def gather(tx: Transaction, general: Target) -> None:
    """Move what topics follow to *general*: their group is no forum any more, so nobody could manage them."""
    others = select(targets.c.id).where(targets.c.chat_id == general.chat, targets.c.id != general.id)
    for topic in (await tx.connection.scalars(others.order_by(targets.c.id))).all():
        await move(tx, TargetId(topic), general.id)


def target_of(row: Row[Any]) -> Target:
    """Return the target of a row of ``targets``."""
    return Target(TargetId(row.id), ChatId(row.chat_id), Thread(row.thread), row.paused_at)
