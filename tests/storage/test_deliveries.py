import time
from dataclasses import replace

import pytest

from domain.alerts import Call, DeliveryState, Lane
from domain.chats import ChatKind
from storage import chats, deliveries, outcomes, tables, targets
from storage.pace import Bucket, Pace
from tests.storage.conftest import CALL, FAST, LEASE, World


async def test_a_key_is_enqueued_once(world: World) -> None:
    target = await world.target()

    assert await world.owe(target, "answer:1:0")
    assert not await world.owe(target, "answer:1:0")


async def test_enqueueing_wakes_the_sender_after_the_commit(world: World) -> None:
    target = await world.target()
    signal = world.database.signal("deliveries")

    assert not signal.is_set()
    await world.owe(target, "answer:1:0")
    assert signal.is_set()


async def test_what_is_claimed_carries_all_that_the_call_needs(world: World) -> None:
    target = await world.target(ChatKind.SUPERGROUP)
    chat = await world.chat(target)
    await world.owe(target, "answer:1:0")

    [delivery] = await world.claim()

    assert delivery.key == "answer:1:0"
    assert (delivery.chat, delivery.chat_key, delivery.telegram_id) == (chat.id, chat.key, chat.telegram_id)
    assert (delivery.chat_kind, delivery.thread, delivery.target) == (chat.kind, target.thread, target.id)
    assert (delivery.lane, delivery.alert, delivery.fence) == (Lane.ANSWER, None, 1)
    assert delivery.call == Call("sendMessage", {"text": "answer:1:0"})
    assert delivery.lease_until == world.clock() + LEASE


async def test_a_claimed_row_is_nobody_elses_until_its_lease_is_over(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    [first] = await world.claim()

    assert await world.claim() == []
    world.clock.forward(seconds=91)
    [second] = await world.claim()

    assert second.id == first.id
    assert second.fence == first.fence + 1
    assert second.unknowns == 0


async def test_lanes_go_in_order(world: World) -> None:
    lanes = [Lane.EDIT, Lane.NORMAL, Lane.DIGEST, Lane.ANSWER, Lane.URGENT]
    for lane in lanes:
        await world.owe(await world.target(), f"notice:{lane}", lane)

    assert [delivery.lane for delivery in await world.claim()] == sorted(Lane)


async def test_excluded_lanes_wait(world: World) -> None:
    for lane in Lane:
        await world.owe(await world.target(), f"notice:{lane}", lane)

    async with world.database.transaction() as tx:
        claimed = await deliveries.claim(tx, 10, LEASE, pace=FAST, exclude={Lane.ANSWER, Lane.NORMAL})

    assert [delivery.lane for delivery in claimed] == [Lane.URGENT, Lane.DIGEST, Lane.EDIT]


async def test_a_story_to_many_does_not_hold_back_the_first_alert_of_the_next(world: World) -> None:
    for _ in range(5):
        await world.follow(await world.target(), "sy.daraa")
    alone = await world.target()
    await world.follow(alone, "sy.aleppo")
    await world.news("sy.daraa")
    await world.news("sy.aleppo")

    assert alone.id in [delivery.target for delivery in await world.claim(2)]


async def test_a_chat_gets_one_at_a_time_and_in_order(world: World) -> None:
    target = await world.target()
    for number in range(3):
        await world.owe(target, f"notice:{number}", Lane.NORMAL)

    order = []
    for _ in range(3):
        [delivery] = await world.claim()
        assert await world.claim() == []
        await world.send(delivery)
        order.append(delivery.key)
        world.clock.forward(seconds=1)

    assert order == ["notice:0", "notice:1", "notice:2"]


async def test_one_that_waits_holds_back_those_behind_it_in_its_lane_alone(world: World) -> None:
    target = await world.target()
    for key, lane in [("notice:0", Lane.NORMAL), ("notice:1", Lane.NORMAL), ("notice:2", Lane.DIGEST)]:
        await world.owe(target, key, lane)
    [first] = await world.claim()
    async with world.database.transaction() as tx:
        await outcomes.not_sent(tx, replace(first, failures=7), "ConnectError")  # 256 s
    world.clock.forward(seconds=5)

    [other] = await world.claim()

    assert other.key == "notice:2"


@pytest.mark.parametrize(("kind", "seconds"), [(ChatKind.PRIVATE, 1), (ChatKind.GROUP, 3), (ChatKind.CHANNEL, 3)])
async def test_alerts_to_one_chat_are_spaced(world: World, kind: ChatKind, seconds: int) -> None:
    target = await world.target(kind)
    await world.owe(target, "notice:0", Lane.NORMAL)
    await world.owe(target, "notice:1", Lane.NORMAL)
    await world.send(*await world.claim())

    world.clock.forward(seconds=seconds - 0.1)
    assert await world.claim() == []
    world.clock.forward(seconds=0.1)
    assert len(await world.claim()) == 1


async def test_three_answers_go_at_once_and_push_the_next_alert_back(world: World) -> None:
    target = await world.target()
    await world.owe(target, "notice:0", Lane.NORMAL)
    for number in range(4):
        await world.owe(target, f"answer:{number}:0")

    for _ in range(3):
        [delivery] = await world.claim()
        assert delivery.lane is Lane.ANSWER
        await world.send(delivery)
    assert await world.claim() == []
    world.clock.forward(seconds=1)
    [fourth] = await world.claim()
    await world.send(fourth)
    world.clock.forward(seconds=2)
    assert await world.claim() == []
    world.clock.forward(seconds=1)
    [alert] = await world.claim()

    assert fourth.lane is Lane.ANSWER
    assert alert.lane is Lane.NORMAL


async def test_a_claim_does_not_grow_with_what_waits(world: World) -> None:
    target = await world.target()
    rows = [
        {"key": f"notice:{n}", "chat_id": target.chat, "target_id": target.id, "lane": 2, "ordinal": n}
        | {"due_at": world.clock(), "created_at": world.clock(), "expires_at": world.clock() + LEASE}
        for n in range(10_000)
    ]
    async with world.database.transaction() as tx:
        await tx.connection.execute(tables.deliveries.insert(), rows)
    started = time.perf_counter()

    assert len(await world.claim(8)) == 1

    # Some 0.05 s; several seconds where each row looks at all the others.
    assert time.perf_counter() - started < 2


async def test_an_update_never_precedes_its_alert(world: World) -> None:
    await world.follow(target := await world.target())
    await world.news()
    [alert] = await world.alerts()
    await world.owe(target, f"update:{alert.id}:2", Lane.URGENT, alert.id)

    [first] = await world.claim()

    assert first.key == f"alert:{alert.id}"


async def test_no_more_are_claimed_than_the_pace_allows(world: World) -> None:
    pace = Pace(alerts=Bucket(25, 5), answers=Bucket(5, 3))
    for number in range(12):
        await world.owe(await world.target(), f"notice:{number}", Lane.NORMAL)
        await world.owe(await world.target(), f"answer:{number}:0")

    counts = []
    for _ in range(3):
        async with world.database.transaction() as tx:
            claimed = await deliveries.claim(tx, 100, LEASE, pace=pace)
        lanes = [delivery.lane for delivery in claimed]
        counts.append((lanes.count(Lane.ANSWER), lanes.count(Lane.NORMAL)))
        world.clock.forward(seconds=0.2)

    assert counts == [(3, 5), (1, 5), (1, 2)]


async def test_a_call_is_stored_when_first_begun_and_a_repeat_is_the_same(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    [first] = await world.claim()
    assert first.call is None
    async with world.database.transaction() as tx:
        await deliveries.begin(tx, [(first, Call("sendMessage", {"text": "أول"}))])
    world.clock.forward(seconds=91)
    async with world.database.transaction() as tx:
        assert await outcomes.recover(tx) == 1
    world.clock.forward(seconds=3)

    [second] = await world.claim()
    async with world.database.transaction() as tx:
        await deliveries.begin(tx, [(second, Call("sendMessage", {"text": "ثان"}))])

    assert second.call == Call("sendMessage", {"text": "أول"})
    assert (await world.row(second)).params == {"text": "أول"}


async def test_nothing_begins_under_a_claim_that_is_over(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    [old] = await world.claim()
    world.clock.forward(seconds=91)
    async with world.database.transaction() as tx:
        assert await deliveries.begin(tx, [(old, CALL)]) == set()
    [new] = await world.claim()

    async with world.database.transaction() as tx:
        assert await deliveries.begin(tx, [(old, CALL)]) == set()
        assert await deliveries.begin(tx, [(new, CALL)]) == {new.id}
        assert await deliveries.begin(tx, []) == set()


async def test_new_content_waits_with_fresh_budgets_whatever_the_row_was(world: World) -> None:
    target = await world.target()
    await world.owe(target, "edit:1", Lane.EDIT)
    edit = await world.begin()
    await world.send(edit)

    async with world.database.transaction() as tx:
        assert await deliveries.replace(tx, "edit:1", Call("editMessageText", {"text": "٣"}), expires_in=LEASE)
        assert not await deliveries.replace(tx, "edit:2", CALL, expires_in=LEASE)
    world.clock.forward(seconds=1)
    [again] = await world.claim()

    assert again.call == Call("editMessageText", {"text": "٣"})
    assert (again.revision, again.failures, again.unknowns) == (1, 0, 0)


async def test_content_replaced_between_claim_and_call_is_due_at_once(world: World) -> None:
    await world.owe(await world.target(), "edit:1", Lane.EDIT)
    [old] = await world.claim()

    async with world.database.transaction() as tx:
        await deliveries.replace(tx, "edit:1", CALL, expires_in=LEASE)
        assert await deliveries.begin(tx, [(old, CALL)]) == set()
    world.clock.forward(seconds=1)

    assert [delivery.call for delivery in await world.claim()] == [CALL]


async def test_content_replaced_during_the_call_is_sent_after_it(world: World) -> None:
    await world.owe(await world.target(), "edit:1", Lane.EDIT)
    old = await world.begin()
    async with world.database.transaction() as tx:
        await deliveries.replace(tx, "edit:1", CALL, expires_in=LEASE)

    assert await world.claim() == []
    await world.send(old, message=9)
    world.clock.forward(seconds=1)
    [new] = await world.claim()

    assert (await world.row(old)).message_id == 9
    assert new.revision == 1


async def test_what_is_refused_counts_for_the_content_that_was_sent(world: World) -> None:
    await world.owe(await world.target(), "edit:1", Lane.EDIT)
    old = await world.begin()
    async with world.database.transaction() as tx:
        await deliveries.replace(tx, "edit:1", CALL, expires_in=LEASE)
        assert await outcomes.dead(tx, old, "refused")

    assert (await world.row(old)).state == DeliveryState.PENDING


async def test_what_waited_too_long_expires_unless_it_is_on_its_way(world: World) -> None:
    await world.follow(await world.target())
    await world.news()
    await world.owe(await world.target(), "answer:1:0")
    world.clock.forward(hours=12, seconds=-1)
    on_its_way = await world.begin()
    world.clock.forward(seconds=2)

    async with world.database.transaction() as tx:
        assert await deliveries.expire(tx) == 1
    assert (await world.row(on_its_way)).state == DeliveryState.PENDING
    await world.send(on_its_way)

    assert [alert.state for alert in await world.alerts()] == ["told"]


async def test_an_expired_alert_says_so(world: World) -> None:
    await world.follow(await world.target())
    await world.news(urgent=True)
    world.clock.forward(hours=6)

    assert await world.claim() == []
    async with world.database.transaction() as tx:
        assert await deliveries.expire(tx) == 1

    assert [alert.state for alert in await world.alerts()] == ["expired"]


async def test_an_expired_row_holds_nobody_back(world: World) -> None:
    target = await world.target()
    await world.owe(target, "answer:1:0")
    world.clock.forward(minutes=11)
    await world.owe(target, "answer:2:0")

    assert [delivery.key for delivery in await world.claim()] == ["answer:2:0"]


async def test_the_next_due_is_the_first_that_waits(world: World) -> None:
    async with world.database.reading() as tx:
        assert await deliveries.next_due(tx) is None
    await world.owe(await world.target(), "answer:1:0")

    async with world.database.reading() as tx:
        assert await deliveries.next_due(tx) == world.clock()


async def test_a_file_is_kept_until_it_is_sent(world: World) -> None:
    target = await world.target()
    async with world.database.transaction() as tx:
        await deliveries.enqueue(
            tx,
            key="answer:1:0",
            chat=target.chat,
            target=target.id,
            lane=Lane.ANSWER,
            call=CALL,
            expires_in=LEASE,
            file=b"%PDF",
        )
    delivery = await world.begin()
    async with world.database.reading() as tx:
        assert await deliveries.files_of(tx, [delivery.id]) == {delivery.id: b"%PDF"}
    await world.send(delivery)

    async with world.database.reading() as tx:
        assert await deliveries.files_of(tx, [delivery.id]) == {}
        assert await deliveries.files_of(tx, []) == {}


async def test_an_alert_claimed_for_a_target_paused_meanwhile_is_held(world: World) -> None:
    await world.follow(target := await world.target())
    await world.news()
    async with world.database.transaction() as tx:
        await tx.connection.exec_driver_sql("UPDATE targets SET paused_at = 1")

    assert await world.claim() == []
    async with world.database.reading() as tx:
        assert await targets.held(tx, target.id) == 1


async def test_pruning_keeps_what_waits_and_what_died(world: World) -> None:
    for number in range(3):
        await world.owe(await world.target(), f"notice:{number}", Lane.NORMAL)
    sent, died, _ = await world.claim()
    await world.send(sent)
    async with world.database.transaction() as tx:
        await outcomes.dead(tx, died, "refused")
    world.clock.forward(days=1)

    async with world.database.transaction() as tx:
        assert await deliveries.prune(tx, world.clock()) == 1
        assert await deliveries.prune(tx, world.clock()) == 0
    assert (await world.row(died)).state == DeliveryState.DEAD


async def test_a_chat_that_is_gone_is_sent_nothing(world: World) -> None:
    target = await world.target()
    async with world.database.transaction() as tx:
        await chats.gone(tx, target.chat, "blocked")
    await world.owe(target, "answer:1:0")

    assert await world.claim() == []
