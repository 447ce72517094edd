"""Run each SQLite statement in one visit to the connection's thread.

aiosqlite goes to its thread for the cursor, for the statement, for the rows and for the end of the cursor: four times,
and each visit costs more than most of our statements (measured: a quarter of what a message cost). SQLAlchemy reads all
rows at once anyway, so here the thread does all four and hands over the rows.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from types import TracebackType
from typing import Any, Self

import aiosqlite
from sqlalchemy import URL
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

ROWS_AT_ONCE = 64  # of aiosqlite's own cursors, which nobody opens


class Cursor:
    """What SQLAlchemy asks of a cursor of aiosqlite: the answer of one statement, already here."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Return the cursor: there is nothing to open yet."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Do nothing: the thread closed its cursor with the statement."""

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        """Run one statement and fetch its rows."""
        await self._connection.visit(partial(self._run, sqlite3.Cursor.execute, sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        """Run one statement for each row of *parameters*."""
        await self._connection.visit(partial(self._run, sqlite3.Cursor.executemany, sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: the thread closed its cursor with the statement."""

    def _run(self, how: Callable[..., Any], sql: str, parameters: Any, connection: sqlite3.Connection) -> None:
        cursor = connection.cursor()
        try:
            how(cursor, sql, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    """A connection of aiosqlite whose cursors visit its thread once a statement."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # no coroutine: there is nothing to wait for
        """Return a cursor; the thread makes its own when the statement runs."""
        return Cursor(self)

    async def visit(self, errand: Callable[[sqlite3.Connection], None]) -> None:
        """Let the connection's thread do *errand*."""
        await self._execute(errand, self._conn)  # type: ignore[no-untyped-call]  # it has no annotations


def connecting(url: URL) -> Callable[[], Awaitable[Connection]]:
    """Return what opens a connection to *url*, for ``create_async_engine(async_creator=…)``."""
    arguments, options = SQLiteDialect_aiosqlite().create_connect_args(url)

    async def connect() -> Connection:
        connection = Connection(partial(sqlite3.connect, *arguments, **options), ROWS_AT_ONCE)
        connection._thread.daemon = True  # as SQLAlchemy does: a lost connection must not hold up the end
        await connection
        return connection

    return connect
