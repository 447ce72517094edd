"""Subscriptions: what a target follows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select

from domain.chats import ChatId, Mode, Subscription, SubscriptionId, TargetId
from domain.queries import QueryId, from_canonical
from storage import chat_preferences
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import queries, subscriptions, targets


async def add(
    tx: Transaction, target: TargetId, query: QueryId, label: str, mode: Mode | None = None
) -> tuple[Subscription, bool]:
    """Follow *query* from now on; return the subscription, and False if it was there (it stays as it was).

    Without a *mode* it is told as the chat wants to be told.
    """
    mode = mode or await chat_preferences.mode_for(tx, target)
    return await _insert(tx, target, query, label, mode, await tx.now())


async def restore(tx: Transaction, subscription: Subscription) -> tuple[Subscription, bool]:
    """Bring back a removed subscription, following since when it did before."""
    return await _insert(
        tx,
        subscription.target,
        subscription.query_id,
        subscription.label,
        subscription.mode,
        subscription.created_at,
    )


async def remove(tx: Transaction, target: TargetId, subscription: SubscriptionId) -> bool:
    """Follow it no more; return False if *target* has no such subscription."""
    statement = delete(subscriptions).where(subscriptions.c.id == subscription, subscriptions.c.target_id == target)
    return (await tx.connection.execute(statement)).rowcount == 1


async def of_target(tx: Transaction, target: TargetId) -> list[Subscription]:
    """Return what *target* follows, the oldest first."""
    rows = await tx.connection.execute(
        _with_query().where(subscriptions.c.target_id == target).order_by(subscriptions.c.id)
    )
    return [_subscription(row) for row in rows]


async def count(tx: Transaction, target: TargetId) -> int:
    """Return how many queries *target* follows."""
    statement = select(func.count()).select_from(subscriptions).where(subscriptions.c.target_id == target)
    return (await tx.connection.execute(statement)).scalar_one()


async def count_of_chat(tx: Transaction, chat: ChatId) -> int:
    """Return how many queries the targets of *chat* follow together."""
    statement = select(func.count()).select_from(subscriptions.join(targets)).where(targets.c.chat_id == chat)
    return (await tx.connection.execute(statement)).scalar_one()


async def _insert(
    tx: Transaction, target: TargetId, query: QueryId, label: str, mode: Mode, created_at: datetime
) -> tuple[Subscription, bool]:
    statement = (
        insert(tx.dialect, subscriptions)
        .values(
            target_id=target,
            query_id=query,
            label=label,
            mode=mode.value,
            created_at=created_at,
            added_at=await tx.now(),
        )
        .on_conflict_do_nothing(index_elements=["target_id", "query_id"])
    )
    is_new = (await tx.connection.execute(statement)).rowcount == 1
    row = await tx.connection.execute(
        _with_query().where(subscriptions.c.target_id == target, subscriptions.c.query_id == query)
    )
    return _subscription(row.one()), is_new


def _with_query() -> Any:
    return select(subscriptions, queries.c.canonical).join(queries, queries.c.id == subscriptions.c.query_id)


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=SubscriptionId(row.id),
        target=TargetId(row.target_id),
        query_id=QueryId(row.query_id),
        query=from_canonical(row.canonical),
        label=row.label,
        mode=Mode(row.mode),
        created_at=row.created_at,
    )
