"""Alerts: what a target is owed about a story. UNIQUE(target, story) makes a repeated fan-out harmless."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    true,
    update,
)

from domain.alerts import AlertId, DeliveryId, Material
from domain.news import ArticleId, StoryId
from domain.queries import QueryId
from storage import digest_times, matches, owing, stories
from storage.columns import moment
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import alerts, articles, chats, deliveries, feeds, subscriptions, targets

_COLUMNS = ("target_id", "story_id", "article_id", "queries", "state", "urgent", "grade", "created_at")


# Built once: it runs with every claim, and building it costs as much as running it.
_MATERIALS = (
    select(
        alerts.c.id.label("alert"),
        alerts.c.target_id,
        alerts.c.queries,
        articles,
        feeds.c.name.label("source"),
        feeds.c.url.label("feed_url"),
    )
    .select_from(
        alerts.join(articles, articles.c.id == alerts.c.article_id).join(feeds, feeds.c.id == articles.c.feed_id)
    )
    .where(alerts.c.id.in_(bindparam("ids", expanding=True)))
)


async def fan_out(
    tx: Transaction,
    *,
    story: StoryId,
    article: ArticleId,
    queries: Sequence[QueryId],
    seen_at: datetime,
    urgent: bool,
    pressing: Sequence[QueryId] = (),
    due_at: datetime | None = None,
) -> int:
    """Owe an alert to each target that followed one of *queries* when the article was seen; return how many are new.

    It goes in the urgent lane where the article is *urgent*, or where the target follows one of *pressing*. They are
    to be sent at once, or at *due_at*.

    A target that has an alert of the story gets none; a paused one gets it held, without a delivery; a chat that is
    gone gets none, and so does one that muted what it follows. Instant wins over digest. Three statements, whatever
    the number (measured: docs of the benchmark).
    """
    if not queries:
        return 0
    before = await _told_before(tx, story)
    owed = _owed(story, article, queries, seen_at, await tx.now(), urgent=true() if urgent else _follows(pressing))
    statement = insert(tx.dialect, alerts).from_select(_COLUMNS, owed)
    result = await tx.connection.execute(statement.on_conflict_do_nothing(index_elements=["target_id", "story_id"]))
    if result.rowcount > 0:
        which = and_(alerts.c.story_id == story, alerts.c.article_id == article)
        await owing.enqueue(tx, which, told_before=before, due_at=due_at)
        await digest_times.note(tx, which)
    return result.rowcount


async def is_any_owed(tx: Transaction, story: StoryId) -> bool:
    """Return whether an alert of *story* is to be told by a message of its own."""
    which = and_(alerts.c.story_id == story, alerts.c.state == "owed")
    return await tx.connection.scalar(select(alerts.c.id).where(which).limit(1)) is not None


async def materials(tx: Transaction, ids: Iterable[AlertId]) -> dict[AlertId, Material]:
    """Return what each alert's text is made of; what the target follows no more is left out of ``followed``."""
    rows = (await tx.connection.execute(_MATERIALS, {"ids": list(ids)})).all()
    if not rows:
        return {}
    followed = await matches.followed(tx, {(row.id, row.target_id): row.queries for row in rows})
    names = await sources(tx, {StoryId(row.story_id) for row in rows})
    return {
        AlertId(row.alert): replace(
            matches.material(row, AlertId(row.alert), followed.get((row.id, row.target_id), ())),
            sources=names.get(StoryId(row.story_id), ()),
        )
        for row in rows
    }


async def sources(tx: Transaction, ids: Collection[StoryId]) -> dict[StoryId, tuple[str, ...]]:
    """Return the names of the independent sources of each story, the first to tell it first."""
    found = await stories.tellers(tx, ids)
    return {story: tuple(each.name for each in tellers) for story, tellers in found.items()}


async def told(tx: Transaction, alert: AlertId, message_id: int, delivery: DeliveryId) -> None:
    """Store that *delivery* told *alert* by the message *message_id*."""
    values = {"state": "told", "message_id": message_id, "told_by": delivery, "told_at": await tx.now()}
    await tx.connection.execute(update(alerts).where(alerts.c.id == alert).values(values))


async def settle(tx: Transaction, state: str, *, of: Sequence[AlertId], by: Sequence[DeliveryId]) -> None:
    """Bring the alerts *of* deliveries, and those that the deliveries *by* were to settle, to *state* if open."""
    statement = (
        update(alerts)
        .where(or_(alerts.c.id.in_(of), alerts.c.told_by.in_(by)), alerts.c.state.in_(("owed", "digest")))
        .values(state=state)
    )
    await tx.connection.execute(statement)


async def reopen(tx: Transaction, which: ColumnElement[bool]) -> None:
    """Bring back the dropped alerts that the deliveries *which* tell after all: their own, and those they collected.

    The counterpart of ``settle``. A condition and no list: all that was given up may be more than a statement takes.
    """
    own = select(deliveries.c.alert_id).where(which, deliveries.c.key.startswith("alert:"))
    collected = select(deliveries.c.id).where(which)
    dropped = update(alerts).where(alerts.c.state == "dropped")
    await tx.connection.execute(dropped.where(alerts.c.id.in_(own)).values(state="owed"))
    await tx.connection.execute(dropped.where(alerts.c.told_by.in_(collected)).values(state="digest"))


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete alerts made before *before* that are not to be sent, with their deliveries; return how many.

    Those held or collected too: whoever paused, or is gone, and never came back would keep every article for ever.
    """
    over = ("told", "dropped", "expired", "held", "digest")
    statement = delete(alerts).where(alerts.c.created_at < before, alerts.c.state.in_(over))
    return (await tx.connection.execute(statement)).rowcount


def _owed(
    story: StoryId,
    article: ArticleId,
    queries: Sequence[QueryId],
    seen_at: datetime,
    now: datetime,
    *,
    urgent: ColumnElement[bool],
) -> Select[Any]:
    """Return a row of ``_COLUMNS`` for each target that is owed an alert."""
    is_instant = func.max(case((subscriptions.c.mode == "instant", 1), else_=0)) == 1
    state = case((targets.c.paused_at.is_not(None), "held"), (is_instant, "owed"), else_="digest")
    return (
        select(
            subscriptions.c.target_id,
            literal(story, alerts.c.story_id.type),
            literal(article, alerts.c.article_id.type),
            func.aggregate_strings(cast(subscriptions.c.query_id, String), ","),
            state,
            urgent,
            literal(0, alerts.c.grade.type),
            moment(now),
        )
        .select_from(
            subscriptions.join(targets, targets.c.id == subscriptions.c.target_id).join(
                chats, chats.c.id == targets.c.chat_id
            )
        )
        .where(
            subscriptions.c.query_id.in_(queries),
            subscriptions.c.created_at <= seen_at,
            or_(subscriptions.c.muted_until.is_(None), subscriptions.c.muted_until <= now),
            chats.c.state == "active",
        )
        .group_by(subscriptions.c.target_id, targets.c.paused_at)
    )


def _follows(some: Sequence[QueryId]) -> ColumnElement[bool]:
    """Return whether a target, a group of its subscriptions, follows one of *some*."""
    return func.max(case((subscriptions.c.query_id.in_(some), 1), else_=0)) == 1


async def _told_before(tx: Transaction, story: StoryId) -> int:
    statement = select(func.count()).select_from(alerts).where(alerts.c.story_id == story)
    return (await tx.connection.execute(statement)).scalar_one()
