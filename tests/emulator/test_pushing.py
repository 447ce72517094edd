"""Updates are pushed to a webhook as Telegram does: one by one in a line, again until they are taken."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import telegram
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import BadRequest, RetryAfter

from emulator import ABU_KHALED, LAYLA, Emulator
from emulator.pushing import Pusher

SOON = 10
ONE_SECOND = timedelta(seconds=1)
QUICK = 0.01  # seconds of a unit of waiting


class Hook:
    """A bot's webhook: it answers with *statuses* in turn, then with 200."""

    def __init__(self, port: int | None = None) -> None:
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str] = []
        self.busy = self.most_at_once = 0
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.came = asyncio.Condition()
        application = web.Application()
        application.router.add_post("/hook", self._take)
        self.server = TestServer(application, port=port)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/hook"))

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got]

    async def until(self, count: int) -> None:
        """Return once *count* pushes came."""
        async with asyncio.timeout(SOON), self.came:
            await self.came.wait_for(lambda: len(self.got) >= count)

    async def _take(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.most_at_once = max(self.busy, self.most_at_once)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        update = await request.json()
        async with self.came:
            self.got.append(update)
            self.came.notify_all()
        await self.goes_on.wait()
        self.busy -= 1
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200, headers=self.headers)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    async with hook.server:
        yield hook


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(push_unit=QUICK) as emulator:
        yield emulator


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not holds():
            await asyncio.sleep(0.005)


async def test_what_waited_and_what_comes_is_pushed_with_the_secret(
    bot: telegram.Bot, emulator: Emulator, hook: Hook
) -> None:
    emulator.world.say(LAYLA, "قبل")

    await bot.set_webhook(hook.url, secret_token="a-secret")
    emulator.world.say(LAYLA, "بعد")
    await hook.until(2)
    await until(lambda: len(emulator.updates) == 0)

    assert hook.texts == ["قبل", "بعد"]
    assert hook.secrets == ["a-secret", "a-secret"]
    assert all(update["update_id"] > 0 for update in hook.got)


async def test_what_is_refused_is_pushed_again_until_it_is_taken(
    bot: telegram.Bot, emulator: Emulator, hook: Hook
) -> None:
    hook.statuses = [500, 503, 404]
    await bot.set_webhook(hook.url)

    emulator.world.say(LAYLA, "درعا")
    await hook.until(4)
    await until(lambda: len(emulator.updates) == 0)

    assert hook.texts == ["درعا"] * 4
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"
    assert info.last_error_date
    assert info.pending_update_count == 0


async def test_one_chats_updates_wait_for_the_one_before_and_another_chats_do_not(
    bot: telegram.Bot, emulator: Emulator, hook: Hook
) -> None:
    hook.goes_on.clear()
    await bot.set_webhook(hook.url)

    emulator.world.say(LAYLA, "أول")
    emulator.world.say(LAYLA, "ثان")
    emulator.world.say(ABU_KHALED, "غيره")
    await hook.until(2)
    assert hook.texts == ["أول", "غيره"]
    hook.goes_on.set()
    await hook.until(3)

    assert hook.texts[2] == "ثان"


async def test_no_more_are_pushed_at_once_than_the_bot_allows(
    bot: telegram.Bot, emulator: Emulator, hook: Hook
) -> None:
    hook.goes_on.clear()
    await bot.set_webhook(hook.url, max_connections=1)
    for person in (LAYLA, ABU_KHALED):
        emulator.world.say(person, "درعا")
    await hook.until(1)
    hook.goes_on.set()
    await hook.until(2)

    assert hook.most_at_once == 1
    assert (await bot.get_webhook_info()).max_connections == 1


async def test_retry_after_is_obeyed(bot: telegram.Bot, emulator: Emulator, hook: Hook) -> None:
    hook.statuses, hook.headers = [503], {"Retry-After": "3600"}
    await bot.set_webhook(hook.url)

    emulator.world.say(LAYLA, "أول")
    await until(lambda: emulator.webhook.failure != "")
    emulator.world.say(ABU_KHALED, "غيره")
    await hook.until(2)

    await until(lambda: len(emulator.updates) == 1)

    assert hook.texts == ["أول", "غيره"]


@pytest.mark.parametrize(
    ("kind", "pushes", "failure"),
    [
        ("drop_before", 1, "Connection timed out"),
        ("drop_after", 2, "Read timeout expired"),
        ("late", 2, "Read timeout expired"),
        ("latency", 1, ""),
    ],
)
async def test_a_fault_of_pushing_can_be_ordered(
    bot: telegram.Bot, emulator: Emulator, hook: Hook, kind: Any, pushes: int, failure: str
) -> None:
    emulator.faults.order(kind, method="webhook", seconds=0.01)
    await bot.set_webhook(hook.url)

    emulator.world.say(LAYLA, "درعا")
    await hook.until(pushes)
    await until(lambda: len(emulator.updates) == 0)

    assert hook.texts == ["درعا"] * pushes
    assert emulator.webhook.failure == failure


async def test_a_bot_that_is_away_gets_its_updates_when_it_is_back(
    bot: telegram.Bot, emulator: Emulator, hook: Hook
) -> None:
    port = hook.server.port
    assert port
    await hook.server.close()
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook")
    emulator.world.say(LAYLA, "درعا")
    await until(lambda: emulator.webhook.failure == "Connection refused")

    again = Hook(port)
    async with again.server:
        await again.until(1)

    assert again.texts == ["درعا"]


async def test_nothing_is_pushed_in_an_outage_or_beyond_this_machine(
    bot: telegram.Bot, emulator: Emulator, hook: Hook, http: aiohttp.ClientSession
) -> None:
    await bot.set_webhook(hook.url)
    await http.post(f"{emulator.url}/_emu/outage")
    emulator.world.say(LAYLA, "درعا")
    with pytest.raises(telegram.error.NetworkError):
        await bot.get_me()
    assert hook.got == []
    await http.post(f"{emulator.url}/_emu/calm")
    await hook.until(1)

    emulator.world.clock.forward(ONE_SECOND)
    await bot.set_webhook("https://example.org/hook")
    emulator.world.say(LAYLA, "بعيد")
    await until(lambda: emulator.webhook.failure.startswith("Failed to resolve host"))

    assert hook.texts == ["درعا"]


async def test_a_deleted_webhook_gets_nothing_and_what_waits_stays(
    bot: telegram.Bot, emulator: Emulator, hook: Hook
) -> None:
    hook.statuses, hook.headers = [500], {"Retry-After": "3600"}
    await bot.set_webhook(hook.url)
    emulator.world.say(LAYLA, "درعا")
    await until(lambda: emulator.webhook.failure != "")

    await bot.delete_webhook()
    emulator.world.say(ABU_KHALED, "حلب")

    assert len(await bot.get_updates()) == 2
    assert hook.texts == ["درعا"]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"url": "http://example.org"}, "Bad webhook: an https url must be provided for webhook"),
        ({"url": "https://example.org:8080/x"}, "can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://example.org", "secret_token": "سر"}, "Secret token contains unallowed characters"),
        ({"url": "https://example.org", "secret_token": "s" * 257}, "Secret token is too long"),
    ],
)
async def test_a_webhook_that_telegram_would_refuse_is_refused(
    bot: telegram.Bot, asked: dict[str, str], refusal: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.set_webhook(**asked)  # type: ignore[arg-type]  # only texts are given


async def test_a_webhook_is_set_once_a_second_at_most(bot: telegram.Bot) -> None:
    await bot.set_webhook("https://example.org/hook")

    with pytest.raises(RetryAfter):
        await bot.set_webhook("https://example.org/hook")


async def test_a_pusher_that_is_told_to_end_ends(emulator: Emulator) -> None:
    pusher = Pusher(emulator.updates, lambda: emulator.webhook, emulator.faults, emulator.clock)
    task = asyncio.get_running_loop().create_task(pusher.run())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
