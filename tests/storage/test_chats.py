from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from domain.alerts import DeliveryState
from domain.chats import GENERAL, ChatId, ChatKind, ChatState, Target, TelegramId, Thread
from storage import chat_preferences, chats, inbox, invitations, subscriptions, tables, targets
from tests.storage.conftest import World


async def test_a_chat_is_stored_once_and_learns_its_kind_and_its_invitation(world: World) -> None:
    async with world.database.transaction() as tx:
        first = await chats.ensure(tx, TelegramId(5), ChatKind.GROUP, invited=False)
        second = await chats.ensure(tx, TelegramId(5), ChatKind.SUPERGROUP, invited=True)
        third = await chats.ensure(tx, TelegramId(5), ChatKind.SUPERGROUP, invited=False)

    assert (first.id, first.key) == (second.id, second.key)
    assert (second.kind, second.invited) == (ChatKind.SUPERGROUP, True)
    assert third == second


async def test_an_unknown_chat_is_none(world: World) -> None:
    async with world.database.reading() as tx:
        assert await chats.by_telegram_id(tx, TelegramId(5)) is None
        assert await chats.by_id(tx, ChatId(5)) is None


async def test_a_gone_chat_keeps_its_subscriptions(world: World) -> None:
    target = await world.target()
    await world.follow(target)

    async with world.database.transaction() as tx:
        await chats.gone(tx, target.chat, "blocked")
        assert await subscriptions.count(tx, target.id) == 1
        await chats.back(tx, target.chat)

    chat = await world.chat(target)
    assert (chat.state, chat.reason) == (ChatState.ACTIVE, "")


async def test_a_group_that_moves_is_renamed(world: World) -> None:
    target = await world.target(ChatKind.GROUP)

    async with world.database.transaction() as tx:
        assert await chats.rename_or_merge(tx, target.chat, TelegramId(-100)) == target.chat
        assert await chats.rename_or_merge(tx, target.chat, TelegramId(-100)) == target.chat

    chat = await world.chat(target)
    assert (chat.telegram_id, chat.kind) == (-100, ChatKind.SUPERGROUP)


async def test_a_group_that_moves_to_a_known_chat_is_merged_and_the_earlier_stays(world: World) -> None:
    old = await world.target(ChatKind.GROUP)
    earlier = await world.follow(old, "sy.daraa")
    world.clock.forward(minutes=1)
    new = await world.target(ChatKind.SUPERGROUP)
    kept = await world.follow(new, "sy.aleppo")
    await world.follow(new, "sy.daraa")
    world.clock.forward(minutes=1)
    await world.follow(old, "sy.aleppo")
    story, article = await world.article("sy.daraa")
    await world.tell(story, article, "sy.daraa")
    to = (await world.chat(new)).telegram_id

    async with world.database.transaction() as tx:
        assert await chats.rename_or_merge(tx, old.chat, to) == new.chat
        assert await chats.by_id(tx, old.chat) is None
        followed = await subscriptions.of_target(tx, new.id)

    assert sorted(each.id for each in followed) == sorted([earlier.id, kept.id])
    assert len(await world.alerts()) == 1
    assert [row.chat_id for row in await world.deliveries()] == [new.chat]


async def test_a_merged_group_keeps_its_pause_its_topics_and_its_invitation(world: World) -> None:
    old = await world.target(ChatKind.GROUP, Thread(7))
    new = await world.target(ChatKind.SUPERGROUP, Thread(7))
    general = await world.target(ChatKind.SUPERGROUP)
    async with world.database.transaction() as tx:
        other = await targets.ensure(tx, old.chat, general.thread)
        await targets.pause(tx, old.id, world.clock())
        invitation = await invitations.create(tx, group=True, valid=timedelta(days=7))
        await invitations.use(tx, invitation.code, await world.chat(old))

    async with world.database.transaction() as tx:
        await chats.rename_or_merge(tx, old.chat, (await world.chat(new)).telegram_id)
        topic = await targets.ensure(tx, new.chat, Thread(7))
        assert await targets.by_id(tx, other.id) is None
        count = await tx.connection.scalar(
            select(func.count()).select_from(tables.targets).where(tables.targets.c.chat_id == new.chat)
        )

    assert (topic.id, topic.paused_at) == (new.id, world.clock())
    assert count == 2
    assert (await world.chat(new)).invited


async def test_forgetting_removes_everything_of_a_chat_and_nothing_of_others(world: World) -> None:
    target, other = await world.target(), await world.target()
    for each in (target, other):
        await world.follow(each)
    await world.news()
    telegram_id = (await world.chat(target)).telegram_id
    async with world.database.transaction() as tx:
        await inbox.store(tx, [(1, telegram_id, {"text": "درعا"}), (2, telegram_id, {"text": "/forget"})])
        [first] = await inbox.claim(tx, 10, timedelta(seconds=60))
        for _ in range(3):
            await inbox.failed(tx, first, "ValueError: درعا")
            first = type(first)(first.update_id, first.chat, first.payload, first.fence, first.failures + 1)
        [second] = await inbox.claim(tx, 10, timedelta(seconds=60))

    async with world.database.transaction() as tx:
        await chats.forget(tx, target.chat)
        await chats.forget(tx, target.chat)
        assert await inbox.done(tx, second)

    async with world.database.reading() as tx:
        for table in ("chats", "targets", "subscriptions", "alerts", "deliveries"):
            count = await tx.connection.scalar(select(func.count()).select_from(tables.chats.metadata.tables[table]))
            assert (table, count) == (table, 1)
        rows = (await tx.connection.execute(select(tables.inbox))).all()
    assert [(row.update_id, row.telegram_id, row.payload, row.error) for row in rows] == [
        (1, 0, None, ""),
        (2, 0, None, ""),
    ]
    assert (await world.chat(other)).id == other.chat


async def test_a_chat_that_comes_after_it_was_forgotten_has_another_key(world: World) -> None:
    target = await world.target()
    before = await world.chat(target)

    async with world.database.transaction() as tx:
        await chats.forget(tx, target.chat)
        after = await chats.ensure(tx, before.telegram_id, before.kind)

    assert after.key != before.key


async def test_pruning_takes_chats_that_nothing_ties_to_the_bot(world: World) -> None:
    async with world.database.transaction() as tx:
        idle = await chats.ensure(tx, TelegramId(1), ChatKind.PRIVATE)
        await chats.ensure(tx, TelegramId(2), ChatKind.PRIVATE, invited=True)
        follower = await chats.ensure(tx, TelegramId(3), ChatKind.PRIVATE)
        target = await targets.ensure(tx, follower.id, GENERAL)
    await world.follow(target)
    world.clock.forward(days=1)

    async with world.database.transaction() as tx:
        assert await chats.prune(tx, world.clock()) == 1
        assert await chats.by_id(tx, idle.id) is None


async def test_what_waits_for_a_chat_that_went_is_cancelled(world: World) -> None:
    target = await world.target()
    await world.owe(target, "answer:1:0")

    async with world.database.transaction() as tx:
        await chats.gone(tx, target.chat, "kicked")

    [row] = await world.deliveries()
    assert (row.state, row.reason) == (DeliveryState.CANCELLED, "kicked")


async def test_of_two_alerts_of_a_merged_group_the_one_that_was_told_stays(world: World) -> None:
    old, new = await world.target(ChatKind.GROUP), await world.target(ChatKind.SUPERGROUP)
    await world.follow(old, "sy.daraa")
    story, article = await world.article("sy.daraa")
    await world.tell(story, article, "sy.daraa")  # earlier, and still owed
    world.clock.forward(minutes=1)
    await world.follow(new, "sy.daraa")
    async with world.database.transaction() as tx:
        await tx.connection.execute(update(tables.subscriptions).values(created_at=world.clock() - timedelta(hours=1)))
    await world.tell(story, article, "sy.daraa")
    async with world.database.transaction() as tx:
        mine = tables.alerts.c.target_id == new.id
        await tx.connection.execute(update(tables.alerts).where(mine).values(state="told", message_id=7))
        assert await chats.rename_or_merge(tx, old.chat, (await world.chat(new)).telegram_id) == new.chat

    assert [(alert.state, alert.message_id) for alert in await world.alerts()] == [("told", 7)]


async def merged(world: World, old: Target, new: Target) -> None:
    async with world.database.transaction() as tx:
        await chats.rename_or_merge(tx, old.chat, (await world.chat(new)).telegram_id)


@pytest.mark.parametrize(
    ("old_is", "new_is", "reopened"),
    [
        ("shut", "open", True),
        ("open", "shut", True),
        ("shut", "shut", True),
        ("shut", "paused", False),
        ("paused", "shut", False),
        ("paused", "open", False),
    ],
)
async def test_a_topic_that_was_shut_is_reopened_after_a_merge_unless_a_person_paused_it(
    world: World, old_is: str, new_is: str, *, reopened: bool
) -> None:
    old = await world.target(ChatKind.GROUP, Thread(7))
    new = await world.target(ChatKind.SUPERGROUP, Thread(7))
    async with world.database.transaction() as tx:
        for target, how in ((old, old_is), (new, new_is)):
            if how == "shut":
                await targets.shut(tx, target.id)
            elif how == "paused":
                await targets.pause(tx, target.id, await tx.now())

    await merged(world, old, new)

    async with world.database.transaction() as tx:
        assert await targets.reopen(tx, new.id) == (0 if reopened else None)


@pytest.mark.parametrize(("old_hours", "new_hours"), [(1, 2), (2, 1), (2, None), (None, 2)])
async def test_a_merged_group_is_muted_as_long_as_the_longer_mute(
    world: World, old_hours: int | None, new_hours: int | None
) -> None:
    old, new = await world.target(ChatKind.GROUP), await world.target(ChatKind.SUPERGROUP)
    now = world.clock()
    async with world.database.transaction() as tx:
        for target, hours in ((old, old_hours), (new, new_hours)):
            await chat_preferences.mute(tx, target.id, now + timedelta(hours=hours) if hours else None)

    await merged(world, old, new)

    async with world.database.reading() as tx:
        assert await chat_preferences.muted(tx, new.id) == (now + timedelta(hours=2), {})


async def test_mutes_of_what_a_merged_group_follows_stay_whichever_subscription_does(world: World) -> None:
    old, new = await world.target(ChatKind.GROUP), await world.target(ChatKind.SUPERGROUP)
    kept = [await world.follow(old, "sy.daraa"), await world.follow(new, "sy.aleppo")]
    world.clock.forward(minutes=1)
    deleted = [await world.follow(new, "sy.daraa"), await world.follow(old, "sy.aleppo")]
    moved = await world.follow(old, "sy.idlib")
    until = world.clock() + timedelta(hours=1)
    async with world.database.transaction() as tx:
        await chat_preferences.mute_some(tx, [each.id for each in deleted], until)
        await chat_preferences.mute_some(tx, [kept[0].id, moved.id], until + timedelta(hours=1))

    await merged(world, old, new)

    async with world.database.reading() as tx:
        _, mutes = await chat_preferences.muted(tx, new.id)
    assert mutes == {
        kept[0].id: until + timedelta(hours=1),
        kept[1].id: until,
        moved.id: until + timedelta(hours=1),
    }
