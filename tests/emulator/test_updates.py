import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import telegram
from telegram.error import Conflict

from emulator import LAYLA, Emulator
from emulator.updates import Updates


async def test_updates_come_in_order_until_they_are_confirmed(bot: telegram.Bot, emulator: Emulator) -> None:
    for text in ("أ", "ب", "ج"):
        emulator.world.say(LAYLA, text)

    first = await bot.get_updates(limit=2)
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=first[-1].update_id + 1)

    assert [update.message and update.message.text for update in first] == ["أ", "ب"]
    assert len(again) == 3
    assert [update.message and update.message.text for update in rest] == ["ج"]
    assert await bot.get_updates(offset=rest[0].update_id + 1) == ()


async def test_a_negative_offset_keeps_the_last_ones(bot: telegram.Bot, emulator: Emulator) -> None:
    for text in ("أ", "ب", "ج"):
        emulator.world.say(LAYLA, text)

    last = await bot.get_updates(offset=-1)

    assert [update.message and update.message.text for update in last] == ["ج"]
    assert len(await bot.get_updates()) == 1


async def test_a_negative_offset_beyond_all_keeps_all(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.say(LAYLA, "أ")

    assert len(await bot.get_updates(offset=-5)) == 1


async def test_a_negative_offset_on_nothing_is_nothing(bot: telegram.Bot) -> None:
    assert await bot.get_updates(offset=-1) == ()


async def test_an_open_poll_ends_with_the_update(bot: telegram.Bot, emulator: Emulator) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=30))
        await emulator.updates.polled.wait()
        emulator.world.say(LAYLA, "درعا")

    (update,) = poll.result()
    assert update.message
    assert update.message.text == "درعا"


async def test_a_poll_without_updates_ends_empty_in_time() -> None:
    assert await Updates().poll(0, 100, 0.01) == []


async def test_a_second_poll_ends_the_older_with_409(bot: telegram.Bot, emulator: Emulator) -> None:
    async def conflicts() -> str:
        with pytest.raises(Conflict) as ended:
            await bot.get_updates(timeout=30)
        return ended.value.message

    async with asyncio.TaskGroup() as tasks:
        older = tasks.create_task(conflicts())
        await emulator.updates.polled.wait()
        async with telegram.Bot(emulator.token, base_url=emulator.api) as other:
            assert await other.get_updates(timeout=0) == ()

    assert "terminated by other getUpdates request" in older.result()


async def test_a_webhook_ends_an_open_poll(bot: telegram.Bot, emulator: Emulator) -> None:
    async def conflicts() -> None:
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await bot.get_updates(timeout=30)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(conflicts())
        await emulator.updates.polled.wait()
        await bot.set_webhook("https://example.org")


async def test_the_kinds_asked_for_are_remembered(bot: telegram.Bot, emulator: Emulator) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    emulator.world.say(LAYLA, "not wanted")
    assert await bot.get_updates() == ()

    await bot.get_updates(allowed_updates=[])
    emulator.world.say(LAYLA, "wanted")
    assert len(await bot.get_updates()) == 1


async def test_membership_of_others_comes_only_if_asked_for(bot: telegram.Bot, emulator: Emulator) -> None:
    group = -4_700_000_001
    emulator.world.promote_bot(LAYLA, group)
    emulator.updates.confirm(1 << 62)
    emulator.world.member(group, LAYLA, "administrator")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=["chat_member"])

    emulator.world.member(group, LAYLA, "member")

    (update,) = await bot.get_updates()
    assert update.chat_member
    assert update.chat_member.new_chat_member.status == "member"


async def test_membership_of_others_is_told_to_administrators_alone(bot: telegram.Bot, emulator: Emulator) -> None:
    await bot.get_updates(allowed_updates=["chat_member"])

    emulator.world.member(-4_700_000_001, LAYLA, "member")

    assert await bot.get_updates() == ()


async def test_wrong_kinds_are_refused(ask: Callable[..., Awaitable[dict[str, Any]]]) -> None:
    answer = await ask("getUpdates", allowed_updates={"x": 1})

    assert answer["description"] == "Bad Request: can't parse allowed_updates JSON object"


def test_update_ids_grow_from_one_run_to_the_next() -> None:
    first, second = Updates(), Updates()

    one = first.add("message", {})
    other = second.add("message", {})

    assert one
    assert other
    assert 1_700_000_000 < one["update_id"] <= other["update_id"] < 2**31


async def test_a_poll_after_the_end_does_not_wait() -> None:
    updates = Updates()
    updates.close()

    assert await updates.poll(0, 100, 30) == []
