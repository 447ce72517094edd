"""Sequels: what follows the alerts of a story that goes on, or whose article its source changed.

    edit:{alert}                          the alert's message says what is known now; one row an alert
    update:{alert}:{article}              beneath it: a later, higher toll
    update-edit:{alert}:{article}         that message says what the update says now
    correction:{alert}:{article}:{mark}   beneath it: what was told was wrong; *mark* is of the new wording

Rows are enqueued without a call, which is composed when they are claimed: what they say is never stale. An alert that
still waits is composed anew instead, and its message needs no sequel. One that is on its way, or may have been told,
gets its sequel behind it (``storage.picking``). Those in digests have no message, and get none. Written in statements
over all alerts of the story, and each may be repeated: keys are unique.
Locks are taken in the order of ``storage.deliveries``: deliveries, then alerts.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
    select,
    true,
    type_coerce,
    update,
)

from domain.alerts import EXPIRES_IN, AlertId, Delivery, DeliveryState, Kind, Lane, Material
from domain.news import ArticleId, Grade, StoryId
from domain.queries import QueryId
from storage import alerts as stored_alerts
from storage import matches, owing
from storage.columns import moment
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import is_waiting
from storage.tables import alerts, articles, chats, deliveries, subscriptions, targets

_COLUMNS = ("key", "chat_id", "target_id", "alert_id", "lane", "ordinal", "due_at", "created_at", "expires_at")
_STATE = {state: alerts.c.state == literal_column(f"'{state}'") for state in ("owed", "told", "held", "digest")}


async def confirm(tx: Transaction, story: StoryId) -> None:
    """Let the alerts of *story* say what sources it has now."""
    await _edit(tx, alerts.c.story_id == story)


async def correct(tx: Transaction, article: ArticleId, wordings: Collection[str]) -> None:
    """Let the alerts of *article* among *wordings* say what it says now, and those already told that it was changed."""
    which = and_(alerts.c.article_id == article, _wording().in_(wordings))
    await _edit(tx, which)
    corrected = update(alerts).where(which, _is_told()).values(corrected_at=await tx.now())
    await tx.connection.execute(corrected)


async def correct_updates(tx: Transaction, story: StoryId, article: ArticleId) -> None:
    """Let the updates of *story* that told *article* say what it says now."""
    waiting = select(_update_key(article)).where(alerts.c.story_id == story)
    await _compose_anew(tx, deliveries.c.key.in_(waiting))
    which = and_(alerts.c.story_id == story, _got_update_of(article))
    await _owe_edits(tx, literal(f"{Kind.UPDATE_EDIT}:") + _number() + f":{article}", which)


async def is_told(tx: Transaction, story: StoryId, article: ArticleId) -> bool:
    """Return whether an alert of *story* told *article*, is to tell it, or got an update of it."""
    which = and_(alerts.c.story_id == story, or_(alerts.c.article_id == article, _got_update_of(article)))
    return await tx.connection.scalar(select(alerts.c.id).where(which).limit(1)) is not None


async def wordings(tx: Transaction, article: ArticleId) -> list[tuple[str, frozenset[QueryId]]]:
    """Return the ways in which alerts of *article* may read: each is named by the queries that made them."""
    rows = await tx.connection.scalars(
        select(_wording()).where(alerts.c.article_id == article, or_(_STATE["owed"], _STATE["told"])).distinct()
    )
    return [(name, frozenset(QueryId(int(number)) for number in name.split(",") if number)) for name in rows]


async def tell(
    tx: Transaction,
    *,
    story: StoryId,
    article: ArticleId,
    queries: Collection[QueryId],
    seen_at: datetime,
    urgent: bool,
    pressing: Collection[QueryId] = (),
) -> int:
    """Tell of *article*, an update, all who were told of *story*; return how many messages that makes.

    Alerts that still wait, for an hour, a digest or the end of a pause, become alerts of *article* where it satisfies
    what their target follows. It is urgent for all, or for those who follow one of *pressing*.
    """
    hurries = true() if urgent else _follows(pressing) if pressing else false()
    await _replace(tx, story=story, article=article, queries=queries, seen_at=seen_at, hurries=hurries)
    which = and_(alerts.c.story_id == story, alerts.c.article_id != article, or_(_is_told(), _STATE["owed"]))
    rows = 0
    for lane, theirs in ((Lane.URGENT, hurries), (Lane.NORMAL, not_(hurries))):
        rows += await _beneath(tx, and_(which, theirs), _update_key(article), lane)
    return rows


async def tell_anew(tx: Transaction, *, story: StoryId, article: ArticleId) -> int:
    """Tell of *article* all whose alert of *story* told what its source withdrew since; return how many messages."""
    withdrawn = select(articles.c.id).where(articles.c.id == alerts.c.article_id, articles.c.withdrawn).exists()
    which = and_(alerts.c.story_id == story, alerts.c.article_id != article, _is_told(), withdrawn)
    return await _beneath(tx, which, _update_key(article), Lane.NORMAL)


async def take_back(tx: Transaction, *, story: StoryId, article: ArticleId, mark: str) -> int:
    """Say beneath each alert that told *article*, or got an update of it, that it was wrong; return how many."""
    is_about = or_(alerts.c.article_id == article, _got_update_of(article))
    which = and_(alerts.c.story_id == story, _is_told(), is_about)
    return await _beneath(tx, which, literal("correction:") + _number() + f":{article}:{mark}", Lane.NORMAL)


async def materials(tx: Transaction, claimed: Sequence[Delivery]) -> dict[AlertId, Material]:
    """Return what the texts of *claimed* that are not composed yet are made of, at most one of each alert."""
    wanted = [each for each in claimed if each.alert is not None and each.call is None]
    first = [each.alert for each in wanted if each.alert is not None and each.kind is Kind.FIRST]
    later = {each.alert: each.about for each in wanted if each.alert is not None and each.kind is not Kind.FIRST}
    edited = [
        (each.alert, each.about) for each in wanted if each.alert and each.about and each.kind is Kind.UPDATE_EDIT
    ]
    found = await stored_alerts.materials(tx, first) if first else {}
    found |= await _materials_of(tx, later) if later else {}
    return found | (await _of_updates(tx, found, edited) if edited else {})


async def _of_updates(
    tx: Transaction, found: dict[AlertId, Material], edited: Sequence[tuple[AlertId, ArticleId]]
) -> dict[AlertId, Material]:
    """Return what of *found* edits an update: with the message of that, and as changed."""
    alert_of = {f"{Kind.UPDATE}:{alert}:{article}": alert for alert, article in edited if alert in found}
    told = select(deliveries.c.key, deliveries.c.message_id).where(deliveries.c.key.in_(alert_of))
    messages = {alert_of[row.key]: row.message_id for row in await tx.connection.execute(told)}
    return {alert: replace(found[alert], message_id=messages.get(alert), corrected=True) for alert in alert_of.values()}


async def _materials_of(tx: Transaction, about: dict[AlertId, ArticleId | None]) -> dict[AlertId, Material]:
    """Return by alert what its sequel is made of: of the article it is *about*, None for the alert's own."""
    rows = (await tx.connection.execute(select(alerts).where(alerts.c.id.in_(about)))).all()
    number = {row.id: about[row.id] or ArticleId(row.article_id) for row in rows}
    told = await tx.connection.execute(matches.with_source().where(articles.c.id.in_(number.values())))
    article = {ArticleId(row.id): row for row in told}
    # An update may satisfy other queries than its alert did; of an alert's own article only those count that made it.
    wanted: dict[tuple[int, int], Collection[int] | None] = {
        (number[row.id], row.target_id): None if about[row.id] else row.queries for row in rows
    }
    followed = await matches.followed(tx, wanted)
    named = await matches.named(tx, {row.target_id: row.queries for row in rows})
    # Who confirmed the story did not confirm an update, nor what a source made of its article since.
    confirmed = [row for row in rows if about[row.id] is None and row.corrected_at is None]
    names = await stored_alerts.sources(tx, {StoryId(row.story_id) for row in confirmed})
    of_alert = {row.id: names.get(StoryId(row.story_id), ()) for row in confirmed}
    return {
        AlertId(row.id): replace(
            matches.material(
                article[number[row.id]],
                AlertId(row.id),
                # What no longer says a word of it was told because of what is followed all the same.
                followed.get((number[row.id], row.target_id)) or named.get(row.target_id, []),
            ),
            sources=of_alert.get(row.id, ()),
            message_id=row.message_id,
            corrected=row.corrected_at is not None and number[row.id] == row.article_id,
        )
        for row in rows
        if number[row.id] in article
    }


async def _edit(tx: Transaction, which: ColumnElement[bool]) -> None:
    """Owe the messages of the alerts *which* what is known now; those that still wait are composed anew."""
    await _compose_anew(tx, and_(_is_first(), deliveries.c.alert_id.in_(select(alerts.c.id).where(which))))
    await _owe_edits(tx, literal(f"{Kind.EDIT}:") + _number(), and_(which, _is_told()))


async def _compose_anew(tx: Transaction, which: ColumnElement[bool]) -> None:
    composed = and_(which, _still_waits(), deliveries.c.method.is_not(None))
    await tx.connection.execute(update(deliveries).where(composed).values(_anew()))


async def _owe_edits(tx: Transaction, key: ColumnElement[str], which: ColumnElement[bool]) -> None:
    owed = _rows(key, Lane.EDIT, await tx.now()).where(which)
    statement = insert(tx.dialect, deliveries).from_select(_COLUMNS, owed)
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_=_edited_again(statement.excluded))
    )
    tx.wake("deliveries")


def _edited_again(new: Any) -> dict[str, Any]:
    """Return the values with which an edit is composed anew, whatever became of it.

    One that is on its way arrives with the old content, and then waits with the new one.
    """
    is_out = and_(is_waiting(deliveries), deliveries.c.begun_at.is_not(None))
    return owing.renewed(new) | {
        "due_at": case((is_out, deliveries.c.due_at), else_=new.due_at),
        "begun_at": case((is_out, deliveries.c.begun_at), else_=null()),
    }


async def _replace(
    tx: Transaction,
    *,
    story: StoryId,
    article: ArticleId,
    queries: Collection[QueryId],
    seen_at: datetime,
    hurries: ColumnElement[bool],
) -> None:
    of_target = and_(
        subscriptions.c.target_id == alerts.c.target_id,
        subscriptions.c.query_id.in_(queries),
        subscriptions.c.created_at <= seen_at,
    )
    follows = select(subscriptions.c.id).where(of_target).exists()
    concerned = and_(alerts.c.story_id == story, alerts.c.article_id != article, follows)
    values = {
        "article_id": article,
        "queries": _aggregated(of_target),
        "grade": Grade.UPDATE.value,
        "urgent": or_(alerts.c.urgent, hurries),
    }
    hurried = select(alerts.c.id).where(concerned, hurries)
    lane = {"lane": case((deliveries.c.alert_id.in_(hurried), Lane.URGENT.value), else_=deliveries.c.lane)}
    waiting = (
        update(deliveries)
        .where(_is_first(), _still_waits())
        .where(deliveries.c.alert_id.in_(select(alerts.c.id).where(concerned, _STATE["owed"])))
        .values(_anew() | lane)
        .returning(deliveries.c.alert_id)
    )
    if replaced := list(await tx.connection.scalars(waiting)):
        await tx.connection.execute(update(alerts).where(alerts.c.id.in_(replaced)).values(values))
        tx.wake("deliveries")
    unsent = or_(_STATE["held"], and_(_STATE["digest"], alerts.c.told_by.is_(None)))
    await tx.connection.execute(update(alerts).where(concerned, unsent).values(values))


async def _beneath(tx: Transaction, which: ColumnElement[bool], key: ColumnElement[str], lane: Lane) -> int:
    rows = _rows(key, lane, await tx.now()).where(which)
    statement = insert(tx.dialect, deliveries).from_select(_COLUMNS, rows)
    result = await tx.connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
    tx.wake("deliveries")
    return result.rowcount


def _rows(key: ColumnElement[str], lane: Lane, now: datetime) -> Any:
    """Return the SELECT of one row an alert, for those whose chat can be told."""
    return (
        select(
            key,
            targets.c.chat_id,
            alerts.c.target_id,
            alerts.c.id,
            literal(lane.value),
            func.row_number().over(order_by=alerts.c.id),
            moment(now),
            moment(now),
            moment(now + EXPIRES_IN[lane]),
        )
        .select_from(
            alerts.join(targets, targets.c.id == alerts.c.target_id).join(chats, chats.c.id == targets.c.chat_id)
        )
        .where(targets.c.paused_at.is_(None), chats.c.state == "active")
        .order_by(alerts.c.id)
    )


def _is_told() -> ColumnElement[bool]:
    """Return whether an alert has a message of its own, or may soon have: it is on its way."""
    on_its_way = select(deliveries.c.id).where(
        deliveries.c.alert_id == alerts.c.id,
        _is_first(),
        is_waiting(deliveries),
        or_(deliveries.c.begun_at.is_not(None), deliveries.c.unknowns > 0),
    )
    return or_(and_(_STATE["told"], alerts.c.message_id.is_not(None)), and_(_STATE["owed"], on_its_way.exists()))


def _follows(pressing: Collection[QueryId]) -> ColumnElement[bool]:
    follows = and_(subscriptions.c.target_id == alerts.c.target_id, subscriptions.c.query_id.in_(pressing))
    return select(subscriptions.c.id).where(follows).exists()


def _got_update_of(article: ArticleId) -> ColumnElement[bool]:
    told = select(deliveries.c.id).where(
        deliveries.c.key == _update_key(article), deliveries.c.state == DeliveryState.SENT.value
    )
    return told.exists()


def _update_key(article: ArticleId) -> ColumnElement[str]:
    return literal(f"{Kind.UPDATE}:") + _number() + f":{article}"


def _still_waits() -> ColumnElement[bool]:
    """Return whether a row certainly is not with Telegram."""
    return and_(is_waiting(deliveries), deliveries.c.begun_at.is_(None), deliveries.c.unknowns == 0)


def _is_first() -> ColumnElement[bool]:
    return deliveries.c.key.startswith(f"{Kind.FIRST}:")


def _anew() -> dict[str, Any]:
    return {"method": None, "params": null(), "revision": deliveries.c.revision + 1, "degraded": []}


def _number() -> ColumnElement[str]:
    return cast(alerts.c.id, String)


def _wording() -> ColumnElement[str]:
    """Return the queries of an alert as they are written: as tuples they would be taken for rows in an IN."""
    return type_coerce(alerts.c.queries, String)


def _aggregated(of_target: ColumnElement[bool]) -> ScalarSelect[Any]:
    written = func.aggregate_strings(cast(subscriptions.c.query_id, String), ",")
    return select(written).where(of_target).correlate(alerts).scalar_subquery()
