"""A channel is kept from the private chat of its admins, and of nobody else."""

from typing import Any

import pytest

from emulator.chats import Chat
from emulator.people import ABU_KHALED, EDITOR, LAYLA
from storage import tables
from tests.handlers.conftest import House


@pytest.fixture
async def channel(house: House) -> Chat:
    """Return a channel of Layla's in which the bot may post, before she said anything to it."""
    made = house.world.found_chat(LAYLA, "channel", "أخبار الحي", username="hayy_news")
    house.world.add_bot(LAYLA, made.id, status="administrator")
    await house.take_in()
    return made


async def followed(house: House) -> list[tuple[int, str]]:
    chats = {row.id: row.telegram_id for row in await house.rows(tables.chats)}
    targets = {row.id: chats[row.chat_id] for row in await house.rows(tables.targets)}
    return [(targets[row.target_id], row.label) for row in await house.rows(tables.subscriptions)]


async def links(house: House) -> int:
    return len(await house.rows(tables.managers))


async def test_a_channel_is_chosen_with_a_button_and_follows_what_is_written_then(house: House, channel: Chat) -> None:
    [how] = await house.says(LAYLA, "/channel")
    assert "مشرفًا في القناة" in how
    house.world.share_chat(LAYLA, 1, channel.id)
    [linked] = await house.hear(LAYLA.id)
    assert "قناة «أخبار الحي»" in linked
    assert "أنت الآن تدير هذه القناة" in linked

    [answer] = await house.says(LAYLA, "زلزال")
    await house.publish("زلزال خفيف")
    await house.take_in()
    await house.deliver()

    assert "قناة «أخبار الحي»" in answer
    assert await followed(house) == [(channel.id, "زلزال")]
    assert "زلزال خفيف" in house.last(channel.id)["text"]
    assert "reply_markup" not in house.last(channel.id)


@pytest.mark.parametrize("named", ["@hayy_news", "https://t.me/hayy_news", "hayy_news"])
async def test_a_channel_is_linked_by_its_name(house: House, channel: Chat, named: str) -> None:
    [linked] = await house.says(LAYLA, f"/channel {named}")

    assert "أنت الآن تدير هذه القناة" in linked


async def forwarded(house: House, person: Any, origin: dict[str, Any], text: str = "منشور") -> list[str]:
    message = house.world.say(person, text)
    message["forward_origin"] = {"type": "channel", "date": message["date"], "chat": origin, "message_id": 3}
    heard: list[str] = await house.hear(person.id)
    return heard


async def test_a_channel_is_linked_by_a_forwarded_post(house: House, channel: Chat) -> None:
    linked = await forwarded(house, LAYLA, channel.short())

    assert any("أنت الآن تدير هذه القناة" in text for text in linked)
    assert await followed(house) == []


async def test_a_client_that_cannot_choose_a_chat_writes_the_words_of_the_button(house: House) -> None:
    [answer] = await house.says(LAYLA, "📢 اختر قناة")

    assert "لربط قناة" in answer


async def test_a_file_that_was_forwarded_from_a_channel_is_read_as_a_file(house: House, channel: Chat) -> None:
    message = house.emulator.send_file(EDITOR, "feeds.opml", b"<html/>")
    message["forward_origin"] = {
        "type": "channel",
        "date": message["date"],
        "chat": channel.short(),
        "message_id": 3,
    }

    [answer] = await house.hear(EDITOR.id)

    assert "OPML" in answer


async def test_who_may_not_post_in_a_channel_does_not_keep_it(house: House, channel: Chat) -> None:
    house.world.member(channel.id, ABU_KHALED, "member")

    [refused] = await house.says(ABU_KHALED, "/channel @hayy_news")

    assert "متاحة لمشرفيها" in refused
    assert await links(house) == 0


async def test_a_channel_where_the_bot_may_not_post_is_not_linked(house: House) -> None:
    channel = house.world.found_chat(LAYLA, "channel", "قناة", username="quiet_one")

    [out] = await house.says(LAYLA, "/channel @quiet_one")
    house.world.add_bot(LAYLA, channel.id)
    [member] = await house.says(LAYLA, "/channel @quiet_one")

    assert "ليس مشرفًا" in out
    assert "ليس مشرفًا" in member
    assert await links(house) == 0


async def test_a_group_is_no_channel(house: House) -> None:
    group = house.world.found_chat(LAYLA, "supergroup", "مجموعة", username="some_group")
    house.world.add_bot(LAYLA, group.id)
    await house.take_in()

    [answer] = await house.says(LAYLA, "/channel @some_group")

    assert "ليس اسم قناة" in answer


@pytest.mark.parametrize("method", ["getChat", "getChatMember"])
async def test_what_telegram_does_not_tell_is_to_be_asked_again(house: House, channel: Chat, method: str) -> None:
    house.emulator.faults.order("html", method=method, code=502, times=9)

    [answer] = await house.says(LAYLA, "/channel @hayy_news")

    assert "تعذّر التأكد" in answer
    assert await links(house) == 0


async def test_one_comes_back_to_ones_own(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")

    [back] = await house.says(LAYLA, "عودة إلى متابعاتي")
    await house.says(LAYLA, "فيضان")
    [again] = await house.says(LAYLA, "عودة إلى متابعاتي")

    assert "عدت إلى متابعاتك" in back
    assert "ما تكتبه هنا لك أنت" in again
    assert sorted(await followed(house)) == sorted([(channel.id, "زلزال"), (LAYLA.id, "فيضان")])


async def test_a_channel_that_is_long_in_hand_is_put_down_by_itself(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    house.clock.forward(minutes=59)
    await house.says(LAYLA, "زلزال")
    house.clock.forward(minutes=61)

    await house.says(LAYLA, "فيضان")

    assert sorted(await followed(house)) == sorted([(channel.id, "زلزال"), (LAYLA.id, "فيضان")])


async def test_a_button_remembers_which_channel_it_is_about(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "عودة إلى متابعاتي")

    [stopped] = await house.taps(LAYLA, "أوقف")
    assert "قناة «أخبار الحي»" in stopped
    assert await followed(house) == []
    await house.taps(LAYLA, "أعد")

    assert await followed(house) == [(channel.id, "زلزال")]


async def test_who_is_no_admin_any_more_changes_nothing_and_keeps_it_no_more(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")
    house.world.member(channel.id, LAYLA, "member")

    [refused] = await house.taps(LAYLA, "أوقف")
    assert "لم تعد مشرفًا" in refused
    assert await links(house) == 0

    await house.taps(LAYLA, "أوقف")
    assert "لمشرفيها فقط" in house.toasts()[-1]
    assert await followed(house) == [(channel.id, "زلزال")]


async def test_the_rights_are_asked_at_each_change_by_words_too(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    house.world.member(channel.id, LAYLA, "member")

    [refused] = await house.says(LAYLA, "زلزال")

    assert "لم تعد مشرفًا" in refused
    assert await followed(house) == []


async def test_a_made_up_button_about_a_strange_channel_tells_and_changes_nothing(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")
    [target] = {row.target_id for row in await house.rows(tables.subscriptions)}
    await house.says(ABU_KHALED, "/start")
    for data in (f"c{target}>l", f"c{target}>f:word:فيضان", f"k:m:{target}", f"k:x:{target}"):
        rows = [[{"text": "زر", "callback_data": data}]]
        house.last(ABU_KHALED.id)["reply_markup"] = {"inline_keyboard": rows}
        told = await house.taps(ABU_KHALED, "زر")
        assert not any("أخبار الحي" in text for text in told), data

    assert await followed(house) == [(channel.id, "زلزال")]
    assert await links(house) == 1


async def test_the_menu_shows_the_channels_and_takes_one_in_hand_or_lets_it_go(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "عودة إلى متابعاتي")

    [which, _] = await house.says(LAYLA, "قنواتي")
    assert "قنواتك" in which
    [in_hand] = await house.taps(LAYLA, "أخبار الحي")
    assert "أنت الآن تدير هذه القناة" in in_hand
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/channel")
    [unlinked] = await house.taps(LAYLA, "ألغ الربط")

    assert "ما تتابعه باق" in unlinked
    assert await links(house) == 0
    assert await followed(house) == [(channel.id, "زلزال")]


async def test_taking_a_channel_in_hand_asks_telegram_again(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "عودة إلى متابعاتي")
    await house.says(LAYLA, "/channel")
    house.emulator.faults.order("html", method="getChatMember", code=502)
    await house.taps(LAYLA, "أخبار الحي")
    assert "تعذّر التأكد" in house.toasts()[-1]

    house.world.member(channel.id, LAYLA, "left")
    [refused] = await house.taps(LAYLA, "أخبار الحي")

    assert "لم تعد مشرفًا" in refused
    assert await links(house) == 0


async def test_all_commands_are_about_the_channel_in_hand(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "فيضان")
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")

    [listed] = await house.says(LAYLA, "/list")
    await house.says(LAYLA, "/stop")
    paused = {row.chat_id: row.paused_at for row in await house.rows(tables.targets)}
    chats = {row.telegram_id: row.id for row in await house.rows(tables.chats)}

    assert "زلزال" in listed
    assert "فيضان" not in listed
    assert paused[chats[channel.id]] is not None
    assert paused[chats[LAYLA.id]] is None


async def test_a_channel_is_forgotten_without_the_person_who_keeps_it(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "فيضان")
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")

    [question] = await house.says(LAYLA, "/forget")
    [over] = await house.taps(LAYLA, "نعم، احذف")

    assert "هذه القناة" in question
    assert "عن هذه القناة" in over
    assert await followed(house) == [(LAYLA.id, "فيضان")]
    assert await links(house) == 0


async def test_who_adds_the_bot_to_a_channel_is_told_in_private(house: House) -> None:
    await house.says(LAYLA, "/start")
    channel = house.world.found_chat(LAYLA, "channel", "قناة الساحة")

    house.world.add_bot(LAYLA, channel.id, status="administrator")
    [told] = await house.hear(LAYLA.id)
    await house.taps(LAYLA, "قناة الساحة")
    await house.says(LAYLA, "زلزال")

    assert "أُضيف البوت إلى قناة «قناة الساحة»" in told
    assert house.said(channel.id) == []
    assert await followed(house) == [(channel.id, "زلزال")]


async def test_who_never_wrote_to_the_bot_cannot_be_told(house: House, channel: Chat) -> None:
    assert await links(house) == 0
    assert house.said() == []


async def test_a_channel_that_removes_the_bot_keeps_what_it_follows_and_its_keepers_are_told(
    house: House, channel: Chat
) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")

    house.world.remove_bot(LAYLA, channel.id)
    [gone] = await house.hear(LAYLA.id)
    await house.publish("زلزال أول")
    await house.take_in()
    house.world.add_bot(LAYLA, channel.id, status="administrator")
    await house.take_in()
    await house.deliver()
    await house.publish("زلزال ثان")
    await house.deliver()

    assert "فتوقفت تنبيهاتها" in gone
    assert await followed(house) == [(channel.id, "زلزال")]
    assert ["ثان" in text for text in house.said(channel.id)] == [True]


async def test_a_channel_that_lets_the_bot_in_again_reads_that_it_keeps_what_it_followed(
    house: House, channel: Chat
) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")
    house.world.remove_bot(LAYLA, channel.id)
    await house.hear(LAYLA.id)

    house.world.add_bot(LAYLA, channel.id, status="administrator")
    [told] = await house.hear(LAYLA.id)

    assert told.startswith("عاد البوت إلى قناة «أخبار الحي»، ومعه ما كانت تتابعه: اشتراك واحد.")


async def test_the_status_of_a_channel_that_removed_the_bot_says_so(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")
    house.world.remove_bot(LAYLA, channel.id)
    await house.hear(LAYLA.id)

    [status] = await house.says(LAYLA, "/status")

    assert "⏸ لا تصل التنبيهات: أُخرج البوت، أو لم تعد له صلاحية النشر." in status
    assert "التنبيهات تعمل" not in status


async def test_a_bot_that_is_no_admin_of_a_channel_sends_nothing_there(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    await house.says(LAYLA, "زلزال")

    house.world._bot_status(channel, LAYLA, "member")
    await house.take_in()

    [row] = [row for row in await house.rows(tables.chats) if row.telegram_id == channel.id]
    assert (row.state, row.reason) == ("gone", "no_rights")


async def test_a_channel_is_linked_again_after_it_was_gone(house: House, channel: Chat) -> None:
    async with house.database.transaction() as tx:
        await tx.connection.execute(tables.chats.update().values(state="gone"))

    await house.says(LAYLA, "/channel @hayy_news")

    assert {row.state for row in await house.rows(tables.chats)} == {"active"}


async def test_in_a_group_channels_are_sent_to_the_private_chat(house: House) -> None:
    group = house.world.found_chat(LAYLA, "group", "مجموعة")
    house.world.add_bot(LAYLA, group.id)

    answers = await house.says(LAYLA, "/channel", chat=group.id)

    assert any("المحادثة الخاصة" in text for text in answers)


async def test_an_old_choice_of_another_question_links_nothing(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel")
    message = house.world.share_chat(LAYLA, 1, channel.id)
    message["chat_shared"]["request_id"] = 2

    assert await house.hear(LAYLA.id) == []
    assert await links(house) == 0


@pytest.mark.parametrize(
    ("code", "description", "said"),
    [
        pytest.param(403, "Forbidden: bot is not a member of the channel chat", "ليس مشرفًا", id="out"),
        pytest.param(400, "Bad Request: member list is inaccessible", "ليس مشرفًا", id="no admin"),
        pytest.param(400, "Bad Request: user not found", "تعذّر التأكد", id="unknown"),
    ],
)
async def test_what_telegram_says_of_a_membership_decides(
    house: House, channel: Chat, code: int, description: str, said: str
) -> None:
    house.emulator.faults.order("error", method="getChatMember", code=code, description=description)

    [answer] = await house.says(LAYLA, "/channel @hayy_news")

    assert said in answer
    assert await links(house) == 0


async def test_an_admin_without_the_right_to_post_does_not_keep_the_channel(house: House) -> None:
    await house.says(LAYLA, "/start")
    channel = house.world.found_chat(LAYLA, "channel", "قناة")
    house.world.member(channel.id, LAYLA, "member")

    house.world.add_bot(LAYLA, channel.id, status="administrator")

    assert await house.hear(LAYLA.id) == []
    assert await links(house) == 0


async def test_a_channel_that_removes_a_bot_which_could_not_post_is_no_news(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")
    house.world._bot_status(channel, LAYLA, "member")
    await house.hear(LAYLA.id)

    house.world.remove_bot(LAYLA, channel.id)

    assert await house.hear(LAYLA.id) == []


async def test_the_settings_of_a_channel_in_hand_are_the_channels(house: House, channel: Chat) -> None:
    await house.says(LAYLA, "/channel @hayy_news")

    await house.says(LAYLA, "ملخص يومي ٨ صباحًا")

    chats = {row.id: row.telegram_id for row in await house.rows(tables.chats)}
    [wanted] = await house.rows(tables.chat_preferences)
    assert chats[wanted.chat_id] == channel.id
    assert wanted.digest == "daily"
