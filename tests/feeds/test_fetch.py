"""Fetching from servers of every kind, on 127.0.0.1."""

import asyncio
import gzip
import ipaddress
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from domain.errors import AddressRefused, FetchError
from domain.feeds import Fetched, Hints, NotModified, Validators
from feeds.fetch import Fetcher, Limits

Answer = Callable[[StreamReader, StreamWriter, str], Awaitable[None]]
Serve = Callable[[Answer], Awaitable[str]]

QUICK = Limits(connect=timedelta(seconds=2), read=timedelta(seconds=0.3), total=timedelta(seconds=3), max_bytes=100_000)
FEED = "<rss>قافلة</rss>".encode()


class Names(AbstractResolver):
    """A resolver that knows some names; a list of addresses is used up one question at a time."""

    def __init__(self, **addresses: list[str]) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        known = self.addresses.get(host.partition(".")[0])
        if not known:
            raise OSError(None, "no such name")
        address = known.pop(0)
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Hold nothing."""


def fetcher(limits: Limits = QUICK, *, loopback: bool = True, proxy: str = "", names: Names | None = None) -> Fetcher:
    return Fetcher(limits, user_agent="Mirsal/test", allow_loopback=loopback, proxy=proxy, resolver=names)


async def failure(url: str, limits: Limits = QUICK, *, loopback: bool = True, **names: list[str]) -> FetchError:
    async with fetcher(limits, loopback=loopback, names=Names(**names) if names else None) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch.fetch(url)
    return caught.value


def says(status: str = "200 OK", body: bytes = FEED, **headers: str) -> Answer:
    async def answer(_: StreamReader, writer: StreamWriter, __: str) -> None:
        lines = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return answer


async def test_a_feed_is_fetched_with_all_that_came_along(serve: Serve) -> None:
    url = await serve(
        says(
            Content_Type="application/rss+xml; charset=windows-1256",
            ETag='"a-1"',
            Last_Modified="Sun, 01 Mar 2026 12:00:00 GMT",
            Cache_Control="max-age=300",
        )
    )

    async with fetcher() as fetch:
        assert await fetch.fetch(f"{url}/feed") == Fetched(
            body=FEED,
            url=f"{url}/feed",
            charset="windows-1256",
            content_type="application/rss+xml",
            validators=Validators('"a-1"', "Sun, 01 Mar 2026 12:00:00 GMT"),
            hints=Hints(fresh_for=timedelta(minutes=5)),
        )


async def test_a_server_is_asked_only_for_what_changed(serve: Serve) -> None:
    heads: list[str] = []

    async def answer(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        heads.append(head)
        await says("304 Not Modified", b"", Retry_After="60")(reader, writer, head)

    url = await serve(answer)

    async with fetcher() as fetch:
        found = await fetch.fetch(url, Validators('"a-1"', "Sun, 01 Mar 2026 12:00:00 GMT"))

    assert found == NotModified(Hints(retry_after=timedelta(minutes=1)))
    assert 'If-None-Match: "a-1"' in heads[0]
    assert "If-Modified-Since: Sun, 01 Mar 2026 12:00:00 GMT" in heads[0]
    assert "User-Agent: Mirsal/test" in heads[0]
    assert "Cookie" not in heads[0]


async def test_not_modified_without_being_asked_is_an_error(serve: Serve) -> None:
    assert (await failure(await serve(says("304 Not Modified", b"")))).status == 304


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("410 Gone", "gone"),
        ("404 Not Found", "not_found"),
        ("401 Unauthorized", "forbidden"),
        ("403 Forbidden", "forbidden"),
        ("429 Too Many Requests", "too_many_requests"),
        ("500 Oops", "server_error"),
        ("503 Service Unavailable", "server_error"),
        ("204 No Content", "status"),
        ("418 Teapot", "status"),
    ],
)
async def test_each_status_has_its_kind(serve: Serve, status: str, kind: str) -> None:
    error = await failure(await serve(says(status, b"", Retry_After="90")))

    assert (error.kind, error.status, error.retry_after) == (kind, int(status[:3]), 90)


async def test_without_retry_after_there_is_none(serve: Serve) -> None:
    assert (await failure(await serve(says("500 Oops", b"")))).retry_after is None


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        pytest.param(gzip.compress(FEED), {"Content-Encoding": "gzip"}, id="gzip"),
        pytest.param(gzip.compress(FEED), {}, id="gzip that nobody announced"),
        pytest.param(FEED, {"Content-Encoding": "gzip"}, id="plain that was announced as gzip"),
        pytest.param(FEED, {"Content-Encoding": "utf-8"}, id="nonsense announced"),
    ],
)
async def test_headers_that_lie_about_compression_do_no_harm(
    serve: Serve, sent: bytes, headers: dict[str, str]
) -> None:
    url = await serve(says(body=sent, **headers))

    async with fetcher() as fetch:
        found = await fetch.fetch(url)

    assert isinstance(found, Fetched)
    assert found.body == FEED


async def test_a_gzip_bomb_stops_early(serve: Serve) -> None:
    error = await failure(await serve(says(body=gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")))

    assert error.kind == "too_large"


async def test_a_body_announced_as_too_large_is_not_read(serve: Serve) -> None:
    assert (await failure(await serve(says(body=b"", Content_Length="100001")))).kind == "too_large"


async def test_a_body_without_end_stops_at_the_limit(serve: Serve) -> None:
    async def endless(_: StreamReader, writer: StreamWriter, __: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
            await writer.drain()

    assert (await failure(await serve(endless))).kind == "too_large"


async def hang(reader: StreamReader, _: StreamWriter, __: str) -> None:
    await reader.read()  # until the client goes away


async def test_a_server_that_says_nothing_takes_too_long(serve: Serve) -> None:
    error = await failure(await serve(hang))

    assert (error.kind, error.detail) == ("timeout", "read")


async def test_a_body_that_drips_takes_too_long_in_all(serve: Serve) -> None:
    async def drip(reader: StreamReader, writer: StreamWriter, _: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not reader.at_eof():
            writer.write(b"1\r\nx\r\n")
            await asyncio.wait([asyncio.ensure_future(reader.read(1))], timeout=0.05)

    error = await failure(await serve(drip), replace(QUICK, total=timedelta(seconds=0.4)))

    assert (error.kind, error.detail) == ("timeout", "total")


async def test_a_body_cut_short_is_broken(serve: Serve) -> None:
    assert (await failure(await serve(says(Content_Length="5000")))).kind == "broken_body"


async def test_a_compressed_body_cut_short_is_broken(serve: Serve) -> None:
    assert (await failure(await serve(says(body=gzip.compress(FEED * 99)[:-9])))).kind == "broken_body"


async def test_what_is_no_http_is_said_so(serve: Serve) -> None:
    async def ftp(_: StreamReader, writer: StreamWriter, __: str) -> None:
        writer.write(b"220 ready\r\n\r\n")

    assert (await failure(await serve(ftp))).kind == "protocol"


async def test_a_connection_that_breaks_is_said_so(serve: Serve) -> None:
    async def vanish(_: StreamReader, writer: StreamWriter, __: str) -> None:
        writer.transport.abort()

    assert (await failure(await serve(vanish))).kind == "connection"


async def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))

        assert (await failure(f"http://127.0.0.1:{taken.getsockname()[1]}/")).kind == "connection"


async def test_a_name_without_address() -> None:
    error = await failure("http://nowhere.example/", here=["127.0.0.1"])

    assert (error.kind, error.detail) == ("dns", "nowhere.example has no address")


async def test_a_plain_server_speaks_no_tls() -> None:
    async def greet(_: StreamReader, writer: StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        error = await failure(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")

    assert error.kind == "tls"


@pytest.mark.parametrize(
    "url", ["ftp://news.example/", "file:///etc/hosts", "news.example", "", "http://", "http://[::1", "http://a:99999/"]
)
async def test_only_http_addresses_are_asked(url: str) -> None:
    assert (await failure(url)).kind == "bad_url"


@pytest.mark.parametrize("status", ["301 Moved", "308 Permanent Redirect"])
async def test_a_feed_that_moved_for_good_says_where(serve: Serve, status: str) -> None:
    new = await serve(says())
    old = await serve(says(status, b"", Location=f"{new}/new"))

    async with fetcher() as fetch:
        found = await fetch.fetch(old)

    assert isinstance(found, Fetched)
    assert (found.url, found.moved_to) == (f"{new}/new", f"{new}/new")


async def test_after_a_redirect_for_now_nothing_moved_further(serve: Serve) -> None:
    last = await serve(says())
    middle = await serve(says("302 Found", b"", Location=last))
    permanent = await serve(says("301 Moved", b"", Location=last))
    first = await serve(says("301 Moved", b"", Location=f"{middle}/m"))
    detour = await serve(says("307 Temporary Redirect", b"", Location=permanent))

    async with fetcher() as fetch:
        found, other = await fetch.fetch(first), await fetch.fetch(detour)

    assert isinstance(found, Fetched)
    assert isinstance(other, Fetched)
    assert (found.moved_to, other.moved_to) == (f"{middle}/m", "")


async def test_relative_redirects_are_followed(serve: Serve) -> None:
    async def answer(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        there = head.startswith("GET /new/feed.xml ")
        await (says() if there else says("303 See Other", b"", Location="new/feed.xml"))(reader, writer, head)

    async with fetcher() as fetch:
        assert isinstance(await fetch.fetch(await serve(answer) + "/"), Fetched)


async def test_a_redirect_loop_ends(serve: Serve) -> None:
    asked = 0

    async def answer(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        nonlocal asked
        asked += 1
        await says("302 Found", b"", Location="/again")(reader, writer, head)

    error = await failure(await serve(answer))

    assert (error.kind, asked) == ("redirects", 6)


async def test_a_redirect_that_leads_nowhere_is_an_error(serve: Serve) -> None:
    assert (await failure(await serve(says("302 Found", b"")))).kind == "redirects"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://[::1"])
async def test_a_redirect_leads_to_http_alone(serve: Serve, to: str) -> None:
    assert (await failure(await serve(says("302 Found", b"", Location=to)))).kind == "bad_url"


INSIDE = ["10.0.0.1", "169.254.169.254", "0x0a000001", "167772161", "012.0.0.1", "10.1", "[::ffff:10.0.0.1]", "0"]


@pytest.mark.parametrize("host", INSIDE)
async def test_a_redirect_to_the_inside_is_refused_even_where_loopback_is_allowed(serve: Serve, host: str) -> None:
    error = await failure(await serve(says("302 Found", b"", Location=f"http://{host}/")))

    assert isinstance(error, AddressRefused)
    assert error.kind == "private_address"


@pytest.mark.parametrize("host", [*INSIDE, "127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::]"])
async def test_an_address_inside_is_refused_in_every_spelling(host: str) -> None:
    assert isinstance(await failure(f"http://{host}/", loopback=False), AddressRefused)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.0.0.1", "100.64.1.1", "::ffff:127.0.0.1", "169.254.169.254"]
)
async def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    assert isinstance(await failure("http://rebind.example/", loopback=False, rebind=[address]), AddressRefused)


async def test_a_redirect_to_a_name_that_leads_inside_is_refused(serve: Serve) -> None:
    url = await serve(says("302 Found", b"", Location="http://metadata.example/"))

    error = await failure(url, metadata=["169.254.169.254"])

    assert isinstance(error, AddressRefused)


async def test_loopback_is_reached_by_name_where_it_is_allowed(serve: Serve) -> None:
    port = (await serve(says())).rpartition(":")[2]

    async with fetcher(names=Names(here=["127.0.0.1"])) as fetch:
        assert isinstance(await fetch.fetch(f"http://here.example:{port}/"), Fetched)


async def test_the_socket_is_guarded_whatever_the_resolver_says(monkeypatch: pytest.MonkeyPatch, serve: Serve) -> None:
    port = (await serve(says())).rpartition(":")[2]

    async def deceived(*_: object, **__: object) -> list[ResolveResult]:
        return await Names(here=["127.0.0.1"]).resolve("here.example", int(port))

    monkeypatch.setattr("feeds.guard.GuardedResolver.resolve", deceived)

    assert isinstance(await failure(f"http://here.example:{port}/", loopback=False), AddressRefused)


async def test_at_most_two_requests_a_host_at_once(serve: Serve) -> None:
    at_once, most = 0, 0

    async def answer(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        for _ in range(20):
            await asyncio.sleep(0)
        at_once -= 1
        await says()(reader, writer, head)

    url = await serve(answer)
    async with fetcher() as fetch, asyncio.TaskGroup() as tasks:
        for number in range(12):
            tasks.create_task(fetch.fetch(f"{url}/{number}"))

    assert most == 2


async def test_waiting_for_a_turn_costs_no_time_of_the_limit(serve: Serve) -> None:
    async def slow(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        await asyncio.wait([asyncio.ensure_future(reader.read(1))], timeout=0.1)
        await says()(reader, writer, head)

    url = await serve(slow)
    limits = replace(QUICK, total=timedelta(seconds=0.5), per_host=1)
    async with fetcher(limits) as fetch, asyncio.TaskGroup() as tasks:
        fetched = [tasks.create_task(fetch.fetch(url)) for _ in range(8)]

    assert all(isinstance(task.result(), Fetched) for task in fetched)


async def test_an_http_proxy_is_asked_for_the_whole_address(serve: Serve) -> None:
    heads: list[str] = []

    async def proxy(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        heads.append(head)
        await says()(reader, writer, head)

    async with fetcher(loopback=False, proxy=await serve(proxy)) as fetch:
        found = await fetch.fetch("http://news.example/feed")

    assert isinstance(found, Fetched)
    assert heads[0].startswith("GET http://news.example/feed HTTP/1.1\r\n")


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
async def test_a_socks_proxy_resolves_the_name(scheme: str) -> None:
    asked: list[bytes] = []

    async def proxy(reader: StreamReader, writer: StreamWriter) -> None:
        await reader.readexactly(3)
        writer.write(b"\x05\x00")
        length = (await reader.readexactly(5))[4]
        asked.append((await reader.readexactly(length + 2))[:-2])
        writer.write(b"\x05\x00\x00\x01" + ipaddress.ip_address("127.0.0.1").packed + b"\x00\x50")
        await reader.readuntil(b"\r\n\r\n")
        await says()(reader, writer, "")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, fetcher(loopback=False, proxy=f"{scheme}://127.0.0.1:{port}") as fetch:
        found = await fetch.fetch("http://news.example/feed")

    assert isinstance(found, Fetched)
    assert asked == [b"news.example"]


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_not_there_is_said_so(scheme: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with fetcher(proxy=f"{scheme}://127.0.0.1:{taken.getsockname()[1]}") as fetch:
            with pytest.raises(FetchError) as caught:
                await fetch.fetch("http://news.example/")

    assert caught.value.kind == "proxy"


@pytest.mark.parametrize("host", ["10.0.0.1", "2130706433", "localhost", "router.local"])
async def test_no_proxy_is_asked_for_the_inside(host: str) -> None:
    async with fetcher(loopback=False, proxy="http://127.0.0.1:9") as fetch:
        with pytest.raises(AddressRefused):
            await fetch.fetch(f"http://{host}/")


async def test_a_form_is_sent_as_a_form(serve: Serve) -> None:
    got = []

    async def answer(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        length = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0])
        got.append((head.partition(" ")[0], (await reader.readexactly(length)).decode()))
        writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

    async with fetcher() as fetch:
        await fetch.post(await serve(answer), {"hub.mode": "subscribe", "hub.topic": "https://a.example/?b=1&c"})

    assert got == [("POST", "hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2F%3Fb%3D1%26c")]


@pytest.mark.parametrize(
    ("status", "kind"), [("301 Moved", "status"), ("404 Not Found", "not_found"), ("500 Oh", "server_error")]
)
async def test_a_form_that_is_not_taken_is_an_error(serve: Serve, status: str, kind: str) -> None:
    url = await serve(says(status, Location="/elsewhere"))
    async with fetcher() as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch.post(url, {"a": "b"})

    assert caught.value.kind == kind


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/", "http://10.0.0.1/", "http://2130706433/", "ftp://a.example/", "http://inside.example/"],
)
async def test_no_form_goes_to_an_address_that_is_not_public(url: str) -> None:
    async with fetcher(loopback=False, names=Names(inside=["192.168.1.1"])) as fetch:
        with pytest.raises(FetchError):
            await fetch.post(url, {"hub.secret": "secret"})


async def test_a_form_is_given_up_when_no_answer_comes(serve: Serve) -> None:
    async def silent(_: StreamReader, __: StreamWriter, ___: str) -> None:
        await asyncio.Event().wait()

    url = await serve(silent)
    async with fetcher() as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch.post(url, {"a": "b"})

    assert caught.value.kind == "timeout"


async def test_the_hub_of_the_link_header_is_told(serve: Serve) -> None:
    url = await serve(says(Link='<https://hub.example/>; rel="hub", </rss>; rel="self"'))
    async with fetcher() as fetch:
        answer = await fetch.fetch(url)

    assert isinstance(answer, Fetched)
    assert (answer.hub, answer.topic) == ("https://hub.example/", "/rss")
