"""Articles, as published, with what was understood of them. UNIQUE(feed, identity) makes a repeat harmless."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, select, update

from domain.feeds import Feed, FeedId
from domain.news import Article, ArticleId, StoryId, Understood
from news.summary.revision import Revision, named
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import has_picture
from storage.tables import alerts, articles, feeds

MOST_SHARED = 2  # articles of one feed with one picture; a third makes it the feed's


@dataclass(frozen=True, slots=True)
class Edited:
    """An article in whose place another wording was put: its story, and how it read *before*."""

    id: ArticleId
    story: StoryId | None
    before: Article
    is_news: bool


async def add_new(tx: Transaction, found: Sequence[tuple[Understood, StoryId, bool]]) -> list[ArticleId | None]:
    """Store articles with their story and whether they are news; return their ids in order, None if already there."""
    if not found:
        return []
    statement = (
        insert(tx.dialect, articles)
        .on_conflict_do_nothing(index_elements=["feed_id", "identity"])
        .returning(articles.c.id, articles.c.feed_id, articles.c.identity)
    )
    unique: dict[tuple[int, str], dict[str, Any]] = {}
    for understood, story, news in found:
        row = _row(understood.article) | _understood(understood) | {"story_id": story, "news": news}
        unique.setdefault((row["feed_id"], row["identity"]), row)
    rows = await tx.connection.execute(statement, list(unique.values()))
    ids = {(row.feed_id, row.identity): ArticleId(row.id) for row in rows}
    return [ids.pop((each.article.feed, each.article.identity), None) for each, _, _ in found]


async def words(tx: Transaction, feed: FeedId, identities: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return title and text of the articles of *feed* with these identities, by identity."""
    rows = await tx.connection.execute(
        select(articles.c.identity, articles.c.title, articles.c.text).where(
            articles.c.feed_id == feed, articles.c.identity.in_(identities)
        )
    )
    return {row.identity: (row.title, row.text) for row in rows}


async def shown_before(tx: Transaction, feed: Feed, found: Collection[Article]) -> set[str]:
    """Return the identities of those of *found* that *feed* showed under another one: same words, link and date.

    Where texts are completed from their pages, what is stored is not what the feed says: title, link and date tell.
    """
    columns = (articles.c.title, articles.c.text, articles.c.url, articles.c.published_at)
    alike = articles.c.title.in_({one.title for one in found})
    rows = await tx.connection.execute(select(*columns).where(articles.c.feed_id == feed.id, alike))

    def told(title: str, text: str, url: str, published_at: datetime | None) -> tuple[object, ...]:
        return title, url, published_at, "" if feed.full_text and url else text

    stored = {told(*row) for row in rows}
    return {one.identity for one in found if told(one.title, one.text, one.url, one.published_at) in stored}


async def edit(tx: Transaction, understood: Understood, *, is_news: bool) -> Edited | None:
    """Put what the feed says now in the place of what it said; return what that was, None if it is gone.

    When it was first seen stays. What was news stays news; else it is from now on where it *is_news* now.
    """
    article = understood.article
    which = (articles.c.feed_id == article.feed, articles.c.identity == article.identity)
    row = (await tx.connection.execute(select(articles).where(*which).with_for_update(key_share=True))).first()
    if row is None:
        return None
    await tx.connection.execute(
        update(articles)
        .where(articles.c.id == row.id)
        .values(
            title=article.title,
            text=article.text,
            url=article.url,
            picture=article.picture,
            unread="",
            news=row.news or is_news,
            **_understood(understood),
        )
    )
    return Edited(ArticleId(row.id), row.story_id, read(row), row.news or is_news)


async def add_unread(tx: Transaction, article: Article, error: str) -> ArticleId | None:
    """Store an article that could not be understood, with the reason; None if it is already there."""
    statement = (
        insert(tx.dialect, articles)
        .values(_row(article) | {"unread": error})
        .on_conflict_do_nothing(index_elements=["feed_id", "identity"])
        .returning(articles.c.id)
    )
    row = (await tx.connection.execute(statement)).first()
    return ArticleId(row.id) if row else None


async def by_id(tx: Transaction, article: ArticleId) -> Article | None:
    """Return the article as published."""
    row = (await tx.connection.execute(select(articles).where(articles.c.id == article))).first()
    return read(row) if row else None


async def pictures(tx: Transaction, wanted: Collection[ArticleId]) -> dict[ArticleId, str]:
    """Return the pictures of those *wanted* that have one of their own: no other two of the feed carry it, too.

    A read knows only what the feed shows then; an image of all its news shows by what is stored.
    """
    if not wanted:
        return {}
    others = articles.alias()
    same = (
        select(func.count())
        .select_from(others)
        .where(others.c.feed_id == articles.c.feed_id, others.c.picture == articles.c.picture, has_picture(others))
        .scalar_subquery()
    )
    rows = await tx.connection.execute(
        select(articles.c.id, articles.c.picture).where(
            articles.c.id.in_(wanted), has_picture(articles), same <= MOST_SHARED
        )
    )
    return {ArticleId(row.id): row.picture for row in rows}


async def recent(tx: Transaction, since: datetime, limit: int) -> list[tuple[ArticleId, Article, str]]:
    """Return at most *limit* articles seen at *since* or later, the newest first, with their feed's region."""
    rows = await tx.connection.execute(
        select(articles, feeds.c.region)
        .join(feeds, feeds.c.id == articles.c.feed_id)
        .where(articles.c.seen_at >= since, articles.c.unread == "")
        .order_by(articles.c.seen_at.desc(), articles.c.id.desc())
        .limit(limit)
    )
    return [(ArticleId(row.id), read(row), row.region) for row in rows]


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete articles seen before *before* that no alert names; return how many."""
    statement = delete(articles).where(
        articles.c.seen_at < before, ~select(alerts.c.id).where(alerts.c.article_id == articles.c.id).exists()
    )
    return (await tx.connection.execute(statement)).rowcount


async def drop_features(tx: Transaction, before: datetime) -> int:
    """Let go what tells the stories of articles seen before *before*; return of how many."""
    has_some = and_(articles.c.seen_at < before, articles.c.features.is_not(None))
    return (await tx.connection.execute(update(articles).where(has_some).values(features=None))).rowcount


def read(row: Row[Any]) -> Article:
    """Return the article of a row that holds its columns."""
    return Article(
        feed=row.feed_id,
        identity=row.identity,
        title=row.title,
        text=row.text,
        url=row.url,
        published_at=row.published_at,
        seen_at=row.seen_at,
        picture=row.picture,
    )


def _row(article: Article) -> dict[str, Any]:
    return {
        "feed_id": article.feed,
        "identity": article.identity,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "published_at": article.published_at,
        "seen_at": article.seen_at,
        "picture": article.picture,
    }


def _understood(understood: Understood) -> dict[str, Any]:
    return {
        "language": understood.language,
        "events": list(understood.events),
        "urgent": understood.urgent,
        "fingerprint": understood.fingerprint,
        "features": understood.features,
        "withdrawn": named(understood.article.title) is Revision.WITHDRAWN,
    }
