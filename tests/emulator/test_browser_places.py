"""The chat page in a real browser: groups, topics and channels, and who is what there."""

import pytest
import telegram
from playwright.async_api import Browser, Page, expect
from telegram import (
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)

from emulator import ABU_KHALED, LAYLA, NEIGHBOURS_ID, Emulator

PHONE = {"width": 390, "height": 844}
THUMB = 40  # pixels each way; WCAG 2.2 asks for 24, phones' own guides for 44
TOO_SMALL = """(least) => Array.from(document.querySelectorAll("button, select, input:not([type=checkbox])"))
  .filter((one) => one.checkVisibility() && !one.classList.contains("unseen"))
  .map((one) => [one.id || one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.width < least || box.height < least)
  .map(([name, box]) => `${name} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


async def test_a_channel_is_founded_posted_in_given_to_the_bot_and_taken_away(
    page: Page, bot: telegram.Bot, emulator: Emulator
) -> None:
    await page.click("#tab-places")
    await page.fill("#place-name", "قناة الحارة")
    await page.fill("#place-username", "@alhara")
    await page.click("#new-place button")
    await expect(page.locator("#chat-title")).to_have_text("قناة الحارة")
    await page.fill("#composer-text", "لا يراه البوت")
    await page.click("#send")
    await expect(page.locator(".message .text")).to_have_text("لا يراه البوت")
    with pytest.raises(telegram.error.Forbidden, match="bot is not a member of the channel chat"):
        await bot.send_message("@alhara", "x")

    await page.get_by_role("button", name="اجعل البوت مشرفًا").click()
    await expect(page.locator("#place-note")).to_contain_text("البوت: مشرف")
    await page.fill("#composer-text", "يراه البوت")
    await page.click("#send")
    await expect(page.locator(".message")).to_have_count(2)
    assert await bot.send_message("@alhara", "من البوت")
    await page.locator("#place-acts").get_by_role("button", name="أخرج البوت").click()
    await expect(page.locator("#place-note")).to_contain_text("البوت: خارجها")

    added, posted, removed = await bot.get_updates(timeout=5)
    assert added.my_chat_member
    assert posted.channel_post
    assert posted.channel_post.text == "يراه البوت"
    assert removed.my_chat_member


async def test_a_post_is_forwarded_to_the_bot(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    channel = emulator.world.found_chat(LAYLA, "channel", "قناة الحارة")
    emulator.world.say(LAYLA, "منشور", chat=channel.id)
    await page.click(f'[data-chat="{channel.id}"]')

    await page.get_by_role("button", name="وجّهه إلى البوت").click()

    await expect(page.locator("#toast")).to_contain_text("ليلى من درعا")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.forward_origin


async def test_a_channel_is_chosen_with_a_button_that_asks_for_one(
    page: Page, bot: telegram.Bot, emulator: Emulator
) -> None:
    channel = emulator.world.found_chat(LAYLA, "channel", "قناة الحارة")
    emulator.world.found_chat(ABU_KHALED, "channel", "قناة غيرها")
    button = KeyboardButton("اختر قناة", request_chat=KeyboardButtonRequestChat(7, chat_is_channel=True))
    await bot.send_message(LAYLA.id, "x", reply_markup=ReplyKeyboardMarkup([[button]]))
    await page.click(f'[data-chat="{LAYLA.id}"]')

    await page.click("#reply-keyboard button")
    await expect(page.locator("#choices button")).to_have_text(["قناة الحارة"])
    await page.click("#choices button")

    (update,) = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.chat_shared
    assert update.message.chat_shared.chat_id == channel.id


async def test_who_has_no_channel_is_told_where_to_found_one(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    button = KeyboardButton("اختر قناة", request_chat=KeyboardButtonRequestChat(7, chat_is_channel=True))
    await bot.send_message(LAYLA.id, "x", reply_markup=ReplyKeyboardMarkup([[button]]))
    await page.click(f'[data-chat="{LAYLA.id}"]')

    await page.click("#reply-keyboard button")

    await expect(page.locator("#choosing-text")).to_contain_text("لا قناة هنا")
    await page.click("#choosing form button")
    await expect(page.locator("#choosing")).to_be_hidden()


async def test_an_admin_of_a_large_group_writes_without_a_name(
    page: Page, bot: telegram.Bot, emulator: Emulator
) -> None:
    await page.click(f'[data-chat="{NEIGHBOURS_ID}"]')
    await page.click("#tab-places")
    await expect(page.locator("#anonymous-choice")).to_be_hidden()
    await page.get_by_role("button", name="حوّلها إلى مجموعة كبيرة").click()
    await expect(page.locator("#place-note")).to_contain_text("مجموعة كبيرة")
    await page.select_option("#speaker", str(ABU_KHALED.id))
    await expect(page.locator("#anonymous-choice")).to_be_hidden()
    await page.select_option(f'[data-member="{ABU_KHALED.id}"]', "administrator")
    await page.check("#anonymous")
    await page.fill("#composer-text", "/list")
    await page.click("#send")

    await expect(page.locator(".message .sender")).to_have_text("جيران الحارة")
    update = (await bot.get_updates(timeout=5))[-1]
    assert update.message
    assert update.message.sender_chat
    assert update.message.sender_chat.id == update.message.chat.id


async def test_topics_are_opened_written_in_closed_and_deleted(
    page: Page, bot: telegram.Bot, emulator: Emulator
) -> None:
    group = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID)
    await page.click(f'[data-chat="{group.id}"]')
    await page.click("#tab-places")
    await page.fill("#topic-name", "أخبار حلب")
    await page.click("#new-topic button")
    await page.select_option("#topic", label="أخبار حلب")
    await page.fill("#composer-text", "/list")
    await page.click("#send")
    await expect(page.locator(".message .topic")).to_have_text("أخبار حلب")
    await page.get_by_role("button", name="أغلقه").click()
    await expect(page.locator("#topics")).to_contain_text("مغلق")
    (topic,) = group.topics or {}
    with pytest.raises(telegram.error.BadRequest, match="Topic_closed"):
        await bot.send_message(group.id, "x", message_thread_id=topic)
    await page.get_by_role("button", name="أعد فتحه").click()
    await page.get_by_role("button", name="احذفه").click()

    await expect(page.locator("#topics li")).to_have_count(0)
    await expect(page.locator("#topic option")).to_have_text(["العام"])


async def test_a_group_that_is_deleted_takes_nothing_more(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click(f'[data-chat="{NEIGHBOURS_ID}"]')
    await page.click("#tab-places")

    await page.get_by_role("button", name="احذف المحادثة").click()

    await expect(page.locator("#composer")).to_be_hidden()
    await expect(page.locator("#chat-status")).to_have_text("محادثة محذوفة")
    with pytest.raises(telegram.error.Forbidden):
        await bot.send_message(NEIGHBOURS_ID, "x")


async def test_privacy_is_lifted_by_a_button(page: Page, bot: telegram.Bot, emulator: Emulator) -> None:
    await page.click("#tab-places")
    await page.uncheck("#privacy")

    await expect(page.locator("#privacy")).not_to_be_checked()
    assert not emulator.world.privacy


@pytest.mark.parametrize("tab", ["newsroom", "places", "conditions", "log"])
async def test_on_a_phone_every_button_is_reached_with_a_thumb(browser: Browser, emulator: Emulator, tab: str) -> None:
    group = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID)
    emulator.world.open_topic(LAYLA, group.id, "أخبار حلب")
    context = await browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]  # a plain dict does
    page = await context.new_page()
    await page.goto(emulator.url)
    await page.click(f'[data-chat="{group.id}"]')
    await page.click("#open-newsroom")
    await page.click(f"#tab-{tab}")

    small = await page.evaluate(TOO_SMALL, THUMB)

    assert small == []
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
