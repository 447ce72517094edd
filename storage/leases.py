"""Leases: work that has one holder in the whole installation.

A lease row with an owner, a token and an expiry, since an advisory lock is never released by a frozen process
(measured). The owner is a random word of the process's start, never a host name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from domain.errors import StorageError
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import leases


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease that *owner* holds; *token* is larger than that of each holder before."""

    name: str
    owner: str
    token: int
    expires_at: datetime


async def acquire(tx: Transaction, name: str, owner: str, ttl: timedelta) -> Lease | None:
    """Take the lease if it is free, over, or already *owner*'s; None if another holds it."""
    now = await tx.now()
    free = {"name": name, "owner": "", "token": 0, "expires_at": now}
    await tx.connection.execute(insert(tx.dialect, leases).values(free).on_conflict_do_nothing())
    statement = (
        update(leases)
        .where(leases.c.name == name, or_(leases.c.expires_at <= now, leases.c.owner == owner))
        .values(owner=owner, token=leases.c.token + 1, expires_at=now + ttl)
        .returning(leases.c.token)
    )
    token = (await tx.connection.execute(statement)).scalar_one_or_none()
    return None if token is None else Lease(name, owner, token, now + ttl)


async def renew(tx: Transaction, lease: Lease, ttl: timedelta) -> Lease | None:
    """Hold it for *ttl* from now; None if it is lost."""
    now = await tx.now()
    statement = update(leases).where(_is_held(lease), leases.c.expires_at > now).values(expires_at=now + ttl)
    is_ours = (await tx.connection.execute(statement)).rowcount == 1
    return Lease(lease.name, lease.owner, lease.token, now + ttl) if is_ours else None


async def release(tx: Transaction, lease: Lease) -> None:
    """Give it up at once; nothing if it is lost already."""
    await tx.connection.execute(update(leases).where(_is_held(lease)).values(expires_at=await tx.now()))


async def lock(tx: Transaction, name: str) -> None:
    """Wait until no other transaction has locked *name*, and lock it until this one ends.

    On SQLite BEGIN IMMEDIATE is that lock already. Read ``tx.now()`` after it: the wait may be long.

    Raises:
        StorageError: if there is no such row; ``grouping`` is made by the first migration.

    """
    row = await tx.connection.execute(select(leases.c.name).where(leases.c.name == name).with_for_update())
    if row.first() is None:
        raise StorageError(f"no lease {name!r} to lock")


def _is_held(lease: Lease) -> ColumnElement[bool]:
    return and_(leases.c.name == lease.name, leases.c.owner == lease.owner, leases.c.token == lease.token)
