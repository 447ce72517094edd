"""Stories: what several feeds tell about one event."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from domain.news import StoryId
from storage.database import Transaction
from storage.tables import alerts, articles, stories


async def add(tx: Transaction, fingerprint: str, at: datetime) -> StoryId:
    """Store a story that began at *at*."""
    statement = insert(stories).values(fingerprint=fingerprint, created_at=at).returning(stories.c.id)
    return StoryId((await tx.connection.execute(statement)).scalar_one())


async def since(tx: Transaction, at: datetime) -> list[tuple[StoryId, str, datetime]]:
    """Return the stories that began at *at* or later, the oldest first: (id, fingerprint, beginning)."""
    rows = await tx.connection.execute(
        select(stories.c.id, stories.c.fingerprint, stories.c.created_at)
        .where(stories.c.created_at >= at)
        .order_by(stories.c.created_at, stories.c.id)
    )
    return [(StoryId(row.id), row.fingerprint, row.created_at) for row in rows]


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete stories older than *before* that no article and no alert names; return how many."""
    statement = delete(stories).where(
        stories.c.created_at < before,
        ~select(articles.c.id).where(articles.c.story_id == stories.c.id).exists(),
        ~select(alerts.c.id).where(alerts.c.story_id == stories.c.id).exists(),
    )
    return (await tx.connection.execute(statement)).rowcount
