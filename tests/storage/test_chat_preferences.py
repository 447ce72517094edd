from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.chats import ChatKind, Mode, TelegramId, Thread
from domain.preferences import Digest, Preferences, Quiet
from storage import chat_preferences, chats, outcomes, subscriptions, tables, targets
from tests.storage.conftest import World

NIGHT = Preferences("Europe/Berlin", Quiet(1380, 360), False, 5, Digest.DAILY, 500, False)  # noqa: FBT003  all fields


async def test_a_chat_that_asked_for_nothing_has_the_defaults(world: World) -> None:
    target = await world.target()

    async with world.database.reading() as tx:
        assert await chat_preferences.of(tx, target.chat) == Preferences()


@pytest.mark.parametrize("wish", [NIGHT, Preferences(), replace(NIGHT, quiet=None, most_an_hour=None)])
async def test_what_was_asked_for_last_holds(world: World, wish: Preferences) -> None:
    target = await world.target()

    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, target.chat, NIGHT)
        await chat_preferences.set_(tx, target.chat, wish)

    async with world.database.reading() as tx:
        assert await chat_preferences.of(tx, target.chat) == wish


async def test_all_that_a_chat_follows_goes_with_its_digest_and_what_it_follows_later_too(world: World) -> None:
    target = await world.target(ChatKind.SUPERGROUP)
    async with world.database.transaction() as tx:
        topic = await targets.ensure(tx, target.chat, Thread(7))
    await world.follow(target)
    await world.follow(topic, mode=Mode.INSTANT)

    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, target.chat, Preferences(digest=Digest.HOURLY))
        assert await chat_preferences.mode_for(tx, topic.id) is Mode.DIGEST
        modes = [one.mode for each in (target, topic) for one in await subscriptions.of_target(tx, each.id)]

    assert modes == [Mode.DIGEST, Mode.DIGEST]


async def test_a_change_within_digests_leaves_the_modes_alone(world: World) -> None:
    target = await world.target()
    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, target.chat, Preferences(digest=Digest.HOURLY))
    await world.follow(target, mode=Mode.INSTANT)

    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, target.chat, Preferences(digest=Digest.DAILY))
        [one] = await subscriptions.of_target(tx, target.id)

    assert one.mode is Mode.INSTANT


async def test_a_change_looks_again_at_what_was_put_off(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    await world.news()
    [delivery] = await world.claim()
    async with world.database.transaction() as tx:
        later = world.clock() + timedelta(hours=7)
        await outcomes.put_off(tx, delivery, later, later + timedelta(hours=12))
    row = await world.row(delivery)
    assert (row.due_at, row.expires_at) == (later, later + timedelta(hours=12))
    world.clock.forward(seconds=5)
    assert await world.claim() == []

    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, target.chat, Preferences())

    assert [each.id for each in await world.claim()] == [delivery.id]


async def test_what_is_put_off_holds_up_nobody_behind_it(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    await world.news()
    await world.news()
    [first] = await world.claim()
    async with world.database.transaction() as tx:
        await outcomes.put_off(tx, first, world.clock() + timedelta(hours=7))
    world.clock.forward(seconds=5)

    [second] = await world.claim()

    assert second.id != first.id


async def test_a_mute_of_all_and_of_some_ends_together(world: World) -> None:
    target = await world.target()
    one = await world.follow(target)
    until = world.clock() + timedelta(hours=1)

    async with world.database.transaction() as tx:
        await chat_preferences.mute(tx, target.id, until)
        await chat_preferences.mute_some(tx, [one.id], until)
        assert await chat_preferences.muted(tx, target.id) == (until, {one.id: until})
        await chat_preferences.mute(tx, target.id, None)
        assert await chat_preferences.muted(tx, target.id) == (None, {})


async def test_a_mute_that_is_over_is_none(world: World) -> None:
    target = await world.target()
    one = await world.follow(target)
    async with world.database.transaction() as tx:
        await chat_preferences.mute(tx, target.id, world.clock() + timedelta(hours=1))
        await chat_preferences.mute_some(tx, [one.id], world.clock() + timedelta(hours=1))
    world.clock.forward(hours=1)

    async with world.database.reading() as tx:
        assert await chat_preferences.muted(tx, target.id) == (None, {})
    assert await world.news() == 1


async def test_what_is_muted_makes_no_alert_and_what_is_not_makes_it_alone(world: World) -> None:
    target = await world.target()
    daraa = await world.follow(target, "sy.daraa")
    aleppo = await world.follow(target, "sy.aleppo")
    async with world.database.transaction() as tx:
        await chat_preferences.mute_some(tx, [daraa.id], world.clock() + timedelta(days=1))

    assert await world.news("sy.daraa") == 0
    assert await world.news("sy.daraa", "sy.aleppo") == 1
    [alert] = await world.alerts()
    assert alert.queries == (aleppo.query_id,)


async def test_forgetting_a_chat_forgets_what_it_asked_for(world: World) -> None:
    target = await world.target()
    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, target.chat, NIGHT)
        await chats.forget(tx, target.chat)

    async with world.database.reading() as tx:
        assert (await tx.connection.execute(select(tables.chat_preferences))).all() == []


async def test_a_group_that_merges_into_its_supergroup_brings_what_it_asked_for(world: World) -> None:
    old = await world.target(ChatKind.GROUP)
    one = await world.follow(old)
    until = world.clock() + timedelta(hours=1)
    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, old.chat, NIGHT)
        await chat_preferences.mute(tx, old.id, until)
        await chat_preferences.mute_some(tx, [one.id], until)
        new = await chats.ensure(tx, TelegramId(-1009), ChatKind.SUPERGROUP)
        await targets.ensure(tx, new.id, Thread(0))

        into = await chats.rename_or_merge(tx, old.chat, TelegramId(-1009))

        there = await targets.ensure(tx, into, Thread(0))
        assert await chat_preferences.of(tx, into) == NIGHT
        everything, some = await chat_preferences.muted(tx, there.id)
    assert (everything, list(some.values())) == (until, [until])


async def test_what_the_supergroup_asked_for_itself_stays(world: World) -> None:
    old, new = await world.target(ChatKind.GROUP), await world.target(ChatKind.SUPERGROUP)
    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, old.chat, NIGHT)
        await chat_preferences.set_(tx, new.chat, Preferences(most_an_hour=3))
        there = await chats.by_id(tx, new.chat)
        assert there is not None

        into = await chats.rename_or_merge(tx, old.chat, there.telegram_id)

        assert await chat_preferences.of(tx, into) == Preferences(most_an_hour=3)
