"""Pushes: the bodies that hubs sent, stored before they are acknowledged, until they are read and committed."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from domain.feeds import FeedId
from domain.hubs import Push
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import pushes

MOST_WAITING = 50  # of one feed: a hub that sends more is asked to come again
MOST_CLAIMS = 5  # then it is let go: the feed is polled too


async def store(tx: Transaction, feed: FeedId, body: bytes, charset: str) -> bool:
    """Store what was pushed for *feed*; return False where too much waits already."""
    waiting = select(func.count()).select_from(pushes).where(pushes.c.feed_id == feed)
    if (await tx.connection.execute(waiting)).scalar_one() >= MOST_WAITING:
        return False
    values = {"feed_id": feed, "body": body, "charset": charset, "due_at": await tx.now()}
    await tx.connection.execute(insert(tx.dialect, pushes).values(values))
    tx.wake("pushes")
    return True


async def claim(tx: Transaction, limit: int, lease: timedelta) -> list[Push]:
    """Take at most *limit* pushes, the oldest first; they are due again when *lease* is over, five times at most."""
    now = await tx.now()
    await tx.connection.execute(delete(pushes).where(pushes.c.due_at <= now, pushes.c.fence >= MOST_CLAIMS))
    pick = (
        select(pushes.c.id)
        .where(pushes.c.due_at <= now)
        .order_by(pushes.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
        .cte("pick")
    )
    statement = (
        update(pushes)
        .where(pushes.c.id.in_(select(pick.c.id)))
        .values(due_at=now + lease, fence=pushes.c.fence + 1)
        .returning(pushes.c.id, pushes.c.feed_id, pushes.c.body, pushes.c.charset, pushes.c.fence)
    )
    rows = await tx.connection.execute(statement)
    found = [Push(row.id, FeedId(row.feed_id), row.body, row.charset, row.fence) for row in rows]
    return sorted(found, key=lambda push: push.id)


async def give_back(tx: Transaction, held: Sequence[Push]) -> None:
    """Let claimed pushes be due now, each under its claim."""
    now = await tx.now()
    for push in held:
        mine = (pushes.c.id == push.id, pushes.c.fence == push.fence)
        await tx.connection.execute(update(pushes).where(*mine).values(due_at=now))


async def any_waiting(tx: Transaction) -> bool:
    """Tell whether a push is to be read."""
    statement = select(pushes.c.id).where(pushes.c.due_at <= await tx.now()).limit(1)
    return (await tx.connection.execute(statement)).first() is not None


async def done(tx: Transaction, push: Push) -> bool:
    """Delete *push*, which was read; return False if its claim is over."""
    statement = delete(pushes).where(pushes.c.id == push.id, pushes.c.fence == push.fence)
    return (await tx.connection.execute(statement)).rowcount == 1
