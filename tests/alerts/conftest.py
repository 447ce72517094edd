"""A server on 127.0.0.1 that answers with the bodies of Telegram's own, and a bot that talks to it."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import telegram
from aiohttp import web
from telegram.request import HTTPXRequest

from domain.alerts import Call, Delivery, DeliveryId, Lane
from domain.chats import ChatId, ChatKind, TargetId, TelegramId, Thread

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

MESSAGE = {
    "message_id": 77,
    "date": 1_795_000_000,
    "chat": {"id": 5, "type": "private", "first_name": "سلمى"},
    "text": "تم",
}


@dataclass
class Server:
    """Telegram as far as one call sees it: set *answer*, look at *calls*."""

    url: str = ""
    answer: Answer | None = None
    calls: list[tuple[str, bytes]] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def says(self, status: int, body: Mapping[str, Any] | str) -> None:
        text = body if isinstance(body, str) else json.dumps(body)

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, text=text)

        self.answer = answer

    def refuses(self, code: int, description: str, **parameters: int) -> None:
        body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        self.says(code, body | ({"parameters": parameters} if parameters else {}))

    def result(self, result: Any) -> None:
        self.says(200, {"ok": True, "result": result})

    def never_answers(self) -> None:
        async def answer(_: web.Request) -> web.StreamResponse:
            await self.closing.wait()
            return web.Response()

        self.answer = answer

    def hangs_up(self, *, reset: bool = False) -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None  # it is being answered
            if reset:
                connection = request.transport.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            request.transport.abort()
            return web.Response()

        self.answer = answer

    @property
    def method(self) -> str:
        return self.calls[-1][0]

    @property
    def params(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.calls[-1][1].decode()).items()}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.path.rpartition("/")[2], await request.read()))
        assert self.answer is not None, "the test did not say what Telegram answers"
        return await self.answer(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    server.url = f"http://127.0.0.1:{port}/bot"
    server.result(MESSAGE)
    try:
        yield server
    finally:
        server.closing.set()
        await runner.cleanup()


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[telegram.Bot]:
    request = HTTPXRequest(connection_pool_size=8)
    bot = telegram.Bot("1:x", base_url=server.url, request=request)
    try:
        yield bot
    finally:
        await request.shutdown()


@pytest.fixture
def delivery() -> Delivery:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    return Delivery(
        id=DeliveryId(1),
        key="alert:1",
        chat=ChatId(3),
        chat_key="k",
        telegram_id=TelegramId(5),
        chat_kind=ChatKind.PRIVATE,
        thread=Thread(0),
        target=TargetId(4),
        lane=Lane.NORMAL,
        alert=None,
        call=None,
        fence=1,
        failures=0,
        unknowns=0,
        revision=0,
        degraded=(),
        created_at=now,
        expires_at=now + timedelta(hours=12),
        lease_until=now + timedelta(seconds=90),
    )


@pytest.fixture
def call() -> Call:
    return Call("sendMessage", {"text": "<b>قصف</b> &amp; نزوح", "parse_mode": "HTML"})
