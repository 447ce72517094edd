"""What is to be known of targets before something is sent to them: a few statements for all that was claimed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, func, or_, select

from domain.alerts import Delivery, Lane
from domain.chats import ChatId, Mode, TargetId
from domain.preferences import Circumstances
from domain.queries import QueryId
from storage import chat_preferences, collecting
from storage.columns import Instant
from storage.database import Transaction
from storage.tables import alerts, subscriptions, targets
from storage.tables import chat_preferences as preferences

HOUR = timedelta(hours=1)

# Built once: these run with every claim, and building them costs as much as running them.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PRESENT: BindParameter[Any] = bindparam("present", type_=Instant())
_SET_APART = and_(  # a row of a target for each, one without for those that set nothing apart
    subscriptions.c.target_id == targets.c.id,
    or_(subscriptions.c.mode == Mode.DIGEST.value, subscriptions.c.muted_until > _PRESENT),
)
_TARGETS = (
    select(
        targets.c.id,
        targets.c.muted_until,
        preferences,
        targets.c.chat_id.label("chat"),
        subscriptions.c.query_id,
        subscriptions.c.mode,
        subscriptions.c.muted_until.label("query_muted_until"),
    )
    .select_from(
        targets.outerjoin(preferences, preferences.c.chat_id == targets.c.chat_id).outerjoin(subscriptions, _SET_APART)
    )
    .where(targets.c.id.in_(_IDS))
)


async def of(tx: Transaction, claimed: Sequence[Delivery]) -> dict[TargetId, Circumstances]:
    """Return the circumstances of the targets of *claimed*; answers need none."""
    ids = {each.target for each in claimed if each.lane is not Lane.ANSWER}
    if not ids:
        return {}
    now = await tx.now()
    rows = (await tx.connection.execute(_TARGETS, {"ids": list(ids), "present": now})).all()
    known = {TargetId(row.id): (row, chat_preferences.read(row)) for row in rows}
    told = await _told(tx, {ChatId(row.chat) for row, wish in known.values() if wish.most_an_hour is not None})
    late = await collecting.late(
        tx, {each.target for each in claimed if each.alert and each.created_at < now - collecting.LATE}
    )
    muted = _queries(row for row in rows if row.query_muted_until and row.query_muted_until > now)
    collected = _queries(row for row in rows if row.mode == Mode.DIGEST.value)
    return {
        target: Circumstances(
            preferences=wish,
            muted_until=row.muted_until,
            muted=frozenset(muted[target]),
            collected=frozenset(collected[target]),
            told=told.get(row.chat, 0),
            late=late.get(target, (0, 0))[0],
            late_urgent=late.get(target, (0, 0))[1],
        )
        for target, (row, wish) in known.items()
    }


async def _told(tx: Transaction, chats: Collection[ChatId]) -> dict[int, int]:
    """Return how many alerts each chat got within the last hour, those of digests aside."""
    if not chats:
        return {}
    rows = await tx.connection.execute(
        select(targets.c.chat_id, func.count())
        .select_from(alerts.join(targets, targets.c.id == alerts.c.target_id))
        .where(targets.c.chat_id.in_(chats), alerts.c.told_at > await tx.now() - HOUR, alerts.c.message_id.is_not(None))
        .group_by(targets.c.chat_id)
    )
    return {row[0]: row[1] for row in rows}


def _queries(rows: Iterable[Row[Any]]) -> defaultdict[TargetId, set[QueryId]]:
    """Return the queries of *rows* by their target."""
    found: defaultdict[TargetId, set[QueryId]] = defaultdict(set)
    for row in rows:
        found[TargetId(row.id)].add(QueryId(row.query_id))
    return found
