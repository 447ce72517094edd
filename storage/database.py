"""Open the database: transactions that write, transactions that read, and a signal for those who wait for rows.

On SQLite one connection writes, one transaction at a time in the process (BEGIN IMMEDIATE holds off other
processes); readers do not wait for it. On PostgreSQL transactions are READ COMMITTED. Functions of this package
take a Transaction first and never commit: a transaction commits when its block ends and rolls back when it fails.
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, Self, cast

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.errors import StorageError
from storage import engines, hints, migrate
from storage.dialects import clock
from storage.urls import normalised

Dialect = Literal["sqlite", "postgresql"]


class Transaction:
    """One transaction: its connection, its moment, and whom to wake once it is committed."""

    def __init__(self, connection: AsyncConnection, dialect: Dialect, clock: Callable[[], datetime] | None) -> None:
        self.connection = connection
        self.dialect = dialect
        self.woken: set[str] = set()
        self._clock = clock
        self._now: datetime | None = None

    async def now(self) -> datetime:
        """Return the database's time (the test's clock if there is one), read once a transaction.

        SQLite runs on this machine and has its clock: asking it would be a round trip to its thread for the same time.
        """
        if self._now is None:
            if self._clock:
                self._now = self._clock()
            elif self.dialect == "sqlite":
                self._now = datetime.now(UTC)
            else:
                self._now = (await self.connection.execute(select(clock()))).scalar_one()
        return self._now

    def wake(self, name: str) -> None:
        """Set the signal *name* when this transaction is committed; on PostgreSQL that of other processes too."""
        self.woken.add(name)


class Database:
    """A database by its URL, as an async context manager."""

    def __init__(self, url: str, *, clock: Callable[[], datetime] | None = None) -> None:
        self._url = normalised(url)
        self._clock = clock
        self._name = secrets.token_hex(6)
        self._signals: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._lock = asyncio.Lock()
        self._stack = AsyncExitStack()
        self.dialect = cast("Dialect", self._url.get_backend_name())

    async def __aenter__(self) -> Self:
        if self.dialect == "sqlite":
            self._writer = self._opened(engines.sqlite_writer(self._url))
            self._reader = self._opened(engines.sqlite_reader(self._url))
        else:
            self._writer = self._reader = self._opened(engines.postgresql(self._url))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def migrate(self) -> None:
        """Bring the schema up to date; of several processes that start at once one does it and the others wait."""
        with _translated():
            await migrate.upgrade(self._url)

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction that writes."""
        return self._writing() if self.dialect == "sqlite" else self._transaction(self._writer)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction that only reads and does not wait for writers."""
        return self._transaction(self._reader, readonly=True)

    def signal(self, name: str) -> asyncio.Event:
        """Return the event set by each commit of a transaction that called ``wake(name)``; the waiter clears it."""
        return self._signals[name]

    async def listen(self) -> None:
        """Set the signals that other processes set, for ever; all of them at first, since some may have been missed.

        Raises:
            StorageError: if the connection broke, or there is none on PostgreSQL.
        """

        def begun() -> None:
            for each in self._signals.values():
                each.set()

        engine = engines.postgresql_listener(self._url)
        with _translated():
            await hints.listen(engine, self._name, begun, lambda name: self._signals[name].set())

    def _opened(self, engine: AsyncEngine) -> AsyncEngine:
        self._stack.push_async_callback(engine.dispose)
        return engine

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Transaction]:
        async with self._lock, self._transaction(self._writer) as tx:
            yield tx

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine, *, readonly: bool = False) -> AsyncIterator[Transaction]:
        with _translated():
            async with engine.connect() as connection:
                if readonly and self.dialect == "postgresql":
                    await connection.execution_options(postgresql_readonly=True)
                async with connection.begin():
                    tx = Transaction(connection, self.dialect, self._clock)
                    yield tx
                    if self.dialect == "postgresql":
                        for name in tx.woken:
                            await hints.notify(connection, self._name, name)
        for name in tx.woken:
            self._signals[name].set()


@contextmanager
def _translated() -> Iterator[None]:
    """Raise what the database or the way to it refuses as StorageError, without the parameters."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        # Further lines of PostgreSQL's text (DETAIL) hold values, which may be a person's words.
        raise StorageError(f"{type(cause).__name__}: {str(cause).partition(chr(10))[0]}") from error
