"""The HTTP client under python-telegram-bot: what became of a call can be told from its error."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import telegram
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import TelegramError

from alerts.outcomes import outcome_of
from bot.requesting import Request
from domain.alerts import Flooded, NotSent, Outcome, Unknown

TOKEN = "42:abc"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """A server that answers as a test says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: Answer = self.sent
        self.asked: list[tuple[str, str, bytes]] = []
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._take)
        self.server = TestServer(application)

    @property
    def api(self) -> str:
        return str(self.server.make_url("/bot"))

    async def sent(self, _: web.Request) -> web.StreamResponse:
        chat = {"id": 1, "type": "private", "first_name": "ليلى"}
        return web.json_response({"ok": True, "result": {"message_id": 77, "date": 1, "chat": chat, "text": "خبر"}})

    async def _take(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, request.content_type, await request.read()))
        return await self.answer(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    async with server.server:
        yield server


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[telegram.Bot]:
    async with asking(server.api) as bot:
        yield bot


def asking(api: str, *, read_timeout: float = 5, proxy: str = "") -> "Open":
    return Open(api, Request(2, read_timeout=read_timeout, proxy=proxy))


class Open:
    """A bot over a request that is closed at the end."""

    def __init__(self, api: str, request: Request) -> None:
        self._request = request
        self._bot = telegram.Bot(TOKEN, base_url=api, request=request, get_updates_request=request)

    async def __aenter__(self) -> telegram.Bot:
        return self._bot

    async def __aexit__(self, *_: object) -> None:
        await self._request.shutdown()


async def outcome(bot: telegram.Bot) -> Outcome:
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(1, "خبر")
    assert TOKEN not in str(raised.value)
    return outcome_of(raised.value)


async def test_a_call_arrives_as_json_whose_values_are_strings(server: Server, bot: telegram.Bot) -> None:
    message = await bot.send_message(1, "خبر & <b>", reply_markup={"inline_keyboard": []})  # type: ignore[arg-type]  # raw JSON

    [(path, kind, body)] = server.asked
    assert message.message_id == 77
    assert (path, kind) == (f"/bot{TOKEN}/sendMessage", "application/json")
    assert json.loads(body) == {"chat_id": "1", "text": "خبر & <b>", "reply_markup": '{"inline_keyboard": []}'}
    assert "خبر".encode() in body


async def test_of_a_sent_message_only_its_place_is_read(server: Server, bot: telegram.Bot) -> None:
    message = await bot.send_message(1, "خبر")

    assert (message.message_id, message.chat.id, message.text) == (77, 1, None)


async def test_a_file_arrives_in_several_parts(server: Server, bot: telegram.Bot) -> None:
    await bot.send_document(1, telegram.InputFile("اشتراكات".encode(), filename="list.csv"), caption="ملف")

    [(_, kind, body)] = server.asked
    assert kind == "multipart/form-data"
    assert all(part in body for part in ("اشتراكات".encode(), b'filename="list.csv"', "ملف".encode()))


async def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        async with asking(f"http://127.0.0.1:{closed.getsockname()[1]}/bot") as bot:
            assert isinstance(await outcome(bot), NotSent)


async def test_a_name_that_is_not_known_was_never_connected_to() -> None:
    async with asking("http://telegram.invalid/bot") as bot:
        assert isinstance(await outcome(bot), NotSent)


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
async def test_through_a_proxy_that_is_away_nothing_was_sent(scheme: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        proxy = f"{scheme}://127.0.0.1:{closed.getsockname()[1]}"
        async with asking("http://127.0.0.1:9/bot", proxy=proxy) as bot:
            assert isinstance(await outcome(bot), NotSent)


async def test_a_connection_that_breaks_after_the_question_says_nothing(server: Server, bot: telegram.Bot) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    server.answer = hang_up

    assert isinstance(await outcome(bot), Unknown)
    assert len(server.asked) == 1


async def test_an_answer_that_does_not_come_in_time_says_nothing(server: Server) -> None:
    over = asyncio.Event()

    async def wait(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"{")
        await over.wait()
        return response

    server.answer = wait
    async with asking(server.api, read_timeout=0.1) as bot:
        assert isinstance(await outcome(bot), Unknown)
    over.set()


async def test_the_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", str(server.server.make_url("/")))
    monkeypatch.delenv("no_proxy", raising=False)
    async with asking("http://telegram.example/bot") as bot:
        assert (await bot.send_message(1, "خبر")).message_id == 77

    monkeypatch.setenv("no_proxy", "telegram.example")
    async with asking("http://telegram.example/bot") as bot:
        assert isinstance(await outcome(bot), NotSent)


async def test_the_page_of_a_proxy_says_nothing_and_is_not_logged(
    server: Server, bot: telegram.Bot, caplog: pytest.LogCaptureFixture
) -> None:
    async def page(_: web.Request) -> web.StreamResponse:
        return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")

    server.answer = page

    assert isinstance(await outcome(bot), Unknown)
    assert [record for record in caplog.records if record.name != "aiohttp.access"] == []  # that is the proxy's own


async def test_a_refusal_of_telegram_is_read(server: Server, bot: telegram.Bot) -> None:
    async def flood(_: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 3}}
        return web.json_response(body, status=429)

    server.answer = flood

    assert await outcome(bot) == Flooded(3.0)


async def test_one_that_was_closed_opens_again(server: Server) -> None:
    request = Request(1, read_timeout=5)
    async with Open(server.api, request) as bot:
        await bot.send_message(1, "خبر")
    async with Open(server.api, request) as bot:
        await bot.send_message(1, "خبر")

    assert len(server.asked) == 2
    assert request.read_timeout == 5


async def test_a_connection_is_used_again(server: Server, bot: telegram.Bot) -> None:
    places = set()

    async def note(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        places.add(request.transport.get_extra_info("peername"))
        return await server.sent(request)

    server.answer = note
    for _ in range(3):
        await bot.send_message(1, "خبر")

    assert len(places) == 1
