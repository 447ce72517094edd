"""The world that the laws of storage are about; every test runs on SQLite and on PostgreSQL (``tests/conftest.py``)."""

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.alerts import AlertId, Call, Delivery, Lane
from domain.chats import GENERAL, Chat, ChatKind, Mode, Subscription, Target, TelegramId, Thread
from domain.feeds import Feed, Source
from domain.news import Article, ArticleId, Field, PlaceId, Span, StoryId, Understood
from domain.queries import Match, PlaceQuery
from storage import (
    alerts,
    articles,
    chats,
    deliveries,
    feeds,
    matches,
    outcomes,
    queries,
    stories,
    subscriptions,
    tables,
    targets,
)
from storage.database import Database
from storage.pace import Bucket, Pace

LEASE = timedelta(seconds=90)
FAST = Pace(Bucket(1e6, 1_000_000), Bucket(1e6, 1_000_000))
CALL = Call("sendMessage", {"text": "خبر"})

_numbers = itertools.count()


class Clock:
    """The database's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now

    def forward(self, **amount: float) -> datetime:
        """Move on by a timedelta's arguments and return the new time."""
        self.now += timedelta(**amount)
        return self.now


@dataclass
class World:
    """What the laws are about: people, what they follow, news, and the outbox."""

    database: Database
    clock: Clock
    numbers: Iterator[int] = field(default_factory=itertools.count)

    async def target(self, kind: ChatKind = ChatKind.PRIVATE, thread: Thread = GENERAL) -> Target:
        """Return the target of a new chat."""
        async with self.database.transaction() as tx:
            chat = await chats.ensure(tx, TelegramId(1000 + next(self.numbers)), kind, invited=True)
            return await targets.ensure(tx, chat.id, thread)

    async def chat(self, target: Target) -> Chat:
        """Return the chat of *target*."""
        async with self.database.reading() as tx:
            chat = await chats.by_id(tx, target.chat)
        assert chat is not None
        return chat

    async def follow(self, target: Target, place: str = "sy.daraa", mode: Mode = Mode.INSTANT) -> Subscription:
        """Let *target* follow *place*."""
        async with self.database.transaction() as tx:
            query = await queries.ensure(tx, PlaceQuery(PlaceId(place)))
            subscription, _ = await subscriptions.add(tx, target.id, query, place, mode)
        return subscription

    async def feed(self, url: str = "https://example.org/feed", name: str = "وكالة", family: str = "") -> Feed:
        """Return the feed of *url*."""
        async with self.database.transaction() as tx:
            feed, _ = await feeds.add(tx, Source(url, name=name, family=family, region="sy"), self.clock())
        return feed

    async def article(
        self, *places: str, story: StoryId | None = None, feed: Feed | None = None
    ) -> tuple[StoryId, ArticleId]:
        """Store an article that names *places*; of a new story and one feed unless told otherwise."""
        feed, number = feed or await self.feed(), next(self.numbers)
        article = Article(feed.id, f"{number}", f"خبر {number}", "نص", "https://example.org/1", None, self.clock())
        understood = Understood(article, "ar", (), (), ("shelling",), urgent=False, fingerprint=f"{number}")
        async with self.database.transaction() as tx:
            story = story or await stories.add(tx, understood.fingerprint, self.clock())
            [stored] = await articles.add_new(tx, [(understood, story, True)])
            assert stored is not None
            ids = [await queries.ensure(tx, PlaceQuery(PlaceId(place))) for place in places]
            await matches.add(tx, stored, [Match(id_, (Span(Field.TITLE, 0, 3),)) for id_ in ids])
        return story, stored

    async def news(self, *places: str, story: StoryId | None = None, urgent: bool = False) -> int:
        """Store an article that names *places*, fan it out, and return how many alerts that made."""
        places = places or ("sy.daraa",)
        story, article = await self.article(*places, story=story)
        return await self.tell(story, article, *places, urgent=urgent)

    async def tell(self, story: StoryId, article: ArticleId, *places: str, urgent: bool = False) -> int:
        """Fan out an article that names *places*."""
        async with self.database.transaction() as tx:
            ids = [await queries.ensure(tx, PlaceQuery(PlaceId(place))) for place in places]
            return await alerts.fan_out(
                tx, story=story, article=article, queries=ids, seen_at=self.clock(), urgent=urgent
            )

    async def owe(self, target: Target, key: str, lane: Lane = Lane.ANSWER, alert: AlertId | None = None) -> bool:
        """Enqueue a call for *target*."""
        async with self.database.transaction() as tx:
            return await deliveries.enqueue(
                tx,
                key=key,
                chat=target.chat,
                target=target.id,
                lane=lane,
                call=Call("sendMessage", {"text": key}),
                expires_in=timedelta(minutes=10),
                alert=alert,
            )

    async def claim(self, limit: int = 100) -> list[Delivery]:
        """Claim what may go now, for 90 seconds, at a pace that holds up nothing."""
        async with self.database.transaction() as tx:
            return await deliveries.claim(tx, limit, LEASE, pace=FAST)

    async def begin(self) -> Delivery:
        """Claim the one delivery that may go now, and begin it."""
        [delivery] = await self.claim()
        async with self.database.transaction() as tx:
            assert await deliveries.begin(tx, [(delivery, CALL)]) == {delivery.id}
        return delivery

    async def send(self, *sent: Delivery, message: int = 7) -> None:
        """Store that Telegram made these calls."""
        async with self.database.transaction() as tx:
            await outcomes.sent(tx, [(delivery, message) for delivery in sent])

    async def row(self, delivery: Delivery) -> Any:
        """Return the delivery's row."""
        statement = select(tables.deliveries).where(tables.deliveries.c.id == delivery.id)
        async with self.database.reading() as tx:
            return (await tx.connection.execute(statement)).one()

    async def chat_row(self, delivery: Delivery) -> Any:
        """Return the row of the delivery's chat."""
        statement = select(tables.chats).where(tables.chats.c.id == delivery.chat)
        async with self.database.reading() as tx:
            return (await tx.connection.execute(statement)).one()

    async def deliveries(self) -> list[Any]:
        """Return all rows of the outbox, the oldest first."""
        async with self.database.reading() as tx:
            return list(await tx.connection.execute(select(tables.deliveries).order_by(tables.deliveries.c.id)))

    async def alerts(self) -> list[Any]:
        """Return all rows of alerts, the oldest first."""
        async with self.database.reading() as tx:
            return list(await tx.connection.execute(select(tables.alerts).order_by(tables.alerts.c.id)))


@pytest.fixture
def world(database: Database, clock: Clock) -> World:
    """Return an empty world on *database*."""
    return World(database, clock)


@pytest.fixture
def clock() -> Clock:
    """Return the clock that *database* reads."""
    return Clock()


@pytest.fixture
async def database(url: str, clock: Callable[[], datetime]) -> AsyncIterator[Database]:
    """Return a database open on *url*, on the test's clock."""
    async with Database(url, clock=clock) as opened:
        yield opened
