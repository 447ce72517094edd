"""Stories: what several feeds tell about one event."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, bindparam, case, cast, delete, func, insert, literal, select

from domain.feeds import FeedId
from domain.news import ArticleId, StoryId
from storage.database import Transaction
from storage.tables import alerts, articles, feeds, stories


@dataclass(frozen=True, slots=True)
class Teller:
    """An independent source of a story: its *first* article of it, and the name of the feed that had that."""

    first: ArticleId
    name: str


class Telling(NamedTuple):
    """An article of a story, and what tells whether another is of the same one (``news.stories``)."""

    article: ArticleId
    story: StoryId
    feed: FeedId
    seen_at: datetime
    fingerprint: str
    features: bytes


# Built once: it runs with every claim, and building it costs as much as running it.
_PUBLISHER = case((feeds.c.family != "", feeds.c.family), else_=literal("feed:") + cast(feeds.c.id, String))
_FIRST = (
    select(func.min(articles.c.id).label("id"))
    .select_from(articles.join(feeds, feeds.c.id == articles.c.feed_id))
    .where(articles.c.story_id.in_(bindparam("ids", expanding=True)), articles.c.news, ~articles.c.withdrawn)
    .group_by(articles.c.story_id, _PUBLISHER)
    .subquery()
)
_TELLERS = (
    select(articles.c.id, articles.c.story_id, feeds.c.name, feeds.c.url)
    .select_from(_FIRST.join(articles, articles.c.id == _FIRST.c.id).join(feeds, feeds.c.id == articles.c.feed_id))
    .order_by(articles.c.id)
)


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
        .where(articles.c.id > after, articles.c.seen_at >= since, articles.c.story_id.is_not(None), articles.c.news)
        .order_by(articles.c.id)
        .limit(limit)
    )
    return [
        Telling(ArticleId(row.id), row.story_id, row.feed_id, row.seen_at, row.fingerprint, row.features or b"")
        for row in rows
    ]


async def tellers(tx: Transaction, ids: Collection[StoryId]) -> dict[StoryId, list[Teller]]:
    """Return the independent sources of each story, the first to tell it first.

    Feeds of one publisher family are one source; a feed without a family is its own. Who withdrew it tells it no more.
    """
    rows = await tx.connection.execute(_TELLERS, {"ids": list(ids)})
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
