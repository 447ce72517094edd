"""Everything a page or another process can make people do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest
import telegram
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)

from emulator import EDITOR, LAYLA, NEIGHBOURS_ID, Emulator

Act = Callable[..., Awaitable[Any]]


@pytest.fixture
def act(emulator: Emulator, http: aiohttp.ClientSession) -> Act:
    async def post(name: str, /, **values: Any) -> Any:
        async with http.post(f"{emulator.url}/_emu/{name}", json={"person": LAYLA.id} | values) as response:
            answer = await response.json()
            return answer["result"] if response.status == 200 else answer["description"]

    return post


async def test_people_write_and_press_and_edit(act: Act, bot: telegram.Bot) -> None:
    said = await act("say", text="درعا")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("زر", callback_data="1")]])
    message = await bot.send_message(LAYLA.id, "x", reply_markup=keyboard)
    await act("press", message=message.message_id, data="1")
    await act("edit", message=said["message_id"], text="حلب")

    updates = await bot.get_updates()

    assert [bool(update.callback_query) for update in updates] == [False, True, False]
    assert "no button" in await act("press", message=message.message_id, data="2")


async def test_people_block_and_unblock_and_go(act: Act, bot: telegram.Bot, emulator: Emulator) -> None:
    await act("block")
    assert emulator.world.chats[LAYLA.id].bot == "kicked"
    await act("unblock")
    assert emulator.world.chats[LAYLA.id].bot == "member"
    await act("deactivate")
    assert emulator.world.chats[LAYLA.id].deactivated
    assert await act("say", text="x") == "that chat is gone"
    assert await act("say", person=5, text="x") == "5"
    assert len(await bot.get_updates()) == 2


async def test_groups_change(act: Act, emulator: Emulator) -> None:
    await act("remove", chat=NEIGHBOURS_ID)
    assert emulator.world.chats[NEIGHBOURS_ID].bot == "kicked"
    await act("add", chat=NEIGHBOURS_ID, payload="i_x")
    await act("promote", chat=NEIGHBOURS_ID)
    assert emulator.world.chats[NEIGHBOURS_ID].bot == "administrator"
    new = await act("upgrade", chat=NEIGHBOURS_ID)
    thread = await act("topic", chat=new, name="حلب")
    assert emulator.world.chats[new].topics
    assert (await act("say", chat=new, thread=thread, text="/list"))["message_thread_id"] == thread


async def test_faults_and_limits_are_ordered(act: Act, emulator: Emulator) -> None:
    await act("fault", person=None, kind="drop_after", method="sendMessage", times=None)
    assert len(emulator.faults) == 1
    await act("calm")
    assert len(emulator.faults) == 0
    assert "no fault is called" in await act("fault", person=None, kind="quake")
    await act("limits", overall_a_second=30, chat_a_second=1, group_a_minute=20)
    assert (emulator.floods.overall_a_second, emulator.floods.group_a_minute) == (30, 20)


async def test_telegram_is_down_until_it_is_calm_again(act: Act, bot: telegram.Bot, emulator: Emulator) -> None:
    async def meets_the_outage() -> None:
        with pytest.raises(telegram.error.NetworkError):
            await bot.get_updates(timeout=30)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(meets_the_outage())
        await emulator.updates.polled.wait()
        await act("outage", person=None)
    with pytest.raises(telegram.error.NetworkError):
        await bot.send_message(LAYLA.id, "x")
    await act("calm", person=None)

    assert await bot.send_message(LAYLA.id, "x")


async def test_a_flood_lasts_as_long_as_it_was_ordered_for(act: Act, bot: telegram.Bot) -> None:
    await act("flood", person=None, seconds=60, chat=LAYLA.id)
    for _ in range(2):
        with pytest.raises(telegram.error.RetryAfter):
            await bot.send_message(LAYLA.id, "x")
    assert await bot.send_message(EDITOR.id, "x")

    assert await act("clock", person=None, seconds=61) == 61
    assert await bot.send_message(LAYLA.id, "x")

    await act("flood", person=None, seconds=60)
    with pytest.raises(telegram.error.RetryAfter):
        await bot.send_message(EDITOR.id, "x")


async def test_the_time_of_messages_is_the_worlds_and_goes_forward_alone(
    act: Act, bot: telegram.Bot, emulator: Emulator
) -> None:
    await act("clock", person=None, seconds=86_400)

    message = await bot.send_message(LAYLA.id, "x")

    assert message.date - datetime.now(UTC) > timedelta(hours=23)
    assert emulator.calls[-1].at - datetime.now(UTC) > timedelta(hours=23)
    assert await act("clock", person=None, seconds=-1) == "the clock goes forward alone"


async def test_chats_are_made_and_their_people_change(act: Act, bot: telegram.Bot, emulator: Emulator) -> None:
    channel = await act("found", kind="channel", title="قناة الحارة", username="alhara")
    await act("add", chat=channel, status="administrator")
    group = await act("found", kind="supergroup", title="سوق الحارة")
    await act("add", chat=group)
    thread = await act("topic", chat=group, name="حلب")
    await act("member", person=EDITOR.id, chat=group, status="administrator")
    await act("hide", person=EDITOR.id, chat=group)
    await act("close_topic", chat=group, thread=thread)
    with pytest.raises(telegram.error.BadRequest, match="Topic_closed"):
        await bot.send_message(group, "x", message_thread_id=thread)
    await act("reopen_topic", chat=group, thread=thread)
    assert await bot.send_message(group, "x", message_thread_id=thread)
    await act("delete_topic", chat=group, thread=thread)
    with pytest.raises(telegram.error.BadRequest, match="Message thread not found"):
        await bot.send_message(group, "x", message_thread_id=thread)
    await act("restrict", chat=group)
    with pytest.raises(telegram.error.BadRequest, match="Not enough rights"):
        await bot.send_message(group, "x")

    assert await bot.send_message("@alhara", "x")
    await act("delete", chat=channel)
    with pytest.raises(telegram.error.Forbidden, match="the channel chat was deleted"):
        await bot.send_message("@alhara", "x")
    await act("privacy", person=None, on=False)
    assert (await bot.get_me()).can_read_all_group_messages
    await act("privacy", person=None)
    assert not (await bot.get_me()).can_read_all_group_messages
    assert emulator.world.chats[group].anonymous == {EDITOR.id}
    await act("hide", person=EDITOR.id, chat=group, hidden=False)
    assert emulator.world.chats[group].anonymous == set()
    assert "only admins of a supergroup" in await act("hide", chat=NEIGHBOURS_ID)
    assert await act("found", kind="private", title="x") == "a chat is a group, a supergroup or a channel"


async def test_a_person_shares_a_chat_with_the_bot(act: Act, bot: telegram.Bot) -> None:
    channel = await act("found", kind="channel", title="قناة الحارة")
    button = KeyboardButton("اختر قناة", request_chat=KeyboardButtonRequestChat(7, chat_is_channel=True))
    await bot.send_message(LAYLA.id, "x", reply_markup=ReplyKeyboardMarkup([[button, "إلغاء"]]))

    await act("share", request=7, chat=channel)

    (update,) = (each for each in await bot.get_updates() if each.message and each.message.chat_shared)
    assert update.message
    assert update.message.chat_shared
    assert update.message.chat_shared.chat_id == channel
    assert await act("share", request=8, chat=channel) == "no button requests a chat with 8"


async def test_files_are_sent_and_messages_forwarded(
    act: Act, bot: telegram.Bot, emulator: Emulator, http: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData({"person": str(LAYLA.id), "caption": "قائمتي"}, quote_fields=False)  # as browsers do
    form.add_field("file", BytesIO(b"<opml/>"), filename="قائمة.opml", content_type="text/x-opml")

    async with http.post(f"{emulator.url}/_emu/send", data=form) as response:
        (said,) = (await response.json())["result"]
    again = await act("forward", chat=LAYLA.id, message=said["message_id"])

    assert said["document"]["file_name"] == "قائمة.opml"
    assert again["forward_origin"]["type"] == "user"
    assert [one.message.caption for one in await bot.get_updates() if one.message] == ["قائمتي", "قائمتي"]


async def test_a_file_beyond_what_the_emulator_takes_is_refused(
    emulator: Emulator, http: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData({"person": str(LAYLA.id)})
    form.add_field("file", BytesIO(b"x" * (61 * 1024 * 1024)), filename="big.opml")

    async with http.post(f"{emulator.url}/_emu/send", data=form) as response:
        assert response.status == 413


async def test_the_page_hears_of_privacy_and_of_each_fault_that_comes_and_goes(
    act: Act, bot: telegram.Bot, emulator: Emulator
) -> None:
    with emulator.events.listening() as heard:
        await act("privacy", person=None, on=False)
        await act("fault", person=None, kind="html", method="sendMessage")
        with pytest.raises(telegram.error.NetworkError):
            await bot.send_message(LAYLA.id, "x")

        told = [heard.get_nowait() for _ in range(heard.qsize())]

    assert [each for each in told if each and each[0] in ("privacy", "faults")] == [
        ("privacy", {"on": False}),
        ("faults", {"down": False, "ordered": [{"kind": "html", "code": 502, "method": "sendMessage", "times": 1}]}),
        ("faults", {"down": False, "ordered": []}),
    ]
