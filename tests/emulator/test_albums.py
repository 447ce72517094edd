"""sendMediaGroup: some files as one album."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import telegram
from telegram import InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, RetryAfter

from emulator import ABU_KHALED, LAYLA, Emulator

Ask = Callable[..., Awaitable[dict[str, Any]]]


async def test_an_album_is_one_message_a_file_each_with_its_own_caption(bot: telegram.Bot) -> None:
    media = [InputMediaPhoto(b"1", caption="<b>أولى</b>", parse_mode="HTML"), InputMediaPhoto(b"2")]

    first, second = await bot.send_media_group(LAYLA.id, media, protect_content=True)

    assert first.media_group_id
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("أولى", None)
    assert [one.type for one in first.caption_entities] == ["bold"]
    assert first.message_id < second.message_id
    assert second.has_protected_content


async def test_a_file_that_was_sent_can_be_sent_again_by_its_id(bot: telegram.Bot) -> None:
    sent = await bot.send_document(LAYLA.id, b"abc", filename="a.opml")
    assert sent.document

    messages = await bot.send_media_group(
        LAYLA.id, [InputMediaDocument(sent.document.file_id), InputMediaDocument(b"x", filename="b.opml")]
    )

    assert [one.document and one.document.file_name for one in messages] == ["a.opml", "b.opml"]


async def test_one_file_alone_is_no_album(bot: telegram.Bot) -> None:
    (message,) = await bot.send_media_group(LAYLA.id, [InputMediaDocument(b"x")])

    assert message.media_group_id is None


async def test_documents_are_not_mixed_with_photos(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Document can't be mixed with other media types"):
        await bot.send_media_group(LAYLA.id, [InputMediaDocument(b"1"), InputMediaPhoto(b"2")])


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ([], "There are no messages to send"),
        ([{"type": "photo", "media": "x"}] * 11, "Too many messages to send as an album"),
        ([{"type": "audio", "media": "x"}], "can't parse InputMedia: the emulator sends photos and documents alone"),
        ("x", "can't parse media JSON object"),
        (["x"], "can't parse media JSON object"),
        ([{"type": "photo"}], "there is no photo in the request"),
        ([{"type": "photo", "media": "attach://none"}], "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_a_wrong_album_is_refused(bot: telegram.Bot, ask: Ask, media: Any, reason: str) -> None:
    answer = await ask("sendMediaGroup", chat_id=LAYLA.id, media=media)

    assert answer["description"].lower() == f"bad request: {reason}".lower()


async def test_an_album_of_which_one_file_is_wrong_is_not_sent_at_all(bot: telegram.Bot, emulator: Emulator) -> None:
    before = len(emulator.world.chats[LAYLA.id].messages)

    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_media_group(LAYLA.id, [InputMediaPhoto(b"1"), InputMediaPhoto(b"")])

    assert len(emulator.world.chats[LAYLA.id].messages) == before


async def test_each_message_of_an_album_counts_against_the_limits(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.floods.overall_a_second = 3
    await bot.send_media_group(LAYLA.id, [InputMediaPhoto(b"1"), InputMediaPhoto(b"2")])

    with pytest.raises(RetryAfter):
        await bot.send_media_group(ABU_KHALED.id, [InputMediaPhoto(b"1"), InputMediaPhoto(b"2")])
