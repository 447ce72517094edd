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
from tests.bot.conftest import Watch, rows

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


async def test_each_turn_is_taken_once(database: Database, watch: Watch) -> None:
    stopping = asyncio.Event()
    stopping.set()
    one, other = Periodic(database, MONTH), Periodic(database, MONTH)
    await one.run(stopping)
    watch.forward(2 * 60 * 60)

    taken = [await one.do_what_is_due(), await other.do_what_is_due()]

    assert taken == [3, 0]
