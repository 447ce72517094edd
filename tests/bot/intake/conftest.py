"""Telegram, a database, and an intake between them."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.ext import Application, ExtBot, TypeHandler

from alerts.texts.times import DAMASCUS
from bot.intake import Intake, Limits
from bot.polling import Patience
from bot.webhook import Webhook
from emulator.people import EDITOR
from emulator.server import Emulator
from emulator.world import World
from feeds.opml import Outlines
from handlers.answering import Context, Preview, Services
from news.places.gazetteer import shipped
from storage import tables
from storage.database import Database

QUICK = Patience(
    poll=timedelta(seconds=1),
    answer=timedelta(seconds=2),
    first=timedelta(milliseconds=20),
    longest=timedelta(milliseconds=80),
    lease=timedelta(seconds=2),
    renewal=timedelta(milliseconds=50),
)
LIMITS = Limits(look=timedelta(seconds=5), stop=timedelta(seconds=2), idle=timedelta(milliseconds=20))
Handler = Callable[[Update, Context], Any]


async def nothing(update: Update, context: Context) -> None:
    """Do nothing with an update."""


class Post:
    """Telegram, a database and what it takes to run intake between them."""

    def __init__(self, emulator: Emulator, database: Database) -> None:
        self.emulator = emulator
        self.database = database
        self.seen: list[str] = []
        self.changed = asyncio.Event()

    @property
    def world(self) -> World:
        """Return the people of Telegram."""
        return self.emulator.world

    def intake(
        self,
        bot: ExtBot[None],
        handler: Handler | None = None,
        *,
        patience: Patience = QUICK,
        limits: Limits = LIMITS,
        webhook: Webhook | None = None,
    ) -> Intake:
        """Return an intake whose only handler is *handler*, or one that notes the texts it sees."""

        def route(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
            application.add_handler(TypeHandler(Update, handler or self.note))

        services = Services(
            database=self.database,
            gazetteer=shipped(),
            backtest=self._nothing,
            preview=self._preview,
            outlines=self._outlines,
            admins=frozenset({EDITOR.id}),
            is_open=True,
            username="",
            zone=DAMASCUS,
            now=lambda: datetime.now(UTC),
        )
        return Intake(bot, services, patience=patience, limits=limits, route=route, webhook=webhook)

    async def note(self, update: Update, context: Context) -> None:
        """Note the text of *update*."""
        self.seen.append((update.message and update.message.text) or "")
        self.changed.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until *holds*, looking whenever an update was seen or Telegram was called."""
        async with asyncio.timeout(10):
            while not holds():
                await asyncio.sleep(0.01)

    async def states(self) -> list[int]:
        """Return the states of the inbox, in order of the updates."""
        async with self.database.reading() as tx:
            rows = await tx.connection.execute(select(tables.inbox.c.state).order_by(tables.inbox.c.update_id))
            return list(rows.scalars())

    async def until_handled(self, number: int) -> None:
        """Wait until *number* updates are handled or set aside."""
        async with asyncio.timeout(10):
            while sum(state != 0 for state in await self.states()) < number:
                await asyncio.sleep(0.02)

    def polls(self) -> list[dict[str, Any]]:
        """Return the parameters of all getUpdates calls."""
        return [call.params for call in self.emulator.calls if call.method == "getUpdates"]

    async def _nothing(self, query: object) -> list[Any]:
        return []

    async def _outlines(self, document: bytes) -> Outlines:
        return Outlines((), (), 0)

    async def _preview(self, url: str) -> Preview:
        return Preview("", 0)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("intake") / "template.db"

    async def migrate() -> None:
        async with Database(f"sqlite:///{path}") as database:
            await database.migrate()

    asyncio.run(migrate())
    return path


@pytest.fixture
async def post(migrated: Path, tmp_path: Path) -> AsyncIterator[Post]:
    """Return Telegram and a database, open."""
    path = shutil.copy(migrated, tmp_path / "mirsal.db")
    async with Emulator(newsroom=False, push_unit=0.01) as emulator, Database(f"sqlite:///{path}") as database:
        yield Post(emulator, database)


@pytest.fixture
async def bot(post: Post, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ExtBot[None]]:
    """Return a bot of the emulator, not opened: intake does that."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # as alerts/outcomes.py does in the service; else RetryAfter warns
    bot = ExtBot(post.emulator.token, base_url=post.emulator.api)
    yield bot
    await bot.shutdown()


@asynccontextmanager
async def running(intake: Intake) -> AsyncIterator[asyncio.Event]:
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(intake.run(stopping))
        try:
            yield stopping
        finally:
            stopping.set()
