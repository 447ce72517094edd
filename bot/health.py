"""Answer what a platform asks: whether the process is alive (``/healthz``), and whether it can work (``/readyz``)."""

import asyncio
from datetime import timedelta

from aiohttp import web

import storage.feeds
from domain.errors import StorageError
from storage.database import Database

PATIENCE = timedelta(seconds=2)  # with the database


def routes(database: Database) -> list[web.RouteDef]:
    """Return both routes; neither says more than yes or no."""

    async def ready(_: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()), database.reading() as tx:
                await storage.feeds.next_due(tx)
        except (StorageError, TimeoutError):
            return web.Response(status=503, text="the database does not answer\n")
        return web.Response(text="ready\n")

    return [web.get("/healthz", _alive), web.get("/readyz", ready)]


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="alive\n")
