"""SQLite's statements, each in one visit to the connection's thread."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from storage import visits


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[visits.Connection]:
    opened = await visits.connecting(make_url(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}"))()
    yield opened
    await opened.close()


async def test_a_statement_and_its_rows_take_one_visit(
    connection: visits.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited: list[Any] = []
    visit = visits.Connection.visit

    async def counted(self: visits.Connection, errand: Any) -> None:
        visited.append(errand)
        await visit(self, errand)

    monkeypatch.setattr(visits.Connection, "visit", counted)
    async with connection.cursor() as cursor:
        await cursor.execute("SELECT 1 AS one UNION SELECT 2")
        rows = await cursor.fetchall()
    await cursor.close()

    assert (rows, [column[0] for column in cursor.description], len(visited)) == ([(1,), (2,)], ["one"], 1)


async def test_what_a_statement_did_is_known_after_it(connection: visits.Connection) -> None:
    cursor = connection.cursor()
    await cursor.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    await cursor.executemany("INSERT INTO t VALUES (?)", [(1,), (2,), (3,)])
    inserted = cursor.rowcount
    await cursor.execute("UPDATE t SET n = n + 10 WHERE n > ? RETURNING n", (1,))

    assert (inserted, await cursor.fetchall(), await cursor.fetchall()) == (3, [(12,), (13,)], [])


async def test_an_error_leaves_no_statement_open(connection: visits.Connection) -> None:
    cursor = connection.cursor()
    await cursor.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    await cursor.execute("INSERT INTO t VALUES (1)")

    with pytest.raises(sqlite3.IntegrityError):
        await cursor.execute("INSERT INTO t VALUES (1)")

    await connection.rollback()
    await cursor.execute("SELECT count(*) FROM t")
    assert await cursor.fetchall() == [(0,)]
