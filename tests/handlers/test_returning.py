"""A new token, or a second bot: people and groups get back what they followed."""

from typing import Any

import pytest

import storage.moving
from domain.chats import ChatKind, Mode, TelegramId, Thread
from domain.moving import MovedChat, MovedSubscription, MovedTarget
from emulator.people import ABU_KHALED, LAYLA, NEIGHBOURS_ID
from storage import tables
from tests.handlers.conftest import House

QUAKE = MovedSubscription("word:زلزال", "زلزال", Mode.INSTANT)
FLOOD = MovedSubscription("word:فيضان", "فيضان", Mode.DIGEST)
DARAA = MovedSubscription("place:sy.daraa", "درعا", Mode.INSTANT)
NOWHERE = MovedSubscription("place:xx.nowhere", "لا مكان", Mode.INSTANT)
NO_EVENT = MovedSubscription("event:none", "لا شيء", Mode.INSTANT)


async def imported(
    house: House, chat: int, *followed: MovedSubscription, kind: ChatKind = ChatKind.PRIVATE, **more: Any
) -> None:
    options = {"invited": False, "thread": Thread(0), "paused": False} | more
    target = MovedTarget(options["thread"], options["paused"], followed)
    async with house.database.transaction() as tx:
        await storage.moving.store(tx, [MovedChat(TelegramId(chat), kind, options["invited"], (target,))])


async def labels(house: House) -> list[tuple[str, str]]:
    return [(row.label, row.mode) for row in await house.rows(tables.subscriptions)]


async def test_who_starts_the_new_bot_gets_everything_back_once(house: House) -> None:
    await imported(house, LAYLA.id, QUAKE, FLOOD, DARAA)

    [_, told] = await house.says(LAYLA, "/start")
    [again] = await house.says(LAYLA, "/start")

    assert "أعدنا لك ٣ متابعات" in told
    assert "أهلًا بك" in again
    assert await labels(house) == [("زلزال", "instant"), ("فيضان", "digest"), ("درعا", "instant")]


async def test_nobody_gets_anothers(house: House) -> None:
    await imported(house, LAYLA.id, QUAKE)

    assert len(await house.says(ABU_KHALED, "/start")) == 1

    assert await labels(house) == []


async def test_what_is_followed_already_is_not_counted(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await imported(house, LAYLA.id, QUAKE)

    [_, told] = await house.says(LAYLA, "/start")

    assert "موجود هنا من قبل" in told
    assert len(await labels(house)) == 1


async def test_what_is_known_no_more_or_over_the_limit_is_told(house: House) -> None:
    await house.set(most_subscriptions=1)
    await imported(house, LAYLA.id, NOWHERE, NO_EVENT, QUAKE, FLOOD)

    [_, told] = await house.says(LAYLA, "/start")

    assert "أعدنا لك متابعة واحدة" in told
    assert "وتعذّرت إعادة ٣ متابعات" in told


async def test_who_had_paused_is_paused(house: House) -> None:
    await imported(house, LAYLA.id, QUAKE, paused=True)

    await house.says(LAYLA, "/start")

    assert "متوقفة" in (await house.says(LAYLA, "/list"))[0]


async def test_a_group_gets_its_own_back_when_the_bot_is_added(house: House) -> None:
    await imported(house, NEIGHBOURS_ID, QUAKE, FLOOD, kind=ChatKind.GROUP)
    house.world.remove_bot(LAYLA, NEIGHBOURS_ID)
    await house.take_in()

    house.world.add_bot(LAYLA, NEIGHBOURS_ID)
    told = await house.hear(NEIGHBOURS_ID)

    assert any("أعدنا لك متابعتين" in text for text in told)


async def test_a_channel_gets_its_own_back_when_the_bot_is_an_admin_there(house: House) -> None:
    channel = house.world.found_chat(LAYLA, "channel", "قناة")
    await imported(house, channel.id, QUAKE, kind=ChatKind.CHANNEL)

    house.world.add_bot(LAYLA, channel.id, status="administrator")
    await house.take_in()

    assert await labels(house) == [("زلزال", "instant")]
    assert house.said(channel.id) == []


async def test_who_was_invited_before_needs_no_new_link(house: House) -> None:
    await house.set(is_open=False)
    await imported(house, LAYLA.id, QUAKE, invited=True)
    await imported(house, ABU_KHALED.id, QUAKE)

    told = await house.says(LAYLA, "/start")
    [refused] = await house.says(ABU_KHALED, "/start")
    await house.says(LAYLA, "فيضان")

    assert any("أعدنا لك متابعة واحدة" in text for text in told)
    assert "بدعوة فقط" in refused
    assert len(await labels(house)) == 2


async def test_who_wants_to_be_forgotten_gets_nothing_back(house: House) -> None:
    await house.says(LAYLA, "/list")
    await imported(house, LAYLA.id, QUAKE)
    await house.says(LAYLA, "/forget")
    await house.taps(LAYLA, "نعم، احذف")

    assert len(await house.says(LAYLA, "/start")) == 1


async def test_a_group_that_lets_the_bot_in_again_reads_that_it_keeps_what_it_followed(house: House) -> None:
    await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)
    house.world.remove_bot(LAYLA, NEIGHBOURS_ID)
    await house.take_in()

    house.world.add_bot(LAYLA, NEIGHBOURS_ID)
    told = await house.hear(NEIGHBOURS_ID)
    await house.publish("زلزال خفيف")
    later = await house.hear(NEIGHBOURS_ID)

    assert any("عاد مرسال" in text and "اشتراك واحد" in text for text in told)
    assert any("زلزال خفيف" in text for text in later)


@pytest.mark.parametrize("hears_the_old", [True, False], ids=["in the group before", "added afterwards"])
async def test_a_group_that_became_a_supergroup_gets_back_what_waited_for_the_group(
    house: House, *, hears_the_old: bool
) -> None:
    await house.hear(NEIGHBOURS_ID)
    await imported(house, NEIGHBOURS_ID, QUAKE, FLOOD, kind=ChatKind.GROUP)

    group = house.world.upgrade(LAYLA, NEIGHBOURS_ID)
    if not hears_the_old:
        house.emulator.updates._waiting.popleft()
    told = await house.hear(group.id)

    assert any("أعدنا لك متابعتين" in text for text in told)
    assert await labels(house) == [("زلزال", "instant"), ("فيضان", "digest")]
    assert await house.rows(tables.dormant) == []


@pytest.mark.parametrize("was_invited", [True, False])
async def test_only_a_group_that_was_invited_gets_its_own_back_as_a_supergroup(
    house: House, *, was_invited: bool
) -> None:
    await house.set(is_open=False)
    await imported(house, NEIGHBOURS_ID, QUAKE, kind=ChatKind.GROUP, invited=was_invited)

    group = house.world.upgrade(LAYLA, NEIGHBOURS_ID)
    await house.hear(group.id)

    assert len(await labels(house)) == was_invited


async def test_a_person_who_lets_the_bot_in_again_reads_that_it_keeps_what_they_followed(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    house.world.block(LAYLA)
    await house.take_in()
    house.world.unblock(LAYLA)

    [answer] = await house.says(LAYLA, "/start")

    assert answer.splitlines()[-1] == "ما كنت تتابعه محفوظ، وتصلك تنبيهاته: اشتراك واحد. لعرضه اكتب: اشتراكاتي."


async def test_a_person_who_paused_reads_so_at_the_start(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/stop")

    [answer] = await house.says(LAYLA, "/start")

    assert "ما كنت تتابعه محفوظ: اشتراك واحد." in answer
    assert answer.endswith("⏸ التنبيهات متوقفة الآن. للعودة اكتب: استأنف.")
