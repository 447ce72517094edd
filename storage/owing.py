"""Write the deliveries of owed alerts, in one statement however many there are."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal, null, select

from domain.alerts import EXPIRES_IN, Lane
from storage import waits
from storage.columns import moment
from storage.database import Transaction
from storage.dialects import insert as upsert
from storage.tables import alerts, chats, deliveries, targets

URGENT_EXPIRES_IN = EXPIRES_IN[Lane.URGENT]
NORMAL_EXPIRES_IN = EXPIRES_IN[Lane.NORMAL]

_COLUMNS = ("key", "chat_id", "target_id", "alert_id", "lane", "ordinal", "due_at", "created_at", "expires_at")


async def enqueue(
    tx: Transaction, which: ColumnElement[bool], *, told_before: int = 0, due_at: datetime | None = None
) -> None:
    """Enqueue a delivery for each owed alert of *which*; one that was cancelled waits again, with fresh budgets.

    *told_before* counts the alerts of the story that went before these: the number within the story orders claims.
    They are due at once, or at *due_at*.
    """
    now = await tx.now()
    values = (
        literal("alert:") + cast(alerts.c.id, String),
        targets.c.chat_id,
        alerts.c.target_id,
        alerts.c.id,
        case((alerts.c.urgent, Lane.URGENT.value), else_=Lane.NORMAL.value),
        func.row_number().over(order_by=alerts.c.id) + told_before,
        waits.after_doubt(due_at or now),
        moment(now),
        case(
            (alerts.c.urgent, moment(now + URGENT_EXPIRES_IN)),
            else_=moment(now + NORMAL_EXPIRES_IN),
        ),
    )
    owed = (
        select(*values)
        .select_from(
            alerts.join(targets, targets.c.id == alerts.c.target_id).join(chats, chats.c.id == targets.c.chat_id)
        )
        .where(which, alerts.c.state == "owed")
        .order_by(alerts.c.id)
    )
    statement = upsert(tx.dialect, deliveries).from_select(_COLUMNS, owed)
    statement = statement.on_conflict_do_update(
        index_elements=["key"], set_=renewed(statement.excluded), where=deliveries.c.state.not_in((0, 1))
    )
    await tx.connection.execute(statement)
    tx.wake("deliveries")


def renewed(new: Any) -> dict[str, Any]:
    """Return the values with which a finished row waits again: nothing of its budgets or its text is left."""
    return {
        "state": 0,
        "due_at": new.due_at,
        "expires_at": new.expires_at,
        "failures": 0,
        "unknowns": 0,
        "revision": deliveries.c.revision + 1,
        "method": null(),
        "params": null(),
        "degraded": [],
        "reason": "",
        "begun_at": null(),
        "finished_at": null(),
    }
