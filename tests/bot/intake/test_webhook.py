"""Updates that Telegram pushes: stored before 200, once, from nobody but Telegram; and the webhook stays ours."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from sqlalchemy import select
from telegram.ext import ExtBot

import storage.chats
import storage.inbox
from bot.polling import ALLOWED
from bot.web import application
from bot.webhook import HEADER, Address, Webhook, secret_of
from domain.chats import ChatKind, TelegramId
from domain.errors import StorageError
from emulator.people import ABU_KHALED, EDITOR, LAYLA, TOKEN
from storage import tables
from tests.bot.intake.conftest import QUICK, Post, running

SECRET = "a-secret-of-tests"
MOST = 16 * 1024
PATIENT = replace(QUICK, told=timedelta(), quiet=timedelta(milliseconds=200))
LOOK = timedelta(milliseconds=20)


class Door:
    """The route of the webhook on a server of its own."""

    def __init__(self, post: Post, bot: ExtBot[None]) -> None:
        self._server: TestServer | None = None
        self._post = post
        self._bot = bot

    async def open(self) -> None:
        """Serve the route."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/telegram"
        address = Address(self.url, SECRET, MOST, 8)
        admins = frozenset({EDITOR.id})
        self.webhook = Webhook(self._bot, self._post.database, address, admins=admins, patience=PATIENT, look=LOOK)
        self._server = TestServer(application(self.webhook.routes(), max_bytes=1 << 20), port=port)
        await self._server.start_server()

    async def close(self) -> None:
        """Serve no more."""
        if self._server is not None:
            await self._server.close()

    async def push(self, body: bytes, secret: str = SECRET) -> int:
        """Push *body* as Telegram does; return the status."""
        async with ClientSession() as session:
            answer = await session.post(self.url, data=body, headers={HEADER: secret} if secret else {})
            return answer.status


@pytest.fixture
async def door(post: Post, bot: ExtBot[None]) -> AsyncIterator[Door]:
    await bot.initialize()
    door = Door(post, bot)
    await door.open()
    yield door
    await door.close()


def update(number: int, text: str = "درعا") -> bytes:
    chat = {"id": LAYLA.id, "type": "private", "first_name": "x"}
    message = {"message_id": number, "date": 0, "chat": chat, "from": LAYLA.user(), "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def stored(post: Post) -> list[int]:
    async with post.database.reading() as tx:
        return list((await tx.connection.execute(select(tables.inbox.c.update_id))).scalars())


async def notices(post: Post) -> list[str]:
    async with post.database.reading() as tx:
        rows = await tx.connection.execute(select(tables.deliveries.c.params).order_by(tables.deliveries.c.id))
        return [params["text"] for params in rows.scalars()]


async def meet_the_admin(post: Post) -> None:
    async with post.database.transaction() as tx:
        await storage.chats.ensure(tx, TelegramId(EDITOR.id), ChatKind.PRIVATE)


async def test_what_telegram_pushes_is_answered_to_by_the_handlers(post: Post, bot: ExtBot[None], door: Door) -> None:
    post.world.say(LAYLA, "قبل")
    async with running(post.intake(bot, webhook=door.webhook)):
        await post.until(lambda: post.seen == ["قبل"])
        post.world.say(ABU_KHALED, "بعد")
        await post.until(lambda: post.seen == ["قبل", "بعد"])

    assert post.polls() == []
    assert post.emulator.webhook.secret == SECRET
    assert post.emulator.updates.allowed == sorted(ALLOWED)
    assert len(post.emulator.updates) == 0


async def test_an_update_that_is_pushed_twice_is_stored_once(post: Post, door: Door) -> None:
    assert [await door.push(update(7)) for _ in range(2)] == [200, 200]

    assert await stored(post) == [7]


async def test_nothing_is_answered_with_200_before_it_is_stored(
    post: Post, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*arguments: Any) -> int:
        raise StorageError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(storage.inbox, "store", away)
        assert await door.push(update(7)) == 503
    assert await stored(post) == []

    assert await door.push(update(7)) == 200
    assert await stored(post) == [7]


@pytest.mark.parametrize("secret", ["", "another", SECRET[:-1], "سر"])
async def test_a_caller_without_the_secret_is_refused_and_told_of_once(
    post: Post, door: Door, caplog: pytest.LogCaptureFixture, secret: str
) -> None:
    assert [await door.push(update(7), secret) for _ in range(3)] == [403, 403, 403]

    assert await stored(post) == []
    assert caplog.text.count("webhook_refused") == 1
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="no JSON"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b'{"update_id": "7"}', id="no number"),
        pytest.param(b'{"update_id": -1}', id="no number of Telegram's"),
        pytest.param(b'{"update_id": 9223372036854775808}', id="a number too large"),
        pytest.param(b"\xff", id="no UTF-8"),
        pytest.param(b"[" * 15_000, id="too deep"),
        pytest.param(b'{"update_id": 7, "message": {"text": "\\ud83d"}}', id="half a letter"),
    ],
)
async def test_what_can_never_be_read_is_not_asked_for_again(
    post: Post, door: Door, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    assert [await door.push(body) for _ in range(2)] == [200, 200]

    assert await stored(post) == []
    assert f"webhook_unreadable bytes={len(body)} count=2" in caplog.text


async def test_what_is_too_large_for_now_is_pushed_again_by_telegram(
    post: Post, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    assert await door.push(update(7, "x" * MOST)) == 413

    assert await stored(post) == []
    assert f"webhook_too_large most={MOST}" in caplog.text


@pytest.mark.parametrize(
    "message", [b'"\\ud83d\\ude00"', b'{"message": "?", "text": "\\u0000"}', b"5"], ids=["emoji", "odd", "a number"]
)
async def test_an_odd_update_is_stored_all_the_same(post: Post, door: Door, message: bytes) -> None:
    assert await door.push(b'{"update_id": 7, "message": ' + message + b"}") == 200

    assert await stored(post) == [7]


async def test_telegram_that_is_away_at_the_start_is_waited_for(
    post: Post, bot: ExtBot[None], door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    post.emulator.faults.order("html", method="setWebhook", times=2)
    post.emulator.faults.order("error", method="setWebhook", code=401, description="Unauthorized", times=2)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot, webhook=door.webhook)):
        await post.until(lambda: post.seen == ["درعا"])
        await post.until(lambda: "webhook_recovered after=refused" in caplog.text)

    assert caplog.text.count("webhook_put_off trouble=network") == 1
    assert caplog.text.count("webhook_put_off trouble=refused") == 1


async def test_a_webhook_that_another_program_changed_is_set_again_and_admins_are_told(
    post: Post, bot: ExtBot[None], door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    await meet_the_admin(post)
    await door.webhook.look()
    for _ in range(2):
        post.emulator.clock.forward(timedelta(seconds=2))
        await bot.set_webhook("https://example.org/hook")
        post.emulator.clock.forward(timedelta(seconds=2))
        await door.webhook.look()

    assert post.emulator.webhook.url == door.url
    assert caplog.text.count("webhook_taken") == 2
    (notice,) = await notices(post)
    assert "برنامج آخر" in notice


async def test_pushes_that_fail_are_told_with_telegrams_reason_and_so_is_their_end(
    post: Post, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    await meet_the_admin(post)
    await door.webhook.look()
    await door.close()
    post.world.say(LAYLA, "درعا")
    await post.until(lambda: post.emulator.webhook.failure == "Connection refused")

    await door.webhook.look()
    post.emulator.webhook.failed_at, post.emulator.webhook.failure = 0, ""
    post.emulator.updates.confirm(1 << 62)
    async with asyncio.timeout(10):
        while len(await notices(post)) < 2:
            await door.webhook.look()

    failing, works = await notices(post)
    assert "webhook_failing pending=1 error=Connection refused" in caplog.text
    assert "Connection refused" in failing
    assert "عاد تيليغرام" in works


def test_the_derived_secret_is_one_telegram_takes_and_tells_nothing_of_the_token() -> None:
    secret = secret_of(TOKEN)

    assert len(secret) == 64
    assert secret == secret_of(TOKEN) != secret_of(TOKEN + "x")
    assert set(secret) <= set("0123456789abcdef")


async def test_pushes_that_are_lost_on_the_way_are_handled_once(post: Post, bot: ExtBot[None], door: Door) -> None:
    post.emulator.faults.order("drop_after", method="webhook", times=3)
    for number in range(3):
        post.world.say(LAYLA, f"{number}")

    async with running(post.intake(bot, webhook=door.webhook)):
        await post.until(lambda: len(post.seen) == 3 and len(post.emulator.updates) == 0)
        await asyncio.sleep(0)

    assert post.seen == ["0", "1", "2"]
