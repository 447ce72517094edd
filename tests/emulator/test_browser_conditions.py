"""The chat page in a real browser: the newsroom, the clock, faults and the log."""

from datetime import timedelta

import pytest
import telegram
from playwright.async_api import Page, expect

from emulator import LAYLA, Emulator


async def test_publishing_waits_for_the_newsroom(page: Page, emulator: Emulator) -> None:
    await expect(page.locator("#publish")).to_be_disabled()
    await expect(page.locator("#newsroom-note")).to_contain_text("يقرأ الخلاصة أول مرة")
    emulator.newsroom.open()
    await expect(page.locator("#publish")).to_be_enabled()

    await page.select_option("#ready", "0")
    await page.click("#publish")

    await expect(page.locator("#newsroom-note")).to_have_attribute("data-state", "done")
    await expect(page.locator("#published li").first).to_contain_text("درعا البلد")
    assert emulator.newsroom.items[0].title == emulator.newsroom.ready[0]["title"]


async def test_the_log_shows_calls_and_faults_are_ordered(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click("#tab-conditions")
    await page.click("#fault button")
    await expect(page.locator("#fault-note")).not_to_be_empty()
    with pytest.raises(telegram.error.RetryAfter):
        await bot.send_message(LAYLA.id, "x")

    await page.click("#tab-log")
    row = page.locator('#calls [data-method="sendMessage"]')

    await expect(row).to_have_attribute("data-status", "429")
    await row.locator("summary").click()
    await expect(row.locator("pre")).to_contain_text("Too Many Requests")


async def test_telegram_is_down_and_up_again_by_a_button(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click("#tab-conditions")
    await page.get_by_role("button", name="تعطّل تيليغرام").click()
    await expect(page.locator("#outage-note")).to_contain_text("معطّل")
    with pytest.raises(telegram.error.NetworkError):
        await bot.send_message(LAYLA.id, "x")

    await page.get_by_role("button", name="أعد تيليغرام إلى العمل").click()

    await expect(page.locator("#outage-note")).to_contain_text("كالمعتاد")
    assert await bot.send_message(LAYLA.id, "x")


async def test_the_clock_goes_forward_by_a_button(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click("#tab-conditions")
    before = await page.locator("#clock-now").text_content()

    await page.get_by_role("button", name="يوم").click()

    await expect(page.locator("#clock-now")).not_to_have_text(before or "")
    assert emulator.clock.ahead == timedelta(days=1)


async def test_the_tabs_are_walked_through_with_the_arrows(page: Page, emulator: Emulator) -> None:
    await page.focus("#tab-newsroom")
    for shown in ("places", "conditions", "log", "newsroom"):
        await page.keyboard.press("ArrowLeft")
        await expect(page.locator(f"#{shown}")).to_be_visible()

    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#log")).to_be_visible()


async def test_a_fault_without_an_end_is_shown_until_it_is_ended(
    page: Page, bot: telegram.Bot, emulator: Emulator
) -> None:
    await page.click("#tab-conditions")
    await page.select_option("#fault-kind", "html")
    await page.select_option("#fault-times", "")
    await page.click("#fault button[type=submit]")
    await expect(page.locator("#faults li")).to_contain_text("حتى تنهيه")
    for _ in range(3):
        with pytest.raises(telegram.error.NetworkError):
            await bot.send_message(LAYLA.id, "x")

    await page.click("#calm")

    await expect(page.locator("#faults li")).to_have_count(0)
    assert await bot.send_message(LAYLA.id, "x")


async def test_a_fault_that_has_happened_goes_from_the_list(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click("#tab-conditions")
    await page.select_option("#fault-kind", "html")
    await page.select_option("#fault-place", "getFile")
    await page.select_option("#fault-times", "3")
    await page.click("#fault button[type=submit]")
    await expect(page.locator("#faults li")).to_contain_text("٣ مرات")

    with pytest.raises(telegram.error.NetworkError):
        await bot.get_file("x")
    await expect(page.locator("#faults li")).to_contain_text("مرتان")
    for _ in range(2):
        with pytest.raises(telegram.error.NetworkError):
            await bot.get_file("x")

    await expect(page.locator("#faults li")).to_have_count(0)


async def test_everything_is_held_for_a_minute_by_a_button(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click("#tab-conditions")
    await page.click("#hold")
    await expect(page.locator("#fault-note")).to_contain_text("دقيقة")

    with pytest.raises(telegram.error.RetryAfter):
        await bot.send_message(LAYLA.id, "x")
    emulator.clock.forward(timedelta(minutes=1))
    assert await bot.send_message(LAYLA.id, "x")


async def test_the_page_tells_whether_updates_are_pushed(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click("#tab-conditions")
    await expect(page.locator("#webhook-note")).to_contain_text("بنفسه")

    await bot.set_webhook("http://127.0.0.1:9/telegram")
    await expect(page.locator("#webhook-note")).to_contain_text("http://127.0.0.1:9/telegram")
    await bot.delete_webhook()

    await expect(page.locator("#webhook-note")).to_contain_text("بنفسه")


async def test_a_moment_is_told_by_the_clock_that_was_moved(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.clock.forward(timedelta(days=3))
    await page.reload()
    await page.click(f'[data-chat="{LAYLA.id}"]')

    await bot.send_message(LAYLA.id, f'<tg-time unix="{emulator.clock.unix() - 7200}" format="r">x</tg-time>', "HTML")

    await expect(page.locator(".message .text time").last).to_have_text("قبل ساعتين")
