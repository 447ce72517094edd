"""The pace of all senders: down on floods, slowly up again."""

from datetime import timedelta

from domain.alerts import Lane
from storage import deliveries, outcomes, pace
from storage.pace import ALERTS, Bucket, Pace
from tests.storage.conftest import CALL, LEASE, World

BUCKET = Bucket(100, 1000)


async def in_a_second(world: World) -> int:
    """Return how many alerts may go within the next second."""
    async with world.database.transaction() as tx:
        state = (await pace.states(tx))[ALERTS]
        await pace.spend(tx, ALERTS, state, len(state.slots(BUCKET, await tx.now(), 1000)), BUCKET)
    world.clock.forward(seconds=1)
    async with world.database.transaction() as tx:
        return len((await pace.states(tx))[ALERTS].slots(BUCKET, await tx.now(), 1000))


async def halve(world: World) -> None:
    async with world.database.transaction() as tx:
        await pace.halve(tx, ALERTS)


async def test_floods_lower_the_pace_for_every_sender_and_it_comes_back_slowly(world: World) -> None:
    assert await in_a_second(world) == 100

    await halve(world)

    assert 50 <= await in_a_second(world) <= 51
    world.clock.forward(minutes=4)
    assert 69 <= await in_a_second(world) <= 71
    world.clock.forward(minutes=10)
    assert await in_a_second(world) == 100


async def test_the_pace_never_ends(world: World) -> None:
    for _ in range(10):
        await halve(world)

    assert await in_a_second(world) == 10


async def flood(world: World, people: int) -> None:
    """Have *people* chats flooded at one moment."""
    for number in range(people):
        await world.owe(await world.target(), f"answer:{number}:0")
    claimed = await world.claim()
    async with world.database.transaction() as tx:
        await deliveries.begin(tx, [(each, CALL) for each in claimed])
        for each in claimed:
            await outcomes.flooded(tx, each, 1)
    world.clock.forward(seconds=2)


async def test_a_flood_of_one_chat_slows_all_a_little(world: World) -> None:
    await flood(world, 1)

    assert 95 <= await in_a_second(world) <= 96


async def test_floods_of_many_chats_at_one_time_are_one(world: World) -> None:
    await flood(world, 8)

    assert 46 <= await in_a_second(world) <= 49


async def test_one_chat_that_is_flooded_again_and_again_does_not_stop_the_others(world: World) -> None:
    for _ in range(30):
        async with world.database.transaction() as tx:
            await pace.ease(tx, ALERTS)
        world.clock.forward(minutes=1)

    assert await in_a_second(world) >= 95


async def test_chats_flooded_one_by_one_never_slow_all_down_for_long(world: World) -> None:
    for _ in range(300):
        async with world.database.transaction() as tx:
            await pace.ease(tx, ALERTS)
        world.clock.forward(seconds=6)

    assert await in_a_second(world) >= 95


async def test_calls_given_ahead_have_each_its_own_moment(world: World) -> None:
    bucket = Bucket(10, 1, timedelta(seconds=0.3))
    async with world.database.transaction() as tx:
        state, now = (await pace.states(tx))[ALERTS], await tx.now()
        first = state.slots(bucket, now, 9)
        await pace.spend(tx, ALERTS, state, len(first), bucket)
    world.clock.forward(seconds=0.25)
    async with world.database.transaction() as tx:
        later = (await pace.states(tx))[ALERTS].slots(bucket, await tx.now(), 9)

    assert [slot.total_seconds() for slot in first] == [0, 0.1, 0.2, 0.3]
    assert [round(slot.total_seconds(), 6) for slot in later] == [0.15, 0.25]


async def test_a_chat_is_spaced_from_the_moment_of_its_call(world: World) -> None:
    bucket = Bucket(10, 1, timedelta(seconds=0.3))
    for number in range(2):
        target = await world.target()
        await world.owe(target, f"digest:{number}:1:0", Lane.DIGEST)
        await world.owe(target, f"digest:{number}:2:0", Lane.DIGEST)
    async with world.database.transaction() as tx:
        claimed = await deliveries.claim(tx, 4, LEASE, pace=Pace(bucket, bucket))
        await outcomes.sent(tx, [(each, 1) for each in claimed])
    world.clock.forward(seconds=1.05)
    async with world.database.transaction() as tx:
        early = await deliveries.claim(tx, 4, LEASE, pace=Pace(bucket, bucket))

    assert [each.slot.total_seconds() for each in claimed] == [0, 0.1]
    assert [each.target for each in early] == [claimed[0].target]
