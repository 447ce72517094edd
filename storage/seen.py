"""The identities a feed has shown: kept while it shows them and some time longer, so that nothing is news twice.

With each stands a hash of what it looked like: an item that looks the same need not be parsed, one that does not may
have been edited.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from domain.feeds import FeedId
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import seen


async def hashes(tx: Transaction, feed: FeedId, identities: Collection[str]) -> dict[str, str]:
    """Return those of *identities* that *feed* has shown, each with its hash of then; it may be empty."""
    rows = await tx.connection.execute(
        select(seen.c.identity, seen.c.hash).where(seen.c.feed_id == feed, seen.c.identity.in_(identities))
    )
    return {row.identity: row.hash for row in rows}


async def by_hash(tx: Transaction, feed: FeedId, wanted: Collection[str]) -> dict[str, str]:
    """Return the identities of the items that *feed* has shown with one of the hashes *wanted*, by hash."""
    rows = await tx.connection.execute(
        select(seen.c.identity, seen.c.hash).where(seen.c.feed_id == feed, seen.c.hash.in_(wanted))
    )
    return {row.hash: row.identity for row in rows}


async def mark(tx: Transaction, feed: FeedId, items: Mapping[str, str], at: datetime) -> None:
    """Store that *feed* showed *items* at *at*: their hashes by identity."""
    if not items:
        return
    statement = insert(tx.dialect, seen)
    statement = statement.on_conflict_do_update(
        index_elements=["feed_id", "identity"],
        set_={"shown_at": statement.excluded.shown_at, "hash": statement.excluded.hash},
        where=seen.c.shown_at < statement.excluded.shown_at,
    )
    # Sorted: two transactions that lock the same rows lock them in the same order.
    rows = [{"feed_id": feed, "identity": each, "hash": items[each], "shown_at": at} for each in sorted(items)]
    await tx.connection.execute(statement, rows)


async def prune(tx: Transaction, before: datetime) -> int:
    """Forget what no feed has shown since *before*; return how many."""
    return (await tx.connection.execute(delete(seen).where(seen.c.shown_at < before))).rowcount
