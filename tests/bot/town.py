"""The whole service as a process, with a hundred people who wait for a feed; it can be killed at any moment."""

import asyncio
import os
import sqlite3
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

from emulator.people import Person
from emulator.server import Emulator
from storage.database import Database
from tests.bot.conftest import Site, follow, item

PEOPLE = tuple(Person(720_000_000 + number, f"شخص {number}", f"person_{number}") for number in range(100))
OLD = item("خبر قديم عن درعا البلد")
HEADLINES = ["قصف على درعا البلد", "اشتباكات في درعا البلد", "هدنة في درعا البلد"]
PACE = 200  # alerts a second
IN_FLIGHT = 32  # at that pace
SOON = 60


class Town:
    """A hundred people who follow درعا البلد, the feed they wait for, and a service that can be killed."""

    def __init__(self, folder: Path, emulator: Emulator, site: Site) -> None:
        self.file = folder / "mirsal.db"
        self.emulator = emulator
        self.site = site
        sources = folder / "sources.toml"
        sources.write_text(f'[[source]]\nurl = "{site.url("/feed")}"\nname = "وكالة"\n', "utf-8")
        self.settings = {
            "MIRSAL_BOT_TOKEN": emulator.token,
            "MIRSAL_TELEGRAM_API": emulator.api,
            "MIRSAL_FEEDS_FILE": str(sources),
            "MIRSAL_FEEDS_ALLOW_LOOPBACK": "true",
            "MIRSAL_DATABASE_URL": f"sqlite:///{self.file}",
            "MIRSAL_POLL_SHORTEST": "1",
            "MIRSAL_POLL_LONGEST": "1",
            "MIRSAL_POLL_WORST": "1",
            "MIRSAL_PACE": str(PACE),
            "MIRSAL_ALLOW_PAID_BROADCAST": "true",
        }

    async def settle(self, people: Sequence[Person] = PEOPLE) -> None:
        """Have everybody start the bot and follow the quarter."""
        async with Database(f"sqlite:///{self.file}") as database:
            await database.migrate()
            for person in people:
                self.emulator.world.add_person(person)
                self.emulator.world.unblock(person)
                await follow(database, person.id)

    def told(self, person: Person) -> list[str]:
        """Return the headlines that *person* was sent."""
        messages = self.emulator.world.chats[person.id].messages.values()
        return [each["text"].split("\n")[1] for each in messages if each["from"]["is_bot"]]

    @property
    def sent(self) -> int:
        """Return how many alerts Telegram has taken."""
        return len(self.emulator.calls.of("sendMessage"))

    def count(self, query: str) -> int:
        """Return the number that *query* answers."""
        with closing(sqlite3.connect(self.file)) as database:
            number: int = database.execute(query).fetchone()[0]
            return number

    def let_leases_end(self) -> None:
        """Move what is leased into the past, as if the time had gone by."""
        with closing(sqlite3.connect(self.file)) as database, database:
            database.execute("UPDATE deliveries SET due_at = due_at - 100 WHERE state = 0")
            database.execute("UPDATE chats SET leased_until = leased_until - 100, free_at = free_at - 100")
            database.execute("UPDATE feeds SET due_at = due_at - 100")
            database.execute("UPDATE leases SET expires_at = expires_at - 100")


@asynccontextmanager
async def service(settings: Mapping[str, str], *, command: str = "run") -> AsyncIterator[Process]:
    """Start the service; it is killed at the end if it still lives."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, env={**os.environ, **settings}, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    lines = asyncio.create_task(process.stderr.read())
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        sys.stderr.write((await lines).decode())


async def until(done: Callable[[], bool]) -> None:
    """Return when *done* says so."""
    async with asyncio.timeout(SOON):
        while not done():
            await asyncio.sleep(0.01)
