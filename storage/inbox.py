"""The inbox: Telegram's updates, stored before they are confirmed, handled one a chat at a time and in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from domain.chats import TelegramId
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import is_waiting
from storage.tables import inbox

MOST_FAILURES = 3
RETRY_AFTER = timedelta(seconds=1)
_HANDLED, _SET_ASIDE = 1, 2


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update in work under the claim *fence*; *chat* is Telegram's id, 0 where the update is of no chat."""

    update_id: int
    chat: TelegramId
    payload: Mapping[str, Any]
    fence: int
    failures: int


async def store(tx: Transaction, updates: Sequence[tuple[int, int, Mapping[str, Any]]]) -> int:
    """Store updates, each (update_id, Telegram's chat id or 0, payload); return how many are new."""
    if not updates:
        return 0
    now = await tx.now()
    rows = [
        {"update_id": number, "telegram_id": chat, "payload": dict(payload), "due_at": now, "stored_at": now}
        for number, chat, payload in updates
    ]
    statement = insert(tx.dialect, inbox).on_conflict_do_nothing(index_elements=["update_id"])
    new = (await tx.connection.execute(statement.returning(inbox.c.update_id), rows)).all()
    tx.wake("inbox")
    return len(new)


async def claim(tx: Transaction, limit: int, lease: timedelta) -> list[Incoming]:
    """Take at most *limit* updates, one a chat, the oldest first; the chat's next waits until it is done."""
    now = await tx.now()
    earlier = inbox.alias("earlier")
    waits_behind = (
        select(earlier.c.update_id)
        .where(
            earlier.c.telegram_id == inbox.c.telegram_id,
            earlier.c.update_id < inbox.c.update_id,
            is_waiting(earlier),
        )
        .exists()
    )
    pick = (
        select(inbox.c.update_id)
        .where(is_waiting(inbox), inbox.c.due_at <= now, or_(inbox.c.telegram_id == 0, ~waits_behind))
        .order_by(inbox.c.update_id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
        .cte("pick")
    )
    statement = (
        update(inbox)
        .where(inbox.c.update_id.in_(select(pick.c.update_id)))
        .values(due_at=now + lease, fence=inbox.c.fence + 1)
        .returning(inbox.c.update_id, inbox.c.telegram_id, inbox.c.payload, inbox.c.fence, inbox.c.failures)
    )
    rows = await tx.connection.execute(statement)
    found = [
        Incoming(row.update_id, TelegramId(row.telegram_id), row.payload or {}, row.fence, row.failures) for row in rows
    ]
    return sorted(found, key=lambda incoming: incoming.update_id)


async def done(tx: Transaction, incoming: Incoming) -> bool:
    """Store that it was handled, and keep its number alone; False if the claim is over: roll back what was done."""
    values = {"state": _HANDLED, "done_at": await tx.now(), "payload": None, "telegram_id": 0}
    return (await tx.connection.execute(update(inbox).where(_is_held(incoming)).values(values))).rowcount == 1


async def failed(tx: Transaction, incoming: Incoming, traceback: str) -> bool:
    """Put it off; after the third failure set it aside with its traceback, and return True: the chat's next goes on."""
    now = await tx.now()
    failures = incoming.failures + 1
    values: dict[str, Any] = {"failures": failures, "error": traceback, "due_at": now + RETRY_AFTER}
    is_aside = failures >= MOST_FAILURES
    if is_aside:
        values |= {"state": _SET_ASIDE, "done_at": now}
    result = await tx.connection.execute(update(inbox).where(_is_held(incoming)).values(values))
    return is_aside and result.rowcount == 1


async def give_back(tx: Transaction, held: Sequence[Incoming]) -> None:
    """Make updates in work due now: intake stops before it handled them."""
    now = await tx.now()
    for incoming in held:
        await tx.connection.execute(update(inbox).where(_is_held(incoming)).values(due_at=now))


async def last_id(tx: Transaction) -> int | None:
    """Return the highest update id stored, None if there is none."""
    found: int | None = await tx.connection.scalar(
        select(inbox.c.update_id).order_by(inbox.c.update_id.desc()).limit(1)
    )
    return found


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete updates handled or set aside before *before*; return how many."""
    return (await tx.connection.execute(delete(inbox).where(inbox.c.done_at < before))).rowcount


def _is_held(incoming: Incoming) -> ColumnElement[bool]:
    return and_(inbox.c.update_id == incoming.update_id, inbox.c.fence == incoming.fence, is_waiting(inbox))
