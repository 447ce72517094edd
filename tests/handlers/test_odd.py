from typing import Any

import pytest

from emulator.people import EDITOR, LAYLA, NEIGHBOURS_ID
from storage import tables
from tests.handlers.conftest import House

ONLY_TEXT = "أفهم الكلام المكتوب فقط. اكتب اسم مكان أو كلمة لمتابعتها، مثل: درعا البلد."
FILE = {"file_id": "F", "file_unique_id": "U"}
PHOTO = {"photo": [{**FILE, "width": 1, "height": 1}]}
PRIVATE = {"id": LAYLA.id, "type": "private", "first_name": "ليلى"}
GROUP = {"id": NEIGHBOURS_ID, "type": "group", "title": "جيران الحارة"}
CHANNEL = {"id": -100777, "type": "channel", "title": "قناة"}
SOMEONE = {"id": LAYLA.id, "is_bot": False, "first_name": "ليلى"}
POLL = {
    "id": "1",
    "question": "؟",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}


def message(chat: dict[str, Any], **content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_795_000_000, "chat": chat, "from": SOMEONE, **content}


async def heard(house: House, kind: str, payload: dict[str, Any]) -> list[str]:
    house.world.say(LAYLA, "/privacy")
    await house.hear(LAYLA.id)
    house.emulator.updates.allow([kind])
    house.emulator.updates.add(kind, payload)
    return await house.hear(LAYLA.id)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
            id="sticker",
        ),
        pytest.param(PHOTO, id="photo"),
        pytest.param({**PHOTO, "caption": "درعا"}, id="photo with words"),
        pytest.param({"voice": {**FILE, "duration": 1}}, id="voice"),
        pytest.param({"location": {"latitude": 32.6, "longitude": 36.1}}, id="location"),
        pytest.param({"contact": {"phone_number": "1", "first_name": "س"}}, id="contact"),
        pytest.param({"poll": POLL}, id="poll"),
        pytest.param({"dice": {"emoji": "🎲", "value": 3}}, id="dice"),
        pytest.param({"something_new": {"of": "tomorrow"}}, id="unknown to the library"),
    ],
)
async def test_what_holds_no_words_is_answered_shortly(house: House, content: dict[str, Any]) -> None:
    assert await heard(house, "message", message(PRIVATE, **content)) == [ONLY_TEXT]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        pytest.param("message", message(GROUP, **PHOTO), id="photo in a group"),
        pytest.param("message", message(PRIVATE, pinned_message=message(PRIVATE, text="س")), id="pinned"),
        pytest.param("message", message(GROUP, new_chat_title="اسم"), id="new title"),
        pytest.param("edited_message", message(PRIVATE, text="درعا البلد", edit_date=1_795_000_001), id="edited"),
        pytest.param("edited_message", message(PRIVATE, text="/list", edit_date=1_795_000_001), id="edited command"),
        pytest.param("channel_post", message(CHANNEL, text="درعا"), id="channel post"),
        pytest.param("channel_post", message(CHANNEL, text="/list"), id="command in a channel"),
        pytest.param("poll", POLL, id="poll"),
        pytest.param("inline_query", {"id": "1", "from": SOMEONE, "query": "درعا", "offset": ""}, id="inline query"),
        pytest.param("tomorrows_update", {"id": 1}, id="unknown kind"),
        pytest.param(
            "callback_query",
            {"id": "1", "from": SOMEONE, "chat_instance": "1", "inline_message_id": "1", "data": "l"},
            id="tap on an inline message",
        ),
        pytest.param(
            "callback_query",
            {"id": "1", "from": SOMEONE, "chat_instance": "1", "inline_message_id": "1", "data": "zz"},
            id="unknown tap on an inline message",
        ),
    ],
)
async def test_odd_updates_meet_silence_and_leave_nothing_behind(
    house: House, kind: str, payload: dict[str, Any]
) -> None:
    assert await heard(house, kind, payload) == []
    assert {row.state for row in await house.rows(tables.inbox)} == {1}


async def test_a_button_whose_message_is_too_old_to_be_read_still_works(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    old = {"chat": PRIVATE, "message_id": house.last()["message_id"], "date": 0}
    tap = {"id": "1", "from": SOMEONE, "chat_instance": "1", "message": old, "data": "x:-:1"}

    [answer] = await heard(house, "callback_query", tap)

    assert "توقفت متابعة كلمة «زلزال»" in answer


async def test_a_button_of_another_version_is_told(house: House) -> None:
    await house.says(LAYLA, "/list")
    house.last()["reply_markup"] = {"inline_keyboard": [[{"text": "زر", "callback_data": "zz:1"}]]}

    assert await house.taps(LAYLA, "زر") == []
    assert "قديم" in house.toasts()[-1]


@pytest.mark.parametrize("words", ["مرحبا", "السلام عليكم", "شكرًا", "hello"])
async def test_a_greeting_is_answered_and_not_followed(house: House, words: str) -> None:
    [answer] = await house.says(LAYLA, words)

    assert answer.startswith("أهلًا بك")
    assert await house.rows(tables.subscriptions) == []


async def test_an_unknown_command_is_told_what_to_do(house: House) -> None:
    [answer] = await house.says(LAYLA, "/nothing")

    assert "لا أعرف هذا الأمر" in answer


async def test_an_arabic_word_behind_a_slash_is_understood_as_words(house: House) -> None:
    await house.says(LAYLA, "/اشتراكاتي")

    assert "لا اشتراكات هنا" in house.last()["text"]


async def test_the_start_greets_in_two_sentences_and_its_examples_follow(house: House) -> None:
    [answer] = await house.says(LAYLA, "/start")
    assert answer.count("\n") == 1
    assert house.labels() == ["درعا", "حلب", "زلزال", "اشتراكاتي", "مساعدة"]

    await house.taps(LAYLA, "درعا")
    assert [row.label for row in await house.rows(tables.subscriptions)] == ["درعا"]


async def test_help_brings_a_keyboard_of_words_and_tells_operators_of_theirs(house: House) -> None:
    [everyone] = await house.says(LAYLA, "مساعدة")
    assert "/feeds" not in everyone
    keyboard = house.world.chats[LAYLA.id].keyboard
    assert keyboard is not None
    words = [button["text"] for row in keyboard["keyboard"] for button in reversed(row)]
    assert words == ["اشتراكاتي", "آخر الأخبار", "إيقاف مؤقت", "مساعدة"]

    [operators] = await house.says(EDITOR, "/help")
    assert "/feed_remove" in operators


async def test_privacy_says_what_is_kept_and_how_to_delete_it(house: House) -> None:
    [answer] = await house.says(LAYLA, "الخصوصية")

    assert "احذف بياناتي" in answer
