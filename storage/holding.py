"""Held alerts: what a paused target misses, until «استأنف» shows it or it is dropped."""

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select, update

from domain.alerts import DeliveryState, Lane
from domain.chats import TargetId
from storage import owing
from storage.database import Transaction
from storage.schema import is_waiting
from storage.tables import alerts, deliveries


async def hold(tx: Transaction, which: ColumnElement[bool]) -> None:
    """Hold the alerts of the waiting deliveries *which*, digests too; those on their way to Telegram arrive."""
    carries = or_(deliveries.c.alert_id.is_not(None), deliveries.c.lane == Lane.DIGEST.value)
    cancelled = {"state": DeliveryState.CANCELLED.value, "reason": "paused", "finished_at": await tx.now()}
    statement = (
        update(deliveries)
        .where(which, carries, deliveries.c.begun_at.is_(None), is_waiting(deliveries))
        .values(cancelled)
        .returning(deliveries.c.id, deliveries.c.alert_id)
    )
    rows = (await tx.connection.execute(statement)).all()
    owed = [row.alert_id for row in rows if row.alert_id is not None]
    digests = [row.id for row in rows if row.alert_id is None]
    held = update(alerts).values(state="held", told_by=None)
    await tx.connection.execute(held.where(alerts.c.id.in_(owed), alerts.c.state == "owed"))
    await tx.connection.execute(held.where(alerts.c.told_by.in_(digests), alerts.c.state == "digest"))


async def hold_collected(tx: Transaction, target: TargetId) -> None:
    """Hold what the next digest of *target* was to tell."""
    await tx.connection.execute(
        update(alerts)
        .where(alerts.c.target_id == target, alerts.c.state == literal_column("'digest'"), alerts.c.told_by.is_(None))
        .values(state="held")
    )


async def count(tx: Transaction, target: TargetId) -> int:
    """Return how many alerts of *target* are held."""
    statement = select(func.count()).select_from(alerts).where(_is_held(target))
    return (await tx.connection.execute(statement)).scalar_one()


async def release(tx: Transaction, target: TargetId, limit: int) -> int:
    """Owe *target* its newest *limit* held alerts, to be sent in the order of their stories; return how many."""
    newest = select(alerts.c.id).where(_is_held(target)).order_by(alerts.c.id.desc()).limit(limit)
    result = await tx.connection.execute(
        update(alerts).where(alerts.c.id.in_(newest.scalar_subquery())).values(state="owed").returning(alerts.c.id)
    )
    released = [row.id for row in result]
    await owing.enqueue(tx, alerts.c.id.in_(released))
    return len(released)


async def drop(tx: Transaction, target: TargetId) -> int:
    """Drop all held alerts of *target*; return how many."""
    return (await tx.connection.execute(update(alerts).where(_is_held(target)).values(state="dropped"))).rowcount


def _is_held(target: TargetId) -> ColumnElement[bool]:
    return and_(alerts.c.target_id == target, alerts.c.state == literal_column("'held'"))
