"""The pace of all senders: down on floods, slowly up again."""

import pytest

from domain.alerts import Delivery
from storage import deliveries, outcomes, pace
from storage.pace import ALERTS, Bucket
from tests.storage.conftest import CALL, World

BUCKET = Bucket(100, 1000)


async def in_a_second(world: World) -> int:
    """Return how many alerts may go within the next second."""
    async with world.database.transaction() as tx:
        await pace.spend(tx, ALERTS, await pace.free(tx, ALERTS, BUCKET), BUCKET)
    world.clock.forward(seconds=1)
    async with world.database.transaction() as tx:
        return await pace.free(tx, ALERTS, BUCKET)


async def slow_down(world: World, to: float) -> None:
    async with world.database.transaction() as tx:
        await pace.slow_down(tx, ALERTS, to)


async def test_floods_lower_the_pace_for_every_sender_and_it_comes_back_slowly(world: World) -> None:
    assert await in_a_second(world) == 100

    await slow_down(world, 0.5)

    assert await in_a_second(world) == 50
    world.clock.forward(minutes=4)
    assert 69 <= await in_a_second(world) <= 71
    world.clock.forward(minutes=10)
    assert await in_a_second(world) == 100


async def test_floods_at_one_time_count_once(world: World) -> None:
    await slow_down(world, 0.5)
    await slow_down(world, 0.5)

    assert await in_a_second(world) == 50


async def test_the_pace_never_ends(world: World) -> None:
    for _ in range(10):
        await slow_down(world, 0.5)
        world.clock.forward(seconds=5)

    assert 9 <= await in_a_second(world) <= 11


@pytest.mark.parametrize(("chats", "share"), [(1, pace.A_LITTLE_SLOWER), (3, pace.SLOWER)])
async def test_one_flood_slows_a_little_and_those_of_several_chats_much(world: World, chats: int, share: float) -> None:
    for number in range(chats):
        await world.owe(await world.target(), f"answer:{number}:0")
    claimed: list[Delivery] = await world.claim()
    async with world.database.transaction() as tx:
        await deliveries.begin(tx, [(each, CALL) for each in claimed])
        for each in claimed:
            await outcomes.flooded(tx, each, 1)
            world.clock.forward(seconds=0)
    world.clock.forward(seconds=60)

    found = await in_a_second(world)

    assert found == pytest.approx(100 * (share + pace.BACK_A_MINUTE if share < 0.9 else 1.0), abs=6)
