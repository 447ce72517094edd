"""python-telegram-bot's client, set up for months of sending and listening."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.ext import ExtBot

from alerts.send import READ_TIMEOUT
from bot.requesting import Request
from config.settings import Settings

POOL = 80  # connections: the 64 calls in flight at 850 a second, and what handlers look up
POLLING_POOL = 4  # one is python-telegram-bot's default, and a poll that hangs then leaves it deaf (measured)


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


def _request(settings: Settings, connections: int) -> Request:
    return Request(connections, read_timeout=READ_TIMEOUT, proxy=settings.telegram_proxy)
