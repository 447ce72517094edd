"""The bot's answering half on a real database, with the emulator as Telegram; people write, tap and read."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram.ext import ExtBot

import storage.alerts
import storage.articles
import storage.chats
import storage.deliveries
import storage.feeds
import storage.inbox
import storage.matches
import storage.outcomes
import storage.queries
import storage.stories
from alerts.compose import compose
from alerts.send import send
from alerts.texts.times import DAMASCUS
from bot.intake import Intake
from bot.polling import Patience
from domain.alerts import AlertId, Call, Delivery, Material, Sent
from domain.errors import FeedError, ReadingFailed
from domain.feeds import Source
from domain.news import Article, ArticleId, Span, Understood
from domain.queries import Query, QueryId
from emulator.people import EDITOR, LAYLA, Person
from emulator.server import Emulator
from feeds import opml
from feeds.opml import Outlines
from handlers.answering import Choice, Preview, Services
from news.matching.index import Index
from news.places.gazetteer import Gazetteer, shipped
from news.understand import understand
from storage import tables
from storage.database import Database
from storage.pace import Bucket, Pace

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
AT_ONCE = Pace(Bucket(1000, 1000), Bucket(1000, 1000), timedelta(), timedelta(), 1000)
PATIENCE = Patience(poll=timedelta(), first=timedelta(milliseconds=10), longest=timedelta(milliseconds=20))


class Clock:
    """The database's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now

    def forward(self, **amount: float) -> None:
        """Move on by a timedelta's arguments."""
        self.now += timedelta(**amount)


@dataclass
class News:
    """The feeds that can be looked at, and the articles that came."""

    gazetteer: Gazetteer
    previews: dict[str, Preview | Choice | FeedError] = field(default_factory=dict)
    articles: list[tuple[ArticleId, Understood]] = field(default_factory=list)
    is_slow: bool = False

    async def preview(self, url: str) -> Preview | Choice:
        """Look at a feed."""
        found = self.previews[url]
        if isinstance(found, FeedError):
            raise found
        return found

    async def outlines(self, document: bytes) -> Outlines:
        """Read an OPML file."""
        if self.is_slow:
            raise ReadingFailed("too_slow")
        return opml.read(document)

    async def backtest(self, query: Query) -> list[tuple[ArticleId, Sequence[Span]]]:
        """Return the articles for which *query* holds."""
        index = Index(self.gazetteer)
        index.add(QueryId(1), query)
        return [(id_, match.spans) for id_, understood in self.articles for match in index.match(understood)]


class House:
    """What a test holds in its hands."""

    def __init__(self, emulator: Emulator, bot: ExtBot[None], database: Database, clock: Clock, news: News) -> None:
        self.emulator = emulator
        self.world = emulator.world
        self.bot = bot
        self.database = database
        self.clock = clock
        self.news = news
        self._numbers = itertools.count(1)
        self.services = Services(
            database=database,
            gazetteer=news.gazetteer,
            backtest=news.backtest,
            preview=news.preview,
            outlines=news.outlines,
            admins=frozenset({EDITOR.id}),
            is_open=True,
            username="",
            zone=DAMASCUS,
            now=clock,
        )
        self.intake = Intake(bot, self.services, patience=PATIENCE)

    async def set(self, **changes: Any) -> None:
        """Start anew with other services, as after a restart with other settings."""
        self.services = replace(self.services, **changes)
        self.intake = Intake(self.bot, self.services, patience=PATIENCE)
        await self.intake.open()

    async def says(self, person: Person, text: str, *, chat: int = 0, reply_to: int = 0, thread: int = 0) -> list[str]:
        """Write as *person* and return what the bot says then in that chat."""
        self.world.say(person, text, chat=chat, reply_to=reply_to, thread=thread)
        return await self.hear(chat or person.id)

    async def sends(self, person: Person, name: str, content: bytes) -> list[str]:
        """Send a file as *person* and return what the bot says then."""
        self.emulator.send_file(person, name, content)
        return await self.hear(person.id)

    async def taps(self, person: Person, label: str, *, chat: int = 0) -> list[str]:
        """Tap the newest button whose label holds *label*, and return what the bot says then in that chat."""
        place = chat or person.id
        for message in reversed(self.world.chats[place].messages.values()):
            for button in buttons_of(message):
                if label in button["text"]:
                    self.world.press(person, message["message_id"], button["callback_data"], chat=chat)
                    return await self.hear(place)
        raise LookupError(f"no button {label!r} in {self.labels(place)}")

    async def hear(self, chat: int) -> list[str]:
        """Let the bot take in what waits, answer and send; return the texts that are new or changed in *chat*."""
        before = {number: message.get("text") for number, message in self.world.chats[chat].messages.items()}
        await self.take_in()
        await self.deliver()
        after = self.world.chats[chat].messages
        return [one["text"] for number, one in after.items() if before.get(number) != one.get("text")]

    async def take_in(self) -> None:
        """Poll until nothing comes, and handle until nothing is due."""
        while await self.intake.polling.ask():
            pass
        while await self.intake.handle_due():
            self.clock.forward(seconds=2)

    async def deliver(self) -> None:
        """Send what is in the outbox."""
        while True:
            async with self.database.transaction() as tx:
                claimed = await storage.deliveries.claim(tx, 10, timedelta(seconds=90), pace=AT_ONCE)
                materials = await storage.alerts.materials(tx, [one.alert for one in claimed if one.alert])
                calls = [(one, one.call or self._composed(materials, one)) for one in claimed]
                await storage.deliveries.begin(tx, calls)
                files = await storage.deliveries.files_of(tx, [one.id for one in claimed])
            if not claimed:
                return
            for delivery, call in calls:
                outcome = await send(self.bot, delivery, call, file=files.get(delivery.id))
                assert isinstance(outcome, Sent), (call, outcome)
                async with self.database.transaction() as tx:
                    await storage.outcomes.sent(tx, [(delivery, outcome.message_id)])

    def _composed(self, materials: dict[AlertId, Material], delivery: Delivery) -> Call:
        assert delivery.alert is not None  # answers are composed when they are given
        return compose(materials[delivery.alert], self.news.gazetteer, now=self.clock(), zone=DAMASCUS)

    def said(self, chat: int = LAYLA.id) -> list[str]:
        """Return all texts of *chat*, the bot's and the people's."""
        return [message.get("text", "") for message in self.world.chats[chat].messages.values()]

    def last(self, chat: int = LAYLA.id) -> dict[str, Any]:
        """Return the last message of *chat*."""
        return list(self.world.chats[chat].messages.values())[-1]

    def labels(self, chat: int = LAYLA.id) -> list[str]:
        """Return the labels of the buttons under the last message of *chat* that has some, as read from the right."""
        for message in reversed(self.world.chats[chat].messages.values()):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            if rows:
                return [button["text"] for row in rows for button in reversed(row)]
        return []

    def toasts(self) -> list[str]:
        """Return the words of all toasts."""
        answered = (call for call in self.emulator.calls if call.method == "answerCallbackQuery")
        return [call.params.get("text", "") for call in answered]

    async def rows(self, table: Any) -> list[Any]:
        """Return all rows of a table."""
        async with self.database.reading() as tx:
            return list(await tx.connection.execute(select(table)))

    async def publish(self, title: str, text: str = "") -> AlertId | None:
        """Let an article come in and be matched; return the alert it made, if any."""
        number = next(self._numbers)
        async with self.database.transaction() as tx:
            now = await tx.now()
            feed, _ = await storage.feeds.add(tx, Source("https://news.example.org/rss", name="وكالة الساحل"), now)
            article = Article(feed.id, str(number), title, text, f"https://news.example.org/{number}", now, now)
            understood = understand(article, self.news.gazetteer)
            story = await storage.stories.add(tx, f"{understood.fingerprint}{number}", now)
            [id_] = await storage.articles.add_new(tx, [(understood, story, True)])
            assert id_ is not None
            self.news.articles.append((id_, understood))
            index = Index(self.news.gazetteer)
            for query_id, query in await storage.queries.all_followed(tx):
                index.add(query_id, query)
            found = index.match(understood)
            await storage.matches.add(tx, id_, found)
            queries = [match.query for match in found]
            await storage.alerts.fan_out(tx, story=story, article=id_, queries=queries, seen_at=now, urgent=False)
            rows = await tx.connection.execute(select(tables.alerts.c.id).where(tables.alerts.c.story_id == story))
            alert = rows.scalars().first()
        return None if alert is None else AlertId(alert)


def buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the inline buttons of a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("handlers") / "template.db"
    asyncio.run(_migrate(path))
    return path


async def _migrate(path: Path) -> None:
    async with Database(f"sqlite:///{path}") as database:
        await database.migrate()


@pytest.fixture
async def house(migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    """Return the bot and its world, open."""
    clock = Clock()
    path = shutil.copy(migrated, tmp_path / "mirsal.db")
    async with (
        Emulator(newsroom=False) as emulator,
        Database(f"sqlite:///{path}", clock=clock) as database,
        ExtBot(emulator.token, base_url=emulator.api, base_file_url=emulator.files) as bot,
    ):
        house = House(emulator, bot, database, clock, News(shipped()))
        await house.intake.open()
        yield house
