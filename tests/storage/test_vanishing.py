import pytest
from sqlalchemy import update

from domain.alerts import Delivery, DeliveryState, Lane
from domain.chats import ChatState, Mode
from storage import chats, collecting, deliveries, tables, vanishing, waits
from tests.storage.conftest import CALL, World


async def owe_all(world: World, people: int) -> list[Delivery]:
    """Let *people* follow a place, tell them a story, and begin all their alerts."""
    for _ in range(people):
        await world.follow(await world.target())
    await world.news()
    claimed = await world.claim()
    async with world.database.transaction() as tx:
        await deliveries.begin(tx, [(each, CALL) for each in claimed])
    return claimed


async def lose(world: World, *gone: Delivery) -> None:
    async with world.database.transaction() as tx:
        await vanishing.gone(tx, [(each, "blocked") for each in gone])


async def states(world: World, of: list[Delivery]) -> list[str]:
    return [(await world.chat_row(each)).state for each in of]


async def test_nine_that_are_gone_at_once_are_paused(world: World) -> None:
    claimed = await owe_all(world, 9)

    await lose(world, *claimed)

    assert set(await states(world, claimed)) == {ChatState.GONE}
    assert {row.state for row in await world.deliveries()} == {DeliveryState.CANCELLED}


async def test_a_fifth_of_many_are_paused(world: World) -> None:
    claimed = await owe_all(world, 50)

    await lose(world, *claimed[:10])

    assert set(await states(world, claimed[:10])) == {ChatState.GONE}


@pytest.mark.parametrize("together", [True, False], ids=["at once", "one after another"])
async def test_where_too_many_are_gone_nobody_is_paused_and_all_wait_ten_minutes(world: World, together: bool) -> None:  # noqa: FBT001  a parameter of the test
    claimed = await owe_all(world, 12)

    for some in [claimed] if together else [[each] for each in claimed]:
        await lose(world, *some)

    assert set(await states(world, claimed)) == {ChatState.ACTIVE}
    assert {row.state for row in await world.deliveries()} == {DeliveryState.PENDING}
    assert {alert.state for alert in await world.alerts()} == {"owed"}
    world.clock.forward(minutes=9)
    assert await world.claim() == []
    world.clock.forward(minutes=1)
    assert len(await world.claim()) == 12


async def test_nothing_of_a_doubted_chat_is_due_before_it_is_tried_again(world: World) -> None:
    claimed = await owe_all(world, 12)
    await lose(world, *claimed)
    again = world.clock() + waits.DOUBT
    world.clock.forward(minutes=5)

    await world.news()

    assert len(await world.deliveries()) == 24
    async with world.database.reading() as tx:
        assert await deliveries.next_due(tx) == again


async def test_who_is_gone_at_the_second_try_is_paused_and_who_is_not_is_told(world: World) -> None:
    await lose(world, *await owe_all(world, 12))
    world.clock.forward(minutes=10)
    claimed = await world.claim()
    async with world.database.transaction() as tx:
        await deliveries.begin(tx, [(each, CALL) for each in claimed])

    await lose(world, *claimed[:11])
    await world.send(claimed[11])

    assert await states(world, claimed) == [ChatState.GONE] * 11 + [ChatState.ACTIVE]
    assert (await world.chat_row(claimed[11])).doubted_at is None


async def test_those_that_went_an_hour_ago_do_not_count(world: World) -> None:
    first = await owe_all(world, 9)
    await lose(world, *first)
    world.clock.forward(hours=1)
    second = await owe_all(world, 9)

    await lose(world, *second)

    assert set(await states(world, first + second)) == {ChatState.GONE}


async def test_those_who_said_so_themselves_do_not_count(world: World) -> None:
    claimed = await owe_all(world, 12)
    async with world.database.transaction() as tx:
        for each in claimed[:10]:
            await chats.gone(tx, each.chat, "kicked")

    await lose(world, *claimed[10:])

    assert set(await states(world, claimed)) == {ChatState.GONE}


async def test_one_that_is_doubted_is_answered_all_the_same(world: World) -> None:
    claimed = await owe_all(world, 12)
    await lose(world, *claimed)
    async with world.database.transaction() as tx:
        target = claimed[0].target
        await deliveries.enqueue(
            tx,
            key="answer:1:0",
            chat=claimed[0].chat,
            target=target,
            lane=Lane.ANSWER,
            call=CALL,
            expires_in=waits.DOUBT,
        )

    assert [each.key for each in await world.claim()] == ["answer:1:0"]


async def test_what_was_collected_for_those_who_were_doubted_is_still_told(world: World) -> None:
    target = await world.target()
    await world.follow(target, "sy.idlib", Mode.DIGEST)
    await world.follow(target)
    await world.news("sy.idlib")
    await world.news("sy.idlib")
    async with world.database.transaction() as tx:
        [first, _] = [alert.id for alert in await world.alerts()]
        await collecting.enqueue(tx, target.id, target.chat, key="digest:1:1:0", call=CALL, tells=[first])
    claimed = await owe_all(world, 12)
    async with world.database.transaction() as tx:
        await tx.connection.execute(update(tables.targets).values(digest_at=None))

    await lose(world, *claimed)

    told = {alert.id: alert.state for alert in await world.alerts()}
    assert sorted(told.values()) == ["digest"] * 2 + ["owed"] * (len(told) - 2)
    async with world.database.transaction() as tx:
        assert [each.target for each in await collecting.due(tx, 10)] == [target.id]
