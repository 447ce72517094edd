from domain.chats import ChatKind, Thread
from storage import alerts, subscriptions, targets
from tests.storage.conftest import World


async def test_a_topic_that_is_shut_holds_and_goes_on_when_it_is_opened(world: World) -> None:
    target = await world.target(ChatKind.SUPERGROUP, Thread(9))
    await world.follow(target)
    await world.news()
    async with world.database.transaction() as tx:
        first, second = [await targets.shut(tx, target.id) for _ in range(2)]
    await world.news()

    assert (first, second) == (True, False)
    assert [row.state for row in await world.alerts()] == ["held", "held"]
    assert await world.claim() == []
    async with world.database.transaction() as tx:
        assert await targets.reopen(tx, target.id) == 2
        assert await targets.reopen(tx, target.id) is None
    assert await world.news() == 1
    assert len(await world.claim()) == 1


async def test_a_topic_that_people_paused_is_not_opened_by_itself(world: World) -> None:
    target = await world.target(ChatKind.SUPERGROUP, Thread(9))
    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, await tx.now())
        assert not await targets.shut(tx, target.id)

        assert await targets.reopen(tx, target.id) is None


async def test_a_resumed_topic_is_shut_no_more(world: World) -> None:
    target = await world.target(ChatKind.SUPERGROUP, Thread(9))
    async with world.database.transaction() as tx:
        await targets.shut(tx, target.id)
        await targets.resume(tx, target.id)
        await targets.pause(tx, target.id, await tx.now())

        assert await targets.reopen(tx, target.id) is None


async def test_a_target_moves_into_another_of_its_chat_and_the_earlier_of_two_stays(world: World) -> None:
    topic = await world.target(ChatKind.SUPERGROUP, Thread(9))
    async with world.database.transaction() as tx:
        general = await targets.ensure(tx, topic.chat, Thread(0))
    earlier = await world.follow(topic)
    world.clock.forward(minutes=1)
    await world.follow(general)
    await world.follow(general, "sy.aleppo")
    await world.news("sy.daraa")
    async with world.database.transaction() as tx:
        await targets.move(tx, topic.id, general.id)

        left = await subscriptions.of_target(tx, general.id)
        gone = await targets.by_id(tx, topic.id)

    assert gone is None
    assert [(one.label, one.created_at) for one in left if one.label == "sy.daraa"] == [
        ("sy.daraa", earlier.created_at)
    ]
    assert len(left) == 2
    assert len(await world.alerts()) == 1
    [delivery] = await world.claim()
    async with world.database.reading() as tx:
        assert len(await alerts.materials(tx, [delivery.alert] if delivery.alert else [])) == 1
    assert delivery.thread == 0
