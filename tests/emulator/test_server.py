import asyncio
import socket

import aiohttp
import pytest

from emulator import LAYLA, Emulator
from emulator.server import listen


async def test_a_taken_port_gives_the_next_free_one() -> None:
    async with Emulator() as first:
        taken = int(first.url.rpartition(":")[2])
        async with Emulator(port=taken) as second:
            assert second.url != first.url
            assert int(second.url.rpartition(":")[2]) > taken


def test_when_all_ports_are_taken_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("emulator.server.PORTS_TRIED", 1)

        with pytest.raises(OSError, match=f"ports {port} to {port} are all taken"):
            listen("127.0.0.1", port)


def test_another_error_of_the_port_is_told() -> None:
    with pytest.raises(OSError, match=r"assign requested address|not available"):
        listen("203.0.113.1", 0)


def test_it_serves_this_machine_alone() -> None:
    with pytest.raises(ValueError, match="this machine alone"):
        Emulator(host="0.0.0.0")  # noqa: S104  refused is what is tested


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "http://["}]
)
async def test_other_sites_are_refused(
    emulator: Emulator, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    response = await http.post(f"{emulator.url}/_emu/say", json={"person": LAYLA.id, "text": "x"}, headers=headers)

    assert response.status == 403
    assert emulator.world.chats[LAYLA.id].messages == {}


async def status_of(http: aiohttp.ClientSession, url: str) -> int:
    async with http.get(url) as response:
        return response.status


async def test_it_stops_at_once_with_a_poll_and_a_page_open(http: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        async with Emulator() as emulator:
            page = await http.get(f"{emulator.url}/_emu/events")
            await page.content.readline()
            poll = tasks.create_task(status_of(http, f"{emulator.api}{emulator.token}/getUpdates?timeout=50"))
            await emulator.updates.polled.wait()
        page.close()

    assert poll.result() == 200
