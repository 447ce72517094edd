"""Wake who waits in other processes: on PostgreSQL, NOTIFY in the commit that wakes someone here, and one listener.

A hint alone: whoever waits for rows looks for them anyway, a little later. So nothing depends on a notice that is lost,
on a listener that is away, or on a pooler between us and the server that passes none on. NOTIFY takes a lock of the
whole database at the commit (recall.ai, July 2025), so only what enqueues does it.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import asyncpg
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.errors import StorageError

CHANNEL = "mirsal"
CHECK = timedelta(minutes=1)  # a connection that is only half open says nothing
ANSWER_WITHIN = timedelta(seconds=10)


async def notify(connection: AsyncConnection, origin: str, name: str) -> None:
    """Tell the listeners but that of *origin* of the signal *name*, once this transaction is committed."""
    await connection.execute(select(func.pg_notify(CHANNEL, f"{origin} {name}")))


async def listen(engine: AsyncEngine, origin: str, begun: Callable[[], None], heard: Callable[[str], None]) -> None:
    """Call *begun* once it listens, and *heard* with each signal that others but *origin* told of; it never returns.

    Raises:
        StorageError: if the connection broke.
    """
    broken = asyncio.Event()

    def take(_connection: Any, _process: int, _channel: str, told: str) -> None:
        teller, _, name = told.partition(" ")
        if teller != origin:
            heard(name)

    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        driver.add_termination_listener(lambda _connection: broken.set())
        try:
            await driver.add_listener(CHANNEL, take)
            begun()
            while not broken.is_set():
                await _check_after(driver, broken)
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:  # past SQLAlchemy, which has no NOTIFY
            raise StorageError(f"the connection that listens broke: {type(error).__name__}") from error
    raise StorageError("the connection that listens broke")


async def _check_after(driver: Any, broken: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(CHECK.total_seconds()):
            await broken.wait()
    except TimeoutError:
        await driver.execute("SELECT 1", timeout=ANSWER_WITHIN.total_seconds())
