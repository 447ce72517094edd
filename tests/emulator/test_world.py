import pytest
import telegram

from emulator import ABU_KHALED, EDITOR, LAYLA, NEIGHBOURS_ID, Emulator
from emulator.chats import Chat
from emulator.people import BOT_USERNAME


async def test_blocking_and_unblocking_are_told(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.block(LAYLA)
    emulator.world.unblock(LAYLA)

    changes = [update.my_chat_member for update in await bot.get_updates()]

    assert [change and (change.old_chat_member.status, change.new_chat_member.status) for change in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_writing_lifts_a_block(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.block(LAYLA)
    emulator.world.say(LAYLA, "/start")

    updates = await bot.get_updates()

    assert [bool(update.my_chat_member) for update in updates] == [True, True, False]


async def test_adding_and_removing_the_bot_are_told(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.add_chat(Chat(-5, "supergroup", "بيت", members={LAYLA.id: "creator"}))
    emulator.world.add_bot(LAYLA, -5, payload="i_abc")
    emulator.world.promote_bot(LAYLA, -5)
    emulator.world.remove_bot(LAYLA, -5)

    updates = await bot.get_updates()

    statuses = [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member]
    messages = [update.message for update in updates if update.message]
    assert statuses == ["member", "administrator", "kicked"]
    assert messages[0].new_chat_members[0].username == BOT_USERNAME
    assert messages[1].text == f"/start@{BOT_USERNAME} i_abc"
    assert messages[2].left_chat_member


async def test_in_a_channel_no_service_message_tells_of_the_bot(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.add_chat(Chat(-6, "channel", "قناة", members={LAYLA.id: "creator"}))
    emulator.world.add_bot(LAYLA, -6, status="administrator")
    emulator.world.say(LAYLA, "منشور", chat=-6)
    emulator.world.remove_bot(LAYLA, -6)

    added, post, removed = await bot.get_updates()

    assert added.my_chat_member
    assert post.channel_post
    assert post.channel_post.text == "منشور"
    assert removed.my_chat_member


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("السلام عليكم", False),
        ("/add درعا", True),
        (f"/add@{BOT_USERNAME} درعا", True),
        ("/add@other_bot درعا", False),
        (f"يا @{BOT_USERNAME} ما الأخبار", True),
    ],
)
async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(
    bot: telegram.Bot, emulator: Emulator, text: str, *, reaches: bool
) -> None:
    emulator.world.say(LAYLA, text, chat=NEIGHBOURS_ID)

    assert bool(await bot.get_updates()) == reaches


async def test_replies_to_the_bot_reach_it(bot: telegram.Bot, emulator: Emulator) -> None:
    message = await bot.send_message(NEIGHBOURS_ID, "ما المكان؟")
    emulator.world.say(LAYLA, "حلب", chat=NEIGHBOURS_ID, reply_to=message.message_id)

    (update,) = await bot.get_updates()

    assert update.message
    assert update.message.text == "حلب"


async def test_an_administrator_and_a_bot_without_privacy_read_all(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.promote_bot(LAYLA, NEIGHBOURS_ID)
    emulator.world.say(LAYLA, "أ", chat=NEIGHBOURS_ID)
    emulator.world.chats[NEIGHBOURS_ID].bot = "member"
    emulator.world.privacy = False
    emulator.world.say(LAYLA, "ب", chat=NEIGHBOURS_ID)

    texts = [update.message.text for update in await bot.get_updates() if update.message]

    assert texts == ["أ", "ب"]


async def test_an_upgrade_is_told_in_both_chats(bot: telegram.Bot, emulator: Emulator) -> None:
    new = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID)

    first, second = [update.message for update in await bot.get_updates()]

    assert first
    assert second
    assert (first.chat.id, first.migrate_to_chat_id) == (NEIGHBOURS_ID, new.id)
    assert (second.chat.id, second.migrate_from_chat_id) == (new.id, NEIGHBOURS_ID)


async def test_topics_are_told(bot: telegram.Bot, emulator: Emulator) -> None:
    group = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID).id
    emulator.updates.confirm(1 << 62)
    thread = emulator.world.open_topic(LAYLA, group, "حلب")
    emulator.world.say(LAYLA, "/add حلب", chat=group, thread=thread)
    emulator.world.close_topic(LAYLA, group, thread)

    created, said, closed = [update.message for update in await bot.get_updates()]

    assert created
    assert created.forum_topic_created
    assert said
    assert (said.message_thread_id, said.chat.is_forum) == (thread, True)
    assert closed
    assert closed.forum_topic_closed
    with pytest.raises(ValueError, match="only supergroups have topics"):
        emulator.world.open_topic(LAYLA, NEIGHBOURS_ID, "x")


async def test_an_edit_is_told(bot: telegram.Bot, emulator: Emulator) -> None:
    message = emulator.world.say(LAYLA, "درعا")
    emulator.world.edit(LAYLA, message["message_id"], "حلب")

    _, update = await bot.get_updates()

    assert update.edited_message
    assert update.edited_message.text == "حلب"
    theirs = await bot.send_message(LAYLA.id, "x")
    with pytest.raises(ValueError, match="only one's own messages"):
        emulator.world.edit(LAYLA, theirs.message_id, "y")


async def test_a_person_sends_a_file(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.send_file(LAYLA, "feeds.opml", b"<opml/>", caption="خلاصاتي")

    (update,) = await bot.get_updates()

    assert update.message
    assert update.message.document
    assert update.message.caption == "خلاصاتي"
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"<opml/>"


def test_only_those_who_are_there_write(emulator: Emulator) -> None:
    emulator.world.member(NEIGHBOURS_ID, ABU_KHALED, "left")
    with pytest.raises(ValueError, match="is not in that chat"):
        emulator.world.say(ABU_KHALED, "x", chat=NEIGHBOURS_ID)
    emulator.world.deactivate(LAYLA)
    with pytest.raises(ValueError, match="that chat is gone"):
        emulator.world.say(LAYLA, "x")


def test_open_queries_are_bounded(emulator: Emulator) -> None:
    first = emulator.world.open_query(LAYLA.id)
    for _ in range(1000):
        emulator.world.open_query(LAYLA.id)

    with pytest.raises(Exception, match="query is too old"):
        emulator.world.close_query(first)


async def test_who_wrote_in_an_earlier_run_can_be_written_to(emulator: Emulator) -> None:
    emulator.world.acquaint(LAYLA)

    async with telegram.Bot(emulator.token, base_url=emulator.api) as bot:
        assert await bot.send_message(LAYLA.id, "x")
        assert await bot.get_updates() == ()


async def test_a_deleted_message_is_not_quoted(bot: telegram.Bot, emulator: Emulator) -> None:
    message = emulator.world.say(LAYLA, "x", reply_to=5)

    assert "reply_to_message" not in message


def test_a_bot_that_is_not_there_hears_nothing(emulator: Emulator) -> None:
    emulator.world.remove_bot(LAYLA, NEIGHBOURS_ID)
    emulator.updates.confirm(1 << 62)
    emulator.world.say(LAYLA, "/add x", chat=NEIGHBOURS_ID)
    emulator.world.open_query(LAYLA.id)
    emulator.world.upgrade(LAYLA, NEIGHBOURS_ID)

    assert len(emulator.updates) == 0


async def test_an_anonymous_admin_speaks_as_the_group_and_taps_as_a_person(
    bot: telegram.Bot, emulator: Emulator
) -> None:
    group = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID).id
    await bot.get_updates(offset=-1)
    emulator.world.hide(LAYLA, group)

    emulator.world.say(LAYLA, "/list", chat=group)

    *_, update = await bot.get_updates()
    assert update.message
    assert update.message.sender_chat
    assert update.message.from_user
    assert update.message.sender_chat.id == group
    assert update.message.from_user.username == "GroupAnonymousBot"
    member = await bot.get_chat_member(group, LAYLA.id)
    assert member.to_dict()["is_anonymous"] is True


async def test_a_channel_speaks_in_a_group_as_itself(bot: telegram.Bot, emulator: Emulator) -> None:
    channel = emulator.world.found_chat(LAYLA, "channel", "قناة")

    emulator.world.say(LAYLA, "/list", chat=NEIGHBOURS_ID, voice=channel.id)

    *_, update = await bot.get_updates()
    assert update.message
    assert update.message.sender_chat
    assert update.message.sender_chat.id == channel.id


async def test_only_its_admins_post_in_a_channel(bot: telegram.Bot, emulator: Emulator) -> None:
    channel = emulator.world.found_chat(LAYLA, "channel", "قناة")
    emulator.world.add_bot(LAYLA, channel.id, status="administrator")
    emulator.world.member(channel.id, ABU_KHALED, "member")

    emulator.world.say(LAYLA, "خبر", chat=channel.id)
    with pytest.raises(ValueError, match="may not post"):
        emulator.world.say(ABU_KHALED, "خبر", chat=channel.id)

    *_, update = await bot.get_updates()
    assert update.channel_post
    assert update.channel_post.text == "خبر"


async def test_a_reply_in_a_supergroup_has_a_thread_that_is_no_topic(bot: telegram.Bot, emulator: Emulator) -> None:
    group = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID).id
    first = await bot.send_message(group, "ما المكان؟")

    said = emulator.world.say(LAYLA, "حلب", chat=group, reply_to=first.message_id)

    assert said["message_thread_id"] == first.message_id
    assert "is_topic_message" not in said


async def test_several_files_of_a_person_are_one_album_whose_first_has_the_caption(
    bot: telegram.Bot, emulator: Emulator
) -> None:
    emulator.send_album(LAYLA, {"a.opml": b"<opml/>", "b.opml": b"<opml/>"}, caption="قائمتان")

    first, second = await bot.get_updates()

    assert first.message
    assert second.message
    assert first.message.media_group_id
    assert first.message.media_group_id == second.message.media_group_id
    assert (first.message.caption, second.message.caption) == ("قائمتان", None)


async def test_a_file_alone_is_no_album(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.send_file(LAYLA, "a.opml", b"<opml/>")

    (update,) = await bot.get_updates()

    assert update.message
    assert update.message.media_group_id is None


@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        ({"a": b""}, "file must be non-empty"),
        ({}, "a message has 1 to 10 files"),
        ({str(number): b"x" for number in range(11)}, "a message has 1 to 10 files"),
    ],
)
def test_what_the_apps_do_not_send_is_not_sent(emulator: Emulator, contents: dict[str, bytes], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        emulator.send_album(LAYLA, contents)


async def test_a_forwarded_post_names_its_channel(bot: telegram.Bot, emulator: Emulator) -> None:
    channel = emulator.world.found_chat(LAYLA, "channel", "قناة")
    post = emulator.world.say(LAYLA, "منشور", chat=channel.id)

    emulator.world.forward(LAYLA, channel.id, post["message_id"])

    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "منشور"
    assert isinstance(update.message.forward_origin, telegram.MessageOriginChannel)
    assert update.message.forward_origin.chat.id == channel.id


async def test_what_a_person_said_is_forwarded_with_their_name(bot: telegram.Bot, emulator: Emulator) -> None:
    said = emulator.world.say(ABU_KHALED, "مرحبا", chat=NEIGHBOURS_ID)

    emulator.world.forward(LAYLA, NEIGHBOURS_ID, said["message_id"])

    (update,) = await bot.get_updates()
    assert update.message
    assert isinstance(update.message.forward_origin, telegram.MessageOriginUser)
    assert update.message.forward_origin.sender_user.id == ABU_KHALED.id


async def test_choosing_a_channel_makes_the_bot_an_administrator_where_the_button_asks_for_it(
    bot: telegram.Bot, emulator: Emulator
) -> None:
    rights = telegram.ChatAdministratorRights.no_rights()
    asked = telegram.KeyboardButtonRequestChat(
        1, chat_is_channel=True, user_administrator_rights=rights, bot_administrator_rights=rights
    )
    button = telegram.KeyboardButton("قناة", request_chat=asked)
    await bot.send_message(LAYLA.id, "x", reply_markup=telegram.ReplyKeyboardMarkup([[button]]))
    channel = emulator.world.found_chat(LAYLA, "channel", "قناة")
    others = emulator.world.found_chat(ABU_KHALED, "channel", "قناة غيرها")
    with pytest.raises(ValueError, match="does not lead"):
        emulator.world.share_chat(LAYLA, 1, others.id)
    with pytest.raises(ValueError, match="another kind"):
        emulator.world.share_chat(LAYLA, 1, NEIGHBOURS_ID)

    emulator.world.share_chat(LAYLA, 1, channel.id)

    assert channel.bot == "administrator"
    first, second = await bot.get_updates()
    assert first.my_chat_member
    assert second.message
    assert second.message.chat_shared


def test_who_leads_no_more_speaks_under_their_own_name(emulator: Emulator) -> None:
    group = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID)
    emulator.world.hide(EDITOR, group.id)

    emulator.world.member(group.id, EDITOR, "member")

    assert emulator.world.say(EDITOR, "x", chat=group.id)["from"]["id"] == EDITOR.id
