"""The loops of the service on a real database, with local feeds and the emulator as Telegram."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import storage.chats
import storage.feeds
import storage.queries
import storage.subscriptions
import storage.targets
from bot.grouping import Desk
from bot.poller import Poller, Rhythm
from bot.workers import Workers
from domain.chats import GENERAL, ChatKind, TargetId, TelegramId
from domain.errors import FetchError
from domain.feeds import Source
from domain.news import PlaceId
from domain.queries import PlaceQuery, Query
from emulator.people import LAYLA
from emulator.server import Emulator
from feeds.fetch import Fetcher, Limits
from feeds.hosts import Courtesy
from feeds.schedule import Bounds
from news.places.gazetteer import shipped
from storage.database import Database
from storage.tables import alerts, articles, deliveries, feeds, pushes

if TYPE_CHECKING:
    from tests.bot.town import Town

SECOND = timedelta(seconds=1)
RHYTHM = Rhythm(Bounds(shortest=SECOND, longest=SECOND, worst=SECOND, pushed=SECOND), lambda: 0.0)
SOON = 60  # seconds: nothing here takes one, but a busy machine takes its time to start readers
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


@pytest.fixture
async def town(tmp_path: Path, emulator: Emulator, site: Site) -> "Town":
    """Return a hundred people who follow something, and a service that does not run yet."""
    from tests.bot.town import OLD, Town  # noqa: PLC0415  it is made of what is here

    site["/feed"] = rss(OLD)
    town = Town(tmp_path, emulator, site)
    await town.settle()
    return town


async def follow(database: Database, person: int, query: Query = BALAD, label: str = "درعا البلد") -> TargetId:
    """Make the private chat of *person* follow *query*."""
    async with database.transaction() as tx:
        chat = await storage.chats.ensure(tx, TelegramId(person), ChatKind.PRIVATE, invited=False)
        target = await storage.targets.ensure(tx, chat.id, GENERAL)
        await storage.subscriptions.add(tx, target.id, await storage.queries.ensure(tx, query), label)
    return target.id


async def rows(database: Database, table: str) -> list[Any]:
    """Return all rows of *table*, the oldest first."""
    which = {each.name: each for each in (alerts, articles, deliveries, feeds, pushes)}[table]
    async with database.reading() as tx:
        return list(await tx.connection.execute(which.select().order_by(which.c.id)))


class Room:
    """A poller with its database, and the feeds it polls."""

    def __init__(self, database: Database, fetcher: Fetcher, site: Site, watch: Watch) -> None:
        self.database = database
        self.fetcher = fetcher
        self.site = site
        self.watch = watch
        self.workers: Workers = InProcess()
        self.desk = Desk(database, shipped())

    def poller(self, courtesy: Courtesy, *, at_once: int) -> Poller:
        """Return a poller that treats hosts with *courtesy* and waits as long as the service does."""
        rhythm = Rhythm(Bounds(), lambda: 0.0, courtesy)
        return Poller(self.database, self.fetcher, self.workers, self.desk, rhythm, at_once=at_once)

    async def work(self, poller: Poller, step: float, *, until: Callable[[list[Any]], bool]) -> None:
        """Let *poller* work, the clock *step* seconds further each time, until the rows of the feeds are as wanted."""
        stopping = asyncio.Event()
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(poller.run(stopping))
            while not until(await rows(self.database, "feeds")):
                self.watch.forward(step)
                poller._changed.set()
                await asyncio.sleep(0.01)
            stopping.set()

    async def read_pushes(self, left: int = 0) -> None:
        """Read what hubs pushed until so many are left; no feed is due."""
        poller = self.poller(Courtesy(), at_once=8)
        stopping = asyncio.Event()
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(poller.run(stopping))
            while len(await rows(self.database, "pushes")) > left:
                await asyncio.sleep(0)
            stopping.set()

    async def stop_after(self, event: asyncio.Event) -> None:
        """Run the poller until *event* is set."""
        poller = self.poller(Courtesy(), at_once=8)
        stopping = asyncio.Event()
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(poller.run(stopping))
            await event.wait()
            stopping.set()

    def hang(self, host: str) -> list[str]:
        """Let requests to *host* get no answer; return the list of those made."""
        return self._instead(host, asyncio.Event().wait)

    def refuse(self, host: str) -> list[str]:
        """Let nobody listen at *host*; return the list of the requests made."""

        async def refused() -> None:
            raise FetchError("connection", f"{host}: ConnectionRefusedError")

        return self._instead(host, refused)

    def _instead(self, host: str, what: Callable[[], Awaitable[object]]) -> list[str]:
        asked: list[str] = []
        fetch = self.fetcher.fetch

        async def fetched(url: str, *rest: Any) -> Any:
            if f"//{host}/" in url:
                asked.append(url)
                await what()
            return await fetch(url, *rest)

        setattr(self.fetcher, "fetch", fetched)  # noqa: B010  the instance's own, for this test
        return asked

    async def add_at(self, url: str) -> None:
        """Add the feed of *url*."""
        async with self.database.transaction() as tx:
            await storage.feeds.add(tx, Source(url), self.watch.now)

    async def add(self, path: str, answer: bytes | Callable[[web.Request], web.StreamResponse]) -> None:
        """Add a feed that answers so."""
        self.site[path] = answer
        async with self.database.transaction() as tx:
            await storage.feeds.add(tx, Source(self.site.url(path)), self.watch.now)

    async def poll(self) -> None:
        """Poll all feeds once, and stop when each was seen to."""
        self.watch.forward(3 * 60 * 60)  # longer than any feed here asks to wait
        poller = Poller(self.database, self.fetcher, self.workers, self.desk, RHYTHM, at_once=8)
        stopping = asyncio.Event()
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(poller.run(stopping))
            while not all(feed.checked_at == self.watch.now for feed in await rows(self.database, "feeds")):
                await asyncio.sleep(0)
            stopping.set()

    async def errors(self) -> dict[str, str]:
        """Return what is wrong with each feed, by its path."""
        return {feed.url.removeprefix(self.site.url("/")): feed.error for feed in await rows(self.database, "feeds")}

    async def alerts(self) -> list[str]:
        """Return the titles of the articles that were alerted, in order."""
        alerts = await rows(self.database, "alerts")  # first: a commit may come between the two
        titles = {article.id: article.title for article in await rows(self.database, "articles")}
        return [titles[alert.article_id] for alert in alerts]


@pytest.fixture
async def room(database: Database, fetcher: Fetcher, site: Site, watch: Watch) -> Room:
    await follow(database, LAYLA.id)
    return Room(database, fetcher, site, watch)
