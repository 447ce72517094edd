"""The web server: health, and what a caller sees while the database is away."""

import asyncio
import logging
import socket

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

import storage.feeds
from bot import health
from bot.web import Web, application
from domain.errors import ConfigurationError, StorageError
from storage.database import Database, Transaction

SOON = 5  # seconds


async def test_a_service_with_its_database_is_alive_and_ready(database: Database) -> None:
    async with TestClient(TestServer(application(health.routes(database), max_bytes=100))) as client:
        answers = [await client.get(path) for path in ("/healthz", "/readyz")]

    assert [answer.status for answer in answers] == [200, 200]


async def test_a_service_without_its_database_is_alive_and_not_ready(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: Transaction) -> None:
        raise StorageError("away")

    monkeypatch.setattr(storage.feeds, "next_due", away)
    async with TestClient(TestServer(application(health.routes(database), max_bytes=100))) as client:
        answers = [await client.get(path) for path in ("/healthz", "/readyz")]

    assert [answer.status for answer in answers] == [200, 503]


async def test_callers_are_asked_to_come_again_while_the_database_is_away() -> None:
    async def broken(_: web.Request) -> web.Response:
        raise StorageError("away")

    async with TestClient(TestServer(application([web.post("/", broken)], max_bytes=100))) as client:
        answer = await client.post("/", data=b"x")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_a_bug_in_one_request_is_logged_and_ends_no_other(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_: web.Request) -> web.Response:
        raise ZeroDivisionError

    async with TestClient(TestServer(application([web.post("/", broken)], max_bytes=100))) as client:
        assert [(await client.post("/")).status for _ in range(2)] == [500, 500]

    assert caplog.text.count("web_broken") == 2


async def test_a_malformed_request_leaves_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    async with TestServer(application([], max_bytes=100)) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert b" 400 " in await reader.readline()
        writer.close()

    assert [record.message for record in caplog.records if record.levelno > logging.INFO] == []


async def test_a_body_that_is_too_long_is_refused() -> None:
    async def read(request: web.Request) -> web.Response:
        return web.Response(body=await request.read())

    async with TestClient(TestServer(application([web.post("/", read)], max_bytes=100))) as client:
        assert (await client.post("/", data=b"x" * 100)).status == 200
        assert (await client.post("/", data=b"x" * 101)).status == 413


async def test_it_serves_until_it_is_told_to_stop(database: Database) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stopping = asyncio.Event()
    async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks, ClientSession() as session:
        tasks.create_task(Web("127.0.0.1", port, health.routes(database), max_bytes=100).run(stopping))
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    assert await answer.text() == "alive\n"
                break
            except OSError:
                await asyncio.sleep(0)
        stopping.set()


async def test_a_port_that_is_taken_is_an_error_that_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match="MIRSAL_WEB_PORT"):
            await Web("127.0.0.1", port, [], max_bytes=100).run(asyncio.Event())
