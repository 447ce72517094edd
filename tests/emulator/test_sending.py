from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import telegram
from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import BadRequest, ChatMigrated, Forbidden

from emulator import EDITOR, LAYLA, NEIGHBOURS_ID, Emulator, Person
from emulator.chats import Chat

Ask = Callable[..., Awaitable[dict[str, Any]]]


async def test_a_message_comes_back_as_telegram_returns_it(bot: telegram.Bot, emulator: Emulator) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("إيقاف", callback_data="s:1", style="danger")]])

    message = await bot.send_message(LAYLA.id, "<b>درعا</b> #درعا_البلد", parse_mode="HTML", reply_markup=keyboard)

    assert message.text == "درعا #درعا_البلد"
    assert [entity.type for entity in message.entities] == ["bold", "hashtag"]
    assert message.reply_markup == keyboard
    assert message.chat.id == LAYLA.id
    assert message.from_user
    assert message.from_user.is_bot
    assert emulator.world.chats[LAYLA.id].messages[message.message_id]["text"] == message.text


async def test_a_reply_quotes_one_level(bot: telegram.Bot, emulator: Emulator) -> None:
    first = emulator.world.say(LAYLA, "أول")
    second = await bot.send_message(LAYLA.id, "ثانٍ", reply_to_message_id=first["message_id"])

    third = await bot.send_message(LAYLA.id, "ثالث", reply_to_message_id=second.message_id)

    assert third.reply_to_message
    assert third.reply_to_message.text == "ثانٍ"
    assert third.reply_to_message.reply_to_message is None


async def test_a_reply_to_nothing_is_refused_unless_allowed(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(LAYLA.id, "x", reply_to_message_id=5)

    message = await bot.send_message(LAYLA.id, "x", reply_to_message_id=5, allow_sending_without_reply=True)
    assert message.reply_to_message is None


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ("", None, "Message text is empty"),
        (" ", None, "Text must be non-empty"),
        ("ص" * 4097, None, "Message is too long"),
        ("<br>", "HTML", 'Can\'t parse entities: unsupported start tag "br" at byte offset 0'),
        ("x", "Markdown", "Unsupported parse_mode"),
        (
            "x!",
            "MarkdownV2",
            "Can't parse entities: character '!' is reserved and must be escaped with the preceding '\\'",
        ),
    ],
)
async def test_wrong_text_is_a_bad_request(bot: telegram.Bot, text: str, mode: str | None, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(LAYLA.id, text, parse_mode=mode)

    assert refused.value.message == reason


async def test_wrong_callback_data_is_a_bad_request(bot: telegram.Bot) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("زر", callback_data="ص" * 33)]])

    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(LAYLA.id, "x", reply_markup=keyboard)


async def test_an_unknown_chat_is_not_found(bot: telegram.Bot) -> None:
    for chat in (5, "@nobody_here", " "):
        with pytest.raises(BadRequest, match=r"Chat not found|Chat_id is empty"):
            await bot.send_message(chat, "x")


async def test_who_never_wrote_cannot_be_written_to(emulator: Emulator, bot: telegram.Bot) -> None:
    emulator.world.add_person(Person(5, "جديد", "new_one"))

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(5, "x")


async def test_who_blocked_the_bot_is_forbidden_until_it_is_lifted(emulator: Emulator, bot: telegram.Bot) -> None:
    emulator.world.block(LAYLA)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(LAYLA.id, "x")

    emulator.world.unblock(LAYLA)
    assert await bot.send_message(LAYLA.id, "x")


async def test_who_deleted_the_account_is_forbidden(emulator: Emulator, bot: telegram.Bot) -> None:
    emulator.world.deactivate(LAYLA)

    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(LAYLA.id, "x")


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_a_removed_bot_is_forbidden(emulator: Emulator, bot: telegram.Bot, kind: str) -> None:
    emulator.world.add_chat(Chat(-5, kind, "بيت", bot="administrator", members={LAYLA.id: "creator"}))
    emulator.world.remove_bot(LAYLA, -5)

    with pytest.raises(Forbidden, match=f"bot was kicked from the {kind} chat"):
        await bot.send_message(-5, "x")


async def test_a_bot_that_left_or_a_group_that_is_gone_is_forbidden(emulator: Emulator, bot: telegram.Bot) -> None:
    await bot.leave_chat(NEIGHBOURS_ID)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(NEIGHBOURS_ID, "x")

    emulator.world.chats[NEIGHBOURS_ID].deactivated = True
    with pytest.raises(Forbidden, match="the group chat was deleted"):
        await bot.send_message(NEIGHBOURS_ID, "x")


async def test_a_restricted_bot_has_not_enough_rights(emulator: Emulator, bot: telegram.Bot) -> None:
    emulator.world.restrict_bot(LAYLA, NEIGHBOURS_ID)

    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(NEIGHBOURS_ID, "x")


async def test_in_a_channel_a_bot_must_be_administrator(emulator: Emulator, bot: telegram.Bot) -> None:
    emulator.world.add_chat(Chat(-6, "channel", "قناة", "news_here", bot="member"))
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message("@news_here", "x")

    emulator.world.promote_bot(EDITOR, -6)
    message = await bot.send_message("@news_here", "x")
    assert message.sender_chat
    assert message.from_user is None


async def test_an_upgraded_group_names_its_new_id(emulator: Emulator, bot: telegram.Bot) -> None:
    new = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID)

    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(NEIGHBOURS_ID, "x")

    assert migrated.value.new_chat_id == new.id
    assert (await bot.send_message(new.id, "x")).chat.type == "supergroup"


async def test_topics(emulator: Emulator, bot: telegram.Bot) -> None:
    chat = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID).id
    assert not (await bot.send_message(chat, "x", message_thread_id=77)).is_topic_message  # no forum: ignored
    thread = emulator.world.open_topic(LAYLA, chat, "حلب")

    message = await bot.send_message(chat, "x", message_thread_id=thread)
    assert message.message_thread_id == thread
    assert message.is_topic_message
    for wrong in (1, thread + 1000):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(chat, "x", message_thread_id=wrong)
    emulator.world.close_topic(LAYLA, chat, thread)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(chat, "x", message_thread_id=thread)


async def test_a_private_chat_has_no_topics(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(LAYLA.id, "x", message_thread_id=7)


async def test_a_reply_keyboard_stays_until_it_is_removed(emulator: Emulator, bot: telegram.Bot) -> None:
    chat = emulator.world.chats[LAYLA.id]
    message = await bot.send_message(LAYLA.id, "x", reply_markup=ReplyKeyboardMarkup([["نعم"]]))
    assert message.reply_markup is None
    assert chat.keyboard
    assert chat.keyboard["keyboard"] == [[{"text": "نعم"}]]

    await bot.send_message(LAYLA.id, "x", reply_markup=ForceReply())
    assert chat.keyboard == {"force_reply": True}
    await bot.send_message(LAYLA.id, "x", reply_markup=ReplyKeyboardRemove())
    assert chat.keyboard is None


async def test_a_document_can_be_fetched_again(bot: telegram.Bot) -> None:
    message = await bot.send_document(
        LAYLA.id, "متابعاتي".encode(), filename="mirsal.json", caption="<i>نسخة</i>", parse_mode="HTML"
    )

    assert message.document
    assert message.document.file_name == "mirsal.json"
    assert message.caption == "نسخة"
    assert [entity.type for entity in message.caption_entities] == ["italic"]
    file = await bot.get_file(message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == "متابعاتي".encode()
    again = await bot.send_document(LAYLA.id, message.document.file_id)
    assert again.document
    assert again.document.file_id == message.document.file_id


async def test_a_photo_has_a_caption(bot: telegram.Bot) -> None:
    message = await bot.send_photo(LAYLA.id, b"png", caption="صورة", protect_content=True)

    assert message.caption == "صورة"
    assert message.photo
    assert message.has_protected_content


async def test_a_caption_is_at_most_1024(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(LAYLA.id, b"x", caption="ص" * 1025)


async def test_a_file_that_is_none_is_refused(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(LAYLA.id, b"")
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_document(LAYLA.id, "nothing")
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nothing")


async def test_a_document_must_be_named(ask: Ask) -> None:
    answer = await ask("sendDocument", chat_id=LAYLA.id)

    assert answer["description"] == "Bad Request: there is no document in the request"


async def test_link_preview_options_are_kept(bot: telegram.Bot) -> None:
    options = telegram.LinkPreviewOptions(is_disabled=True)

    message = await bot.send_message(LAYLA.id, "https://example.org", link_preview_options=options)

    assert message.link_preview_options == options


async def test_a_chat_action_is_shown(bot: telegram.Bot, emulator: Emulator) -> None:
    with emulator.events.listening() as heard:
        assert await bot.send_chat_action(LAYLA.id, "typing")

        assert heard.get_nowait() == ("action", {"chat": LAYLA.id, "action": "typing"})
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(LAYLA.id, "")


async def test_the_history_of_a_chat_is_bounded(bot: telegram.Bot, emulator: Emulator) -> None:
    first = emulator.world.say(LAYLA, "أول")
    for number in range(500):
        emulator.world.say(LAYLA, str(number))

    assert len(emulator.world.chats[LAYLA.id].messages) == 500
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(LAYLA.id, first["message_id"])


async def test_stored_files_are_bounded(bot: telegram.Bot) -> None:
    first = await bot.send_document(LAYLA.id, b"0")
    for number in range(1, 31):
        await bot.send_document(LAYLA.id, str(number).encode())

    assert first.document
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file(first.document.file_id)


async def test_a_file_of_more_than_twenty_megabytes_cannot_be_fetched(bot: telegram.Bot, emulator: Emulator) -> None:
    message = emulator.send_file(LAYLA, "big.opml", b"x" * (20 * 1024 * 1024 + 1))

    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(message["document"]["file_id"])
