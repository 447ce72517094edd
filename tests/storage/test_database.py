import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from domain.errors import ConfigurationError, StorageError
from storage import preferences, tables
from storage.columns import Instant, Numbers
from storage.database import Database, Transaction
from storage.urls import normalised

ROOT = Path(__file__).parents[2]


async def test_what_is_committed_is_there_and_what_failed_is_not(database: Database) -> None:
    async with database.transaction() as tx:
        await preferences.set_(tx, "kept", 1)
    with pytest.raises(LookupError):
        await _set_and_fail(database)

    async with database.reading() as tx:
        assert (await preferences.get(tx, "kept"), await preferences.get(tx, "lost")) == (1, None)


async def _set_and_fail(database: Database) -> None:
    async with database.transaction() as tx:
        tx.wake("deliveries")
        await preferences.set_(tx, "lost", 1)
        raise LookupError


async def _insert(tx: Transaction, key: str) -> None:
    values = {"key": key, "value": "كلام", "changed_at": await tx.now()}
    await tx.connection.execute(tables.settings.insert().values(values))


async def test_a_transaction_that_is_cancelled_leaves_nothing_and_blocks_nobody(database: Database) -> None:
    entered = asyncio.Event()

    async def work() -> None:
        async with database.transaction() as tx:
            await preferences.set_(tx, "lost", 1)
            entered.set()
            while True:
                await tx.connection.execute(select(tables.settings))

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work())
        await entered.wait()
        await asyncio.sleep(0)
        task.cancel()

    async with database.transaction() as tx:
        assert await preferences.get(tx, "lost") is None
        await preferences.set_(tx, "kept", 1)


async def test_a_failed_statement_leaves_the_database_usable(database: Database) -> None:
    with pytest.raises(StorageError):
        async with database.transaction() as tx:
            await tx.connection.execute(text("SELECT * FROM nowhere"))

    async with database.transaction() as tx:
        await preferences.set_(tx, "kept", 1)


async def test_errors_carry_no_persons_words(database: Database) -> None:
    async with database.transaction() as tx:
        await _insert(tx, "سر")
    with pytest.raises(StorageError) as caught:
        async with database.transaction() as tx:
            await _insert(tx, "سر")

    assert "كلام" not in f"{caught.value} {caught.value.__cause__}"
    assert "سر" not in str(caught.value)


async def test_readers_see_one_moment_and_do_not_wait_for_a_writer(database: Database) -> None:
    async with database.transaction() as writing:
        await preferences.set_(writing, "key", 1)
        async with database.reading() as reading:
            assert await preferences.get(reading, "key") is None

    async with database.reading() as tx:
        assert await preferences.get(tx, "key") == 1


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError):
        async with database.reading() as tx:
            await preferences.set_(tx, "key", 1)


async def test_writers_take_turns(database: Database) -> None:
    async def increase() -> None:
        async with database.transaction() as tx:
            row = await tx.connection.execute(select(tables.settings.c.value).with_for_update())
            await preferences.set_(tx, "count", row.scalar_one() + 1)

    async with database.transaction() as tx:
        await preferences.set_(tx, "count", 0)
    async with asyncio.TaskGroup() as tasks:
        for _ in range(20):
            tasks.create_task(increase())

    async with database.reading() as tx:
        assert await preferences.get(tx, "count") == 20


async def test_a_signal_comes_after_the_commit_and_not_after_a_failure(database: Database) -> None:
    signal_ = database.signal("deliveries")
    with pytest.raises(LookupError):
        await _set_and_fail(database)
    assert not signal_.is_set()

    async with database.transaction() as tx:
        tx.wake("deliveries")
        assert not signal_.is_set()
    assert signal_.is_set()


async def test_the_databases_clock_tells_the_time(url: str) -> None:
    before = datetime.now(UTC)
    async with Database(url) as database, database.reading() as tx:
        now = await tx.now()
        assert await tx.now() == now

    assert now.tzinfo is UTC
    # SQLite counts milliseconds.
    assert before - timedelta(milliseconds=2) <= now <= datetime.now(UTC) + timedelta(milliseconds=2)


async def test_rows_outlive_the_program(url: str) -> None:
    for expected in (None, 1):
        async with Database(url) as database, database.transaction() as tx:
            assert await preferences.get(tx, "key") == expected
            await preferences.set_(tx, "key", 1)


async def test_everything_committed_is_there_after_a_kill(url: str) -> None:
    writer = subprocess.Popen(  # noqa: ASYNC220, S603  our own program; the test waits for its lines, nothing else runs
        [sys.executable, "-W", "error", "-c", WRITER, url],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert writer.stdout is not None
    with writer, writer.stdout as lines:
        last = [int(next(lines)) for _ in range(20)][-1]
        writer.send_signal(signal.SIGKILL)
        last = max([last, *(int(line) for line in lines if line.endswith(b"\n"))])

    async with Database(url) as database, database.transaction() as tx:
        stored = list(await tx.connection.scalars(select(tables.settings.c.value).order_by(tables.settings.c.key)))
        await preferences.set_(tx, "after", 1)
    assert stored == [*range(len(stored))]
    assert len(stored) > last


WRITER = """
import asyncio, sys
from storage import preferences
from storage.database import Database, Transaction

async def write() -> None:
    async with Database(sys.argv[1]) as database:
        for number in range(1_000_000):
            async with database.transaction() as tx:
                await preferences.set_(tx, f"{number:09}", number)
            print(number, flush=True)

asyncio.run(write())
"""


async def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path}/var/100%/mirsal.db") as database:
        await database.migrate()
        async with database.transaction() as tx:
            await preferences.set_(tx, "key", 1)

    assert (tmp_path / "var" / "100%" / "mirsal.db").exists()


async def test_a_sqlite_file_is_safe_from_power_loss_and_checks_its_references(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path}/mirsal.db") as database, database.transaction() as tx:
        pragmas = {
            name: await tx.connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}


async def test_a_server_that_is_not_there_is_a_storage_error() -> None:
    async with Database("postgresql://nobody@127.0.0.1:1/none") as database:
        with pytest.raises(StorageError):
            async with database.transaction() as tx:
                await tx.now()
        with pytest.raises(StorageError):
            await database.migrate()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("sqlite:///var/mirsal.db", "sqlite+aiosqlite:///var/mirsal.db"),
        ("sqlite+aiosqlite:////srv/mirsal.db", "sqlite+aiosqlite:////srv/mirsal.db"),
        ("postgres://u:p@h:5432/d", "postgresql+asyncpg://u:p@h:5432/d"),
        ("postgresql://u:p@h/d?sslmode=require", "postgresql+asyncpg://u:p@h/d?ssl=require"),
        ("postgresql+psycopg://u@h/d?channel_binding=require", "postgresql+asyncpg://u@h/d"),
        (
            "postgres://h/d?prepared_statement_cache_size=0&sslmode=disable",
            "postgresql+asyncpg://h/d?prepared_statement_cache_size=0&ssl=disable",
        ),
    ],
)
def test_urls_of_platforms_become_ours(given: str, wanted: str) -> None:
    assert normalised(given).render_as_string(hide_password=False) == wanted


@pytest.mark.parametrize("given", ["", "nonsense", "mysql://h/d", "sqlite://", "sqlite:///:memory:"])
def test_other_urls_are_refused(given: str) -> None:
    with pytest.raises(ConfigurationError):
        Database(given)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Instant().process_bind_param(datetime(2026, 3, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001  that is the point


@pytest.mark.parametrize("at", [datetime(2026, 3, 1, 12, 0, 0, 123457, UTC), datetime(1970, 1, 1, tzinfo=UTC), None])
async def test_times_keep_their_microseconds(database: Database, at: datetime | None) -> None:
    async with database.transaction() as tx:
        await preferences.set_(tx, "key", 1)
        values = {"name": "x", "every": 1.0, "due_at": at or datetime(2000, 1, 1, tzinfo=UTC)}
        await tx.connection.execute(tables.periodic.insert().values(values))
        stored = await tx.connection.scalar(select(tables.periodic.c.due_at))

    assert stored == values["due_at"]


def test_numbers_are_written_with_commas_and_read_in_order() -> None:
    numbers = Numbers()

    assert numbers.process_bind_param((17, 3), None) == "17,3"  # type: ignore[arg-type]  # the dialect is not looked at
    assert numbers.process_bind_param("3", None) == "3"  # type: ignore[arg-type]  # the same
    assert numbers.process_result_value("17,3", None) == (3, 17)  # type: ignore[arg-type]  # the same
    assert numbers.process_result_value("", None) == ()  # type: ignore[arg-type]  # the same
