"""The demo in a real browser: follow درعا البلد, publish the article, read the alert."""

import asyncio
import os
import re
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

import pytest
from aiohttp import ClientSession
from playwright.async_api import FilePayload, Page, async_playwright, expect

from bot.demo import settings_of
from config.settings import Settings
from emulator import EDITOR, LAYLA, Emulator

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: apt install chromium)")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SOON = 60
PORT = 18_080  # the next free one is taken


@asynccontextmanager
async def demo(folder: Path, settings: Mapping[str, str] = MappingProxyType({})) -> AsyncIterator[tuple[str, Process]]:
    """Start the demo in *folder* and give its address."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MIRSAL_DEMO_PORT": str(PORT), **settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stdout=PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(SOON):
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", (await process.stdout.readline()).decode())):
                continue
        yield found[0], process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()


@asynccontextmanager
async def browser(address: str, *, width: int, height: int) -> AsyncIterator[Page]:
    """Open *address* in Chromium."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await chromium.new_page(viewport={"width": width, "height": height}, locale="ar")
        page.set_default_timeout(SOON * 1000)
        await page.goto(address)
        yield page
        await chromium.close()


@NEEDS_CHROMIUM
async def test_a_newcomer_follows_a_quarter_publishes_an_article_and_reads_the_alert(tmp_path: Path) -> None:
    async with demo(tmp_path) as (address, _), browser(address, width=1280, height=900) as page:
        await page.locator(f'[data-chat="{LAYLA.id}"]').click()
        await page.locator("#start").click()
        await expect(page.locator("#messages [data-from=bot]").last).to_contain_text("مرسال")
        await page.locator("#composer-text").fill("درعا البلد")
        await page.locator("#send").click()
        await expect(page.locator("#messages [data-from=bot]").last).to_contain_text("تمت متابعة")

        await expect(page.locator("#publish")).to_be_enabled()
        await page.locator("#ready").select_option("0")
        title = await page.locator("#article-title").input_value()
        await page.locator("#publish").click()

        alert = page.locator("#messages [data-from=bot]").last
        await expect(alert).to_contain_text("درعا البلد")
        await expect(alert).to_contain_text(title)
        await expect(alert).to_contain_text("#درعا_البلد")
        if folder := os.environ.get("MIRSAL_PICTURES"):
            await page.screenshot(path=Path(folder) / "demo.png")


async def test_a_demo_started_again_knows_what_is_followed_and_ends_within_five_seconds(tmp_path: Path) -> None:
    for start in range(2):
        async with demo(tmp_path) as (address, process), ClientSession(address) as page:
            if start == 0:
                await page.post("/_emu/say", json={"person": LAYLA.id, "text": "درعا البلد"})
                await _said(page, "تمت متابعة")
            else:
                await _opened(page)
                await page.post("/_emu/publish", json={"title": "خبر عن درعا البلد", "text": "وصل الخبر."})
                await _said(page, "خبر عن درعا البلد")
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(5):
                assert await process.wait() == 0


async def test_a_demo_whose_clock_was_moved_goes_on_from_there_when_it_is_started_again(tmp_path: Path) -> None:
    for start in range(2):
        async with demo(tmp_path) as (address, process), ClientSession(address) as page:
            await _opened(page)
            if start == 0:
                await page.post("/_emu/say", json={"person": LAYLA.id, "text": "درعا البلد"})
                await _said(page, "تمت متابعة")
                await page.post("/_emu/clock", json={"seconds": 8 * 3600})
            await page.post("/_emu/publish", json={"title": f"خبر {start} عن درعا البلد", "text": "وصل الخبر."})
            await _said(page, f"خبر {start} عن درعا البلد")
            ahead = (await (await page.get("/_emu/state")).json())["clock"]["ahead"]
            process.send_signal(signal.SIGTERM)
            await process.wait()

    assert ahead == 8 * 3600


async def test_a_feed_that_is_added_in_the_demo_is_asked_no_oftener_than_anywhere(tmp_path: Path) -> None:
    settings = Settings(_env_file=None)

    async with Emulator() as emulator:
        own = settings_of(settings, emulator, "sqlite:///demo.db")

    assert (own.poll_shortest, own.fetch_gap) == (settings.poll_shortest, settings.fetch_gap)
    assert own.telegram_api == emulator.api


async def test_the_demo_can_have_its_updates_pushed_and_a_push_that_fails_comes_again(tmp_path: Path) -> None:
    pushed = {
        "MIRSAL_WEBHOOK": "true",
        "MIRSAL_WEB_PORT": str(PORT + 30),
        "MIRSAL_PUBLIC_URL": f"http://127.0.0.1:{PORT + 30}",
    }
    async with demo(tmp_path, pushed) as (address, _), ClientSession(address) as page:
        await _opened(page)
        while not (await (await page.get("/_emu/state")).json())["webhook"]["url"]:
            await asyncio.sleep(0.05)
        fault = {"kind": "drop_before", "method": "webhook", "times": 1}
        await page.post("/_emu/fault", json=fault)

        await page.post("/_emu/say", json={"person": LAYLA.id, "text": "درعا البلد"})

        await _said(page, "تمت متابعة")
        state = await (await page.get("/_emu/state")).json()
        assert state["faults"]["ordered"] == []
        assert not any(call["method"] == "getUpdates" for call in state["calls"])


@NEEDS_CHROMIUM
async def test_a_list_of_feeds_is_sent_from_the_page(tmp_path: Path) -> None:
    outline = '<outline text="س" xmlUrl="http://127.0.0.1:9/feed.xml"/><outline text="بلا رابط"/>'
    lists = f'<opml version="2.0"><body>{outline}</body></opml>'.encode()
    async with demo(tmp_path) as (address, _), browser(address, width=390, height=800) as page:
        await page.locator(f'[data-chat="{EDITOR.id}"]').click()
        await page.locator("#start").click()
        await expect(page.locator("#messages [data-from=bot]").last).to_contain_text("مرسال")

        await page.set_input_files("#files", [FilePayload(name="مصادر.opml", mimeType="text/x-opml", buffer=lists)])
        await expect(page.locator("#messages [data-from=bot]").last).to_contain_text("أُضيف من القائمة: مصدر واحد")
        await expect(page.locator("#messages [data-from=bot]").last).to_contain_text("لا رابط فيه")
        await page.set_input_files("#files", [FilePayload(name="صورة.png", mimeType="image/png", buffer=b"\x89PNG")])

        await expect(page.locator("#messages [data-from=bot]").last).to_contain_text("هذا ليس ملف")


@NEEDS_CHROMIUM
async def test_what_is_written_while_telegram_is_down_is_answered_when_it_is_back(tmp_path: Path) -> None:
    async with demo(tmp_path) as (address, _), browser(address, width=1280, height=900) as page:
        await page.locator(f'[data-chat="{LAYLA.id}"]').click()
        await page.locator("#start").click()
        await expect(page.locator("#messages [data-from=bot]").last).to_contain_text("مرسال")
        await page.locator("#tab-conditions").click()
        await page.locator("#outage").click()
        await page.locator("#composer-text").fill("درعا البلد")
        await page.locator("#send").click()
        if folder := os.environ.get("MIRSAL_PICTURES"):
            await page.screenshot(path=Path(folder) / "outage.png")
        await page.locator("#outage").click()

        await expect(page.locator("#messages [data-from=bot]").last).to_contain_text("تمت متابعة")


async def _said(page: ClientSession, words: str) -> None:
    """Wait until the bot has said *words* to Layla."""
    async with asyncio.timeout(SOON):
        while True:
            state = await (await page.get("/_emu/state")).json()
            (chat,) = (each for each in state["chats"] if each["id"] == LAYLA.id)
            if any(words in each.get("text", "") and each["from"]["is_bot"] for each in chat["messages"]):
                return
            await asyncio.sleep(0.05)


async def _opened(page: ClientSession) -> None:
    """Wait until the newsroom is open."""
    async with asyncio.timeout(SOON):
        while not (await (await page.get("/_emu/state")).json())["newsroom"]["open"]:
            await asyncio.sleep(0.05)
