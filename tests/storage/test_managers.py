from datetime import timedelta

from domain.chats import ChatKind
from storage import chats, managers, tables
from tests.storage.conftest import World


async def test_a_channel_is_kept_by_several_and_in_hand_of_one(world: World) -> None:
    channel, one, other = await world.target(ChatKind.CHANNEL), await world.target(), await world.target()
    async with world.database.transaction() as tx:
        target = await managers.link(tx, one.chat, channel.chat, "قناة")
        await managers.link(tx, one.chat, channel.chat, "قناة الحي")
        await managers.link(tx, other.chat, channel.chat, "قناة الحي")
        await managers.hold(tx, one.chat, channel.chat)

        held = await managers.in_hand(tx, one.chat)
        kept = [await managers.all_of(tx, person) for person in (one.chat, other.chat, channel.chat)]

        assert held is not None
        assert (held.target, held.title) == (channel, "قناة الحي")
        assert target == channel
        assert await managers.in_hand(tx, other.chat) is None
        assert [len(each) for each in kept] == [1, 1, 0]
        assert await managers.persons(tx, channel.chat) == [(one.chat, "قناة الحي"), (other.chat, "قناة الحي")]


async def test_one_channel_is_in_hand_at_a_time_and_for_a_while(world: World) -> None:
    first, second, person = (
        await world.target(ChatKind.CHANNEL),
        await world.target(ChatKind.CHANNEL),
        await world.target(),
    )
    async with world.database.transaction() as tx:
        for channel in (first, second):
            await managers.link(tx, person.chat, channel.chat, "قناة")
            await managers.hold(tx, person.chat, channel.chat)
        held = await managers.in_hand(tx, person.chat)
    world.clock.forward(hours=1)
    async with world.database.transaction() as tx:
        later = await managers.in_hand(tx, person.chat)
        await managers.hold(tx, person.chat, None)

    assert held is not None
    assert held.target == second
    assert later is None


async def test_who_keeps_it_no_more_has_nothing_of_it(world: World) -> None:
    channel, person = await world.target(ChatKind.CHANNEL), await world.target()
    async with world.database.transaction() as tx:
        await managers.link(tx, person.chat, channel.chat, "قناة")
        assert await managers.of_target(tx, person.chat, channel.id) is not None

        await managers.unlink(tx, person.chat, channel.chat)

        assert await managers.of_target(tx, person.chat, channel.id) is None


async def test_who_keeps_a_channel_is_not_pruned_for_following_nothing(world: World) -> None:
    channel, person = await world.target(ChatKind.CHANNEL), await world.target()
    await world.follow(channel)
    async with world.database.transaction() as tx:
        await managers.link(tx, person.chat, channel.chat, "قناة")
        await tx.connection.execute(tables.chats.update().values(invited=False))

        assert await chats.prune(tx, world.clock.now + timedelta(days=1)) == 0
