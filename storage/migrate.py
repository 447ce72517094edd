"""Run the migrations that lie in this package: Alembic, configured here, without an ini file."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import StorageError
from storage import engines

# Any number that no one else locks: two concurrent upgrades without it fail on pg_type (measured: 3 of 3).
ADVISORY_LOCK = 7_305_812_946
ATTEMPTS = 8  # over 6 s


async def upgrade(url: URL) -> None:
    """Bring the schema at *url* to the newest revision, in one transaction.

    Raises:
        StorageError: if SQLite's rows break a foreign key afterwards; the migration is rolled back.

    """
    if url.get_backend_name() == "sqlite":
        await _patiently(engines.sqlite_migrator(url), _upgrade_sqlite)
    else:
        await _run(engines.postgresql(url), _upgrade_postgresql)


async def _patiently(engine: AsyncEngine, upgrade: Callable[[Connection], None]) -> None:
    # Two processes that turn one new file to WAL: SQLite refuses the second at once, whatever the timeout.
    for attempt in range(ATTEMPTS):
        try:
            await _run(engine, upgrade)
        except OperationalError as error:
            if "locked" not in str(error.orig) or attempt == ATTEMPTS - 1:
                raise
            await asyncio.sleep(0.05 * 2**attempt)
        else:
            return


async def _run(engine: AsyncEngine, upgrade: Callable[[Connection], None]) -> None:
    try:
        async with engine.begin() as connection:
            await connection.run_sync(upgrade)
    finally:
        await engine.dispose()


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for *connection*."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _upgrade_postgresql(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ADVISORY_LOCK})
    command.upgrade(config(connection), "head")


def _upgrade_sqlite(connection: Connection) -> None:
    command.upgrade(config(connection), "head")
    if broken := connection.execute(text("PRAGMA foreign_key_check")).first():
        raise StorageError(f"the migration left a row of {broken[0]} without its {broken[2]}")
