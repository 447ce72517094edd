"""Values and servers that the tests of feeds share."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from domain.feeds import Feed, FeedId

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter, str], Awaitable[None]]
Serve = Callable[[Answer], Awaitable[str]]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def feed() -> Feed:
    return Feed(
        id=FeedId(7),
        url="https://news.example/feed",
        name="صحيفة المثال",
        due_at=NOW,
        primed=True,
        daily=24.0,
        created_at=NOW - timedelta(days=30),
        checked_at=NOW - timedelta(minutes=5),
        succeeded_at=NOW - timedelta(minutes=5),
    )


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start raw HTTP servers on 127.0.0.1: each is one function of the request's head, which writes bytes."""
    async with AsyncExitStack() as stack:

        async def start(answer: Answer) -> str:
            server = await asyncio.start_server(partial(_handle, answer), "127.0.0.1", 0)
            stack.callback(server.close)
            return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

        yield start


async def _handle(answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        await answer(reader, writer, head)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # the client went away, as some tests want
    finally:
        writer.close()
