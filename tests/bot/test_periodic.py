"""Periodic work: done when due, by one process, and begun again after a failure."""

import asyncio
from datetime import timedelta

import storage.chats
import storage.deliveries
import storage.targets
from bot.periodic import Periodic
from domain.alerts import Call, Lane
from domain.chats import GENERAL, ChatKind, TelegramId
from storage.database import Database
from tests.bot.conftest import Room, Watch, item, rows, rss

MONTH = timedelta(days=30)
EXPIRED = 4


async def test_what_came_too_late_is_let_go_and_later_deleted(database: Database, watch: Watch) -> None:
    async with database.transaction() as tx:
        chat = await storage.chats.ensure(tx, TelegramId(7), ChatKind.PRIVATE, invited=False)
        target = await storage.targets.ensure(tx, chat.id, GENERAL)
        await storage.deliveries.enqueue(
            tx,
            key="answer:1:0",
            chat=chat.id,
            target=target.id,
            lane=Lane.ANSWER,
            call=Call("sendMessage", {"text": "مرحبًا"}),
            expires_in=timedelta(minutes=10),
        )
    stopping = asyncio.Event()
    stopping.set()
    periodic = Periodic(database, MONTH)
    await periodic.run(stopping)

    watch.forward(15 * 60)
    await periodic.do_what_is_due()
    states = [each.state for each in await rows(database, "deliveries")]
    watch.forward(31 * 24 * 60 * 60)
    await periodic.do_what_is_due()

    assert states == [EXPIRED]
    assert await rows(database, "deliveries") == []


async def test_what_tells_stories_apart_is_let_go_when_no_article_is_compared_with_it_any_more(room: Room) -> None:
    await room.add("/a", rss(item("قصف على درعا البلد")))
    await room.poll()
    periodic, stopping = Periodic(room.database, MONTH), asyncio.Event()
    stopping.set()
    await periodic.run(stopping)
    kept = []
    for hours in (1, 46, 2):
        room.watch.forward(hours * 60 * 60)
        await periodic.do_what_is_due()
        kept.append([article.features is not None for article in await rows(room.database, "articles")])

    assert kept == [[True], [True], [False]]


async def test_each_turn_is_taken_once(database: Database, watch: Watch) -> None:
    stopping = asyncio.Event()
    stopping.set()
    one, other = Periodic(database, MONTH), Periodic(database, MONTH)
    await one.run(stopping)
    watch.forward(2 * 60 * 60)

    taken = [await one.do_what_is_due(), await other.do_what_is_due()]

    assert taken == [3, 0]
