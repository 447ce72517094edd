"""Build the engines. What a connection must be told lives here and nowhere else.

SQLite: WAL; ``synchronous=FULL``, so that power loss takes nothing that was committed; writes begin with BEGIN
IMMEDIATE, because a SELECT then UPDATE in a deferred transaction fails at once with SQLITE_BUSY_SNAPSHOT whatever
the timeout (measured: 8 ms with a timeout of 5 s). The driver is told to begin nothing by itself. One connection
writes; others read beside it, with ``query_only``.
"""

import json
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage import visits

BUSY_TIMEOUT_MS = 15_000
SQLITE_READERS = 4
POSTGRESQL_POOL = 5  # small plans of hosted PostgreSQL allow 20 connections in all

_dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def sqlite_writer(url: URL) -> AsyncEngine:
    """Return the engine with the one connection that writes; create the file's folder if it is missing."""
    Path(str(url.database)).expanduser().parent.mkdir(parents=True, exist_ok=True)
    # The transaction always ends in Database.transaction: resetting again would cost a thread hop each time.
    engine = _sqlite(url, pool_size=1, max_overflow=0, pool_reset_on_return=None)
    event.listen(engine.sync_engine, "connect", partial(_prepare, "journal_mode=WAL", "foreign_keys=ON"))
    event.listen(engine.sync_engine, "begin", partial(_begin, "BEGIN IMMEDIATE"))
    event.listen(engine.sync_engine, "invalidate", _let_go)
    return engine


def sqlite_reader(url: URL) -> AsyncEngine:
    """Return the engine whose connections can only read, and see one moment for a whole transaction."""
    engine = _sqlite(url, pool_size=SQLITE_READERS, max_overflow=0, pool_reset_on_return=None)
    event.listen(engine.sync_engine, "connect", partial(_prepare, "query_only=ON"))
    event.listen(engine.sync_engine, "begin", partial(_begin, "BEGIN"))
    return engine


def sqlite_migrator(url: URL) -> AsyncEngine:
    """Return the engine for migrations: foreign keys off, or rebuilding a table would cascade its deletion."""
    Path(str(url.database)).expanduser().parent.mkdir(parents=True, exist_ok=True)
    engine = _sqlite(url, poolclass=NullPool)
    event.listen(engine.sync_engine, "connect", partial(_prepare, "journal_mode=WAL", "foreign_keys=OFF"))
    event.listen(engine.sync_engine, "begin", partial(_begin, "BEGIN IMMEDIATE"))
    return engine


def postgresql(url: URL) -> AsyncEngine:
    """Return the engine of a PostgreSQL; a connection that died while idle is replaced."""
    # The JIT compiler costs more than our short statements take.
    settings = {"application_name": "mirsal", "jit": "off"}
    options = {"pool_size": POSTGRESQL_POOL, "max_overflow": 0, "pool_pre_ping": True}
    return _create(url, connect_args={"server_settings": settings}, **options)


def postgresql_listener(url: URL) -> AsyncEngine:
    """Return the engine of the one connection that listens, beside the pool's."""
    return _create(url, poolclass=NullPool, connect_args={"server_settings": {"application_name": "mirsal listens"}})


def _sqlite(url: URL, **options: Any) -> AsyncEngine:
    return _create(url, async_creator=visits.connecting(url), **options)


def _create(url: URL, **options: Any) -> AsyncEngine:
    # Parameters are people's words: they must not reach a log through an exception.
    return create_async_engine(url, hide_parameters=True, json_serializer=_dumps, **options)


def _prepare(*arguments: Any) -> None:
    *pragmas, connection, _record = arguments
    connection.isolation_level = None  # sqlite3 begins nothing by itself
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=FULL", *pragmas):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _let_go(connection: Any, _record: Any, _error: object) -> None:
    # A task cancelled in the middle of a SELECT has its connection closed with the statement still open: since
    # Python 3.11 SQLite then keeps the connection, and its write lock, until the cursor is collected (measured: 15 s).
    connection.rollback()


def _begin(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)
