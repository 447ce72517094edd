"""Hubs and pushes: asked in turn, trusted when they keep their word, and no push read twice."""

from datetime import timedelta

from domain.feeds import Feed, HubState
from domain.hubs import Hub
from storage import feeds, hubs, pushes
from tests.storage.conftest import World

HUB, TOPIC = "https://hub.example/", "https://example.org/feed"
LEASE = timedelta(minutes=2)
DAY = timedelta(days=1)


async def _named(world: World) -> Feed:
    feed = await world.feed()
    async with world.database.transaction() as tx:
        await hubs.named(tx, feed, HUB, TOPIC)
    return feed


async def _claim(world: World) -> list[Hub]:
    async with world.database.transaction() as tx:
        return await hubs.claim(tx, 10, LEASE)


async def _subscribed(world: World) -> tuple[Feed, Hub]:
    feed = await _named(world)
    [hub] = await _claim(world)
    async with world.database.transaction() as tx:
        await hubs.verified(tx, hub, lease_until=world.clock() + DAY, due_at=world.clock() + DAY / 2)
    return feed, hub


async def _state(world: World, feed: Feed) -> HubState:
    async with world.database.reading() as tx:
        found = await feeds.by_id(tx, feed.id)
    assert found is not None
    return found.hub


async def test_a_hub_is_asked_once_and_again_when_nothing_followed(world: World) -> None:
    feed = await _named(world)

    [hub] = await _claim(world)
    assert (hub.feed, hub.url, hub.topic, hub.failures, hub.lease_until) == (feed.id, HUB, TOPIC, 0, None)
    assert await _claim(world) == []
    async with world.database.transaction() as tx:
        await hubs.asked(tx, hub, due_at=world.clock() + timedelta(hours=1), error="away")

    world.clock.forward(minutes=59)
    assert await _claim(world) == []
    world.clock.forward(minutes=1)
    [again] = await _claim(world)
    assert (again.failures, again.token, again.secret) == (1, hub.token, hub.secret)


async def test_a_hub_that_is_named_again_is_left_as_it_is_and_another_begins_anew(world: World) -> None:
    feed, hub = await _subscribed(world)
    async with world.database.transaction() as tx:
        await hubs.named(tx, feed, HUB, TOPIC)
    assert await _claim(world) == []

    async with world.database.transaction() as tx:
        await hubs.named(tx, feed, "https://other.example/", TOPIC)
    assert await _claim(world) == []  # some feeds write another address at each poll
    world.clock.forward(days=1)
    async with world.database.transaction() as tx:
        await hubs.named(tx, feed, "https://other.example/", TOPIC)
    [other] = await _claim(world)

    assert (other.url, other.lease_until) == ("https://other.example/", None)
    assert not {other.token, other.secret} & {hub.token, hub.secret}


async def test_what_a_hub_called_back_is_not_undone_by_the_answer_to_the_request(world: World) -> None:
    """A hub may verify before it answers: what the request led to is stored already then."""
    _, hub = await _subscribed(world)

    async with world.database.transaction() as tx:
        await hubs.asked(tx, hub, due_at=world.clock(), error="timeout")

    assert await _claim(world) == []


async def test_a_hub_is_trusted_after_three_pushes_and_no_more_after_one_that_did_not_come(world: World) -> None:
    feed, _ = await _subscribed(world)
    states = []
    for _ in range(3):
        async with world.database.transaction() as tx:
            await hubs.brought(tx, feed)
        states.append(await _state(world, feed))
    assert states == [HubState.ASKED, HubState.ASKED, HubState.KEPT]

    async with world.database.transaction() as tx:
        assert await hubs.missed(tx, feed)
        assert not await hubs.missed(tx, feed)
        await hubs.brought(tx, feed)
    assert await _state(world, feed) is HubState.SILENT


async def test_a_hub_whose_lease_is_over_is_not_trusted(world: World) -> None:
    feed, _ = await _subscribed(world)
    async with world.database.transaction() as tx:
        for _ in range(3):
            await hubs.brought(tx, feed)
        world.clock.forward(days=1)
    async with world.database.transaction() as tx:
        assert await hubs.lapse(tx) == [feed.id]
        assert await hubs.lapse(tx) == []
        await hubs.brought(tx, feed)
        assert await hubs.verified_at(tx, feed) is None

    assert await _state(world, feed) is HubState.ASKED


async def test_a_hub_that_refuses_is_asked_again_later_and_may_agree(world: World) -> None:
    feed, hub = await _subscribed(world)
    async with world.database.transaction() as tx:
        await hubs.denied(tx, hub, due_at=world.clock() + DAY, reason="no")
    assert await _state(world, feed) is HubState.REFUSED

    world.clock.forward(days=1)
    [again] = await _claim(world)
    assert (again.failures, again.lease_until) == (1, None)
    async with world.database.transaction() as tx:
        await hubs.verified(tx, again, lease_until=world.clock() + DAY, due_at=world.clock() + DAY)
        assert await hubs.verified_at(tx, feed) == world.clock()
    assert await _state(world, feed) is HubState.ASKED


async def test_the_hub_of_a_removed_feed_is_neither_asked_nor_known_by_its_token(world: World) -> None:
    feed = await _named(world)
    async with world.database.transaction() as tx:
        [hub] = await hubs.claim(tx, 10, timedelta(0))
        assert await hubs.by_token(tx, hub.token) is not None
        await feeds.remove(tx, feed.id)
        assert await hubs.by_token(tx, hub.token) is None
        assert await hubs.claim(tx, 10, LEASE) == []


async def test_another_callback_asks_every_hub_anew_and_none_forgets_them(world: World) -> None:
    feed, hub = await _subscribed(world)
    async with world.database.transaction() as tx:
        await hubs.ask_all(tx)
        [again] = await hubs.claim(tx, 10, LEASE)
        assert (again.token, again.lease_until) == (hub.token, None)

    async with world.database.transaction() as tx:
        await hubs.forget_all(tx)
        assert await hubs.by_token(tx, hub.token) is None
    assert await _state(world, feed) is HubState.NONE


async def test_pushes_are_read_in_order_and_once(world: World) -> None:
    feed = await world.feed()
    async with world.database.transaction() as tx:
        assert not await pushes.any_waiting(tx)
        for number in range(3):
            assert await pushes.store(tx, feed.id, b"%d" % number, "utf-8")
        assert await pushes.any_waiting(tx)
        claimed = await pushes.claim(tx, 10, LEASE)
        assert [(push.feed, push.body, push.charset) for push in claimed] == [
            (feed.id, b"%d" % number, "utf-8") for number in range(3)
        ]
        assert await pushes.claim(tx, 10, LEASE) == []
        assert [await pushes.done(tx, push) for push in claimed] == [True] * 3
        assert [await pushes.done(tx, push) for push in claimed] == [False] * 3


async def test_a_push_that_ends_its_readers_is_let_go_after_five(world: World) -> None:
    feed = await world.feed()
    async with world.database.transaction() as tx:
        await pushes.store(tx, feed.id, b"poison", "")
    seen = []
    for _ in range(6):
        async with world.database.transaction() as tx:
            seen.append(len(await pushes.claim(tx, 10, LEASE)))
        world.clock.forward(minutes=3)

    assert seen == [1, 1, 1, 1, 1, 0]


async def test_a_hub_that_floods_is_asked_to_come_again(world: World) -> None:
    feed = await world.feed()
    async with world.database.transaction() as tx:
        stored = [await pushes.store(tx, feed.id, b"", "") for _ in range(51)]

    assert stored == [True] * 50 + [False]
