"""An outage of ours is told once, from when to when, whatever ended it and whatever happens meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from telegram.ext import ExtBot

from alerts.texts import outage
from bot.heartbeat import Heartbeat
from emulator.people import ABU_KHALED, LAYLA
from emulator.server import Emulator
from storage.database import Database
from tests.bot.conftest import Watch, follow, rows

ZONE = ZoneInfo("Asia/Damascus")
QUARTER = timedelta(minutes=15)


@pytest.fixture
async def heart(database: Database, emulator: Emulator) -> AsyncIterator[Heartbeat]:
    """Return the heartbeat of a service that runs."""
    async with ExtBot(emulator.token, base_url=emulator.api) as bot:
        yield Heartbeat(database, bot, ZONE, QUARTER)


async def told(database: Database) -> list[str]:
    return [row.params["text"] for row in await rows(database, "deliveries")]


async def test_an_outage_is_told_once_to_everyone_who_follows_something(
    database: Database, watch: Watch, heart: Heartbeat
) -> None:
    watch.now = datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
    await follow(database, LAYLA.id)
    await follow(database, ABU_KHALED.id)
    await heart.beat()
    watch.forward(95 * 60)

    counts = [await heart.beat() for _ in range(2)]

    assert counts == [2, 0]
    first, second = await told(database)
    assert first == second
    assert "من ٢:٠٥ م إلى ٣:٤٠ م" in first


async def test_a_short_one_is_not_told(database: Database, watch: Watch, heart: Heartbeat) -> None:
    await follow(database, LAYLA.id)
    await heart.beat()
    for _ in range(3):
        watch.forward(14 * 60)
        await heart.beat()

    assert await told(database) == []


async def test_while_telegram_is_away_there_is_no_beat(
    database: Database, watch: Watch, heart: Heartbeat, emulator: Emulator
) -> None:
    await follow(database, LAYLA.id)
    await heart.beat()
    emulator.faults.order("html", method="getMe", code=502, times=2)
    for _ in range(2):
        watch.forward(10 * 60)
        assert await heart.beat() == 0

    watch.forward(60)
    assert await heart.beat() == 1


async def test_of_two_processes_one_tells(database: Database, watch: Watch, heart: Heartbeat) -> None:
    await follow(database, LAYLA.id)
    await heart.beat()
    watch.forward(60 * 60)

    async with asyncio.TaskGroup() as processes:
        both = [processes.create_task(heart.beat()) for _ in range(2)]

    assert sorted(each.result() for each in both) == [0, 1]
    assert len(await told(database)) == 1


async def test_each_outage_is_told_for_itself(database: Database, watch: Watch, heart: Heartbeat) -> None:
    await follow(database, LAYLA.id)
    await heart.beat()
    for _ in range(2):
        watch.forward(60 * 60)
        await heart.beat()

    assert len(await told(database)) == 2


async def test_where_nothing_is_wanted_nothing_is_told(database: Database, watch: Watch, emulator: Emulator) -> None:
    await follow(database, LAYLA.id)
    async with ExtBot(emulator.token, base_url=emulator.api) as bot:
        quiet = Heartbeat(database, bot, ZONE, timedelta(0))
        await quiet.beat()
        watch.forward(60 * 60)

        assert await quiet.beat() == 0


async def test_it_beats_until_told_to_stop(database: Database, heart: Heartbeat, emulator: Emulator) -> None:
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(heart.run(stopping))
        await emulator.calls.wait("getMe", 2)  # the bot itself asked once as it was opened
        stopping.set()


def test_an_outage_over_midnight_names_both_days() -> None:
    since, until = datetime(2026, 11, 23, 20, tzinfo=UTC), datetime(2026, 11, 24, 4, 30, tzinfo=UTC)

    assert "من ١١:٠٠ م، ٢٣ تشرين الثاني إلى ٧:٣٠ ص، ٢٤ تشرين الثاني" in outage.over(since, until, ZONE)
