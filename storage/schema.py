"""What all tables share: the metadata, how constraints are named, and what marks a queue."""

from typing import Any

from sqlalchemy import ColumnElement, Double, FromClause, MetaData, literal_column, type_coerce

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# Rows that are updated several times each: room for updates within the page, and vacuum before they pile up.
BUSY = {"fillfactor": 90, "autovacuum_vacuum_scale_factor": 0.02}

PUT_OFF = "put off"  # the reason of a delivery that waits for the end of quiet hours or of a mute


def is_waiting(table: FromClause) -> ColumnElement[bool]:
    """Return ``state = 0`` with the 0 written out.

    As a bound parameter a generic plan of PostgreSQL ignores the partial index: 31 ms instead of 0.07 ms.
    """
    column: ColumnElement[int] = table.c.state
    return column == literal_column("0")


def has_picture(table: FromClause) -> ColumnElement[bool]:
    """Return ``picture != ''`` written out, for the same reason."""
    column: ColumnElement[str] = table.c.picture
    return column != literal_column("''")


def unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return *column* such that no index on it is used: another one gives the rows in the order wanted.

    Without statistics both engines take the index on ``due_at`` for what is nearly always true, and sort the rest of
    the queue: 80 ms a claim instead of 1 (measured with 154,000 rows waiting).
    """
    return type_coerce(type_coerce(column, Double) + literal_column("0"), column.type)


def where(condition: ColumnElement[bool]) -> dict[str, Any]:
    """Return the options of an index over the rows for which *condition* holds, on either engine."""
    return {"postgresql_where": condition, "sqlite_where": condition}
