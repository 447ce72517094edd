import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, InvalidToken

from emulator import LAYLA, TOKEN, Emulator

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("زر", callback_data="s:1")]])


async def test_the_bot_knows_itself(bot: telegram.Bot) -> None:
    me = await bot.get_me()

    assert me.is_bot
    assert me.username == "mirsal_demo_bot"
    assert me.can_read_all_group_messages is False


async def test_another_token_is_refused(emulator: Emulator) -> None:
    for token in ("700000000:wrong", "nonsense"):
        with pytest.raises(InvalidToken):
            async with telegram.Bot(token, base_url=emulator.api):
                pass


async def test_an_unknown_method_is_not_found(bot: telegram.Bot) -> None:
    with pytest.raises(telegram.error.EndPointNotFound):
        await bot.do_api_request("sendPigeon")


async def test_a_pressed_button_is_answered_once(bot: telegram.Bot, emulator: Emulator) -> None:
    message = await bot.send_message(LAYLA.id, "x", reply_markup=KEYBOARD)
    query = emulator.world.press(LAYLA, message.message_id, "s:1")
    (update,) = await bot.get_updates()
    assert update.callback_query
    assert update.callback_query.id == query
    assert update.callback_query.data == "s:1"
    assert update.callback_query.message
    assert update.callback_query.message.message_id == message.message_id

    with emulator.events.listening() as heard:
        assert await bot.answer_callback_query(query, "أوقفنا المتابعة", show_alert=True)
        name, toast = heard.get_nowait()  # type: ignore[misc]  # None would be the end of the emulator
    assert name == "toast"
    assert toast == {"person": LAYLA.id, "text": "أوقفنا المتابعة", "alert": True, "url": "", "query": query}
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(query)


async def test_an_old_query_is_too_old(bot: telegram.Bot, emulator: Emulator) -> None:
    message = await bot.send_message(LAYLA.id, "x", reply_markup=KEYBOARD)
    query = emulator.world.press(LAYLA, message.message_id, "s:1")
    emulator.world.expire_queries()

    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query)


async def test_a_toast_is_at_most_200(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query("5", "ص" * 201)


def test_only_buttons_that_are_there_can_be_pressed(emulator: Emulator) -> None:
    message = emulator.world.say(LAYLA, "x")

    with pytest.raises(LookupError):
        emulator.world.press(LAYLA, message["message_id"], "s:1")


async def test_a_webhook_takes_the_place_of_polling(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.say(LAYLA, "x")
    assert await bot.set_webhook("https://example.org/hook", secret_token="s", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.allowed_updates) == ("https://example.org/hook", 1, ("message",))
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()

    assert await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == ()
    assert (await bot.get_webhook_info()).url == ""


async def test_log_out_and_close_are_polite(bot: telegram.Bot) -> None:
    assert await bot.log_out()
    assert await bot.close()
    assert TOKEN.startswith("700000000:")
