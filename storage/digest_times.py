"""When to look at the digest of a target: ``targets.digest_at``, NULL while nothing is collected for it."""

from datetime import datetime

from sqlalchemy import ColumnElement, literal_column, select, update

from domain.chats import TargetId
from storage.database import Transaction
from storage.tables import alerts, targets


async def note(tx: Transaction, which: ColumnElement[bool]) -> None:
    """Look now at the targets for which alerts of *which* are collected, unless it is known when to."""
    collected = select(alerts.c.target_id).where(which, alerts.c.state == literal_column("'digest'"))
    await tx.connection.execute(
        update(targets)
        .where(targets.c.digest_at.is_(None), targets.c.id.in_(collected))
        .values(digest_at=await tx.now())
    )


async def look_at(tx: Transaction, target: TargetId, at: datetime | None) -> None:
    """Look at the digest of *target* at *at*; None where nothing is collected."""
    await tx.connection.execute(update(targets).where(targets.c.id == target).values(digest_at=at))
