"""Servers that mean harm: each fetch ends within its limits, with a reason, and the next one works."""

import asyncio
import gzip
import itertools
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import AddressRefused, FetchError
from domain.feeds import Fetched
from tests.feeds.test_fetch import QUICK, Names, failure, fetcher, says

Answer = Callable[[StreamReader, StreamWriter, str], Awaitable[None]]
Serve = Callable[[Answer], Awaitable[str]]
SHORT = replace(QUICK, total=timedelta(seconds=0.5))


def sends(head: bytes, again: bytes, every: float = 0.0) -> Answer:
    """Return a server that sends *head* and then *again* for ever, *every* so many seconds."""

    async def answer(reader: StreamReader, writer: StreamWriter, _: str) -> None:
        writer.write(head)
        gone = asyncio.ensure_future(reader.read())
        while not writer.is_closing() and not gone.done():
            writer.write(again)
            await writer.drain()
            await asyncio.wait([gone], timeout=every)
        gone.cancel()

    return answer


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BOMB = gzip.compress(bytes(30_000_000))


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        pytest.param(sends(OK + b"\r\n", b"x" * 4096), {"too_large"}, id="a 200 that never ends"),
        pytest.param(sends(CHUNKED, b"1000\r\n" + b"x" * 4096 + b"\r\n"), {"too_large"}, id="chunks without end"),
        pytest.param(sends(CHUNKED, b"1\r\nx\r\n", 0.02), {"timeout"}, id="a body that drips"),
        pytest.param(sends(CHUNKED, b"", 0.05), {"timeout"}, id="a 200 that never begins"),
        pytest.param(sends(OK, b"X-A: b\r\n", 0.02), {"timeout"}, id="headers that drip"),
        pytest.param(sends(OK, b"X-A: b\r\n" * 200), {"protocol", "connection"}, id="headers without end"),
        pytest.param(sends(OK + b"X-A: ", b"b" * 4096), {"protocol", "connection"}, id="a header without end"),
        pytest.param(sends(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01), {"timeout"}, id="interim answers without end"),
        pytest.param(sends(CHUNKED + b"0\r\n", b"X-A: b\r\n" * 200), {"timeout", "broken_body", "protocol"},
                     id="trailers without end"),
        pytest.param(says(body=BOMB, Content_Encoding="gzip"), {"too_large"}, id="a bomb of gzip"),
        pytest.param(says(Content_Length="-1"), {"protocol"}, id="a negative length"),
        pytest.param(says(Content_Length="5000"), {"broken_body", "timeout"}, id="a length too long"),
        pytest.param(sends(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n<rss>", b"", 0.05), {"protocol"},
                     id="two lengths"),
        pytest.param(sends(OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"", 0.05),
                     {"protocol"}, id="a length and chunks"),
        pytest.param(sends(CHUNKED + b"fffffffffffffffff\r\n", b"x" * 4096), {"too_large", "protocol", "broken_body"},
                     id="a chunk of exabytes"),
    ],
)  # fmt: skip
async def test_it_ends_within_its_limits_with_a_reason(serve: Serve, answer: Answer, kinds: set[str]) -> None:
    url = await serve(answer)

    async with asyncio.timeout(3):
        assert (await failure(url, SHORT)).kind in kinds


async def test_a_hostile_server_holds_no_turn_after_its_end(serve: Serve) -> None:
    hostile, good = await serve(sends(CHUNKED, b"1\r\nx\r\n", 0.02)), await serve(says())
    async with fetcher(replace(SHORT, per_host=1, concurrency=1)) as fetch:
        for _ in range(2):
            with pytest.raises(FetchError):
                await fetch.fetch(hostile)

        assert isinstance(await fetch.fetch(good), Fetched)


async def test_a_name_that_answers_differently_the_second_time_is_refused_then(serve: Serve) -> None:
    port = (await serve(says())).rpartition(":")[2]
    names = Names(rebind=["127.0.0.1", "10.0.0.1"])

    async with fetcher(names=names) as fetch:
        assert isinstance(await fetch.fetch(f"http://rebind.example:{port}/"), Fetched)
    async with fetcher(names=names) as fetch:  # as when the DNS's answer is no longer kept
        with pytest.raises(AddressRefused):
            await fetch.fetch(f"http://rebind.example:{port}/")


async def test_a_name_checked_once_is_not_asked_again_for_the_connection(serve: Serve) -> None:
    port = (await serve(says())).rpartition(":")[2]
    names = Names(rebind=["127.0.0.1", "10.0.0.1"])

    async with fetcher(names=names) as fetch:
        for _ in range(3):
            assert isinstance(await fetch.fetch(f"http://rebind.example:{port}/"), Fetched)

    assert names.addresses == {"rebind": ["10.0.0.1"]}


@pytest.mark.parametrize("last", ["http://100.64.0.1/", "http://0.0.0.0/", "http://0/", "http://[::ffff:10.0.0.1]/"])
async def test_a_chain_of_redirects_is_checked_at_each_link(serve: Serve, last: str) -> None:
    url = last
    for _ in range(3):
        url = await serve(says("302 Found", b"", Location=url))

    assert isinstance(await failure(url), AddressRefused)


async def test_a_loop_over_two_servers_ends(serve: Serve) -> None:
    asked = itertools.count()
    there: list[str] = []

    async def back(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        next(asked)
        await says("301 Moved", b"", Location=there[0])(reader, writer, head)

    there.append(await serve(back))
    first = await serve(says("301 Moved", b"", Location=there[0]))

    assert (await failure(first)).kind == "redirects"
    assert next(asked) == 5


async def test_a_redirect_that_drips_spends_the_time_of_the_whole(serve: Serve) -> None:
    async def slow(reader: StreamReader, writer: StreamWriter, head: str) -> None:
        gone = asyncio.ensure_future(reader.read())
        await asyncio.wait([gone], timeout=0.2)
        gone.cancel()
        await says("302 Found", b"", Location="/again")(reader, writer, head)

    error = await failure(await serve(slow), SHORT)

    assert (error.kind, error.detail) == ("timeout", "total")
