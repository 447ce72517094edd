"""The one web server of the service, where a port is set: health, hubs' callbacks, whatever ``bot/app.py`` gives it.

It speaks plain HTTP on an address of this machine; what faces the internet is the operator's proxy or platform, which
has the certificate. Nothing here trusts a caller: each route looks for itself.
"""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import AsyncExitStack

from aiohttp import web
from aiohttp.typedefs import Handler

from domain.errors import ConfigurationError, StorageError

log = logging.getLogger(__name__)
_strangers = logging.getLogger("aiohttp.server")
_strangers.setLevel(logging.CRITICAL)  # a traceback for each malformed request would let anybody fill the log

GRACE = 5.0  # seconds for requests under way, once told to stop


class Web:
    """Serve *routes* at *host* and *port*; bodies have at most *max_bytes*."""

    def __init__(self, host: str, port: int, routes: Iterable[web.RouteDef], *, max_bytes: int) -> None:
        self._host = host
        self._port = port
        self._application = application(routes, max_bytes=max_bytes)

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until *stopping* is set.

        Raises:
            ConfigurationError: if the port cannot be had.
        """
        runner = web.AppRunner(self._application, access_log=None, shutdown_timeout=GRACE)
        async with AsyncExitStack() as stack:
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            try:
                await web.TCPSite(runner, self._host, self._port).start()
            except OSError as error:
                raise ConfigurationError(
                    f"cannot listen on {self._host}:{self._port} ({error.strerror or error}); "
                    "set MIRSAL_WEB_PORT to a free port"
                ) from error
            log.info("web_started host=%s port=%s", self._host, self._port)
            await stopping.wait()


def application(routes: Iterable[web.RouteDef], *, max_bytes: int) -> web.Application:
    """Return what answers *routes*; while the database is away it says 503, and callers come again."""
    made = web.Application(client_max_size=max_bytes, middlewares=[_bounded])
    made.add_routes(routes)
    return made


@web.middleware
async def _bounded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Be the fault boundary of a request: whatever goes wrong in it is one line or traceback of ours."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except StorageError as error:
        log.error("web_unavailable error=%s", error)
        return web.Response(status=503, headers={"Retry-After": "5"})
    except Exception:  # a bug: the caller comes again or not, the other requests go on
        log.exception("web_broken method=%s", request.method)
        return web.Response(status=500)
