from datetime import timedelta

from domain.alerts import AlertId, Call, DeliveryState
from domain.chats import ChatKind, Mode, Target
from domain.preferences import Preferences
from storage import chat_preferences, chats, circumstances, collecting, digest_times, outcomes, targets
from tests.storage.conftest import World

DIGEST = Call("sendMessage", {"text": "ملخص"})


async def collected(world: World) -> tuple[Target, AlertId]:
    """Return a target that is told in digests, and an alert that waits for one."""
    target = await world.target()
    await world.follow(target, mode=Mode.DIGEST)
    await world.news()
    return target, (await world.alerts())[-1].id


async def enqueue(world: World, target: Target, alert: AlertId, key: str = "digest:1:0:0") -> bool:
    async with world.database.transaction() as tx:
        return await collecting.enqueue(tx, target.id, target.chat, key=key, call=DIGEST, tells=[alert])


async def test_an_alert_for_the_digest_has_no_delivery_and_its_target_is_looked_at(world: World) -> None:
    target, alert = await collected(world)

    async with world.database.transaction() as tx:
        [due] = await collecting.due(tx, 10)
        waiting = await collecting.waiting(tx, [target.id])

    assert (due.target, due.chat, due.preferences, due.waits) == (target.id, target.chat, Preferences(), False)
    assert waiting == {target.id: [(alert, world.clock())]}
    assert await world.deliveries() == []


async def test_instant_wins_where_one_article_is_about_both(world: World) -> None:
    target = await world.target()
    await world.follow(target, "sy.daraa", mode=Mode.DIGEST)
    await world.follow(target, "sy.aleppo")

    await world.news("sy.daraa", "sy.aleppo")

    assert [row.state for row in await world.alerts()] == ["owed"]
    async with world.database.transaction() as tx:
        assert await collecting.due(tx, 10) == []


async def test_a_target_is_looked_at_when_it_was_told_to_be(world: World) -> None:
    target, _ = await collected(world)
    async with world.database.transaction() as tx:
        await digest_times.look_at(tx, target.id, world.clock() + timedelta(hours=1))
    await world.news()

    async with world.database.transaction() as tx:
        assert await collecting.due(tx, 10) == []
    world.clock.forward(hours=1)
    async with world.database.transaction() as tx:
        assert len(await collecting.due(tx, 10)) == 1


async def test_a_change_of_settings_looks_again(world: World) -> None:
    target, _ = await collected(world)
    async with world.database.transaction() as tx:
        await digest_times.look_at(tx, target.id, world.clock() + timedelta(hours=20))
        await chat_preferences.set_(tx, target.chat, Preferences())
        assert len(await collecting.due(tx, 10)) == 1


async def test_what_is_collected_for_a_group_moves_to_its_supergroup(world: World) -> None:
    _, alert = await collected(world)
    there = await world.target(ChatKind.SUPERGROUP)
    chat = await world.chat(there)

    async with world.database.transaction() as tx:
        await chats.rename_or_merge(tx, (await collecting.due(tx, 10))[0].chat, chat.telegram_id)

        assert [each.target for each in await collecting.due(tx, 10)] == [there.id]
        assert await collecting.waiting(tx, [there.id]) == {there.id: [(alert, world.clock())]}


async def test_alerts_are_told_once_the_digest_is_sent(world: World) -> None:
    target, alert = await collected(world)

    assert await enqueue(world, target, alert)
    assert [row.state for row in await world.alerts()] == ["digest"]
    async with world.database.reading() as tx:
        assert await collecting.waiting(tx, [target.id]) == {}
    delivery = await world.begin()
    await world.send(delivery)

    [row] = await world.alerts()
    assert (row.state, row.told_by, row.message_id) == ("told", delivery.id, None)


async def test_a_key_is_enqueued_once_and_takes_nothing_the_second_time(world: World) -> None:
    target, alert = await collected(world)
    await enqueue(world, target, alert)
    await world.news()
    later = (await world.alerts())[-1].id

    assert not await enqueue(world, target, later)

    async with world.database.reading() as tx:
        assert await collecting.is_told(tx, "digest:1:0:0")
        assert not await collecting.is_told(tx, "digest:1:1:0")
        assert [id_ for id_, _ in (await collecting.waiting(tx, [target.id]))[target.id]] == [later]


async def test_a_digest_that_dies_drops_what_it_was_to_tell(world: World) -> None:
    target, alert = await collected(world)
    await enqueue(world, target, alert)
    delivery = await world.begin()

    async with world.database.transaction() as tx:
        await outcomes.dead(tx, delivery, "refused")

    assert [row.state for row in await world.alerts()] == ["dropped"]


async def test_a_pause_holds_what_waits_for_a_digest_and_what_one_was_to_tell(world: World) -> None:
    target, alert = await collected(world)
    await enqueue(world, target, alert)
    await world.news()

    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())

    assert [(row.state, row.told_by) for row in await world.alerts()] == [("held", None), ("held", None)]
    assert [row.state for row in await world.deliveries()] == [DeliveryState.CANCELLED]
    async with world.database.transaction() as tx:
        assert await targets.resume(tx, target.id) == 2
        assert await targets.release_held(tx, target.id, 10) == 2


async def test_a_digest_on_its_way_arrives_although_its_target_pauses(world: World) -> None:
    target, alert = await collected(world)
    await enqueue(world, target, alert)
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())

    await world.send(delivery)

    assert [row.state for row in await world.alerts()] == ["told"]


async def test_a_chat_that_is_gone_is_owed_no_digest(world: World) -> None:
    target, alert = await collected(world)
    await enqueue(world, target, alert)
    await world.news()

    async with world.database.transaction() as tx:
        await chats.gone(tx, target.chat, "blocked")
        [due] = await collecting.due(tx, 10)

    assert due.waits
    assert [row.state for row in await world.alerts()] == ["dropped", "digest"]
    async with world.database.transaction() as tx:
        await chats.back(tx, target.chat)
    assert [row.state for row in await world.alerts()] == ["dropped", "dropped"]


async def test_an_alert_is_left_to_the_digest_out_of_the_outbox(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    await world.news()
    [delivery] = await world.claim()

    async with world.database.transaction() as tx:
        await outcomes.give_back(tx, [delivery])
        await collecting.leave(tx, delivery)

    row = await world.row(delivery)
    assert (row.state, row.reason) == (DeliveryState.CANCELLED, "digest")
    assert [row.state for row in await world.alerts()] == ["digest"]
    async with world.database.transaction() as tx:
        assert [each.target for each in await collecting.due(tx, 10)] == [target.id]


async def test_one_on_its_way_is_left_to_no_digest(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    delivery = await world.begin()

    async with world.database.transaction() as tx:
        await collecting.leave(tx, delivery)

    assert [row.state for row in await world.alerts()] == ["owed"]


async def test_alerts_are_late_after_a_quarter_of_an_hour_unless_put_off_or_begun(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    for urgent in (False, False, False, True):
        await world.news(urgent=urgent)
    [urgent_one] = await world.claim()
    async with world.database.transaction() as tx:
        await outcomes.give_back(tx, [urgent_one])
    world.clock.forward(minutes=15)
    async with world.database.reading() as tx:
        assert await collecting.late(tx, [target.id]) == {}

    world.clock.forward(seconds=1)
    async with world.database.reading() as tx:
        assert await collecting.late(tx, [target.id]) == {target.id: (4, 1)}
    [first] = await world.claim()
    async with world.database.transaction() as tx:
        await outcomes.put_off(tx, first, world.clock() + timedelta(hours=1))
        assert await collecting.late(tx, [target.id]) == {target.id: (3, 0)}
        taken = await collecting.take_late(tx, target.id, urgent_only=False)

    assert len(taken) == 3
    async with world.database.transaction() as tx:
        assert await collecting.late(tx, [target.id]) == {}
        assert await collecting.take_late(tx, target.id, urgent_only=True) == []


async def test_what_nobody_follows_any_more_is_dropped(world: World) -> None:
    _, alert = await collected(world)

    async with world.database.transaction() as tx:
        await collecting.drop(tx, {alert})

    assert [row.state for row in await world.alerts()] == ["dropped"]


async def test_circumstances_tell_what_is_muted_collected_told_and_late(world: World) -> None:
    target = await world.target()
    daraa = await world.follow(target, "sy.daraa")
    aleppo = await world.follow(target, "sy.aleppo", mode=Mode.DIGEST)
    until = world.clock() + timedelta(days=2)
    wish = Preferences(most_an_hour=2)
    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, target.chat, wish)
    await world.news("sy.daraa")
    await world.send(await world.begin())
    await world.news("sy.daraa")
    await world.news("sy.daraa")
    async with world.database.transaction() as tx:
        await chat_preferences.mute(tx, target.id, until)
        await chat_preferences.mute_some(tx, [daraa.id], until)
    world.clock.forward(minutes=20)
    claimed = await world.claim()

    async with world.database.reading() as tx:
        found = (await circumstances.of(tx, claimed))[target.id]
        assert await circumstances.of(tx, []) == {}
    assert (found.preferences, found.muted_until, found.told) == (wish, until, 1)
    assert (set(found.muted), set(found.collected)) == ({daraa.query_id}, {aleppo.query_id})
    assert (found.late, found.late_urgent) == (2, 0)

    world.clock.forward(minutes=41)
    async with world.database.reading() as tx:
        assert (await circumstances.of(tx, claimed))[target.id].told == 0
