from typing import Any

import pytest

from emulator.people import ABU_KHALED, LAYLA, NEIGHBOURS_ID
from storage import tables
from tests.handlers.conftest import House


async def labels(house: House) -> list[str]:
    return [row.label for row in await house.rows(tables.subscriptions)]


async def test_an_admin_of_the_group_adds_and_the_answer_replies(house: House) -> None:
    [answer] = await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)

    assert "تمت متابعة" in answer
    assert house.last(NEIGHBOURS_ID)["reply_to_message"]["text"] == "/add زلزال"


async def test_a_member_may_read_and_not_change(house: House) -> None:
    await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)

    [listed] = await house.says(ABU_KHALED, "/list", chat=NEIGHBOURS_ID)
    assert "زلزال" in listed

    for command in ("/add فيضان", "/stop", "/resume"):
        [refusal] = await house.says(ABU_KHALED, command, chat=NEIGHBOURS_ID)
        assert "لمشرفيها فقط" in refusal
    assert await labels(house) == ["زلزال"]


async def test_a_members_tap_changes_nothing_and_is_told_over_the_chat(house: House) -> None:
    await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)

    assert await house.taps(ABU_KHALED, "أوقف", chat=NEIGHBOURS_ID) == []

    assert "لمشرفيها فقط" in house.toasts()[-1]
    assert await labels(house) == ["زلزال"]


async def test_every_button_that_changes_something_asks_who_taps(house: House) -> None:
    await house.says(LAYLA, "/list", chat=NEIGHBOURS_ID)
    for data in ("f:word:زلزال", "x:-:1", "u:-:word:زلزال", "p:resume", "m:show", "m:skip", "e:yes"):
        rows = [[{"text": "زر", "callback_data": data}]]
        house.last(NEIGHBOURS_ID)["reply_markup"] = {"inline_keyboard": rows}
        await house.taps(ABU_KHALED, "زر", chat=NEIGHBOURS_ID)

        assert "لمشرفيها فقط" in house.toasts()[-1], data
    assert await labels(house) == []


async def test_a_member_who_became_an_admin_may_change_at_once(house: House) -> None:
    await house.says(ABU_KHALED, "/add زلزال", chat=NEIGHBOURS_ID)
    house.world.member(NEIGHBOURS_ID, ABU_KHALED, "administrator")

    await house.says(ABU_KHALED, "/add زلزال", chat=NEIGHBOURS_ID)

    assert await labels(house) == ["زلزال"]


async def test_rights_that_telegram_does_not_tell_are_asked_again_by_the_person(house: House) -> None:
    house.emulator.faults.order("error", method="getChatMember", code=400, description="Bad Request: user not found")

    [answer] = await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)

    assert "تعذّر التأكد من صلاحياتك" in answer
    assert await labels(house) == []


@pytest.mark.parametrize(
    ("sender", "followed"),
    [
        pytest.param({"id": NEIGHBOURS_ID, "type": "group", "title": "جيران الحارة"}, ["زلزال"], id="anonymous admin"),
        pytest.param({"id": -100123, "type": "channel", "title": "قناة"}, [], id="a channel"),
    ],
)
async def test_only_the_group_itself_speaks_for_its_anonymous_admins(
    house: House, sender: dict[str, Any], followed: list[str]
) -> None:
    message = house.world.say(ABU_KHALED, "/add زلزال", chat=NEIGHBOURS_ID)
    message["sender_chat"] = sender
    message["from"] = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

    await house.hear(NEIGHBOURS_ID)

    assert await labels(house) == followed


async def test_talk_in_a_group_is_not_the_bots_business(house: House) -> None:
    house.world.promote_bot(LAYLA, NEIGHBOURS_ID)

    for words in ("درعا", "صباح الخير", "/start@other_bot", "/unknown"):
        assert await house.says(LAYLA, words, chat=NEIGHBOURS_ID) == [], words


async def test_a_mention_asks_the_bot(house: House) -> None:
    await house.says(LAYLA, f"@{house.bot.username} زلزال", chat=NEIGHBOURS_ID)

    assert await labels(house) == ["زلزال"]


async def test_the_mention_of_someone_else_does_not(house: House) -> None:
    house.world.promote_bot(LAYLA, NEIGHBOURS_ID)

    await house.says(LAYLA, "@abu_khaled زلزال", chat=NEIGHBOURS_ID)

    assert await labels(house) == []


async def test_the_bots_question_is_answered_by_a_reply(house: House) -> None:
    [question] = await house.says(LAYLA, "/add", chat=NEIGHBOURS_ID)
    assert question.startswith("ماذا تريدون أن تتابعوا؟")
    [call] = [call for call in house.emulator.calls if call.method == "sendMessage"]
    assert call.params["reply_markup"] == {"force_reply": True, "selective": True}

    number = house.last(NEIGHBOURS_ID)["message_id"]
    await house.says(LAYLA, "زلزال", chat=NEIGHBOURS_ID, reply_to=number)

    assert await labels(house) == ["زلزال"]


async def test_a_remark_under_an_alert_is_no_request_but_a_spoken_one_is(house: House) -> None:
    await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)
    await house.publish("زلزال خفيف")
    await house.hear(NEIGHBOURS_ID)
    alert = house.last(NEIGHBOURS_ID)["message_id"]

    assert await house.says(LAYLA, "الله يستر", chat=NEIGHBOURS_ID, reply_to=alert) == []
    assert await labels(house) == ["زلزال"]

    await house.says(LAYLA, "تابع فيضان", chat=NEIGHBOURS_ID, reply_to=alert)
    assert await labels(house) == ["زلزال", "فيضان"]


async def test_the_start_and_help_of_a_group_speak_of_groups(house: House) -> None:
    [hello] = await house.says(ABU_KHALED, f"/start@{house.bot.username}", chat=NEIGHBOURS_ID)
    assert "أهلًا بكم" in hello

    [help_] = await house.taps(ABU_KHALED, "مساعدة", chat=NEIGHBOURS_ID)
    assert "في المجموعات" in help_
    assert "reply_markup" not in house.last(NEIGHBOURS_ID)


async def test_an_unknown_command_that_names_the_bot_is_answered(house: House) -> None:
    [answer] = await house.says(ABU_KHALED, f"/nothing@{house.bot.username}", chat=NEIGHBOURS_ID)

    assert "لا أعرف هذا الأمر" in answer


async def test_each_topic_has_its_own_subscriptions(house: House) -> None:
    group = house.world.upgrade(LAYLA, NEIGHBOURS_ID)
    await house.hear(group.id)
    topic = house.world.open_topic(LAYLA, group.id, "الأخبار")
    await house.says(LAYLA, "/add زلزال", chat=group.id, thread=topic)

    [inside] = await house.says(LAYLA, "/list", chat=group.id, thread=topic)
    assert house.last(group.id)["message_thread_id"] == topic
    [outside] = await house.says(LAYLA, "/list", chat=group.id)

    assert "زلزال" in inside
    assert "لا اشتراكات هنا" in outside


async def test_a_group_that_became_a_supergroup_keeps_what_it_follows(house: House) -> None:
    await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)

    group = house.world.upgrade(LAYLA, NEIGHBOURS_ID)
    await house.hear(group.id)

    assert [(row.telegram_id, row.kind) for row in await house.rows(tables.chats)] == [(group.id, "supergroup")]
    assert "زلزال" in (await house.says(ABU_KHALED, "/list", chat=group.id))[0]


async def test_an_unknown_group_that_moved_is_no_trouble(house: House) -> None:
    group = house.world.upgrade(LAYLA, NEIGHBOURS_ID)
    house.emulator.updates._waiting.popleft()

    await house.take_in()

    assert [row.telegram_id for row in await house.rows(tables.chats)] == [group.id]
