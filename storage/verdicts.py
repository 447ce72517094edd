"""Verdicts: what admins were told of each feed, and the addresses that feeds moved to."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, update

from domain.feeds import Feed, FeedId, Verdict
from storage import feeds as stored
from storage.database import Transaction
from storage.tables import feeds


async def store(tx: Transaction, found: Mapping[FeedId, Verdict], now: datetime) -> None:
    """Store the verdicts that changed."""
    if found:
        statement = update(feeds).where(feeds.c.id == bindparam("feed"))
        statement = statement.values(verdict=bindparam("found"), verdict_at=now)
        await tx.connection.execute(
            statement, [{"feed": feed, "found": verdict.value} for feed, verdict in found.items()]
        )


async def move(tx: Transaction, feed: Feed, url: str) -> bool:
    """Poll *feed* at *url* from now on; return False, and change nothing, if another feed has that address."""
    if await stored.by_url(tx, url) is not None:
        return False
    values = {"url": url, "moved_to": "", "moved_at": None}
    await tx.connection.execute(update(feeds).where(feeds.c.id == feed.id).values(values))
    return True
