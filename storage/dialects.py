"""The few statements that SQLite and PostgreSQL write differently.

Everything else in this package is one SQLAlchemy Core statement that runs on both.
"""

from typing import Any

from sqlalchemy import ColumnElement, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles

from storage.columns import Instant

Upsert = postgresql.Insert | sqlite.Insert


class Clock(ColumnElement[Any]):
    """The database's own clock: the one that all processes of an installation share."""

    inherit_cache = True
    type = Instant()


@compiles(Clock, "postgresql")
def _postgresql_clock(element: Clock, compiler: Any, **_: Any) -> str:
    # now() stands still within a transaction, even while it waits for a lock.
    return "CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)"


@compiles(Clock, "sqlite")
def _sqlite_clock(element: Clock, compiler: Any, **_: Any) -> str:
    # unixepoch('subsec') came with SQLite 3.42; Debian 12 has 3.40.
    return "((julianday('now') - 2440587.5) * 86400.0)"


def insert(dialect: str, table: Table) -> Upsert:
    """Return an INSERT that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


async def walk_indexes(tx: Any) -> None:
    """Let PostgreSQL walk an index in its order, for the rest of the transaction.

    Just after a big fan-out its statistics still tell of an empty outbox; it then collects and sorts all of it for
    each claim (measured with 60,000 rows waiting: up to 40 s; so 10 ms).
    """
    if tx.dialect == "postgresql":
        for setting in ("enable_sort", "enable_bitmapscan"):
            await tx.connection.execute(text(f"SET LOCAL {setting} = off"))
