from datetime import timedelta

from domain.alerts import Call, Lane
from storage import chats, inbox, outcomes, standing, targets
from tests.storage.conftest import World

WORDS = Call("sendMessage", {"text": "توقفت الخدمة"})
DAY = timedelta(days=1)


async def test_what_waits_and_what_died_is_counted(world: World) -> None:
    target = await world.target()
    await world.owe(target, "answer:1:0")
    await world.owe(target, "answer:2:0")
    dead = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.dead(tx, dead, "refused")
        await inbox.store(tx, [(1, 7, {}), (2, 8, {})])

    async with world.database.reading() as tx:
        assert await standing.numbers(tx) == standing.Numbers(owed=1, dead=1, updates=2, aside=0)


async def test_a_heartbeat_tells_of_the_last(world: World) -> None:
    async with world.database.transaction() as tx:
        assert await standing.beat(tx) is None
    first = world.clock.now
    second = world.clock.forward(minutes=20)
    async with world.database.transaction() as tx:
        assert await standing.beat(tx) == first
    world.clock.forward(minutes=1)
    async with world.database.transaction() as tx:
        assert await standing.beat(tx) == second


async def test_how_far_the_demos_clock_was_moved_is_remembered(world: World) -> None:
    async with world.database.transaction() as tx:
        assert await standing.ahead(tx) == timedelta(0)
        await standing.set_ahead(tx, DAY)
        await standing.set_ahead(tx, 2 * DAY)

        assert await standing.ahead(tx) == 2 * DAY


async def test_each_target_that_follows_and_can_be_sent_to_is_owed_it_once(world: World) -> None:
    one, other, gone, paused, idle = [await world.target() for _ in range(5)]
    for target in (one, other, gone, paused):
        await world.follow(target)
    await world.follow(one, "sy.aleppo")
    async with world.database.transaction() as tx:
        await chats.gone(tx, gone.chat, "blocked")
        await targets.pause(tx, paused.id, await tx.now())

        told = [await standing.owe_everyone(tx, "notice:outage:5", WORDS, expires_in=DAY) for _ in range(2)]

    rows = await world.deliveries()
    assert told == [2, 0]
    assert [row.key for row in rows] == [f"notice:outage:5:{one.id}", f"notice:outage:5:{other.id}"]
    assert idle.id not in {row.target_id for row in rows}
    assert [each.call for each in await world.claim()] == [WORDS, WORDS]


async def test_a_notice_to_everyone_holds_back_no_digest_that_is_due_meanwhile(world: World) -> None:
    readers = [await world.target() for _ in range(4)]
    for target in readers:
        await world.follow(target)
    async with world.database.transaction() as tx:
        await standing.owe_everyone(tx, "notice:outage:5", WORDS, expires_in=DAY)
    for target in readers[1:]:
        await world.owe(target, f"digest:{target.id}:1:0", Lane.DIGEST)

    claimed = await world.claim(3)

    assert [each.key.partition(":")[0] for each in claimed] == ["digest"] * 3
    await world.send(*claimed)
    world.clock.forward(seconds=1)
    assert [each.target for each in await world.claim()] == [target.id for target in readers]
