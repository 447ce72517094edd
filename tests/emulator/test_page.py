import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import telegram

from emulator import LAYLA, NEIGHBOURS_ID, Emulator
from emulator import page as pages
from emulator.events import WAITING, Events

PAGE = Path(pages.__file__).parent / "page"


async def told(response: aiohttp.ClientResponse) -> tuple[str, Any]:
    name = (await response.content.readline()).decode().removeprefix("event: ").strip()
    data = (await response.content.readline()).decode().removeprefix("data: ")
    await response.content.readline()
    return name, json.loads(data) if data.strip() else None


async def test_the_state_holds_people_chats_and_messages(emulator: Emulator, http: aiohttp.ClientSession) -> None:
    emulator.world.say(LAYLA, "درعا")

    state = await (await http.get(f"{emulator.url}/_emu/state")).json()

    assert [person["admin"] for person in state["people"]] == [False, False, True]
    assert {chat["id"] for chat in state["chats"]} == {person["id"] for person in state["people"]} | {NEIGHBOURS_ID}
    assert state["chats"][0]["messages"][0]["text"] == "درعا"
    assert len(state["newsroom"]["items"]) == 12


async def test_events_begin_with_the_state_and_go_on(emulator: Emulator, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{emulator.url}/_emu/events") as response:
        first, _ = await told(response)
        emulator.world.say(LAYLA, "درعا")

        names = [(await told(response))[0] for _ in range(2)]

    assert response.content_type == "text/event-stream"
    assert [first, *names] == ["state", "chat", "message"]


async def test_a_quiet_page_hears_a_heartbeat(
    emulator: Emulator, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "HEARTBEAT", 0.01)
    async with http.get(f"{emulator.url}/_emu/events") as response:
        await told(response)

        assert await response.content.readline() == b": alive\n"


async def test_a_page_that_lags_is_cut_off() -> None:
    events = Events()
    with events.listening() as heard:
        for number in range(WAITING + 5):
            events.emit("message", {"n": number})

        told = [heard.get_nowait() for _ in range(heard.qsize())]

    assert told[-1] is None
    assert len(told) == WAITING + 1


async def test_every_call_is_shown(bot: telegram.Bot, emulator: Emulator, http: aiohttp.ClientSession) -> None:
    await bot.send_message(LAYLA.id, "x")

    state = await (await http.get(f"{emulator.url}/_emu/state")).json()

    assert [call["method"] for call in state["calls"]] == ["sendMessage"]


async def test_the_page_brings_all_it_needs_and_runs_nothing_else(
    emulator: Emulator, http: aiohttp.ClientSession
) -> None:
    response = await http.get(emulator.url)
    page = await response.text()

    assert '<html lang="ar" dir="rtl">' in page
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    for name in ("app.js", "base.css", "icon.svg"):
        assert (await http.get(f"{emulator.url}/page/{name}")).status == 200


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_no_file_reaches_out_or_writes_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "innerHTML" not in text
    assert "outerHTML" not in text
    assert "insertAdjacentHTML" not in text
    assert not any(word in text for word in ('src="http', 'href="http', "url(http", "@import", "import("))


async def test_a_file_can_be_fetched_by_the_page(
    bot: telegram.Bot, emulator: Emulator, http: aiohttp.ClientSession
) -> None:
    message = await bot.send_document(LAYLA.id, b"abc")
    assert message.document

    response = await http.get(f"{emulator.url}/_emu/file/{message.document.file_id}")

    assert await response.read() == b"abc"
    assert (await http.get(f"{emulator.url}/_emu/file/nothing")).status == 404
