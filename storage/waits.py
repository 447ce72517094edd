"""When a chat that Telegram put off is tried again: what comes for it meanwhile is due then, and not before.

A row that is due but may not go would be looked at by every claim, and keep the sender from resting.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Double, case, func, literal, type_coerce

from storage.columns import Instant, moment
from storage.tables import chats

DOUBT = timedelta(minutes=10)  # how long chats wait that were said to be gone among too many others


def after_flood(now: datetime) -> ColumnElement[datetime]:
    """Return when what comes at *now* for a chat, a row of the statement, is due: not before its flood is over."""
    return case((chats.c.flooded_until > moment(now), chats.c.flooded_until), else_=moment(now))


def after_doubt(now: datetime) -> ColumnElement[datetime]:
    """Return the same for what also waits until a chat that may be gone is tried once more: all but answers."""
    doubted = func.coalesce(type_coerce(chats.c.doubted_at, Double) + literal(DOUBT.total_seconds(), Double()), 0.0)
    over = type_coerce(doubted, Instant())
    ready = after_flood(now)
    return case((over > ready, over), else_=ready)
