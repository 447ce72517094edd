"""Column types that mean the same on SQLite and PostgreSQL.

Times are float epoch seconds: both engines compare them in an index and neither guesses a zone.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, Double, Integer, String, TypeDecorator, literal

NEVER = datetime.fromtimestamp(0, UTC)

# SQLite makes only INTEGER PRIMARY KEY an alias of the rowid; BIGINT would stay NULL on insert.
Identifier = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as epoch seconds with microseconds."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        """Return the epoch seconds; refuse a time without a zone, which would be read as the host's."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value!r}")
        return value.timestamp()

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the UTC datetime."""
        return None if value is None else datetime.fromtimestamp(float(value), UTC)


def moment(at: datetime) -> ColumnElement[datetime]:
    """Return *at* for a place where no column tells its type: in a CASE, or a SELECT that is inserted."""
    return literal(at, Instant())


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A few row numbers, written ``3,17,20`` so that an aggregate of either engine can build them."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | str | None, dialect: Dialect) -> str:
        """Return the written form; a string is one already."""
        return value if isinstance(value, str) else ",".join(map(str, value or ()))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[int, ...]:
        """Return the numbers in ascending order."""
        return tuple(sorted(int(number) for number in (value or "").split(",") if number))
