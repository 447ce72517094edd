"""How calls arrive and how answers look, apart from python-telegram-bot."""

import asyncio
from typing import Any

import aiohttp
import pytest
import telegram

from emulator import LAYLA, TOKEN, Emulator
from emulator.errors import BadRequest
from emulator.params import Params


@pytest.fixture
def url(emulator: Emulator) -> str:
    emulator.world.say(LAYLA, "/start")
    return f"{emulator.api}{TOKEN}/sendMessage"


PARAMS: dict[str, Any] = {"chat_id": str(LAYLA.id), "text": "درعا"}


async def text_of(response: aiohttp.ClientResponse) -> str:
    answer = await response.json()
    assert answer["ok"], answer
    return str(answer["result"]["text"])


async def test_parameters_by_query(http: aiohttp.ClientSession, url: str) -> None:
    assert await text_of(await http.get(url, params=PARAMS)) == "درعا"


@pytest.mark.parametrize("verb", ["POST", "PUT", "DELETE"])
async def test_parameters_urlencoded_with_any_verb(http: aiohttp.ClientSession, url: str, verb: str) -> None:
    assert await text_of(await http.request(verb, url, data=PARAMS)) == "درعا"


async def test_parameters_by_multipart(http: aiohttp.ClientSession, url: str) -> None:
    form = aiohttp.MultipartWriter("form-data")
    for name, value in PARAMS.items():
        part = form.append(value.encode(), {"Content-Type": "application/octet-stream"})
        part.set_content_disposition("form-data", name=name)

    assert await text_of(await http.post(url, data=form)) == "درعا"


async def test_parameters_by_json_win_over_the_query(http: aiohttp.ClientSession, url: str) -> None:
    assert await text_of(await http.post(url, params={"text": "x"}, json=PARAMS | {"chat_id": LAYLA.id})) == "درعا"


async def test_methods_are_known_in_any_case(http: aiohttp.ClientSession, url: str, emulator: Emulator) -> None:
    assert await text_of(await http.post(url.replace("sendMessage", "SENDmessage"), data=PARAMS)) == "درعا"

    assert emulator.calls[-1].method == "sendMessage"


@pytest.mark.parametrize("body", ["{", "[1]"])
async def test_a_body_that_is_no_json_is_refused(http: aiohttp.ClientSession, url: str, body: str) -> None:
    response = await http.post(url, data=body, headers={"Content-Type": "application/json"})

    assert response.status == 400
    assert (await response.json())["description"] == "Bad Request: can't parse JSON object"


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("700000000:wrong/getMe", 401, "Unauthorized"),
        ("nonsense/getMe", 404, "Not Found"),
        (f"{TOKEN}/sendPigeon", 404, "Not Found: method not found"),
    ],
)
async def test_the_http_status_is_the_error_code(
    http: aiohttp.ClientSession, emulator: Emulator, path: str, code: int, description: str
) -> None:
    response = await http.get(emulator.api + path)

    assert response.status == code
    assert await response.json() == {"ok": False, "error_code": code, "description": description}


async def test_a_file_needs_the_token(http: aiohttp.ClientSession, emulator: Emulator) -> None:
    assert (await http.get(f"{emulator.files}{TOKEN}/documents/nothing")).status == 404


async def test_calls_are_logged_with_their_parameters_decoded(
    http: aiohttp.ClientSession, url: str, emulator: Emulator
) -> None:
    markup = '{"inline_keyboard": []}'
    await http.post(url, data=PARAMS | {"text": "123", "reply_markup": markup})

    (call,) = emulator.calls.of("sendmessage")

    assert call.params == {"chat_id": LAYLA.id, "text": "123", "reply_markup": {"inline_keyboard": []}}
    assert (call.status, call.executed, call.result["text"]) == (200, True, "123")
    assert len(emulator.calls) == 1
    emulator.calls.clear()
    assert list(emulator.calls) == []


async def test_calls_can_be_waited_for(http: aiohttp.ClientSession, url: str, emulator: Emulator) -> None:
    await http.post(url, data=PARAMS)

    assert len(await emulator.calls.wait("sendMessage")) == 1
    with pytest.raises(TimeoutError):
        await emulator.calls.wait("sendMessage", 2, seconds=0.01)


def test_values_are_read_leniently() -> None:
    params = Params({"a": " 5 ", "b": "x", "c": True, "d": ["x"], "e": "", "f": "{", "g": '"y"', "h": "YES"})

    assert (params.integer("a"), params.integer("b", 7), params.integer("nothing")) == (5, 7, 0)
    assert (params.flag("c"), params.flag("h"), params.flag("b")) == (True, True, False)
    assert (params.text("d"), params.text("nothing")) == ('["x"]', "")
    assert (params.json("d"), params.json("e"), params.json("g")) == (["x"], None, "y")
    with pytest.raises(BadRequest, match="can't parse f JSON object"):
        params.json("f")


async def test_a_bot_that_is_killed_in_the_middle_of_a_call_leaves_no_trace(
    emulator: Emulator, bot: telegram.Bot, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", emulator.port)
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
    writer.write(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nchat_id=".encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()

    await bot.get_me()

    assert [call.method for call in emulator.calls] == ["getMe"]
    assert "Error handling request" not in caplog.text
