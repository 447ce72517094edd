"""Content that changes: before the alert was sent, and after."""

from datetime import timedelta

from domain.alerts import AlertId, Call, DeliveryState, Lane
from storage import deliveries, outcomes
from tests.storage.conftest import World

DAY = timedelta(days=1)
TWO, THREE = (Call("editMessageText", {"text": f"أكدته {count} مصادر"}) for count in (2, 3))


async def told(world: World) -> AlertId:
    await world.follow(await world.target())
    await world.news()
    await world.send(await world.begin(), message=77)
    world.clock.forward(seconds=1)
    [alert] = await world.alerts()
    return AlertId(alert.id)


async def edit(world: World, alert: AlertId, call: Call) -> bool:
    async with world.database.transaction() as tx:
        return await deliveries.edit(tx, alert, call, expires_in=DAY)


async def test_an_edit_names_the_message_and_goes_last(world: World) -> None:
    alert = await told(world)

    assert await edit(world, alert, TWO)

    [delivery] = await world.claim()
    assert (delivery.key, delivery.lane) == (f"edit:{alert}", Lane.EDIT)
    assert delivery.call == Call("editMessageText", {"message_id": 77, **TWO.params})


async def test_an_alert_without_a_message_has_nothing_to_edit(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [alert] = await world.alerts()

    assert not await edit(world, AlertId(alert.id), TWO)
    assert not await edit(world, AlertId(404), TWO)


async def test_a_later_edit_takes_the_place_of_an_earlier_one_whatever_became_of_it(world: World) -> None:
    alert = await told(world)
    await edit(world, alert, TWO)
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.cancelled(tx, delivery, "refused")
    world.clock.forward(seconds=1)

    assert await edit(world, alert, THREE)

    [again] = await world.claim()
    assert (again.id, again.revision) == (delivery.id, 1)
    assert again.call == Call("editMessageText", {"message_id": 77, **THREE.params})


async def test_a_story_that_goes_on_changes_an_alert_that_still_waits(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [claimed] = await world.claim()
    [alert] = await world.alerts()

    async with world.database.transaction() as tx:
        assert await deliveries.renew(tx, AlertId(alert.id))

    world.clock.forward(seconds=1)
    [delivery] = await world.claim()
    assert (delivery.id, delivery.revision, delivery.call) == (claimed.id, 1, None)


async def test_what_may_have_been_sent_is_not_changed_any_more(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [alert] = await world.alerts()
    delivery = await world.begin()
    for _ in range(2):
        async with world.database.transaction() as tx:
            assert not await deliveries.renew(tx, AlertId(alert.id))
            await outcomes.unknown(tx, delivery, "timeout")

    assert [row.state for row in await world.deliveries()] == [DeliveryState.PENDING]
