from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from domain.alerts import Call, Delivery, DeliveryState, Lane
from domain.chats import ChatKind, ChatState, TelegramId
from storage import alerts, chats, deliveries, outcomes, vanishing
from storage.database import Transaction
from tests.storage.conftest import CALL, World

Store = Callable[[Transaction, Delivery], Awaitable[bool]]

STORED: dict[str, Store] = {
    "not_sent": lambda tx, delivery: outcomes.not_sent(tx, delivery, "connect"),
    "unknown": lambda tx, delivery: outcomes.unknown(tx, delivery, "timeout"),
    "flooded": lambda tx, delivery: outcomes.flooded(tx, delivery, 3),
    "gone": lambda tx, delivery: outcomes.let_go(tx, delivery, "blocked"),
    "degraded": lambda tx, delivery: outcomes.degraded(tx, delivery, CALL, "markup"),
    "dead": lambda tx, delivery: outcomes.dead(tx, delivery, "refused"),
    "cancelled": lambda tx, delivery: outcomes.cancelled(tx, delivery, "muted"),
    "put_off": lambda tx, delivery: outcomes.put_off(tx, delivery, delivery.lease_until),
}


async def test_a_sent_alert_is_told_by_its_message(world: World) -> None:
    await world.follow(await world.target())
    await world.news()

    delivery = await world.begin()
    await world.send(delivery, message=77)

    row, [alert] = await world.row(delivery), await world.alerts()
    assert (row.state, row.message_id, row.begun_at) == (DeliveryState.SENT, 77, None)
    assert (alert.state, alert.message_id, alert.told_by, alert.told_at) == ("told", 77, delivery.id, world.clock())


async def test_storing_nothing_is_nothing(world: World) -> None:
    await world.send()

    assert await world.alerts() == []


async def test_an_update_leaves_the_alerts_first_message(world: World) -> None:
    await world.follow(target := await world.target())
    await world.news()
    await world.send(await world.begin(), message=77)
    [alert] = await world.alerts()
    await world.owe(target, f"update:{alert.id}:2", Lane.NORMAL, alert.id)
    world.clock.forward(seconds=1)

    await world.send(await world.begin(), message=78)

    [alert] = await world.alerts()
    assert alert.message_id == 77


async def test_a_digest_settles_the_alerts_it_collected(world: World) -> None:
    target = await world.target()
    for place in ("sy.daraa", "sy.aleppo"):
        await world.follow(target, place)
        await world.news(place)
    await world.owe(target, "digest:1:1:1", Lane.DIGEST)
    async with world.database.transaction() as tx:
        await tx.connection.exec_driver_sql("DELETE FROM deliveries WHERE alert_id IS NOT NULL")
        await tx.connection.exec_driver_sql("UPDATE alerts SET state = 'digest', told_by = (SELECT id FROM deliveries)")

    await world.send(await world.begin())

    assert [alert.state for alert in await world.alerts()] == ["told", "told"]


async def test_a_success_stores_its_message_even_under_a_claim_that_is_over(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    old = await world.begin()
    world.clock.forward(seconds=91)
    assert await world.claim() == []  # given back as unknown
    world.clock.forward(seconds=2)
    [new] = await world.claim()

    await world.send(old, message=5)

    row = await world.row(old)
    assert (row.state, row.message_id) == (DeliveryState.SENT, 5)
    async with world.database.transaction() as tx:
        assert await deliveries.begin(tx, [(new, CALL)]) == set()


async def test_a_success_counts_even_after_the_row_was_cancelled(world: World) -> None:
    await world.follow(target := await world.target())
    await world.news()
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await chats.gone(tx, target.chat, "kicked")

    await world.send(delivery)

    assert (await world.row(delivery)).state == DeliveryState.SENT
    assert [alert.state for alert in await world.alerts()] == ["told"]


@pytest.mark.parametrize("name", STORED)
async def test_a_failure_changes_nothing_under_a_claim_that_is_over(world: World, name: str) -> None:
    await world.owe(await world.target(), "answer:1:0")
    [old] = await world.claim()
    world.clock.forward(seconds=91)
    [new] = await world.claim()
    before = await world.row(new)

    async with world.database.transaction() as tx:
        assert not await STORED[name](tx, old)

    assert await world.row(new) == before
    assert (await world.chat_row(new)).leased_until == new.lease_until


@pytest.mark.parametrize("name", STORED)
async def test_whatever_came_of_a_call_its_chat_is_free_again(world: World, name: str) -> None:
    await world.owe(await world.target(), "answer:1:0")
    delivery = await world.begin()

    async with world.database.transaction() as tx:
        assert await STORED[name](tx, delivery)

    assert (await world.chat_row(delivery)).leased_until == world.clock()
    assert (await world.row(delivery)).begun_at is None


async def test_what_was_not_sent_is_tried_eight_times_more_and_then_dies(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    waits = []
    for _ in range(8):
        delivery = await world.begin()
        async with world.database.transaction() as tx:
            await outcomes.not_sent(tx, delivery, "connect")
        waits.append((await world.row(delivery)).due_at - world.clock())
        world.clock.forward(seconds=waits[-1].total_seconds())
    last = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.not_sent(tx, last, "connect")

    row = await world.row(last)
    assert waits == [timedelta(seconds=2**n) for n in range(1, 9)]
    assert (row.state, row.reason, row.failures) == (DeliveryState.DEAD, "connect", 8)
    assert [alert.state for alert in await world.alerts()] == ["dropped"]


async def test_an_outage_costs_no_failures(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    delivery = await world.begin()

    async with world.database.transaction() as tx:
        await outcomes.not_sent(tx, delivery, "connect", outage=True)

    row = await world.row(delivery)
    assert (row.failures, row.due_at) == (0, world.clock() + outcomes.OUTAGE_WAIT)


async def test_what_may_have_been_sent_is_repeated_four_times_and_then_dies(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    waits = []
    for _ in range(4):
        delivery = await world.begin()
        async with world.database.transaction() as tx:
            await outcomes.unknown(tx, delivery, "timeout")
        waits.append((await world.row(delivery)).due_at - world.clock())
        world.clock.forward(seconds=waits[-1].total_seconds())
    last = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.unknown(tx, last, "timeout")

    assert [wait.total_seconds() for wait in waits] == [2, 10, 60, 300]
    assert (await world.row(last)).state == DeliveryState.DEAD


async def test_a_sender_that_died_during_the_call_makes_it_unknown(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    unknowns = []
    for wait in (2, 10, 60, 300):
        delivery = await world.begin()
        world.clock.forward(seconds=90)
        assert await world.claim() == []
        unknowns.append((await world.row(delivery)).unknowns)
        world.clock.forward(seconds=wait)
    last = await world.begin()
    world.clock.forward(seconds=90)
    assert await world.claim() == []

    assert unknowns == [1, 2, 3, 4]
    assert (await world.row(last)).state == DeliveryState.DEAD
    assert [alert.state for alert in await world.alerts()] == ["dropped"]


async def test_a_flood_pauses_its_chat_for_all_lanes_and_no_other(world: World) -> None:
    target = await world.target()
    await world.owe(target, "answer:1:0")
    flooded = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.flooded(tx, flooded, 30)
    await world.owe(await world.target(), "answer:2:0")

    assert [delivery.key for delivery in await world.claim()] == ["answer:2:0"]
    world.clock.forward(seconds=31)
    [again] = await world.claim()

    assert again.key == "answer:1:0"
    assert (again.failures, again.unknowns) == (0, 0)


async def test_what_waits_for_a_flooded_chat_is_due_when_the_flood_is_over(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    await world.owe(target, "answer:1:0")
    flooded = await world.begin()
    await world.news()
    over = world.clock() + timedelta(seconds=30) + outcomes.FLOOD_MARGIN

    async with world.database.transaction() as tx:
        await outcomes.flooded(tx, flooded, 30)
    await world.news()
    await world.owe(target, "answer:2:0")

    assert {row.due_at for row in await world.deliveries()} == {over}
    async with world.database.reading() as tx:
        assert await deliveries.next_due(tx) == over
    world.clock.now = over
    assert [each.key for each in await world.claim()] == ["answer:1:0"]


async def test_a_flood_hurries_nothing_that_waits_longer(world: World) -> None:
    target = await world.target()
    await world.owe(target, "digest:1:1:0", Lane.DIGEST)
    later = world.clock.now + timedelta(hours=1)
    put_off = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.put_off(tx, put_off, later)
    await world.owe(target, "answer:1:0")
    flooded = await world.begin()

    async with world.database.transaction() as tx:
        await outcomes.flooded(tx, flooded, 30)

    assert (await world.row(put_off)).due_at == later


async def test_three_flooded_chats_within_five_seconds_pause_all(world: World) -> None:
    for number in range(3):
        await world.owe(await world.target(), f"answer:{number}:0")
    for delivery in await world.claim():
        async with world.database.transaction() as tx:
            await outcomes.flooded(tx, delivery, 30)
        world.clock.forward(seconds=2)
    await world.owe(await world.target(), "answer:9:0")

    assert await world.claim() == []
    world.clock.forward(seconds=28.4)
    assert await world.claim() == []
    world.clock.forward(seconds=0.2)
    assert len(await world.claim()) == 4


async def test_a_flood_of_everyone_pauses_all(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.flooded(tx, delivery, 30, everyone=True)
    await world.owe(await world.target(), "answer:2:0")

    assert await world.claim() == []


async def test_a_migrated_group_gets_the_call_under_its_new_id(world: World) -> None:
    await world.owe(await world.target(ChatKind.GROUP), "answer:1:0")
    delivery = await world.begin()

    async with world.database.transaction() as tx:
        assert await outcomes.migrated(tx, delivery, TelegramId(-100500))
    [again] = await world.claim()

    assert (again.id, again.telegram_id, again.chat_kind) == (delivery.id, -100500, ChatKind.SUPERGROUP)
    assert (again.failures, again.unknowns) == (0, 0)


async def test_a_chat_that_is_gone_is_paused_and_what_waits_for_it_is_let_go(world: World) -> None:
    target = await world.target()
    for place in ("sy.daraa", "sy.aleppo"):
        await world.follow(target, place)
        await world.news(place)
    delivery = await world.begin()

    async with world.database.transaction() as tx:
        await vanishing.gone(tx, [(delivery, "blocked")])

    chat = await world.chat(target)
    assert (chat.state, chat.reason) == (ChatState.GONE, "blocked")
    assert [alert.state for alert in await world.alerts()] == ["dropped", "dropped"]
    assert await world.news("sy.daraa") == 0


async def test_a_plainer_form_is_tried_at_once_and_its_reason_remembered(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    delivery = await world.begin()
    plain = Call("sendMessage", {"text": "بلا تنسيق"})

    async with world.database.transaction() as tx:
        await outcomes.degraded(tx, delivery, plain, "markup")
    [again] = await world.claim()

    assert (again.call, again.degraded, again.failures) == (plain, ("markup",), 0)


async def test_what_is_halted_or_given_back_is_due_at_once_and_costs_nothing(world: World) -> None:
    for number in range(2):
        await world.owe(await world.target(), f"answer:{number}:0")
    first, second = await world.claim()

    async with world.database.transaction() as tx:
        await deliveries.begin(tx, [(first, CALL)])
        await outcomes.halted(tx, [first])
        await outcomes.give_back(tx, [second])

    assert [(each.id, each.failures, each.unknowns) for each in await world.claim()] == [
        (first.id, 0, 0),
        (second.id, 0, 0),
    ]


async def test_what_is_let_go_drops_its_alert(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [delivery] = await world.claim()

    async with world.database.transaction() as tx:
        await outcomes.cancelled(tx, delivery, "muted")

    assert (await world.row(delivery)).state == DeliveryState.CANCELLED
    assert [alert.state for alert in await world.alerts()] == ["dropped"]


async def test_a_dead_update_leaves_its_alert_told(world: World) -> None:
    await world.follow(target := await world.target())
    await world.news()
    await world.send(await world.begin())
    [alert] = await world.alerts()
    await world.owe(target, f"update:{alert.id}:2", Lane.NORMAL, alert.id)
    world.clock.forward(seconds=1)
    update = await world.begin()

    async with world.database.transaction() as tx:
        await outcomes.dead(tx, update, "refused")

    assert [each.state for each in await world.alerts()] == ["told"]


async def test_an_alert_can_be_told_by_hand(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [delivery] = await world.claim()
    assert delivery.alert is not None

    async with world.database.transaction() as tx:
        await alerts.told(tx, delivery.alert, 8, delivery.id)

    [alert] = await world.alerts()
    assert (alert.state, alert.message_id, alert.told_by) == ("told", 8, delivery.id)
