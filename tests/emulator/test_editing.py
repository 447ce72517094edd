from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from emulator import LAYLA, NEIGHBOURS_ID, Emulator

Ask = Callable[..., Awaitable[dict[str, Any]]]
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("زر", callback_data="1")]])


async def test_an_edit_changes_text_and_takes_the_keyboard_away(bot: telegram.Bot) -> None:
    message = await bot.send_message(LAYLA.id, "قديم", reply_markup=KEYBOARD)

    edited = await bot.edit_message_text("<b>جديد</b>", LAYLA.id, message.message_id, parse_mode="HTML")

    assert isinstance(edited, telegram.Message)
    assert edited.text == "جديد"
    assert edited.edit_date
    assert edited.reply_markup is None


async def test_an_edit_that_changes_nothing_is_refused(bot: telegram.Bot) -> None:
    message = await bot.send_message(LAYLA.id, "<b>نص</b>", parse_mode="HTML", reply_markup=KEYBOARD)

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("<b>نص</b>", LAYLA.id, message.message_id, parse_mode="HTML", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(LAYLA.id, message.message_id, reply_markup=KEYBOARD)
    assert await bot.edit_message_text("نص", LAYLA.id, message.message_id, reply_markup=KEYBOARD)


async def test_the_keyboard_alone_can_be_changed(bot: telegram.Bot) -> None:
    message = await bot.send_message(LAYLA.id, "نص", reply_markup=KEYBOARD)

    edited = await bot.edit_message_reply_markup(LAYLA.id, message.message_id)

    assert isinstance(edited, telegram.Message)
    assert edited.text == "نص"
    assert edited.reply_markup is None


async def test_what_cannot_be_edited(bot: telegram.Bot, emulator: Emulator) -> None:
    theirs = emulator.world.say(LAYLA, "نص")["message_id"]
    file = await bot.send_document(LAYLA.id, b"x")
    text = await bot.send_message(LAYLA.id, "x")

    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", LAYLA.id, 5)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", LAYLA.id, theirs)
    with pytest.raises(BadRequest, match="Message_id_invalid"):
        await bot.edit_message_text("x", inline_message_id="5")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", LAYLA.id, file.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(LAYLA.id, text.message_id, caption="x")
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.edit_message_text("", LAYLA.id, text.message_id)


async def test_an_edit_takes_no_reply_keyboard(bot: telegram.Bot, ask: Ask) -> None:
    message = await bot.send_message(LAYLA.id, "x")

    answer = await ask(
        "editMessageReplyMarkup",
        chat_id=LAYLA.id,
        message_id=message.message_id,
        reply_markup={"remove_keyboard": True},
    )

    assert answer["description"] == "Bad Request: inline keyboard expected"


async def test_a_caption_can_be_changed_and_taken_away(bot: telegram.Bot) -> None:
    file = await bot.send_document(LAYLA.id, b"x", caption="قديم")

    edited = await bot.edit_message_caption(LAYLA.id, file.message_id, caption="جديد")
    bare = await bot.edit_message_caption(LAYLA.id, file.message_id)

    assert isinstance(edited, telegram.Message)
    assert edited.caption == "جديد"
    assert isinstance(bare, telegram.Message)
    assert bare.caption is None


async def test_messages_can_be_deleted_once(bot: telegram.Bot, emulator: Emulator) -> None:
    own = await bot.send_message(LAYLA.id, "x")
    theirs = emulator.world.say(LAYLA, "y")["message_id"]

    assert await bot.delete_message(LAYLA.id, own.message_id)
    assert await bot.delete_messages(LAYLA.id, [theirs, 5])
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(LAYLA.id, own.message_id)


async def test_in_a_group_only_an_administrator_deletes_what_others_wrote(
    bot: telegram.Bot, emulator: Emulator
) -> None:
    theirs = emulator.world.say(LAYLA, "y", chat=NEIGHBOURS_ID)["message_id"]
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(NEIGHBOURS_ID, theirs)

    emulator.world.promote_bot(LAYLA, NEIGHBOURS_ID)

    assert await bot.delete_message(NEIGHBOURS_ID, theirs)
