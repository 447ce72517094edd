"""The demo: the same service against the emulator, with a local feed in which a newcomer publishes.

The service's time is the emulator's, which the page moves forward. The local feed is polled as soon as something is
published; feeds that someone adds are asked as seldom as anywhere, and nothing else leaves this machine.
What people follow is kept in its own SQLite file; the emulator itself forgets at its end.
"""

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import timedelta

from pydantic import SecretStr

import storage.chats
import storage.feeds
import storage.standing
from bot import app
from bot.loops import Stopping
from config.settings import Settings
from domain.chats import ChatKind
from domain.feeds import Source
from emulator.newsroom import NAME
from emulator.people import EDITOR, PEOPLE
from emulator.server import Emulator
from storage.database import Database

log = logging.getLogger(__name__)

DATABASE = "sqlite:///var/demo-{port}.db"  # one each, for two demos at once
LOOK = timedelta(milliseconds=200)


async def serve(settings: Settings, stopping: asyncio.Event) -> None:
    """Run the emulator and the service on it until *stopping* is set; print the address to open."""
    async with AsyncExitStack() as stack:
        emulator = await stack.enter_async_context(Emulator(port=settings.demo_port))
        address = DATABASE.format(port=emulator.port)
        database = await stack.enter_async_context(Database(address, clock=emulator.clock))
        await database.migrate()
        source = Source(url=emulator.feed, name=NAME, country="SY", family="demo", region="sy")
        await _prepare(database, emulator, source)
        print(f"\n  Mirsal's demo is ready: open {emulator.url} in a browser. Ctrl+C ends it.\n", flush=True)  # noqa: T201  the address
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_open_newsroom(database, emulator, source.url))
                tasks.create_task(_follow_the_page(database, emulator, source.url))
                await app.serve(settings_of(settings, emulator, address), stopping, list, clock=emulator.clock)
                raise Stopping
        except* Stopping:
            pass


def settings_of(settings: Settings, emulator: Emulator, address: str) -> Settings:
    """Return *settings* for a service on *emulator* with the database at *address*."""
    return settings.model_copy(
        update={
            "bot_token": SecretStr(emulator.token),
            "telegram_api": emulator.api,
            "telegram_proxy": "",
            "feeds_proxy": "",
            "feeds_allow_loopback": True,
            "outage_notice": timedelta(0),  # a demo rests for days
            "admins": settings.admins | {EDITOR.id},
            "database_url": address,
            # The emulator pushes to this machine alone.
            "webhook": settings.webhook and settings.public_url.startswith("http:"),
        }
    )


async def _prepare(database: Database, emulator: Emulator, source: Source) -> None:
    """Add the local feed, and tell a new emulator who has met the bot: it may write only to those who wrote first.

    Its clock begins where that of the demo before it had been moved to, or what is due would lie in the future.
    """
    async with database.transaction() as tx:
        met = await storage.chats.telegram_ids(tx, ChatKind.PRIVATE)
        emulator.clock.forward(await storage.standing.ahead(tx))
        await storage.feeds.add(tx, source, emulator.clock())
        await storage.feeds.hasten(tx, source.url)
    for person in PEOPLE:
        if person.id in met:
            emulator.world.acquaint(person)


async def _open_newsroom(database: Database, emulator: Emulator, url: str) -> None:
    """Let people publish once the first read of the feed is stored: until then nothing is news."""
    while True:
        async with database.reading() as tx:
            feed = await storage.feeds.by_url(tx, url)
        if feed is not None and feed.primed:
            emulator.newsroom.open()
            return
        await asyncio.sleep(LOOK.total_seconds())


async def _follow_the_page(database: Database, emulator: Emulator, url: str) -> None:
    """Have the local feed polled at once when something is published, and remember where the clock was moved to."""
    with emulator.events.listening() as events:
        while (told := await events.get()) is not None:
            if told[0] == "newsroom":
                async with database.transaction() as tx:
                    await storage.feeds.hasten(tx, url)
            elif told[0] == "clock":
                async with database.transaction() as tx:
                    await storage.standing.set_ahead(tx, emulator.clock.ahead)
