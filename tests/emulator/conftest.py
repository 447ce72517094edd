import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
import telegram
from playwright.async_api import Browser, Page, async_playwright, expect

from emulator import ABU_KHALED, EDITOR, LAYLA, TOKEN, Emulator

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DESKTOP = {"width": 1280, "height": 800}
Ask = Callable[..., Awaitable[dict[str, Any]]]


class Whole(aiohttp.ClientResponse):
    """An answer that is read at once, but for a stream of events."""

    async def start(self, connection: Any) -> "Whole":
        await super().start(connection)
        if self.content_type != "text/event-stream":
            await self.read()
        return self


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
async def bot(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's own client; Layla, Abu Khaled and the editor have written to it, and it has read that."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else RetryAfter warns
    async with telegram.Bot(TOKEN, base_url=emulator.api, base_file_url=emulator.files) as bot:
        for person in (LAYLA, ABU_KHALED, EDITOR):
            emulator.world.say(person, "/start")
        emulator.updates.confirm(1 << 62)
        emulator.calls.clear()
        yield bot


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(response_class=Whole) as session:
        yield session


@pytest.fixture
def ask(emulator: Emulator, http: aiohttp.ClientSession) -> Ask:
    """Call a method with plain JSON, for what python-telegram-bot would not send; return the whole answer."""

    async def call(method: str, **params: Any) -> dict[str, Any]:
        async with http.post(f"{emulator.api}{TOKEN}/{method}", json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

    return call


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--headless"])
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser, emulator: Emulator) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport=DESKTOP, locale="ar")  # type: ignore[arg-type]  # a plain dict does
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    await page.goto(emulator.url)
    await expect(page.locator("#connection")).to_have_attribute("data-state", "online")
    yield page
    assert wrong == []
