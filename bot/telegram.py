"""python-telegram-bot's client, set up for months of sending and listening."""

from datetime import timedelta

import httpx
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from alerts.send import READ_TIMEOUT
from config.settings import Settings

CONNECT = timedelta(seconds=10)
POOL = 32  # connections: more senders than that only wait for one another (measured: 100 at once cost twice the CPU)
KEPT_OPEN = timedelta(seconds=60)  # httpx closes idle ones after 5 s: each sparse alert would begin with a handshake


def bot_of(settings: Settings) -> ExtBot[None]:
    """Return the client of the bot of *settings*, not opened yet: nothing is asked of Telegram here."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    return ExtBot(
        token,
        base_url=settings.telegram_api,
        base_file_url=settings.telegram_api.replace("/bot", "/file/bot"),
        request=_request(settings, POOL),
        get_updates_request=_request(settings, 4),
    )


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
