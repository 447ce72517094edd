"""The inbox: Telegram's updates, stored before they are confirmed, handled one a chat at a time and in order.

An attempt is counted with its claim, so before the handler runs, and taken back when the handler has ended in any way.
What is due with attempts left was in work when its process died, perhaps of it: a *suspect*. Those in work beside it
are suspects too, so each is then handled alone; the one that was begun three times and never ended is set aside.
"""

from collections.abc import Collection, Mapping, Sequence
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
MOST_ATTEMPTS = 3
DIED = "the process died each time while this was handled"
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
    attempts: int = 1


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
    """Take at most *limit* updates, one a chat, the oldest first; the chat's next waits until it is done.

    Suspects are not among them.
    """
    return await _claim(tx, limit, lease, inbox.c.attempts == 0)


async def any_suspect(tx: Transaction, held: Collection[int] = ()) -> bool:
    """Tell whether something is due that was in work when its process died; what is *held* here still is in work."""
    statement = select(inbox.c.update_id).where(_is_suspect(await tx.now(), held)).limit(1)
    return (await tx.connection.execute(statement)).first() is not None


async def claim_suspect(tx: Transaction, lease: timedelta, held: Collection[int] = ()) -> Incoming | None:
    """Take the oldest suspect, None if there is none; nothing else may be in work in this process."""
    found = await _claim(tx, 1, lease, and_(inbox.c.attempts > 0, inbox.c.update_id.not_in(held)))
    return found[0] if found else None


async def set_aside_deadly(tx: Transaction, held: Collection[int] = ()) -> list[Incoming]:
    """Set aside, and return, what was begun three times and never ended: the chat's next goes on."""
    now = await tx.now()
    statement = (
        update(inbox)
        .where(_is_suspect(now, held), inbox.c.attempts >= MOST_ATTEMPTS)
        .values(state=_SET_ASIDE, done_at=now, error=DIED)
        .returning(*_FIELDS)
    )
    return [_incoming(row) for row in await tx.connection.execute(statement)]


async def _claim(tx: Transaction, limit: int, lease: timedelta, which: ColumnElement[bool]) -> list[Incoming]:
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
        .where(is_waiting(inbox), which, inbox.c.due_at <= now, or_(inbox.c.telegram_id == 0, ~waits_behind))
        .order_by(inbox.c.update_id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
        .cte("pick")
    )
    statement = (
        update(inbox)
        .where(inbox.c.update_id.in_(select(pick.c.update_id)))
        .values(due_at=now + lease, fence=inbox.c.fence + 1, attempts=inbox.c.attempts + 1)
        .returning(*_FIELDS)
    )
    found = [_incoming(row) for row in await tx.connection.execute(statement)]
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
    values["attempts"] = incoming.attempts - 1
    is_aside = failures >= MOST_FAILURES
    if is_aside:
        values |= {"state": _SET_ASIDE, "done_at": now}
    result = await tx.connection.execute(update(inbox).where(_is_held(incoming)).values(values))
    return is_aside and result.rowcount == 1


async def give_back(tx: Transaction, held: Sequence[Incoming]) -> None:
    """Make updates in work due now: intake stops before it handled them."""
    now = await tx.now()
    for incoming in held:
        values = {"due_at": now, "attempts": incoming.attempts - 1}
        await tx.connection.execute(update(inbox).where(_is_held(incoming)).values(values))


async def renew(tx: Transaction, held: Sequence[Incoming], lease: timedelta) -> None:
    """Hold what is in work for *lease* from now; nothing where the claim is over."""
    now = await tx.now()
    for incoming in held:
        await tx.connection.execute(update(inbox).where(_is_held(incoming)).values(due_at=now + lease))


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete updates handled or set aside before *before*; return how many."""
    return (await tx.connection.execute(delete(inbox).where(inbox.c.done_at < before))).rowcount


def _is_suspect(now: datetime, held: Collection[int]) -> ColumnElement[bool]:
    return and_(is_waiting(inbox), inbox.c.attempts > 0, inbox.c.due_at <= now, inbox.c.update_id.not_in(held))


def _is_held(incoming: Incoming) -> ColumnElement[bool]:
    return and_(inbox.c.update_id == incoming.update_id, inbox.c.fence == incoming.fence, is_waiting(inbox))


_FIELDS = (
    inbox.c.update_id,
    inbox.c.telegram_id,
    inbox.c.payload,
    inbox.c.fence,
    inbox.c.failures,
    inbox.c.attempts,
)


def _incoming(row: Any) -> Incoming:
    telegram_id = TelegramId(row.telegram_id)
    return Incoming(row.update_id, telegram_id, row.payload or {}, row.fence, row.failures, row.attempts)
