from datetime import UTC, datetime, timedelta

from domain.feeds import Feed, FeedState, Signs, Source, Validators, Verdict
from storage import feeds, verdicts
from storage.database import Transaction
from tests.storage.conftest import World

SOURCE = Source("https://example.org/feed", "وكالة", "SY", "agency", "sy.daraa")
LEASE = timedelta(seconds=60)
MOMENT = datetime(2026, 2, 1, 12, tzinfo=UTC)
SIGNS = Signs(
    hours=tuple(float(hour) for hour in range(24)),
    gap=timedelta(hours=4),
    ttl=timedelta(minutes=15),
    took=timedelta(seconds=0.5),
    moved_to="https://example.org/new",
    moved_at=MOMENT,
    certificate_until=MOMENT + timedelta(days=60),
    repaired=True,
    ahead=timedelta(hours=1),
)


async def test_a_feed_is_added_once(world: World) -> None:
    async with world.database.transaction() as tx:
        first, is_new = await feeds.add(tx, SOURCE, world.clock())
        again, is_newer = await feeds.add(tx, Source(SOURCE.url), world.clock())

    assert (is_new, is_newer) == (True, False)
    assert again == first
    assert (first.url, first.name, first.country, first.family, first.region) == (
        SOURCE.url,
        SOURCE.name,
        SOURCE.country,
        SOURCE.family,
        SOURCE.region,
    )
    assert (first.state, first.primed, first.fence, first.lag) == (FeedState.ACTIVE, False, 0, timedelta(0))


async def test_a_removed_feed_is_not_polled_and_comes_back_unprimed(world: World) -> None:
    feed = await world.feed()
    async with world.database.transaction() as tx:
        await _succeed(tx, feed, world)
        await feeds.remove(tx, feed.id)
        assert await feeds.claim(tx, 10, LEASE) == []
        assert await feeds.all_active(tx) == []
        removed = await feeds.by_id(tx, feed.id)
        back, is_new = await feeds.add(tx, Source(feed.url), world.clock())

    assert removed is not None
    assert removed.state is FeedState.REMOVED
    assert is_new
    assert (back.id, back.state, back.primed, back.etag) == (feed.id, FeedState.ACTIVE, False, "")


async def test_an_unknown_feed_is_none(world: World) -> None:
    async with world.database.reading() as tx:
        assert await feeds.by_url(tx, "https://example.org/none") is None
        assert await feeds.next_due(tx) is None


async def test_a_claimed_feed_is_due_again_when_its_lease_is_over(world: World) -> None:
    await world.feed()

    async with world.database.transaction() as tx:
        [first] = await feeds.claim(tx, 10, LEASE)
        assert await feeds.claim(tx, 10, LEASE) == []
        assert await feeds.next_due(tx) == world.clock() + LEASE
    world.clock.forward(seconds=60)
    async with world.database.transaction() as tx:
        [second] = await feeds.claim(tx, 10, LEASE)

    assert (first.fence, second.fence) == (1, 2)


async def test_the_longest_due_are_claimed_first(world: World) -> None:
    late = await world.feed("https://example.org/late")
    world.clock.forward(seconds=-10)
    early = await world.feed("https://example.org/early")
    world.clock.forward(seconds=10)

    async with world.database.transaction() as tx:
        assert [feed.id for feed in await feeds.claim(tx, 1, LEASE)] == [early.id]
        assert [feed.id for feed in await feeds.claim(tx, 1, LEASE)] == [late.id]


async def test_a_success_stores_what_the_next_poll_needs(world: World) -> None:
    await world.feed()
    async with world.database.transaction() as tx:
        [held] = await feeds.claim(tx, 1, LEASE)
        assert await feeds.failed(tx, held, due_at=world.clock(), error="timeout")
        [held] = await feeds.claim(tx, 1, LEASE)
        assert (held.failures, held.error) == (1, "timeout")
        assert await _succeed(tx, held, world, late=2, new=1)
        assert await _succeed(tx, held, world, late=3, new=0)
        feed = await feeds.by_id(tx, held.id)

    assert feed is not None
    assert (feed.etag, feed.last_modified, feed.body_hash) == ("e", "m", "h")
    assert (feed.failures, feed.error, feed.primed, feed.late, feed.entries) == (0, "", True, 5, 9)
    assert (feed.checked_at, feed.succeeded_at, feed.article_at) == (world.clock(), world.clock(), world.clock())
    assert feed.lag == timedelta(hours=7)
    assert feed.name == "وكالة"
    assert feed.signs == SIGNS


async def test_a_feed_without_a_name_takes_its_title(world: World) -> None:
    async with world.database.transaction() as tx:
        feed, _ = await feeds.add(tx, Source("https://example.org/x"), world.clock())
        await _succeed(tx, feed, world)
        named = await feeds.by_id(tx, feed.id)

    assert named is not None
    assert (named.name, named.article_at) == ("عنوان", None)


async def test_nothing_is_stored_under_a_claim_that_is_over(world: World) -> None:
    await world.feed()
    async with world.database.transaction() as tx:
        [old] = await feeds.claim(tx, 1, LEASE)
    world.clock.forward(seconds=60)
    async with world.database.transaction() as tx:
        [new] = await feeds.claim(tx, 1, LEASE)

        assert not await feeds.holds(tx, old)
        assert not await feeds.failed(tx, old, due_at=world.clock(), error="late")
        assert not await _succeed(tx, old, world)
        await feeds.unchanged(tx, [(old, world.clock(), 1.0, Signs())])
        await feeds.give_back(tx, [old])
        assert await feeds.by_id(tx, new.id) == new
        assert await feeds.holds(tx, new)


async def test_unchanged_feeds_are_finished_together(world: World) -> None:
    for number in range(3):
        await world.feed(f"https://example.org/{number}")
    due_at = world.clock() + timedelta(minutes=5)
    async with world.database.transaction() as tx:
        held = await feeds.claim(tx, 10, LEASE)
        await feeds.unchanged(tx, [(feed, due_at, 3.5, SIGNS) for feed in held])
        await feeds.unchanged(tx, [])
        stored = await feeds.all_active(tx)

    assert {(feed.due_at, feed.daily, feed.checked_at, feed.signs) for feed in stored} == {
        (due_at, 3.5, world.clock(), SIGNS)
    }


async def test_feeds_that_wait_for_their_host_show_its_trouble_and_count_one_failure_at_most(world: World) -> None:
    for number in range(3):
        await world.feed(f"https://example.org/{number}")
    later = world.clock() + timedelta(seconds=30)
    async with world.database.transaction() as tx:
        failed, fine, busy = await feeds.claim(tx, 10, LEASE)
        await feeds.failed(tx, failed, due_at=world.clock(), error="server_error: HTTP 503")
        await feeds.failed(tx, failed, due_at=world.clock(), error="server_error: HTTP 503")
        await feeds.postpone(tx, [(failed, later, "timeout: read"), (fine, later, "timeout: read"), (busy, later, "")])
        await feeds.postpone(tx, [])
        stored = await feeds.all_active(tx)

    assert [(feed.due_at, feed.failures, feed.error) for feed in stored] == [
        (later, 2, "timeout: read"),
        (later, 1, "timeout: read"),
        (later, 0, ""),
    ]
    assert stored[2].checked_at is None


async def test_a_poll_that_failed_through_no_fault_of_the_feed_counts_no_failure(world: World) -> None:
    await world.feed()
    async with world.database.transaction() as tx:
        [held] = await feeds.claim(tx, 1, LEASE)
        assert await feeds.unreached(tx, held, due_at=world.clock(), error="offline: timeout")
        [feed] = await feeds.all_active(tx)

    assert (feed.failures, feed.error, feed.checked_at) == (0, "offline: timeout", world.clock())


async def test_a_feed_that_moved_keeps_everything_but_its_address(world: World) -> None:
    feed = await world.feed()
    async with world.database.transaction() as tx:
        await _succeed(tx, feed, world)
        assert await verdicts.move(tx, feed, SIGNS.moved_to)
        await verdicts.store(tx, {feed.id: Verdict.MOVED}, world.clock())
        await verdicts.store(tx, {}, world.clock())
        moved = await feeds.by_url(tx, SIGNS.moved_to)

    assert moved is not None
    assert (moved.id, moved.etag, moved.signs.moved_to, moved.signs.moved_at) == (feed.id, "e", "", None)
    assert (moved.verdict, moved.verdict_at) == (Verdict.MOVED, world.clock())


async def test_no_feed_moves_to_the_address_of_another(world: World) -> None:
    feed, other = await world.feed(), await world.feed("https://example.org/other")
    async with world.database.transaction() as tx:
        assert not await verdicts.move(tx, feed, other.url)
        assert await feeds.by_id(tx, feed.id) == feed


async def test_feeds_given_back_are_due_at_once(world: World) -> None:
    await world.feed()
    async with world.database.transaction() as tx:
        held = await feeds.claim(tx, 10, LEASE)
        await feeds.give_back(tx, held)
        await feeds.give_back(tx, [])

        assert len(await feeds.claim(tx, 10, LEASE)) == 1


async def test_a_feed_that_is_hastened_is_due_now_and_the_poll_under_way_stores_nothing(world: World) -> None:
    await world.feed("https://example.org/feed")
    async with world.database.transaction() as tx:
        (held,) = await feeds.claim(tx, 10, LEASE)
        assert await feeds.claim(tx, 10, LEASE) == []

        await feeds.hasten(tx, "https://example.org/feed")

        assert len(await feeds.claim(tx, 10, LEASE)) == 1
        assert not await _succeed(tx, held, world)


async def _succeed(tx: Transaction, feed: Feed, world: World, *, late: int = 0, new: int = 0) -> bool:
    return await feeds.succeeded(
        tx,
        feed,
        due_at=world.clock(),
        daily=2.0,
        validators=Validators("e", "m"),
        body_hash="h",
        primed=True,
        guid_is_identity=True,
        lag=timedelta(hours=7),
        entries=9,
        late=late,
        new=new,
        name="عنوان",
        signs=SIGNS,
    )


async def test_many_are_added_at_once_and_those_that_were_there_are_told_apart(world: World) -> None:
    sources = [Source(f"https://example.org/{number}", f"مصدر {number}") for number in range(3)]
    async with world.database.transaction() as tx:
        await feeds.add(tx, sources[0], world.clock())
        gone, _ = await feeds.add(tx, sources[1], world.clock())
        await feeds.remove(tx, gone.id)

        added = await feeds.add_all(tx, [(source, world.clock()) for source in [*sources, sources[2]]])
        nothing = await feeds.add_all(tx, [])

    assert added == {sources[1].url, sources[2].url}
    assert nothing == set()
    async with world.database.reading() as tx:
        assert [feed.url for feed in await feeds.all_active(tx)] == [source.url for source in sources]


async def test_of_a_url_that_stands_twice_the_first_counts(world: World) -> None:
    first, second = Source(SOURCE.url, "الأول"), Source(SOURCE.url, "الثاني")
    async with world.database.transaction() as tx:
        await feeds.add_all(tx, [(first, world.clock()), (second, world.clock())])
        found = await feeds.by_url(tx, SOURCE.url)

    assert found is not None
    assert found.name == "الأول"


async def test_full_text_is_asked_for_and_taken_back(world: World) -> None:
    async with world.database.transaction() as tx:
        feed, _ = await feeds.add(tx, Source(SOURCE.url, full_text=True), world.clock())
        await feeds.set_full_text(tx, feed.id, wanted=False)
        after = await feeds.by_id(tx, feed.id)

    assert feed.full_text
    assert after is not None
    assert not after.full_text
