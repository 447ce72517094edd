"""The chat page in a real browser: conversations, with python-telegram-bot answering by hand."""

from pathlib import Path

import pytest
import telegram
from playwright.async_api import Browser, FilePayload, Page, expect
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
)

from emulator import ABU_KHALED, LAYLA, NEIGHBOURS_ID, Emulator

PHONE = {"width": 390, "height": 844}


async def test_a_conversation(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click(f'[data-chat="{LAYLA.id}"]')
    await page.fill("#composer-text", "درعا البلد")
    await page.press("#composer-text", "Enter")
    said = page.locator(".message.own").last
    await expect(said.locator(".text")).to_have_text("درعا البلد")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.text == "درعا البلد"

    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("إيقاف", callback_data="s:1")]])
    message = await bot.send_message(
        LAYLA.id,
        "<b>حي</b> <a href='https://example.org'>خبر</a> <tg-spoiler>سر</tg-spoiler>\n"
        "<blockquote expandable>سطر\nسطر\nسطر\nسطر\nسطر</blockquote>\n"
        "<code>x</code> &lt;img src=x onerror=alert(1)&gt;",
        parse_mode="HTML",
        reply_markup=keyboard,
    )
    bubble = page.locator(f'[data-message-id="{message.message_id}"]')
    await expect(bubble.locator("strong")).to_have_text("حي")
    await expect(bubble.locator("a")).to_have_attribute("href", "https://example.org/")
    await expect(bubble.locator("img")).to_have_count(0)
    await bubble.locator(".spoiler").click()
    await expect(bubble.locator(".spoiler")).to_have_class("spoiler open")
    await bubble.locator(".more").click()
    await expect(bubble.locator("blockquote")).to_have_class("expandable open")

    await bubble.locator('[data-callback="s:1"]').click()
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert update.callback_query
    await bot.answer_callback_query(update.callback_query.id, "أوقفنا المتابعة")
    await expect(page.locator("#toast")).to_have_text("أوقفنا المتابعة")
    await bot.edit_message_text("توقفت المتابعة", LAYLA.id, message.message_id)
    await expect(bubble.locator(".text")).to_have_text("توقفت المتابعة")
    await expect(bubble.locator(".inline-keyboard")).to_have_count(0)
    await bot.delete_message(LAYLA.id, message.message_id)
    await expect(bubble).to_have_count(0)


async def test_start_commands_and_reply_keyboard(page: Page, emulator: Emulator) -> None:
    async with telegram.Bot(emulator.token, base_url=emulator.api) as bot:
        await bot.set_my_commands([("list", "متابعاتي"), ("help", "مساعدة")])
        await page.click(f'[data-chat="{LAYLA.id}"]')
        await page.click("#start")
        await expect(page.locator(".message.own .text").last).to_have_text("/start")
        await bot.send_message(LAYLA.id, "أهلًا", reply_markup=ReplyKeyboardMarkup([["متابعاتي", "مساعدة"]]))

        await page.click("#reply-keyboard button:has-text('مساعدة')")
        await expect(page.locator(".message.own .text").last).to_have_text("مساعدة")
        await page.fill("#composer-text", "/l")
        await expect(page.locator("#commands button")).to_have_count(1)
        await page.click('[data-command="list"]')
        await expect(page.locator(".message.own .text").last).to_have_text("/list")


async def test_an_alert_waits_for_its_reader(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click(f'[data-chat="{LAYLA.id}"]')
    message = emulator.world.say(LAYLA, "x")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("زر", callback_data="1")]])
    message = (await bot.send_message(LAYLA.id, "x", reply_markup=keyboard)).to_dict()

    await bot.answer_callback_query(emulator.world.press(LAYLA, message["message_id"], "1"), "انتبه", show_alert=True)

    await expect(page.locator("#alert-text")).to_have_text("انتبه")
    await page.click("#alert button")
    await expect(page.locator("#alert")).to_be_hidden()


async def test_blocking_on_the_page(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click(f'[data-chat="{ABU_KHALED.id}"]')
    await page.click("#block")
    await expect(page.locator("#start")).to_be_visible()
    await expect(page.locator("#block")).to_have_text("ارفع الحظر")
    with pytest.raises(telegram.error.Forbidden):
        await bot.send_message(ABU_KHALED.id, "x")

    await page.click("#start")

    await expect(page.locator("#composer")).to_be_visible()
    assert await bot.send_message(ABU_KHALED.id, "x")


async def test_a_group_speaks_with_several_voices(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click(f'[data-chat="{NEIGHBOURS_ID}"]')
    await page.select_option("#speaker", str(ABU_KHALED.id))
    await page.fill("#composer-text", "/add حلب")
    await page.click("#send")
    await expect(page.locator(".message.own")).to_have_attribute("data-from", str(ABU_KHALED.id))
    await page.select_option("#speaker", str(LAYLA.id))
    await expect(page.locator(".message .sender")).to_have_text("أبو خالد")
    await page.click("#block")
    await expect(page.locator("#block")).to_have_text("أضف البوت")
    await expect(page.locator(".service")).to_have_text("خرج مرسال من المجموعة")

    (update, *_) = await bot.get_updates()
    assert update.message
    assert update.message.from_user
    assert update.message.from_user.id == ABU_KHALED.id


async def test_a_reply_quotes_its_message(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click(f'[data-chat="{NEIGHBOURS_ID}"]')
    message = await bot.send_message(NEIGHBOURS_ID, "ما المكان؟")

    await page.locator(f'[data-message-id="{message.message_id}"] .reply').click()
    await expect(page.locator("#replying")).to_contain_text("ما المكان؟")
    await page.fill("#composer-text", "حلب")
    await page.click("#send")

    await expect(page.locator(".message.own .quoted")).to_have_text("ما المكان؟")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.reply_to_message
    assert update.message.reply_to_message.message_id == message.message_id


async def test_a_link_to_the_bot_writes_to_it(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click(f'[data-chat="{LAYLA.id}"]')
    await bot.send_message(LAYLA.id, "https://t.me/mirsal_demo_bot?start=i_abc")

    await page.click(".text a")

    await expect(page.locator(".message.own .text").last).to_have_text("/start i_abc")


async def test_the_page_comes_back_after_the_emulator_was_away(browser: Browser) -> None:
    async with Emulator() as first:
        port = int(first.url.rpartition(":")[2])
        page = await browser.new_page()
        await page.goto(first.url)
        await expect(page.locator("#connection")).to_have_attribute("data-state", "online")
    await expect(page.locator("#connection")).to_have_attribute("data-state", "offline")

    async with Emulator(port=port) as second:
        second.world.say(LAYLA, "عدنا")

        await expect(page.locator("#connection")).to_have_attribute("data-state", "online", timeout=15_000)
        await expect(page.locator("#chats")).to_contain_text("عدنا")


async def test_on_a_phone_list_and_conversation_are_screens(browser: Browser, emulator: Emulator) -> None:
    page = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]  # a plain dict does
    await page.goto(emulator.url)
    await expect(page.locator("#conversation")).to_be_hidden()
    await page.click(f'[data-chat="{LAYLA.id}"]')
    await expect(page.locator("#sidebar")).to_be_hidden()
    await page.click("#open-newsroom")
    await expect(page.locator("#article-title")).to_be_in_viewport()
    await page.keyboard.press("Escape")
    await expect(page.locator("#article-title")).to_be_hidden()
    await page.click("#back")
    await expect(page.locator("#sidebar")).to_be_visible()

    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


async def test_a_file_is_sent_with_what_is_written_as_its_caption(
    page: Page, bot: telegram.Bot, emulator: Emulator
) -> None:
    await page.click(f'[data-chat="{LAYLA.id}"]')
    await page.fill("#composer-text", "قائمتي")

    await page.set_input_files("#files", [FilePayload(name="مصادر.opml", mimeType="text/x-opml", buffer=b"<opml/>")])

    await expect(page.locator(".message.own .file a")).to_have_text("مصادر.opml")
    await expect(page.locator("#composer-text")).to_have_value("")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.document
    assert update.message.document.file_name == "مصادر.opml"
    assert update.message.caption == "قائمتي"
    file = await bot.get_file(update.message.document.file_id)
    assert await file.download_as_bytearray() == b"<opml/>"


async def test_files_that_are_chosen_together_are_one_album(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click(f'[data-chat="{LAYLA.id}"]')
    files = [FilePayload(name=f"{number}.opml", mimeType="text/xml", buffer=b"x") for number in range(2)]

    await page.set_input_files("#files", files)

    await expect(page.locator(".message.own .file")).to_have_count(2)
    first, second = await bot.get_updates(timeout=5)
    assert first.message
    assert second.message
    assert first.message.media_group_id == second.message.media_group_id is not None


@pytest.mark.parametrize(
    ("sizes", "words"),
    [([0], "فارغ"), ([1] * 11, "عشرة ملفات على الأكثر"), ([26 * 1024 * 1024] * 2, "أكبر من ٥٠ ميغابايت")],
    ids=["empty", "too many", "too large"],
)
async def test_a_file_that_cannot_be_sent_is_told_and_not_sent(
    page: Page, emulator: Emulator, tmp_path: Path, sizes: list[int], words: str
) -> None:
    await page.click(f'[data-chat="{LAYLA.id}"]')
    emulator.world.say(LAYLA, "x")
    paths = [tmp_path / f"{number}.opml" for number in range(len(sizes))]
    for path, size in zip(paths, sizes, strict=True):
        path.write_bytes(b"x" * size)

    await page.set_input_files("#files", paths)

    await expect(page.locator("#toast")).to_contain_text(words)
    assert len(emulator.world.chats[LAYLA.id].messages) == 1
