"""Run the migrations that lie in this package: Alembic, configured here, without an ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, text

from domain.errors import StorageError
from storage import engines

# Any number that no one else locks: two concurrent upgrades without it fail on pg_type (measured: 3 of 3).
ADVISORY_LOCK = 7_305_812_946


async def upgrade(url: URL) -> None:
    """Bring the schema at *url* to the newest revision, in one transaction.

    Raises:
        StorageError: if SQLite's rows break a foreign key afterwards; the migration is rolled back.

    """
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = engines.sqlite_migrator(url) if is_sqlite else engines.postgresql(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade_sqlite if is_sqlite else _upgrade_postgresql)
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
