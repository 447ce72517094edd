"""Stories: what several feeds tell about one event."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from domain.feeds import FeedId
from domain.news import ArticleId, StoryId
from storage.database import Transaction
from storage.tables import alerts, articles, stories


class Telling(NamedTuple):
    """An article of a story, and what tells whether another is of the same one (``news.stories``)."""

    article: ArticleId
    story: StoryId
    feed: FeedId
    seen_at: datetime
    fingerprint: str
    features: bytes


async def add(tx: Transaction, fingerprint: str, at: datetime) -> StoryId:
    """Store a story that began at *at*."""
    statement = insert(stories).values(fingerprint=fingerprint, created_at=at).returning(stories.c.id)
    return StoryId((await tx.connection.execute(statement)).scalar_one())


async def told(tx: Transaction, after: ArticleId, since: datetime, limit: int) -> list[Telling]:
    """Return the first *limit* articles behind *after* that were seen at *since* or later, in the order of their ids.

    That is the order in which they were grouped, since one transaction at a time groups.
    """
    columns = (articles.c.id, articles.c.story_id, articles.c.feed_id, articles.c.seen_at)
    rows = await tx.connection.execute(
        select(*columns, articles.c.fingerprint, articles.c.features)
        .where(articles.c.id > after, articles.c.seen_at >= since, articles.c.story_id.is_not(None))
        .order_by(articles.c.id)
        .limit(limit)
    )
    return [
        Telling(ArticleId(row.id), row.story_id, row.feed_id, row.seen_at, row.fingerprint, row.features or b"")
        for row in rows
    ]


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete stories older than *before* that no article and no alert names; return how many."""
    statement = delete(stories).where(
        stories.c.created_at < before,
        ~select(articles.c.id).where(articles.c.story_id == stories.c.id).exists(),
        ~select(alerts.c.id).where(alerts.c.story_id == stories.c.id).exists(),
    )
    return (await tx.connection.execute(statement)).rowcount
