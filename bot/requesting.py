"""HTTP for python-telegram-bot through aiohttp: its own client, httpx, costs several times the CPU a message.

What the errors mean is kept apart here as ``alerts/outcomes.py`` reads it: raised from an error of connecting, the call
was never made; raised from any other, it may have been. Measured: docs/performance.md, «Sending».
"""

import json
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import aiohttp_socks
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT = 10.0  # seconds, the wait for a free connection included
KEPT_OPEN = 60.0  # seconds: closed earlier, each sparse alert would begin with a handshake
NAMES_KEPT = 60  # seconds an address of Telegram is remembered

_JSON = MappingProxyType({"Content-Type": "application/json"})
_HEADERS = MappingProxyType({"User-Agent": BaseRequest.USER_AGENT})


class Request(BaseRequest):
    """Make the calls of one bot over at most *connections*; *proxy* is an ``http://`` or ``socks5://`` URL."""

    def __init__(self, connections: int, *, read_timeout: float, proxy: str = "") -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._proxy = proxy
        # Looked up once: aiohttp's trust_env asks a thread and reads ~/.netrc for each request, a fifth of its cost.
        self._proxy_of_environment = cache(_of_environment)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return how many seconds an answer is waited for."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session; nothing is asked of Telegram. The first call opens it too."""
        self._opened()

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return the status and the body of the answer.

        Raises:
            TimedOut: from ``aiohttp.ConnectionTimeoutError`` if no connection came about.
            NetworkError: from ``aiohttp.ClientConnectorError`` and its like if no connection came about.
        """
        read, write = (_or(self._read_timeout, each) for each in (read_timeout, write_timeout))
        connect = _or(CONNECT, connect_timeout)
        timeout = aiohttp.ClientTimeout(total=connect + write + read, connect=connect, sock_read=read)
        try:
            async with self._opened().request(
                method, url, **_body(request_data), timeout=timeout, proxy=self._http_proxy(url)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, aiohttp_socks.ProxyError, OSError) as error:
            # No text of the error: it holds the address, and that the token.
            raise NetworkError(type(error).__name__) from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer's JSON; of a message that was sent, which one it is and where.

        Raises:
            TelegramError: if it is none. python-telegram-bot would log the page of a proxy with a traceback, each time.
        """
        try:
            found: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        return _without_the_message(found)

    def _http_proxy(self, url: str) -> str | None:
        if self._proxy:
            return self._proxy if self._proxy.startswith("http") else None
        parts = urlsplit(url)
        return self._proxy_of_environment(parts.scheme, parts.netloc)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=self._connector(),
                headers=_HEADERS,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    def _connector(self) -> aiohttp.BaseConnector:
        kept: dict[str, Any] = {"limit": self._connections, "keepalive_timeout": KEPT_OPEN}
        if self._proxy.startswith("socks"):
            return aiohttp_socks.ProxyConnector.from_url(self._proxy.replace("socks5h:", "socks5:", 1), **kept)
        return aiohttp.TCPConnector(ttl_dns_cache=NAMES_KEPT, resolver=aiohttp.ThreadedResolver(), **kept)


def _of_environment(scheme: str, host: str) -> str | None:
    """Return the proxy that HTTPS_PROXY and its like name for *host*."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _or(default: float, given: Any) -> float:
    return float(given) if isinstance(given, int | float) else default


def _without_the_message(answer: dict[str, Any]) -> dict[str, Any]:
    """Return *answer* with the part of a sent message that anybody here asks for.

    python-telegram-bot makes objects of all of it, entities and keyboards too: a seventh of a call's cost (measured).
    """
    match answer:
        case {"ok": True, "result": {"message_id": _, "date": _, "chat": {"id": chat, "type": kind}} as message}:
            kept = {name: message[name] for name in ("message_id", "date")}
            return answer | {"result": kept | {"chat": {"id": chat, "type": kind}}}
    return answer


def _body(data: RequestData | None) -> dict[str, Any]:
    """Return what aiohttp is to send: JSON, or a form in several parts where a file goes with it.

    Each value of the JSON is a string, as in a form; a form would take six bytes for each Arabic letter.
    """
    if data is None:
        return {}
    if not data.contains_files:
        written = json.dumps(data.json_parameters, ensure_ascii=False, separators=(",", ":"))
        return {"data": written.encode("utf-8", "replace"), "headers": _JSON}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}
