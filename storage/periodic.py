"""Periodic work, claimed like any row: each tick goes to one process, and there is no leader."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from storage.database import Transaction
from storage.dialects import insert
from storage.schema import is_waiting
from storage.tables import periodic


@dataclass(frozen=True, slots=True)
class Tick:
    """One turn of the work *name*, held under the claim *fence*."""

    name: str
    fence: int


async def ensure(tx: Transaction, name: str, every: timedelta) -> None:
    """Store that *name* is to be done *every* so often; new work is due at once."""
    statement = insert(tx.dialect, periodic).values(name=name, every=every.total_seconds(), due_at=await tx.now())
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"every": statement.excluded.every})
    )


async def claim(tx: Transaction, names: Collection[str], lease: timedelta) -> list[Tick]:
    """Take what is due of *names*, the works this version knows; it is due again when *lease* is over."""
    now = await tx.now()
    pick = (
        select(periodic.c.name)
        .where(is_waiting(periodic), periodic.c.due_at <= now, periodic.c.name.in_(names))
        .order_by(periodic.c.due_at)
        .with_for_update(skip_locked=True, key_share=True)
        .cte("pick")
    )
    statement = (
        update(periodic)
        .where(periodic.c.name.in_(select(pick.c.name)))
        .values(due_at=now + lease, fence=periodic.c.fence + 1)
        .returning(periodic.c.name, periodic.c.fence)
    )
    return [Tick(row.name, row.fence) for row in await tx.connection.execute(statement)]


async def finish(tx: Transaction, tick: Tick) -> bool:
    """Store that it was done; due again one interval from now. False if the claim is over."""
    mine = select(periodic.c.every).where(periodic.c.name == tick.name, periodic.c.fence == tick.fence)
    every = (await tx.connection.execute(mine.with_for_update(key_share=True))).scalar_one_or_none()
    if every is None:
        return False
    due_at = await tx.now() + timedelta(seconds=every)
    await tx.connection.execute(update(periodic).where(periodic.c.name == tick.name).values(due_at=due_at))
    return True
