"""Telegram's client goes where the settings say, through the proxy they name, and is closed even if never opened."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.telegram import bot_of
from config.settings import Settings
from emulator.server import Emulator


class Proxy:
    """A proxy for plain HTTP that remembers what went through it."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._pass_on)
        self.server = TestServer(application)

    async def _pass_on(self, request: web.Request) -> web.Response:
        self.passed.append(str(request.url))
        async with (
            ClientSession() as session,
            session.request(request.method, request.url, data=await request.read()) as answer,
        ):
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    proxy = Proxy()
    async with proxy.server:
        yield proxy


async def test_calls_go_to_the_api_that_is_set(emulator: Emulator) -> None:
    async with bot_of(Settings(bot_token=emulator.token, telegram_api=emulator.api, _env_file=None)) as bot:
        assert (await bot.get_me()).username == emulator.world.bot["username"]


async def test_calls_go_through_the_proxy_that_is_set(emulator: Emulator, proxy: Proxy) -> None:
    settings = Settings(
        bot_token=emulator.token,
        telegram_api=emulator.api,
        telegram_proxy=str(proxy.server.make_url("")),
        _env_file=None,
    )

    async with bot_of(settings) as bot:
        await bot.get_me()

    assert [url.rpartition("/")[2] for url in proxy.passed] == ["getMe"]


async def test_a_socks_proxy_can_be_set(emulator: Emulator) -> None:
    settings = Settings(
        bot_token=emulator.token, telegram_api=emulator.api, telegram_proxy="socks5://127.0.0.1:9", _env_file=None
    )

    async with bot_of(settings) as bot:
        assert bot.base_url.startswith(emulator.api)
