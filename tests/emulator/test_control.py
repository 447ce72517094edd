"""Everything a page or another process can make people do."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from emulator import LAYLA, NEIGHBOURS_ID, Emulator

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
