"""The loops of the service on a real database, with local feeds and the emulator as Telegram."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import storage.chats
import storage.queries
import storage.subscriptions
import storage.targets
from bot.workers import Workers
from domain.chats import GENERAL, ChatKind, TargetId, TelegramId
from domain.news import PlaceId
from domain.queries import PlaceQuery, Query
from emulator.server import Emulator
from feeds.fetch import Fetcher, Limits
from storage.database import Database
from storage.tables import alerts, articles, deliveries, feeds

BALAD = PlaceQuery(PlaceId("sy.daraa.daraa.balad"))


def item(title: str, text: str = "", *, guid: str = "", age: timedelta = timedelta(minutes=1)) -> str:
    """Return an RSS item that was published *age* ago."""
    published = format_datetime(datetime.now(UTC) - age)
    return (
        f"<item><title>{escape(title)}</title><description>{escape(text)}</description>"
        f"<guid isPermaLink='false'>{escape(guid or title)}</guid><pubDate>{published}</pubDate></item>"
    )


def rss(*items: str) -> bytes:
    """Return a feed of *items*."""
    return f"<rss version='2.0'><channel><title>وكالة</title>{''.join(items)}</channel></rss>".encode()


class Site:
    """A web site of feeds: set ``site[path]`` to bytes, or to a function that answers a request."""

    def __init__(self) -> None:
        self._answers: dict[str, bytes | Callable[[web.Request], web.StreamResponse]] = {}
        self.requests: list[web.Request] = []
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self.server = TestServer(application)

    def __setitem__(self, path: str, answer: bytes | Callable[[web.Request], web.StreamResponse]) -> None:
        self._answers[path] = answer

    def url(self, path: str) -> str:
        """Return the address of *path*."""
        return str(self.server.make_url(path))

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        answer = self._answers.get(request.path, b"")
        if callable(answer):
            return answer(request)
        return web.Response(body=answer, content_type="application/rss+xml")


class InProcess(Workers):
    """Run jobs here: what a job does is the same, and a test needs no process."""

    def __init__(self) -> None:
        super().__init__(0)

    async def run(self, job: Callable[..., Any], *arguments: object, limit: timedelta) -> Any:
        """Return what the job returns."""
        assert limit > timedelta(0)
        return job(*arguments)


class Watch:
    """The database's clock, moved by hand; it stands at the time the test began."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now

    def forward(self, seconds: float) -> None:
        """Move on."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    async with site.server:
        yield site


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def database(url: str, watch: Watch) -> AsyncIterator[Database]:
    async with Database(url, clock=watch) as database:
        yield database


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    limits = Limits(max_bytes=2 * 1024 * 1024, total=timedelta(seconds=5))
    async with Fetcher(limits, user_agent="test", allow_loopback=True) as fetcher:
        yield fetcher


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


async def follow(database: Database, person: int, query: Query = BALAD, label: str = "درعا البلد") -> TargetId:
    """Make the private chat of *person* follow *query*."""
    async with database.transaction() as tx:
        chat = await storage.chats.ensure(tx, TelegramId(person), ChatKind.PRIVATE, invited=False)
        target = await storage.targets.ensure(tx, chat.id, GENERAL)
        await storage.subscriptions.add(tx, target.id, await storage.queries.ensure(tx, query), label)
    return target.id


async def rows(database: Database, table: str) -> list[Any]:
    """Return all rows of *table*, the oldest first."""
    which = {each.name: each for each in (alerts, articles, deliveries, feeds)}[table]
    async with database.reading() as tx:
        return list(await tx.connection.execute(which.select().order_by(which.c.id)))
