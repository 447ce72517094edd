from dataclasses import replace
from datetime import timedelta

from domain.chats import ChatKind, Mode, TelegramId, Thread
from domain.moving import MovedChat, MovedSubscription, MovedTarget
from domain.preferences import Digest, Preferences
from storage import chat_preferences, chats, moving, subscriptions, targets
from tests.storage.conftest import World

DARAA = MovedSubscription("place:sy.daraa", "sy.daraa", Mode.INSTANT)
ALEPPO = MovedSubscription("place:sy.aleppo", "sy.aleppo", Mode.DIGEST)


def moved(chat: int, *followed: MovedSubscription) -> MovedChat:
    return MovedChat(
        TelegramId(chat),
        ChatKind.PRIVATE,
        invited=True,
        targets=(MovedTarget(Thread(0), paused=False, subscriptions=followed),),
    )


async def test_what_everyone_follows_is_exported_by_chat_and_topic(world: World) -> None:
    one, other = await world.target(), await world.target(ChatKind.SUPERGROUP)
    await world.target()  # follows nothing
    await world.follow(one)
    await world.follow(one, "sy.aleppo", Mode.DIGEST)
    await world.follow(other)
    async with world.database.transaction() as tx:
        topic = await targets.ensure(tx, other.chat, Thread(9))
        await targets.pause(tx, topic.id, await tx.now())
    await world.follow(topic)

    async with world.database.reading() as tx:
        found = await moving.followed(tx)

    assert found == [
        moved(1000, DARAA, ALEPPO),
        MovedChat(
            TelegramId(1001),
            ChatKind.SUPERGROUP,
            invited=True,
            targets=(
                MovedTarget(Thread(0), paused=False, subscriptions=(DARAA,)),
                MovedTarget(Thread(9), paused=True, subscriptions=(DARAA,)),
            ),
        ),
    ]


async def test_a_topic_that_was_shut_is_not_exported_as_paused(world: World) -> None:
    target = await world.target()
    await world.follow(target)
    async with world.database.transaction() as tx:
        await targets.shut(tx, target.id)

        [found] = await moving.followed(tx)

    assert not found.targets[0].paused


async def test_what_still_waits_is_exported_again(world: World) -> None:
    async with world.database.transaction() as tx:
        await moving.store(tx, [moved(7, DARAA)])

    async with world.database.reading() as tx:
        assert await moving.followed(tx) == [moved(7, DARAA)]


async def test_an_import_waits_for_its_chat_and_is_given_once(world: World) -> None:
    async with world.database.transaction() as tx:
        await moving.store(tx, [moved(7, DARAA), moved(8, DARAA)])
        await moving.store(tx, [moved(7, DARAA, ALEPPO)])
        await moving.store(tx, [])
        assert await moving.is_invited(tx, TelegramId(7))
        assert not await moving.is_invited(tx, TelegramId(9))

        chat = await chats.ensure(tx, TelegramId(7), ChatKind.PRIVATE)
        first = await moving.restore(tx, chat, most=50, is_known=lambda _: True)
        again = await moving.restore(tx, chat, most=50, is_known=lambda _: True)
        there = await targets.ensure(tx, chat.id, Thread(0))
        found = [(one.label, one.mode) for one in await subscriptions.of_target(tx, there.id)]

    assert (first, again) == ((2, 0), None)
    assert found == [("sy.daraa", Mode.INSTANT), ("sy.aleppo", Mode.DIGEST)]


async def test_what_is_given_back_makes_alerts(world: World) -> None:
    async with world.database.transaction() as tx:
        await moving.store(tx, [moved(7, DARAA)])
        chat = await chats.ensure(tx, TelegramId(7), ChatKind.PRIVATE)
        await moving.restore(tx, chat, most=50, is_known=lambda _: True)

    assert await world.news("sy.daraa") == 1


async def test_what_nobody_came_for_is_deleted(world: World) -> None:
    async with world.database.transaction() as tx:
        await moving.store(tx, [moved(7, DARAA)])
        early = await moving.prune(tx, world.clock.now)
    world.clock.forward(days=181)
    async with world.database.transaction() as tx:
        late = await moving.prune(tx, world.clock.now - timedelta(days=180))

    assert (early, late) == (0, 1)


async def test_preferences_move_too_unless_the_chat_asked_for_something_itself(world: World) -> None:
    old = await world.target()
    await world.follow(old)
    daily, hourly = Preferences(digest=Digest.DAILY, zone="Europe/Berlin"), Preferences(digest=Digest.HOURLY)
    async with world.database.transaction() as tx:
        await chat_preferences.set_(tx, old.chat, daily)
        [found] = await moving.followed(tx)
        came = []
        for number, own in ((7, None), (8, hourly)):
            await moving.store(tx, [replace(found, telegram_id=TelegramId(number), invited=False)])
            chat = await chats.ensure(tx, TelegramId(number), ChatKind.PRIVATE)
            if own:
                await chat_preferences.set_(tx, chat.id, own)
            await moving.restore(tx, chat, most=50, is_known=lambda _: True)
            came.append(await chat_preferences.of(tx, chat.id))

    assert found.preferences == daily
    assert came == [daily, hourly]


async def test_what_waits_for_a_group_follows_it_to_its_supergroup(world: World) -> None:
    group = replace(moved(1, DARAA), telegram_id=TelegramId(-7), kind=ChatKind.GROUP)
    there = replace(moved(1, ALEPPO), telegram_id=TelegramId(-1007), kind=ChatKind.SUPERGROUP)
    async with world.database.transaction() as tx:
        chat = await chats.ensure(tx, TelegramId(-7), ChatKind.GROUP)
        await moving.store(tx, [group, there, moved(8, DARAA)])

        await chats.rename_or_merge(tx, chat.id, TelegramId(-1007))
        found = await moving.followed(tx)

    both = (MovedTarget(Thread(0), paused=False, subscriptions=(ALEPPO, DARAA)),)
    assert found == [replace(there, targets=both), moved(8, DARAA)]


async def test_where_nothing_waits_nothing_follows(world: World) -> None:
    async with world.database.transaction() as tx:
        await moving.store(tx, [moved(8, DARAA)])

        await moving.follow(tx, TelegramId(-7), TelegramId(-1007))

        assert await moving.followed(tx) == [moved(8, DARAA)]
