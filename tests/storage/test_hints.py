"""Processes that share a PostgreSQL wake each other: two Database objects stand for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from domain.errors import StorageError
from storage import hints
from storage.database import Database

BREAK = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mirsal listens'")
SOON = 10


@pytest.fixture
async def two(postgresql_url: str) -> AsyncIterator[tuple[Database, Database]]:
    async with Database(postgresql_url) as one, Database(postgresql_url) as other:
        yield one, other


@asynccontextmanager
async def listening(database: Database) -> AsyncIterator[asyncio.Task[None]]:
    signal = database.signal("deliveries")
    async with asyncio.timeout(SOON):
        listener = asyncio.ensure_future(database.listen())
        await signal.wait()
        signal.clear()
        try:
            yield listener
        finally:
            listener.cancel()
            await asyncio.wait([listener])


async def wake(database: Database, name: str = "deliveries") -> None:
    async with database.transaction() as tx:
        tx.wake(name)


async def fail(database: Database) -> None:
    async with database.transaction() as tx:
        tx.wake("deliveries")
        raise LookupError


async def test_a_commit_wakes_who_waits_in_another_process(two: tuple[Database, Database]) -> None:
    here, there = two

    async with listening(there):
        await wake(here)

        await there.signal("deliveries").wait()


async def test_what_is_not_committed_or_is_of_this_process_wakes_nobody_twice(two: tuple[Database, Database]) -> None:
    here, there = two

    async with listening(there):
        with pytest.raises(LookupError):
            await fail(here)
        await wake(there)
        there.signal("deliveries").clear()
        await wake(here, "inbox")
        await there.signal("inbox").wait()  # notices come in the order of the commits

        assert not there.signal("deliveries").is_set()


async def test_a_listener_says_when_its_connection_breaks_and_looks_at_everything_when_it_listens_again(
    two: tuple[Database, Database],
) -> None:
    here, there = two

    async with listening(there) as listener:
        async with here.transaction() as tx:
            await tx.connection.execute(BREAK)
        with pytest.raises(StorageError, match="listens"):
            await listener
    await wake(here)

    async with listening(there):
        await wake(here)
        await there.signal("deliveries").wait()


async def test_a_connection_that_says_nothing_is_asked_whether_it_is_there(
    two: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "CHECK", timedelta(milliseconds=10))
    asked = asyncio.Event()

    class Deaf:
        async def execute(self, *_: Any, **__: Any) -> None:
            asked.set()
            raise OSError("no answer")

    with pytest.raises(OSError, match="no answer"):
        await hints._check_after(Deaf(), asyncio.Event())
    async with listening(two[0]) as listener:
        await asyncio.wait([listener], timeout=0.05)
        assert not listener.done()

    assert asked.is_set()


async def test_a_listener_that_the_server_does_not_want_is_a_storage_error(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: Any) -> None:
        raise asyncpg.InterfaceError("unwanted")

    monkeypatch.setattr(asyncpg.Connection, "add_listener", refuse)
    async with Database(postgresql_url) as database:
        with pytest.raises(StorageError, match="InterfaceError"):
            await database.listen()


async def test_without_a_server_to_listen_to_there_is_a_storage_error() -> None:
    async with Database("postgresql://nobody@127.0.0.1:1/none") as database:
        with pytest.raises(StorageError):
            await database.listen()
