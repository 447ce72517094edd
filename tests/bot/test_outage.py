"""An outage of the whole service, told while it is killed again and again."""

import asyncio
import signal
import sqlite3
from collections import Counter
from contextlib import closing

from tests.bot.town import IN_FLIGHT, PEOPLE, Town, service, until

BEAT = "SELECT count(*) FROM settings WHERE key = 'heartbeat'"
NOTICES = "SELECT count(*) FROM deliveries WHERE key LIKE 'notice:outage:%'"
WAITING = "SELECT count(*) FROM deliveries WHERE state = 0"


def let_an_hour_pass(town: Town) -> None:
    with closing(sqlite3.connect(town.file)) as database, database:
        database.execute("UPDATE settings SET value = value - 3600 WHERE key = 'heartbeat'")


def notices(town: Town) -> Counter[int]:
    """Return how many people read how many notices."""
    chats = (town.emulator.world.chats[person.id].messages.values() for person in PEOPLE)
    return Counter(sum("توقفت خدمتنا" in each.get("text", "") for each in messages) for messages in chats)


async def test_killed_while_it_tells_of_an_outage_it_owes_everyone_one_notice_and_no_second(town: Town) -> None:
    async with service(town.settings) as process:
        await until(lambda: town.count(BEAT) == 1)
        process.kill()
        await process.wait()
    let_an_hour_pass(town)
    async with service(town.settings) as process:
        await until(lambda: town.sent >= 20)
        process.kill()
        await process.wait()
    town.let_leases_end()
    async with service(town.settings) as process:
        await until(lambda: town.count(NOTICES) == len(PEOPLE) and town.count(WAITING) == 0)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            await process.wait()

    read = notices(town)
    assert town.count(NOTICES) == len(PEOPLE)
    assert set(read) <= {1, 2}
    assert read[2] <= IN_FLIGHT  # calls under way when it was killed
