"""The few statements that SQLite and PostgreSQL write differently.

Everything else in this package is one SQLAlchemy Core statement that runs on both.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Double, Table, cast, extract, func, text, type_coerce
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Instant

Upsert = postgresql.Insert | sqlite.Insert

_WALKING = text("SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)")


def clock() -> ColumnElement[datetime]:
    """Return PostgreSQL's own clock: the one that all processes of an installation share.

    now() stands still within a transaction, even while it waits for a lock.
    """
    return type_coerce(cast(extract("epoch", func.clock_timestamp()), Double), Instant())


def insert(dialect: str, table: Table) -> Upsert:
    """Return an INSERT that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


async def walk_indexes(tx: Any) -> None:
    """Let PostgreSQL walk an index in its order, for the rest of the transaction.

    Just after a big fan-out its statistics still tell of an empty outbox; it then collects and sorts all of it for
    each claim (measured with 60,000 rows waiting: up to 40 s; so 10 ms).
    """
    if tx.dialect == "postgresql":
        await tx.connection.execute(_WALKING)
