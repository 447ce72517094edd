"""The demo in a real browser: follow درعا البلد, publish the article, read the alert."""

import asyncio
import os
import re
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from emulator.people import LAYLA

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
SOON = 30
PORT = 18_080  # the next free one is taken


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[tuple[str, Process]]:
    """Start the demo in *folder* and give its address."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MIRSAL_DEMO_PORT": str(PORT)}
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
