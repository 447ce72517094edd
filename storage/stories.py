"""Stories: what several feeds tell about one event."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, case, cast, delete, func, insert, literal, select

from domain.news import ArticleId, StoryId
from storage.database import Transaction
from storage.tables import alerts, articles, feeds, stories


@dataclass(frozen=True, slots=True)
class Teller:
    """An independent source of a story: its *first* article of it, and the name of the feed that had that."""

    first: ArticleId
    name: str


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


async def tellers(tx: Transaction, ids: Collection[StoryId]) -> dict[StoryId, list[Teller]]:
    """Return the independent sources of each story, the first to tell it first.

    Feeds of one publisher family are one source; a feed without a family is its own.
    """
    publisher = case((feeds.c.family != "", feeds.c.family), else_=literal("feed:") + cast(feeds.c.id, String))
    first = (
        select(func.min(articles.c.id).label("id"))
        .select_from(articles.join(feeds, feeds.c.id == articles.c.feed_id))
        .where(articles.c.story_id.in_(ids))
        .group_by(articles.c.story_id, publisher)
        .subquery()
    )
    rows = await tx.connection.execute(
        select(articles.c.id, articles.c.story_id, feeds.c.name, feeds.c.url)
        .select_from(first.join(articles, articles.c.id == first.c.id).join(feeds, feeds.c.id == articles.c.feed_id))
        .order_by(articles.c.id)
    )
    found: dict[StoryId, list[Teller]] = {}
    for row in rows:
        found.setdefault(StoryId(row.story_id), []).append(Teller(ArticleId(row.id), row.name or row.url))
    return found


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete stories older than *before* that no article and no alert names; return how many."""
    statement = delete(stories).where(
        stories.c.created_at < before,
        ~select(articles.c.id).where(articles.c.story_id == stories.c.id).exists(),
        ~select(alerts.c.id).where(alerts.c.story_id == stories.c.id).exists(),
    )
    return (await tx.connection.execute(statement)).rowcount
