import pytest

from emulator.chats import Chat
from emulator.people import ABU_KHALED, LAYLA, NEIGHBOURS_ID
from storage import tables
from tests.handlers.conftest import House


@pytest.fixture
async def group(house: House) -> Chat:
    """Return a supergroup that the bot is in."""
    chat = house.world.upgrade(LAYLA, NEIGHBOURS_ID)
    await house.hear(chat.id)
    return chat


async def topic_with(house: House, group: Chat, followed: str = "زلزال") -> int:
    topic = house.world.open_topic(LAYLA, group.id, "الأخبار")
    await house.says(LAYLA, f"/add {followed}", chat=group.id, thread=topic)
    return topic


async def followed(house: House) -> list[tuple[int, str]]:
    threads = {row.id: row.thread for row in await house.rows(tables.targets)}
    return [(threads[row.target_id], row.label) for row in await house.rows(tables.subscriptions)]


async def test_the_alerts_of_a_topic_come_in_that_topic(house: House, group: Chat) -> None:
    topic = await topic_with(house, group)

    await house.publish("زلزال خفيف")
    await house.hear(group.id)

    assert "زلزال خفيف" in house.last(group.id)["text"]
    assert house.last(group.id)["message_thread_id"] == topic


async def test_what_is_asked_in_general_is_sent_without_a_thread(house: House, group: Chat) -> None:
    await topic_with(house, group, "فيضان")
    await house.says(LAYLA, "/add زلزال", chat=group.id)

    await house.publish("زلزال خفيف")
    await house.hear(group.id)

    assert "message_thread_id" not in house.last(group.id)


async def test_a_topic_that_is_closed_is_held_and_general_is_told_once(house: House, group: Chat) -> None:
    topic = await topic_with(house, group)

    house.world.close_topic(LAYLA, group.id, topic)
    told = await house.hear(group.id)
    await house.publish("زلزال خفيف")
    later = await house.hear(group.id)

    assert [text for text in told if "تنبيهات زلزال، أو حُذف" in text and "اشتراك واحد" in text]
    assert "message_thread_id" not in house.last(group.id)
    assert later == []
    assert [row.state for row in await house.rows(tables.alerts)] == ["held"]


async def test_a_topic_that_is_opened_again_goes_on_and_offers_what_was_missed(house: House, group: Chat) -> None:
    topic = await topic_with(house, group)
    house.world.close_topic(LAYLA, group.id, topic)
    await house.hear(group.id)
    await house.publish("زلزال خفيف")

    house.world.reopen_topic(LAYLA, group.id, topic)
    [told] = [text for text in await house.hear(group.id) if text]
    assert "فاتك أثناء التوقف خبر واحد" in told
    assert house.last(group.id)["message_thread_id"] == topic

    missed = await house.taps(LAYLA, "اعرض ما فات", chat=group.id)
    assert any("زلزال خفيف" in text for text in missed)


async def test_a_topic_that_people_paused_themselves_stays_so_when_it_is_opened(house: House, group: Chat) -> None:
    topic = await topic_with(house, group)
    await house.says(LAYLA, "/stop", chat=group.id, thread=topic)

    house.world.close_topic(LAYLA, group.id, topic)
    house.world.reopen_topic(LAYLA, group.id, topic)
    told = await house.hear(group.id)

    assert not any("أُغلق الموضوع" in text or "عادت التنبيهات" in text for text in told)
    assert [row for row in await house.rows(tables.targets) if row.paused_at is not None]


async def test_a_closed_topic_that_follows_nothing_is_no_news(house: House, group: Chat) -> None:
    topic = house.world.open_topic(LAYLA, group.id, "الأخبار")

    house.world.close_topic(LAYLA, group.id, topic)

    assert not any("أُغلق" in text for text in await house.hear(group.id) if text)


async def test_general_that_is_closed_is_held_without_a_word(house: House, group: Chat) -> None:
    await house.says(LAYLA, "/add زلزال", chat=group.id)
    house.world._service(group, LAYLA, {"forum_topic_closed": {}})

    assert not any("أُغلق" in text for text in await house.hear(group.id) if text)

    assert [row.shut for row in await house.rows(tables.targets)] == [True]


async def test_an_admin_moves_what_a_closed_topic_follows_to_general(house: House, group: Chat) -> None:
    topic = await topic_with(house, group)
    house.world.close_topic(LAYLA, group.id, topic)
    await house.hear(group.id)
    await house.publish("زلزال خفيف")

    assert await house.taps(ABU_KHALED, "انقل متابعاته", chat=group.id) == []
    assert await followed(house) == [(topic, "زلزال")]
    [moved] = await house.taps(LAYLA, "انقل متابعاته", chat=group.id)

    assert "تم النقل إلى هنا: اشتراك واحد" in moved
    assert "فات أثناء التوقف خبر واحد" in moved
    assert await followed(house) == [(0, "زلزال")]
    assert any("زلزال خفيف" in text for text in await house.taps(LAYLA, "اعرض ما فات", chat=group.id))


async def test_a_topic_is_moved_once_and_only_within_its_group(house: House, group: Chat) -> None:
    topic = await topic_with(house, group)
    house.world.close_topic(LAYLA, group.id, topic)
    await house.hear(group.id)
    button = house.last(group.id)["reply_markup"]
    await house.taps(LAYLA, "انقل متابعاته", chat=group.id)
    house.last(group.id)["reply_markup"] = button

    [again] = await house.taps(LAYLA, "انقل متابعاته", chat=group.id)
    await topic_with(house, group, "فيضان")
    await house.says(LAYLA, "/start")
    [target] = [row.id for row in await house.rows(tables.targets) if row.thread]
    rows = [[{"text": "زر", "callback_data": f"k:t:{target}"}]]
    house.last()["reply_markup"] = {"inline_keyboard": rows}
    [refused] = await house.taps(LAYLA, "زر")

    assert "هذا الزر قديم" in again
    assert "هذا الزر قديم" in refused
    assert len(await followed(house)) == 2


async def test_an_anonymous_admin_changes_what_a_topic_follows_and_a_channel_does_not(
    house: House, group: Chat
) -> None:
    channel = house.world.found_chat(ABU_KHALED, "channel", "قناة")
    house.world.hide(LAYLA, group.id)

    await house.says(LAYLA, "/add زلزال", chat=group.id)
    house.world.say(ABU_KHALED, "/add فيضان", chat=group.id, voice=channel.id)
    await house.hear(group.id)
    await house.taps(LAYLA, "أوقف", chat=group.id)

    assert await followed(house) == []


async def test_a_group_that_is_no_forum_any_more_keeps_what_its_topics_followed(house: House, group: Chat) -> None:
    topic = await topic_with(house, group)
    await house.says(LAYLA, "/add فيضان", chat=group.id)
    group.topics = None

    [listed] = await house.says(LAYLA, "/list", chat=group.id)

    assert topic
    assert "زلزال" in listed
    assert "فيضان" in listed
    assert {thread for thread, _ in await followed(house)} == {0}


async def test_forgetting_a_forum_counts_what_all_its_topics_follow(house: House, group: Chat) -> None:
    await topic_with(house, group)
    await house.says(LAYLA, "/add فيضان", chat=group.id)

    [question] = await house.says(LAYLA, "/forget", chat=group.id)

    assert "اشتراكان" in question
