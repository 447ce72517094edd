"""python-telegram-bot's client, set up for months of sending and listening."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from alerts.send import READ_TIMEOUT
from config.settings import Settings

CONNECT = timedelta(seconds=10)
POOL = 32  # connections: more senders than that only wait for one another (measured: 100 at once cost twice the CPU)
POLLING_POOL = 4  # one is python-telegram-bot's default, and a poll that hangs then leaves it deaf (measured)
KEPT_OPEN = timedelta(seconds=60)  # httpx closes idle ones after 5 s: each sparse alert would begin with a handshake


@asynccontextmanager
async def bot_of(settings: Settings) -> AsyncIterator[ExtBot[None]]:
    """Hold the client of the bot of *settings*. Nothing is asked of Telegram here: whoever waits for it opens it."""
    requests = (_request(settings, POOL), _request(settings, POLLING_POOL))
    bot = ExtBot(
        settings.bot_token.get_secret_value() if settings.bot_token else "",
        base_url=settings.telegram_api,
        base_file_url=settings.telegram_api.replace("/bot", "/file/bot"),
        request=requests[0],
        get_updates_request=requests[1],
    )
    try:
        yield bot
    finally:
        await bot.shutdown()
        for request in requests:  # shutdown leaves those of a bot that was never opened
            await request.shutdown()


def _request(settings: Settings, connections: int) -> HTTPXRequest:
    limits = httpx.Limits(
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=KEPT_OPEN.total_seconds(),
    )
    return HTTPXRequest(
        connection_pool_size=connections,
        proxy=settings.telegram_proxy or None,
        connect_timeout=CONNECT.total_seconds(),
        read_timeout=READ_TIMEOUT,
        write_timeout=READ_TIMEOUT,
        pool_timeout=CONNECT.total_seconds(),
        httpx_kwargs={"limits": limits},
    )
