"""Fetch a feed: conditional, within limits, and never from an address that is not public.

Each redirect is followed by hand, at most five, http and https alone; ``feeds.guard`` checks every address when its
socket is opened. Limits hold for the whole fetch, the body is counted after decompression. At most two requests a host
at once; waiting for a turn costs no time of the limit. The kinds of FetchError stand in ``feeds.failures``.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

import aiohttp
import aiohttp_socks
from aiohttp.abc import AbstractResolver
from yarl import URL

from domain.errors import AddressRefused, FetchError
from domain.feeds import Fetched, NotModified, Validators
from feeds import failures, guard, headers
from feeds.certificates import Certificates
from feeds.inflate import Inflater, TooLarge

_GOOD = frozenset({200, 203})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_NONE = Validators()
_TROUBLES = (aiohttp.ClientError, *failures.PROXY_ERRORS, OSError, ValueError, zlib.error, TooLarge)
_DNS_KEPT = 600  # seconds; research §3: aiohttp's default of 10 resolves every name at every poll
_HEADERS = {
    "Accept": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound a fetch.

    *total* covers all redirects, *max_bytes* counts after decompression, *per_host* and *concurrency* are requests at
    once.
    """

    connect: timedelta = timedelta(seconds=10)
    read: timedelta = timedelta(seconds=20)
    total: timedelta = timedelta(seconds=30)
    max_bytes: int = 5 * 1024 * 1024
    max_redirects: int = 5
    per_host: int = 2
    concurrency: int = 64


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: str
    permanent: bool


_Answer = Fetched | NotModified | _Redirect


class Fetcher:
    """Fetch feeds over one aiohttp session. An async context manager.

    *allow_loopback* lets 127.0.0.0/8 and ::1 through, for the demo. *proxy* is an ``http://``, ``https://`` or
    ``socks5://`` URL that all requests take. *resolver* replaces the DNS, for tests; it is guarded all the same.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        user_agent: str,
        allow_loopback: bool = False,
        proxy: str = "",
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._limits = limits
        self._user_agent = user_agent
        self._allow_loopback = allow_loopback
        self._proxy = proxy
        self._http_proxy = None if not proxy or proxy.startswith("socks") else proxy
        self._resolver = resolver
        self._turns = asyncio.Semaphore(limits.concurrency)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._certificates = Certificates()
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self._session = await stack.enter_async_context(self._new_session(self._connector(stack)))
            self._open = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def _new_session(self, connector: aiohttp.BaseConnector) -> aiohttp.ClientSession:
        connect, read = self._limits.connect.total_seconds(), self._limits.read.total_seconds()
        return aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": self._user_agent, **_HEADERS},
            timeout=aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )

    def _connector(self, stack: AsyncExitStack) -> aiohttp.BaseConnector:
        """Return a connector without limits: waiting for a turn is ours, since aiohttp counts it as time to connect."""
        trust = self._certificates.context()
        if self._proxy.startswith("socks"):  # the proxy resolves the names, which others call socks5h
            proxy = self._proxy.replace("socks5h:", "socks5:", 1)
            return aiohttp_socks.ProxyConnector.from_url(proxy, limit=0, ssl=trust)
        if self._proxy:
            return aiohttp.TCPConnector(limit=0, ssl=trust)
        inner = self._resolver or aiohttp.AsyncResolver()
        resolver = guard.GuardedResolver(inner, allow_loopback=self._allow_loopback)
        stack.push_async_callback(resolver.close)
        return aiohttp.TCPConnector(
            limit=0,
            ssl=trust,
            ttl_dns_cache=_DNS_KEPT,
            resolver=resolver,
            socket_factory=guard.sockets(allow_loopback=self._allow_loopback),
        )

    async def fetch(self, url: str, validators: Validators = _NONE) -> Fetched | NotModified:
        """Return what *url* holds, or that it is as it was when *validators* were given.

        Raises:
            AddressRefused: if it leads to an address that is not public.
            FetchError: if no usable answer came.
        """
        target, moved_to, permanent = self._checked(url), "", True
        left = self._limits.total
        for _ in range(self._limits.max_redirects + 1):
            async with self._turn(target.host or ""):
                answer, spent = await self._ask_within(left, target, validators)
            if not isinstance(answer, _Redirect):
                took = self._limits.total - left + spent
                return replace(answer, moved_to=moved_to, took=took, certificate_until=self._until(target))
            if not answer.to:
                raise FetchError("redirects", "a redirect that leads nowhere")
            left -= spent
            target = self._checked(answer.to, target)
            permanent = permanent and answer.permanent
            moved_to = str(target) if permanent else moved_to
        raise FetchError("redirects", f"more than {self._limits.max_redirects}")

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send *form* to *url*; redirects are not followed.

        Raises:
            AddressRefused: if it leads to an address that is not public.
            FetchError: if the answer is not 2xx, or none came.
        """
        target = self._checked(url)
        async with self._turn(target.host or ""):
            try:
                async with asyncio.timeout(self._limits.total.total_seconds()):
                    await self._send(target, form)
            except _TROUBLES as error:
                raise failures.translated(error, target.host or "") from error

    async def _send(self, target: URL, form: Mapping[str, str]) -> None:
        async with self._session.post(target, data=form, allow_redirects=False, proxy=self._http_proxy) as response:
            if not 200 <= response.status < 300:
                raise failures.of_status(response.status, headers.hints(response.headers, datetime.now(UTC)))

    def _until(self, target: URL) -> datetime | None:
        return self._certificates.until(target.host or "") if target.scheme == "https" else None

    def _checked(self, url: str, base: URL | None = None) -> URL:
        """Return *url* as an address that may be asked, relative ones completed by *base*."""
        try:
            target = base.join(URL(url)) if base else URL(url)
            host = target.host
        except ValueError as error:
            raise FetchError("bad_url", str(error)) from error
        if target.scheme not in {"http", "https"} or not host:
            raise FetchError("bad_url", "not an http or https address")
        # What is spelled as an address is told apart here, since aiohttp refuses 2130706433 as a malformed one. Names
        # are judged by where they lead, when the socket is opened; behind a proxy by their spelling alone.
        if (self._proxy or guard.literal(host)) and not guard.host_allowed(host, allow_loopback=self._allow_loopback):
            raise AddressRefused(f"{host} is not public")
        return target

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until *host*, then we ourselves, have room for one more request."""
        busy = self._hosts.get(host) or asyncio.Semaphore(self._limits.per_host)
        self._hosts[host] = busy  # kept only while somebody waits for it or holds it
        async with busy, self._turns:
            yield

    async def _ask_within(self, left: timedelta, target: URL, validators: Validators) -> tuple[_Answer, timedelta]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(left.total_seconds()):
                answer = await self._ask(target, validators)
        except _TROUBLES as error:
            raise failures.translated(error, target.host or "") from error
        return answer, timedelta(seconds=loop.time() - began)

    async def _ask(self, target: URL, validators: Validators) -> _Answer:
        async with self._session.get(
            target, headers=headers.conditional(validators), allow_redirects=False, proxy=self._http_proxy
        ) as response:
            now = datetime.now(UTC)
            asked = headers.hints(response.headers, now)
            if response.status in _REDIRECTS:
                return _Redirect(response.headers.get("Location", ""), permanent=response.status in _PERMANENT)
            if response.status == 304 and validators != _NONE:
                return NotModified(asked)
            if response.status not in _GOOD:
                raise failures.of_status(response.status, asked)
            hub, topic = headers.hub(response.headers.getall("Link", ()))
            return Fetched(
                body=await self._body(response),
                url=str(response.url),
                charset=response.charset or "",
                content_type=response.content_type,
                validators=headers.validators(response.headers),
                hints=asked,
                hub=hub,
                topic=topic,
            )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        inflater = Inflater(response.headers.get("Content-Encoding", ""), self._limits.max_bytes)
        if (response.content_length or 0) > self._limits.max_bytes:
            raise TooLarge
        async for chunk in response.content.iter_any():
            inflater.feed(chunk)
        return inflater.finish()
