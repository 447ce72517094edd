"""The identities a feed has shown: kept while it shows them and some time longer, so that nothing is news twice."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from domain.feeds import FeedId
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import seen


async def unseen(tx: Transaction, feed: FeedId, identities: Collection[str]) -> set[str]:
    """Return those of *identities* that *feed* never showed."""
    rows = await tx.connection.scalars(
        select(seen.c.identity).where(seen.c.feed_id == feed, seen.c.identity.in_(identities))
    )
    return set(identities) - set(rows)


async def mark(tx: Transaction, feed: FeedId, identities: Collection[str], at: datetime) -> None:
    """Store that *feed* showed *identities* at *at*."""
    if not identities:
        return
    statement = insert(tx.dialect, seen)
    statement = statement.on_conflict_do_update(
        index_elements=["feed_id", "identity"],
        set_={"shown_at": statement.excluded.shown_at},
        where=seen.c.shown_at < statement.excluded.shown_at,
    )
    # Sorted: two transactions that lock the same rows lock them in the same order.
    rows = [{"feed_id": feed, "identity": identity, "shown_at": at} for identity in sorted(set(identities))]
    await tx.connection.execute(statement, rows)


async def prune(tx: Transaction, before: datetime) -> int:
    """Forget what no feed has shown since *before*; return how many."""
    return (await tx.connection.execute(delete(seen).where(seen.c.shown_at < before))).rowcount
