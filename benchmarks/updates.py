"""Measure what becomes of Telegram's updates when the service is killed: lost, applied twice, unanswered.

People write to the real service, whose Telegram is the emulator; each message follows a keyword. The service gets
``kill -9`` at random moments and is started again, while one in twenty polls or pushes loses its answer after it was
executed and one in fifty before. What is leased when it dies is made due at once, as if the 90 seconds had passed.

    python benchmarks/updates.py [--updates 1000] [--kills 5] [--way polling webhook] [--database URL]

*applied twice* would show as a second answer to an update, or as one that says that the keyword is followed already;
*repeated* are answers that Telegram was given twice, which it cannot tell apart: at most one a send in flight.
"""

import argparse
import asyncio
import os
import random
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import Double, Select, func, select, type_coerce, update  # noqa: E402  the project is no installed package

from emulator.people import Person  # noqa: E402  as above
from emulator.server import Emulator  # noqa: E402  as above
from storage import tables  # noqa: E402  as above
from storage.database import Database  # noqa: E402  as above

WORDS = ("زلزال", "فيضان", "إضراب", "مظاهرة")  # each person follows these, one after another
FOLLOWED = "تمت متابعة"
LOST_AFTER, LOST_BEFORE = 0.05, 0.02
AHEAD = 40  # messages that are written and not handled yet
LEASES = 100.0  # seconds; longer than any
STANDS = 60.0  # seconds without anything handled: it goes on no more
PACE = 100  # answers a second

Result = Mapping[str, int | float | str]


@dataclass(slots=True)
class Trial:
    """One run: its Telegram and its database, and what is written to whom."""

    emulator: Emulator
    database: Database
    people: Sequence[Person]
    settings: Mapping[str, str]
    _last: dict[str, int] = field(default_factory=dict)  # what was counted last, by the statement

    @property
    def updates(self) -> int:
        """Return how many messages are written."""
        return len(self.people) * len(WORDS)

    async def write(self) -> None:
        """Let everybody write, in turns, some messages ahead of what is handled: each kill meets some on their way."""
        for number in range(self.updates):
            await self.until_handled(number - AHEAD)
            person = self.people[number % len(self.people)]
            self.emulator.world.say(person, f"تابع {WORDS[number // len(self.people)]}")

    async def until_handled(self, count: int) -> None:
        """Return when *count* updates are handled, or when it goes on no more."""
        await self._until(count, select(func.count()).select_from(tables.inbox).where(tables.inbox.c.state != 0))

    async def until_answered(self) -> None:
        """Return when nothing is owed any more."""
        sent = select(func.count()).select_from(tables.deliveries).where(tables.deliveries.c.state != 0)
        owed = select(func.count()).select_from(tables.deliveries)
        async with self.database.reading() as tx:
            count = (await tx.connection.execute(owed)).scalar_one()
        await self._until(count, sent)

    async def _until(self, count: int, statement: Select[int]) -> None:
        last, since = self._last.get(str(statement), 0), time.monotonic()
        while last < count and time.monotonic() - since < STANDS:
            async with self.database.reading() as tx:
                found = (await tx.connection.execute(statement)).scalar_one()
            if found == last:
                await asyncio.sleep(0.02)
            else:
                last, since = found, time.monotonic()
        self._last[str(statement)] = last

    async def let_leases_end(self) -> None:
        """Move what is leased into the past."""
        async with self.database.transaction() as tx:
            for table, column in (
                (tables.inbox, tables.inbox.c.due_at),
                (tables.deliveries, tables.deliveries.c.due_at),
                (tables.chats, tables.chats.c.leased_until),
                (tables.leases, tables.leases.c.expires_at),
            ):
                await tx.connection.execute(update(table).values({column.key: type_coerce(column, Double) - LEASES}))

    async def counts(self) -> dict[str, int]:
        """Count what became of the updates."""
        async with self.database.reading() as tx:
            states = list((await tx.connection.execute(select(tables.inbox.c.state))).scalars())
            answers = list(await tx.connection.execute(select(tables.deliveries.c.key, tables.deliveries.c.params)))
            followed = (
                await tx.connection.execute(select(func.count()).select_from(tables.subscriptions))
            ).scalar_one()
        said = [params["text"] for key, params in answers if key.startswith("answer:")]
        heard = [self._heard(person) for person in self.people]
        return {
            "lost": self.updates - len(states),
            "set aside": states.count(2),
            "not applied": self.updates - followed,
            "applied twice": len(said) - self.updates + sum(FOLLOWED not in text for text in said),
            "unanswered": sum(len(WORDS) - len(set(words)) for words in heard),
            "out of order": sum(
                list(dict.fromkeys(words)) != [one for one in WORDS if one in words] for words in heard
            ),
            "repeated": sum(len(words) - len(set(words)) for words in heard),
        }

    def _heard(self, person: Person) -> list[str]:
        """Return the words that *person* was told are followed, in order."""
        texts = [one["text"] for one in self.emulator.world.chats[person.id].messages.values() if one["from"]["is_bot"]]
        return [word for text in texts if FOLLOWED in text for word in WORDS if word in text.split("\n")[0]]


async def measure(url: str, folder: Path, *, way: str, updates: int, kills: int) -> Result:
    """Run one trial on the database *url* and return its row of the table."""
    chance = random.Random(updates + kills)  # noqa: S311  moments of a benchmark, no secret
    async with trial(url, folder, way, max(1, updates // len(WORDS))) as run:
        begun = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(run.write())
            for kill in range(1, kills + 1):
                async with service(run.settings) as process:
                    await run.until_handled(run.updates * kill // (kills + 1))
                    await asyncio.sleep(chance.uniform(0, 0.05))
                    process.kill()
                await run.let_leases_end()
            async with service(run.settings) as process:
                await run.until_handled(run.updates)
                await run.until_answered()
                process.terminate()
        seconds = time.monotonic() - begun
        head: dict[str, int | str] = {"way": way, "database": run.database.dialect}
        head |= {"updates": run.updates, "kills": kills}
        return {**head, **await run.counts(), "seconds": round(seconds, 1)}


@asynccontextmanager
async def trial(url: str, folder: Path, way: str, people: int) -> AsyncIterator[Trial]:
    """Make a Telegram with *people*, a database, and the settings of the service between them."""
    everybody = [Person(730_000_000 + number, f"شخص {number}", f"writer_{number}") for number in range(people)]
    async with Emulator(push_unit=0.05) as emulator, Database(url) as database:
        await database.migrate()
        emulator.newsroom.open()
        for person in everybody:
            emulator.world.add_person(person)
        method = "webhook" if way == "webhook" else "getUpdates"
        emulator.faults.order("drop_after", method=method, probability=LOST_AFTER, times=None)
        emulator.faults.order("drop_before", method=method, probability=LOST_BEFORE, times=None)
        yield Trial(emulator, database, everybody, settings_of(emulator, url, folder, way))


def settings_of(emulator: Emulator, url: str, folder: Path, way: str) -> dict[str, str]:
    """Return the environment of the service."""
    sources = folder / "sources.toml"
    sources.write_text(f'[[source]]\nurl = "{emulator.feed}"\nname = "وكالة"\n', "utf-8")
    settings = {
        "MIRSAL_BOT_TOKEN": emulator.token,
        "MIRSAL_TELEGRAM_API": emulator.api,
        "MIRSAL_FEEDS_FILE": str(sources),
        "MIRSAL_FEEDS_ALLOW_LOOPBACK": "true",
        "MIRSAL_DATABASE_URL": url,
        "MIRSAL_ANSWERS_PACE": str(PACE),
    }
    if way == "webhook":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        address = f"http://127.0.0.1:{port}"
        settings |= {"MIRSAL_WEBHOOK": "true", "MIRSAL_WEB_PORT": port, "MIRSAL_PUBLIC_URL": address}
    return settings


@asynccontextmanager
async def service(settings: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the service; at the end it is waited for, and killed if it was told nothing."""
    environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as lines:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, cwd=ROOT, stderr=lines
        )
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            await process.wait()
            if process.returncode not in (0, -9):
                lines.seek(0)
                sys.stderr.write(lines.read().decode())


def table(rows: Sequence[Result]) -> str:
    """Return *rows* as a table of Markdown."""
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([str(row[name]) for name in names] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


async def main() -> None:
    """Measure what the arguments ask for, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--updates", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--way", nargs="+", choices=("polling", "webhook"), default=("polling", "webhook"))
    parser.add_argument("--database", default="", metavar="URL", help="an empty one; else an SQLite file for each way")
    chosen = parser.parse_args()
    rows = []
    for way in chosen.way:
        with tempfile.TemporaryDirectory() as name:
            url = chosen.database or f"sqlite:///{name}/mirsal.db"
            rows.append(await measure(url, Path(name), way=way, updates=chosen.updates, kills=chosen.kills))
    print(table(rows))


if __name__ == "__main__":
    asyncio.run(main())
