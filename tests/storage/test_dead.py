from datetime import timedelta

from sqlalchemy import func, select, update

from domain.alerts import Call, DeliveryId, DeliveryState, Lane
from domain.chats import Mode
from storage import chats, collecting, dead, outcomes, tables, targets
from storage.dead import Dead
from tests.storage.conftest import CALL, World


async def kill(world: World, reason: str = "something_new") -> DeliveryId:
    """Tell a new follower a story whose delivery is refused for good."""
    place = f"sy.place{next(world.numbers)}"
    await world.follow(await world.target(), place)
    await world.news(place)
    [delivery] = await world.claim()
    async with world.database.transaction() as tx:
        assert await outcomes.dead(tx, delivery, reason)
    return delivery.id


async def listed(world: World) -> list[Dead]:
    async with world.database.reading() as tx:
        return await dead.listed(tx, 10)


async def requeue(world: World, *ids: DeliveryId) -> int:
    async with world.database.transaction() as tx:
        return await dead.requeue(tx, ids or None)


async def test_what_was_given_up_is_listed_with_its_reason_the_newest_first(world: World) -> None:
    old = await kill(world, "old")
    world.clock.forward(minutes=5)
    new = await kill(world, "new")

    assert [(each.id, each.kind, each.cause, each.reason, each.at) for each in await listed(world)] == [
        (new, "alert", "refused", "new", world.clock()),
        (old, "alert", "refused", "old", world.clock() - timedelta(minutes=5)),
    ]
    async with world.database.reading() as tx:
        assert await dead.count(tx) == 2
        assert [each.id for each in await dead.listed(tx, 1, 1)] == [old]


async def test_the_cause_says_whether_telegram_was_reached(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    for _ in range(9):
        delivery = await world.begin()
        async with world.database.transaction() as tx:
            await outcomes.not_sent(tx, delivery, "connect")
        world.clock.now = (await world.row(delivery)).due_at
        async with world.database.transaction() as tx:
            await tx.connection.exec_driver_sql("UPDATE deliveries SET expires_at = 9e9")

    assert [each.cause for each in await listed(world)] == ["unreached"]


async def test_lost_answers_are_the_cause_where_they_were(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    for _ in range(5):
        delivery = await world.begin()
        async with world.database.transaction() as tx:
            await outcomes.unknown(tx, delivery, "timeout")
        world.clock.now = (await world.row(delivery)).due_at

    assert [each.cause for each in await listed(world)] == ["unknown"]


async def test_one_is_sent_anew_with_fresh_budgets_and_its_alert_owed(world: World) -> None:
    one, other = await kill(world), await kill(world)

    assert await requeue(world, one) == 1

    assert [each.id for each in await listed(world)] == [other]
    row = next(each for each in await world.deliveries() if each.id == one)
    assert (row.state, row.failures, row.unknowns, row.degraded, row.reason) == (DeliveryState.PENDING, 0, 0, [], "")
    assert row.expires_at == world.clock() + timedelta(hours=12)
    assert sorted(alert.state for alert in await world.alerts()) == ["dropped", "owed"]
    assert world.database.signal("deliveries").is_set()


async def test_an_alert_is_composed_anew_and_an_answer_goes_as_it_was(world: World) -> None:
    await kill(world)
    await world.owe(await world.target(), "answer:1:0")
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.dead(tx, delivery, "refused")

    assert await requeue(world) == 2
    world.clock.forward(seconds=1)

    calls = {each.key.partition(":")[0]: each.call for each in await world.claim()}
    assert calls == {"alert": None, "answer": Call("sendMessage", {"text": "answer:1:0"})}


async def test_those_of_chats_that_are_gone_stay(world: World) -> None:
    one = await kill(world)
    row = next(each for each in await world.deliveries() if each.id == one)
    async with world.database.transaction() as tx:
        await chats.gone(tx, row.chat_id, "kicked")

    assert await requeue(world, one) == 0
    assert len(await listed(world)) == 1


async def test_what_is_not_dead_is_not_sent_twice(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    delivery = await world.begin()
    await world.send(delivery)

    assert await requeue(world, delivery.id) == 0


async def test_a_file_is_kept_for_the_second_time(world: World) -> None:
    await world.owe(await world.target(), "answer:1:0")
    async with world.database.transaction() as tx:
        await tx.connection.execute(update(tables.deliveries).values(file=b"%PDF"))
    delivery = await world.begin()

    async with world.database.transaction() as tx:
        await outcomes.dead(tx, delivery, "refused")

    assert (await world.row(delivery)).file is not None


async def test_dead_answers_are_pruned_and_dead_alerts_go_with_their_alert(world: World) -> None:
    await kill(world)
    await world.owe(await world.target(), "answer:1:0", Lane.ANSWER)
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.dead(tx, delivery, "refused")
    world.clock.forward(days=31)

    async with world.database.transaction() as tx:
        assert await dead.prune(tx, world.clock() - timedelta(days=30)) == 1

    assert [each.kind for each in await listed(world)] == ["alert"]


async def test_a_digest_that_is_sent_anew_tells_its_alerts_also_after_a_pause(world: World) -> None:
    target = await world.target()
    await world.follow(target, "sy.daraa", Mode.DIGEST)
    await world.news()
    async with world.database.transaction() as tx:
        [alert] = await world.alerts()
        await collecting.enqueue(tx, target.id, target.chat, key="digest:1:1:0", call=CALL, tells=[alert.id])
    delivery = await world.begin()
    async with world.database.transaction() as tx:
        await outcomes.dead(tx, delivery, "something_new")
    assert [each.state for each in await world.alerts()] == ["dropped"]

    await requeue(world)
    assert [each.state for each in await world.alerts()] == ["digest"]

    async with world.database.transaction() as tx:
        await targets.pause(tx, target.id, world.clock())
    assert [each.state for each in await world.alerts()] == ["held"]


async def test_all_that_is_dead_is_sent_anew_however_much_it_is(world: World) -> None:
    most = 32_767  # parameters that a statement of PostgreSQL takes
    target = await world.target()
    await world.follow(target)
    await world.news()
    now = world.clock()
    row = {
        "chat_id": target.chat,
        "target_id": target.id,
        "lane": Lane.NORMAL.value,
        "state": DeliveryState.DEAD.value,
        "method": "sendMessage",
        "params": {"text": "خبر"},
        "due_at": now,
        "created_at": now,
        "expires_at": now,
        "finished_at": now,
    }
    async with world.database.transaction() as tx:
        await tx.connection.execute(tables.deliveries.insert(), [{**row, "key": f"notice:{n}"} for n in range(most)])
        await tx.connection.execute(update(tables.deliveries).values(state=DeliveryState.DEAD.value, finished_at=now))
        await tx.connection.execute(update(tables.alerts).values(state="dropped"))

        requeued = await dead.requeue(tx)

    async with world.database.reading() as tx:
        waiting = await tx.connection.scalar(
            select(func.count()).select_from(tables.deliveries).where(tables.deliveries.c.state == 0)
        )
    assert (requeued, waiting) == (most + 1, most + 1)
    assert [alert.state for alert in await world.alerts()] == ["owed"]
