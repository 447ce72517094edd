"""Matches: which queries an article satisfied, and where: the answer to «لماذا؟»."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, select

from domain.alerts import AlertId, Followed, Material
from domain.chats import TargetId
from domain.news import ArticleId, Field, Span
from domain.queries import Match, QueryId, from_canonical
from storage import articles as stored_articles
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import articles, feeds, matches, queries, subscriptions

MOST_SPANS = 200  # of a match: summary and «لماذا؟» want a few, and a hostile text repeats a word 20,000 times


# Built once: it runs with every claim, and building it costs as much as running it.
_FOLLOWED = (
    select(
        matches.c.article_id,
        matches.c.query_id,
        matches.c.spans,
        queries.c.canonical,
        subscriptions.c.target_id,
        subscriptions.c.label,
    )
    .select_from(
        matches.join(queries, queries.c.id == matches.c.query_id).join(
            subscriptions, subscriptions.c.query_id == matches.c.query_id
        )
    )
    .where(
        matches.c.article_id.in_(bindparam("articles", expanding=True)),
        subscriptions.c.target_id.in_(bindparam("targets", expanding=True)),
    )
    .order_by(subscriptions.c.id)
)


async def add(tx: Transaction, article: ArticleId, found: Sequence[Match]) -> None:
    """Store what *article* satisfied; a repeat changes nothing."""
    if not found:
        return
    rows = [{"article_id": article, "query_id": match.query, "spans": _written(match.spans)} for match in found]
    await tx.connection.execute(insert(tx.dialect, matches).on_conflict_do_nothing(), rows)


async def replace(tx: Transaction, article: ArticleId, found: Sequence[Match]) -> list[QueryId]:
    """Store what an edited *article* satisfies now instead of what it did; return the queries that are new."""
    before = set(await tx.connection.scalars(select(matches.c.query_id).where(matches.c.article_id == article)))
    await tx.connection.execute(delete(matches).where(matches.c.article_id == article))
    await add(tx, article, found)
    return [match.query for match in found if match.query not in before]


async def add_found(tx: Transaction, query: QueryId, found: Sequence[tuple[ArticleId, Sequence[Span]]]) -> None:
    """Store the archive's articles that satisfy *query*; those deleted meanwhile are left out."""
    rows = {number: _written(where) for number, where in found}
    kept = await tx.connection.scalars(select(articles.c.id).where(articles.c.id.in_(rows)))
    values = [{"article_id": number, "query_id": query, "spans": rows[ArticleId(number)]} for number in kept]
    if values:
        await tx.connection.execute(insert(tx.dialect, matches).on_conflict_do_nothing(), values)


async def of(tx: Transaction, article: ArticleId) -> list[Match]:
    """Return what *article* satisfied, by query id."""
    rows = await tx.connection.execute(
        select(matches.c.query_id, matches.c.spans).where(matches.c.article_id == article).order_by(matches.c.query_id)
    )
    return [Match(QueryId(row.query_id), spans(row.spans)) for row in rows]


async def latest(tx: Transaction, target: TargetId, limit: int) -> list[Material]:
    """Return what the last *limit* alerts of *target* would have been made of, the newest first, one a story.

    The material's alert is 0: none was owed.
    """
    mine = select(subscriptions.c.query_id).where(subscriptions.c.target_id == target)
    newest = (
        select(func.max(articles.c.id).label("id"))
        .select_from(matches.join(articles, articles.c.id == matches.c.article_id))
        .where(matches.c.query_id.in_(mine))
        .group_by(func.coalesce(articles.c.story_id, -articles.c.id))
        .order_by(func.max(articles.c.id).desc())
        .limit(limit)
        .subquery()
    )
    statement = with_source().where(articles.c.id.in_(select(newest.c.id))).order_by(articles.c.id.desc())
    rows = (await tx.connection.execute(statement)).all()
    ids = frozenset(await tx.connection.scalars(mine))
    found = await followed(tx, {(row.id, target): ids for row in rows})
    return [material(row, AlertId(0), found.get((row.id, target), ())) for row in rows]


def with_source() -> Any:
    """Return the SELECT that *material* reads."""
    return select(articles, feeds.c.name.label("source"), feeds.c.url.label("feed_url")).join(
        feeds, feeds.c.id == articles.c.feed_id
    )


def material(row: Any, alert: AlertId, followed: Sequence[Followed]) -> Material:
    """Return the material of a row of *with_source*."""
    return Material(
        alert=alert,
        article_id=ArticleId(row.id),
        article=stored_articles.read(row),
        story=row.story_id,
        source=row.source or row.feed_url,
        language=row.language,
        events=tuple(row.events),
        urgent=row.urgent,
        followed=tuple(followed),
    )


async def followed(
    tx: Transaction, wanted: Mapping[tuple[int, int], Collection[int] | None]
) -> dict[tuple[int, int], list[Followed]]:
    """Return, by article and target, which of the *wanted* queries the target still follows, the oldest first.

    None wants all that the article satisfies.
    """
    pairs = {"articles": {article for article, _ in wanted}, "targets": {target for _, target in wanted}}
    rows = await tx.connection.execute(_FOLLOWED, {name: list(ids) for name, ids in pairs.items()})
    found: dict[tuple[int, int], list[Followed]] = {}
    for row in rows:
        pair = (row.article_id, row.target_id)
        ids = wanted.get(pair, ())
        if ids is None or row.query_id in ids:
            match = Match(QueryId(row.query_id), spans(row.spans))
            found.setdefault(pair, []).append(Followed(from_canonical(row.canonical), row.label, match))
    return found


async def named(tx: Transaction, wanted: Mapping[int, Collection[int]]) -> dict[int, list[Followed]]:
    """Return, by target, which of the *wanted* queries it still follows, whatever article satisfies them: no spans."""
    rows = await tx.connection.execute(
        select(subscriptions.c.target_id, subscriptions.c.query_id, subscriptions.c.label, queries.c.canonical)
        .join(queries, queries.c.id == subscriptions.c.query_id)
        .where(subscriptions.c.target_id.in_(wanted))
        .order_by(subscriptions.c.id)
    )
    found: dict[int, list[Followed]] = {}
    for row in rows:
        if row.query_id in wanted[row.target_id]:
            match = Match(QueryId(row.query_id), ())
            found.setdefault(row.target_id, []).append(Followed(from_canonical(row.canonical), row.label, match))
    return found


def spans(written: Sequence[Sequence[Any]]) -> tuple[Span, ...]:
    """Return spans from their stored form."""
    return tuple(Span(Field(field), start, end) for field, start, end in written)


def _written(found: Sequence[Span]) -> list[list[Any]]:
    return [[span.field.value, span.start, span.end] for span in found[:MOST_SPANS]]
