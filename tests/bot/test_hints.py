import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import loops
from bot.hints import Hints
from storage.database import Database

BREAK = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mirsal listens'")
SOON = 10


async def test_a_listener_whose_connection_broke_listens_again(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "FIRST_WAIT", timedelta(milliseconds=1))
    stopping = asyncio.Event()
    async with Database(postgresql_url) as here, Database(postgresql_url) as there:
        woken = there.signal("deliveries")
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(Hints(there).run(stopping))
            for _ in range(2):
                await woken.wait()  # as it begins
                woken.clear()
                async with here.transaction() as tx:
                    tx.wake("deliveries")
                await woken.wait()
                woken.clear()
                async with here.transaction() as tx:
                    await tx.connection.execute(BREAK)
            stopping.set()


async def test_on_sqlite_nobody_else_is_listened_to(tmp_path: Path) -> None:
    async with asyncio.timeout(SOON), Database(f"sqlite:///{tmp_path}/mirsal.db") as database:
        await Hints(database).run(asyncio.Event())
