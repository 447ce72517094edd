import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from domain.chats import ChatKind
from domain.errors import StorageError
from storage import feeds, inbox, invitations, leases, pace, periodic, preferences
from storage.database import Transaction
from storage.pace import ALERTS, Bucket
from tests.storage.conftest import LEASE, World

Claim = Callable[[Transaction], Awaitable[Sequence[Any]]]
WORKS = {"prune", *(f"work {number}" for number in range(20))}


async def test_two_claimers_never_get_one_row(world: World) -> None:
    for number in range(20):
        await world.feed(f"https://example.org/{number}")
        await world.owe(await world.target(), f"answer:{number}:0")
    async with world.database.transaction() as tx:
        await inbox.store(tx, [(number, number, {}) for number in range(20)])
        for number in range(20):
            await periodic.ensure(tx, f"work {number}", timedelta(hours=1))

    claims: list[Claim] = [
        lambda tx: feeds.claim(tx, 3, LEASE),
        lambda tx: inbox.claim(tx, 3, LEASE),
        lambda tx: periodic.claim(tx, WORKS, LEASE),
    ]
    for claim in claims:
        taken: list[str] = []
        async with asyncio.TaskGroup() as workers:
            for _ in range(10):
                workers.create_task(_claim(world, claim, taken))
        assert len(taken) == len(set(taken)) == 20
    deliveries: list[Any] = []
    async with asyncio.TaskGroup() as workers:
        for _ in range(10):
            workers.create_task(_claim_deliveries(world, deliveries))
    assert len(deliveries) == len(set(deliveries)) == 20


async def _claim(world: World, claim: Claim, taken: list[str]) -> None:
    async with world.database.transaction() as tx:
        taken += [repr(row) for row in await claim(tx)]


async def _claim_deliveries(world: World, taken: list[Any]) -> None:
    while claimed := await world.claim(3):
        taken += [delivery.id for delivery in claimed]


async def test_two_claimers_that_overlap_share_the_rows(world: World) -> None:
    for number in range(4):
        await world.feed(f"https://example.org/{number}")
    if world.database.dialect == "sqlite":
        pytest.skip("one writer at a time: transactions never overlap")

    async with world.database.transaction() as one, world.database.transaction() as other:
        first = await feeds.claim(one, 2, LEASE)
        second = await feeds.claim(other, 10, LEASE)

    assert len({feed.id for feed in first} | {feed.id for feed in second}) == 4
    assert len(first) == len(second) == 2


async def test_updates_are_stored_once_and_wake_intake(world: World) -> None:
    signal = world.database.signal("inbox")
    async with world.database.transaction() as tx:
        assert await inbox.store(tx, [(1, 5, {"text": "درعا"}), (2, 5, {})]) == 2
        assert await inbox.store(tx, [(2, 5, {}), (3, 5, {})]) == 1
        assert await inbox.store(tx, []) == 0

    assert signal.is_set()


async def test_a_chats_updates_are_handled_in_order_and_others_at_once(world: World) -> None:
    async with world.database.transaction() as tx:
        await inbox.store(tx, [(1, 5, {"n": 1}), (2, 5, {"n": 2}), (3, 6, {"n": 3}), (4, 0, {}), (5, 0, {})])
        first = await inbox.claim(tx, 10, LEASE)
        assert await inbox.claim(tx, 10, LEASE) == []
        assert await inbox.done(tx, first[0])
        then = await inbox.claim(tx, 10, LEASE)

    assert [incoming.update_id for incoming in first] == [1, 3, 4, 5]
    assert [(incoming.update_id, incoming.payload) for incoming in then] == [(2, {"n": 2})]


async def test_what_was_in_work_when_its_process_died_is_a_suspect_and_the_third_time_set_aside(world: World) -> None:
    async with world.database.transaction() as tx:
        await inbox.store(tx, [(1, 5, {"n": 1}), (2, 6, {})])
        first = await inbox.claim(tx, 10, LEASE)
        assert not await inbox.any_suspect(tx)
    assert [incoming.attempts for incoming in first] == [1, 1]
    begun = []
    for _ in range(2):
        world.clock.forward(seconds=LEASE.total_seconds() + 1)
        async with world.database.transaction() as tx:
            assert await inbox.any_suspect(tx)
            assert await inbox.claim(tx, 10, LEASE) == []
            assert await inbox.set_aside_deadly(tx) == []
            suspect = await inbox.claim_suspect(tx, LEASE)
            assert suspect
            begun.append((suspect.update_id, suspect.attempts))
    world.clock.forward(seconds=LEASE.total_seconds() + 1)

    async with world.database.transaction() as tx:
        (deadly,) = await inbox.set_aside_deadly(tx)
        other = await inbox.claim_suspect(tx, LEASE)
        assert other
        assert not await inbox.failed(tx, other, "Traceback …")
    world.clock.forward(seconds=1)

    assert begun == [(1, 2), (1, 3)]
    assert (deadly.update_id, deadly.payload) == (1, {"n": 1})
    assert (other.update_id, other.attempts) == (2, 2)
    async with world.database.transaction() as tx:
        assert await inbox.claim_suspect(tx, LEASE)  # its first attempt still counts


async def test_an_update_is_set_aside_after_three_failures_and_the_next_goes_on(world: World) -> None:
    async with world.database.transaction() as tx:
        await inbox.store(tx, [(1, 5, {}), (2, 5, {})])
    aside = []
    for _ in range(3):
        async with world.database.transaction() as tx:
            [incoming] = await inbox.claim(tx, 10, LEASE)
            aside.append(await inbox.failed(tx, incoming, "Traceback …"))
        world.clock.forward(seconds=1)

    async with world.database.transaction() as tx:
        [then] = await inbox.claim(tx, 10, LEASE)
        assert await inbox.prune(tx, world.clock()) == 1
    assert aside == [False, False, True]
    assert then.update_id == 2


async def test_an_update_of_a_dead_worker_is_handled_by_another_alone(world: World) -> None:
    async with world.database.transaction() as tx:
        await inbox.store(tx, [(1, 5, {})])
        [old] = await inbox.claim(tx, 10, LEASE)
    world.clock.forward(seconds=90)
    async with world.database.transaction() as tx:
        new = await inbox.claim_suspect(tx, LEASE)
        assert new

        assert not await inbox.done(tx, old)
        assert not await inbox.failed(tx, old, "")
        assert await inbox.done(tx, new)


async def test_updates_given_back_are_due_at_once(world: World) -> None:
    async with world.database.transaction() as tx:
        await inbox.store(tx, [(1, 5, {})])
        held = await inbox.claim(tx, 10, LEASE)
        await inbox.give_back(tx, held)

        assert len(await inbox.claim(tx, 10, LEASE)) == 1


async def test_a_lease_has_one_holder_until_it_is_over(world: World) -> None:
    ttl = timedelta(seconds=6)
    async with world.database.transaction() as tx:
        first = await leases.acquire(tx, "getUpdates", "a", ttl)
        assert first is not None
        assert await leases.acquire(tx, "getUpdates", "b", ttl) is None
    world.clock.forward(seconds=5)
    async with world.database.transaction() as tx:
        renewed = await leases.renew(tx, first, ttl)
    assert renewed is not None
    world.clock.forward(seconds=6)
    async with world.database.transaction() as tx:
        assert await leases.renew(tx, renewed, ttl) is None
        second = await leases.acquire(tx, "getUpdates", "b", ttl)
        await leases.release(tx, renewed)
        assert second is not None
        assert await leases.renew(tx, second, ttl) is not None
        assert await leases.renew(tx, first, ttl) is None

    assert second.token > first.token


async def test_a_lease_that_is_released_is_free_at_once(world: World) -> None:
    async with world.database.transaction() as tx:
        first = await leases.acquire(tx, "getUpdates", "a", timedelta(seconds=6))
        assert first is not None
        await leases.release(tx, first)

        assert await leases.acquire(tx, "getUpdates", "b", timedelta(seconds=6)) is not None


async def test_grouping_happens_one_at_a_time(world: World) -> None:
    order: list[str] = []

    async def group(name: str) -> None:
        async with world.database.transaction() as tx:
            await leases.lock(tx, "grouping")
            order.append(name)
            await asyncio.sleep(0)
            await tx.now()
            order.append(name)

    async with asyncio.TaskGroup() as workers:
        for name in "abc":
            workers.create_task(group(name))

    assert order[0::2] == order[1::2]


async def test_locking_what_is_not_there_is_an_error(world: World) -> None:
    async with world.database.transaction() as tx:
        with pytest.raises(StorageError):
            await leases.lock(tx, "nothing")


async def test_work_that_only_another_version_knows_is_left_to_it(world: World) -> None:
    async with world.database.transaction() as tx:
        await periodic.ensure(tx, "of another version", timedelta(hours=1))

        assert await periodic.claim(tx, {"prune"}, LEASE) == []
        assert len(await periodic.claim(tx, {"prune", "of another version"}, LEASE)) == 1


async def test_each_tick_goes_to_one_process(world: World) -> None:
    async with world.database.transaction() as tx:
        await periodic.ensure(tx, "prune", timedelta(hours=1))
        await periodic.ensure(tx, "prune", timedelta(hours=2))
        [tick] = await periodic.claim(tx, WORKS, LEASE)
        assert await periodic.claim(tx, WORKS, LEASE) == []
        assert await periodic.finish(tx, tick)
    world.clock.forward(hours=2, seconds=-1)
    async with world.database.transaction() as tx:
        assert await periodic.claim(tx, WORKS, LEASE) == []
    world.clock.forward(seconds=1)
    async with world.database.transaction() as tx:
        [again] = await periodic.claim(tx, WORKS, LEASE)

    assert again.fence == tick.fence + 1


async def test_a_tick_whose_claim_is_over_does_not_put_off_the_next(world: World) -> None:
    async with world.database.transaction() as tx:
        await periodic.ensure(tx, "prune", timedelta(hours=1))
        [old] = await periodic.claim(tx, WORKS, LEASE)
    world.clock.forward(seconds=90)
    async with world.database.transaction() as tx:
        [_] = await periodic.claim(tx, WORKS, LEASE)

        assert not await periodic.finish(tx, old)


async def reserve(tx: Transaction, most: int, bucket: Bucket) -> int:
    state = (await pace.states(tx))[ALERTS]
    granted = len(state.slots(bucket, await tx.now(), most))
    await pace.spend(tx, ALERTS, state, granted, bucket)
    return granted


async def test_a_bucket_gives_its_burst_and_then_its_rate(world: World) -> None:
    bucket = Bucket(10, 3)
    granted = []
    for _ in range(4):
        async with world.database.transaction() as tx:
            granted.append(await reserve(tx, 5, bucket))
        world.clock.forward(seconds=0.1)

    assert granted == [3, 1, 1, 1]


async def test_many_senders_together_keep_the_pace(world: World) -> None:
    granted: list[int] = []

    async def send() -> None:
        async with world.database.transaction() as tx:
            granted.append(await reserve(tx, 2, Bucket(25, 5)))

    async with asyncio.TaskGroup() as senders:
        for _ in range(8):
            senders.create_task(send())

    assert sum(granted) == 5


async def test_a_pause_of_a_bucket_lasts_and_a_shorter_one_does_not_end_it(world: World) -> None:
    async with world.database.transaction() as tx:
        await pace.pause(tx, ALERTS, 30)
        await pace.pause(tx, ALERTS, 1)
    world.clock.forward(seconds=30)
    async with world.database.transaction() as tx:
        assert (await pace.states(tx))[ALERTS].slots(Bucket(10, 3), await tx.now(), 9) == []
    world.clock.forward(seconds=0.2)
    async with world.database.transaction() as tx:
        assert len((await pace.states(tx))[ALERTS].slots(Bucket(10, 3), await tx.now(), 9)) == 2


async def test_an_invitation_lets_one_chat_in_once(world: World) -> None:
    guests = [await world.chat(await world.target()) for _ in range(6)]
    async with world.database.transaction() as tx:
        invitation = await invitations.create(tx, group=False, valid=timedelta(days=7))
        await tx.connection.exec_driver_sql("UPDATE chats SET invited = false")
    let_in = []

    async def come(number: int) -> None:
        async with world.database.transaction() as tx:
            if await invitations.use(tx, invitation.code, guests[number]):
                let_in.append(number)

    async with asyncio.TaskGroup() as crowd:
        for number in range(6):
            crowd.create_task(come(number))

    [winner] = let_in
    async with world.database.transaction() as tx:
        assert await invitations.use(tx, invitation.code, guests[winner])
        rows = (await tx.connection.exec_driver_sql("SELECT id FROM chats WHERE invited")).all()
    assert [row.id for row in rows] == [guests[winner].id]


async def test_an_invitation_is_for_its_kind_of_chat_and_its_time(world: World) -> None:
    person, group = await world.chat(await world.target()), await world.chat(await world.target(ChatKind.SUPERGROUP))
    async with world.database.transaction() as tx:
        private = await invitations.create(tx, group=False, valid=timedelta(days=7))
        public = await invitations.create(tx, group=True, valid=timedelta(days=7))
        assert private.code != public.code
        assert not await invitations.use(tx, private.code, group)
        assert not await invitations.use(tx, public.code, person)
        assert not await invitations.use(tx, "unknown", person)
    world.clock.forward(days=7)
    async with world.database.transaction() as tx:
        assert not await invitations.use(tx, private.code, person)


async def test_a_preference_is_any_json_value(world: World) -> None:
    async with world.database.transaction() as tx:
        assert await preferences.get(tx, "hours", 3) == 3
        await preferences.set_(tx, "hours", {"quiet": ["٢٣:٠٠", 6]})
        assert await preferences.get(tx, "hours") == {"quiet": ["٢٣:٠٠", 6]}
        await preferences.set_(tx, "hours", None)
        assert await preferences.get(tx, "hours", 3) is None
