"""Locks on PostgreSQL: what takes them in another order than the sender would stop both, until one is aborted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import func, select, text, update

from domain.alerts import Delivery
from domain.chats import ChatKind
from storage import chats, deliveries, outcomes, tables, vanishing
from storage.database import Database, Transaction
from tests.storage.conftest import CALL, Clock, World

Work = Callable[[Transaction], Awaitable[object]]
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
async def world(postgresql_url: str, clock: Clock) -> AsyncIterator[World]:
    async with Database(postgresql_url, clock=clock) as database:
        yield World(database, clock)


async def begun(world: World) -> list[Delivery]:
    claimed = await world.claim()
    async with world.database.transaction() as tx:
        await deliveries.begin(tx, [(each, CALL) for each in claimed])
    return claimed


async def store_sent_while(world: World, delivery: Delivery, work: Work) -> None:
    """Store that *delivery* was sent, and do *work* from when its chat is locked."""

    async def do() -> None:
        async with world.database.transaction() as tx:
            await work(tx)

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks, world.database.transaction() as tx:
        chat = update(tables.chats).where(tables.chats.c.id == delivery.chat)
        await tx.connection.execute(chat.values(tried_at=world.clock()))  # as the first statement of ``sent`` does
        other = tasks.create_task(do())
        while not other.done() and not await waits(world):
            await asyncio.sleep(0.01)
        await outcomes.sent(tx, [(delivery, 7)])


async def waits(world: World) -> bool:
    async with world.database.reading() as tx:
        return bool(await tx.connection.scalar(WAITING))


async def test_a_group_is_merged_while_what_it_was_sent_is_stored(world: World) -> None:
    old, new = await world.target(ChatKind.GROUP), await world.target(ChatKind.SUPERGROUP)
    await world.follow(old)
    await world.news()
    [delivery] = await begun(world)
    to = (await world.chat(new)).telegram_id

    await store_sent_while(world, delivery, lambda tx: chats.rename_or_merge(tx, old.chat, to))

    row = await world.row(delivery)
    assert (row.chat_id, row.target_id, row.message_id) == (new.chat, new.id, 7)
    assert [(alert.target_id, alert.state) for alert in await world.alerts()] == [(new.id, "told")]


async def test_chats_are_doubted_while_what_one_of_them_was_sent_is_stored(world: World) -> None:
    for _ in range(12):
        await world.follow(await world.target())
    await world.news()
    claimed = await begun(world)
    async with world.database.transaction() as tx:
        await vanishing.gone(tx, [(each, "blocked") for each in claimed[:9]])

    last = [(each, "blocked") for each in claimed[9:]]
    await store_sent_while(world, claimed[0], lambda tx: vanishing.gone(tx, last))

    async with world.database.reading() as tx:
        is_active = select(func.count()).select_from(tables.chats).where(tables.chats.c.state == "active")
        assert await tx.connection.scalar(is_active) == 12
    assert (await world.row(claimed[0])).message_id == 7


async def test_alerts_expire_while_their_group_is_merged(world: World) -> None:
    old, new = await world.target(ChatKind.GROUP), await world.target(ChatKind.SUPERGROUP)
    await world.follow(old)
    await world.news()
    to = (await world.chat(new)).telegram_id
    world.clock.forward(days=1)
    [row] = await world.deliveries()

    async def merge() -> None:
        async with world.database.transaction() as tx:
            await chats.rename_or_merge(tx, old.chat, to)

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks, world.database.transaction() as tx:
        # As the first statement of ``expire`` does, whose second is about the alert:
        mine = update(tables.deliveries).where(tables.deliveries.c.id == row.id)
        await tx.connection.execute(mine.values(finished_at=world.clock()))
        merging = tasks.create_task(merge())
        while not merging.done() and not await waits(world):
            await asyncio.sleep(0.01)
        await deliveries.expire(tx)

    assert [(alert.target_id, alert.state) for alert in await world.alerts()] == [(new.id, "expired")]
