import pytest

from emulator.people import ABU_KHALED, EDITOR, LAYLA, NEIGHBOURS_ID
from news.arabic.marks import RIGHT_TO_LEFT
from storage import tables
from tests.handlers.conftest import House


@pytest.fixture
async def closed(house: House) -> House:
    """Return a bot that serves only invited chats."""
    await house.set(is_open=False)
    return house


async def link(house: House, command: str = "/invite") -> str:
    [answer] = await house.says(EDITOR, command)
    return next(line for line in answer.split("\n") if "t.me/" in line).lstrip(RIGHT_TO_LEFT).partition("=")[2]


async def test_those_who_were_not_invited_read_one_sentence_once(closed: House) -> None:
    [answer] = await closed.says(LAYLA, "درعا البلد")

    assert "بدعوة فقط" in answer
    assert await closed.says(LAYLA, "/start") == []
    assert await closed.says(LAYLA, "/list") == []
    assert await closed.rows(tables.subscriptions) == []


async def test_a_link_lets_one_person_in_and_no_other(closed: House) -> None:
    code = await link(closed)

    [welcome] = await closed.says(LAYLA, f"/start {code}")
    assert "أهلًا بك" in welcome
    assert "تمت متابعة" in (await closed.says(LAYLA, "درعا البلد"))[0]

    [refusal] = await closed.says(ABU_KHALED, f"/start {code}")
    assert "استُعمل من قبل أو انتهت مدته" in refusal
    assert "بدعوة فقط" in (await closed.says(ABU_KHALED, "درعا"))[0]


async def test_a_link_that_is_opened_again_by_its_guest_only_greets(closed: House) -> None:
    code = await link(closed)
    await closed.says(LAYLA, f"/start {code}")

    [again] = await closed.says(LAYLA, f"/start {code}")

    assert "أهلًا بك" in again


async def test_a_link_is_over_after_seven_days(closed: House) -> None:
    code = await link(closed)
    closed.clock.forward(days=7, seconds=1)

    [refusal] = await closed.says(LAYLA, f"/start {code}")

    assert "انتهت مدته" in refusal


async def test_a_groups_link_is_no_persons_link(closed: House) -> None:
    code = await link(closed, "/invite group")

    [refusal] = await closed.says(LAYLA, f"/start {code}")

    assert "انتهت مدته" in refusal


async def test_a_group_is_let_in_by_its_link(closed: House) -> None:
    code = await link(closed, "/invite مجموعة")

    [welcome] = await closed.says(LAYLA, f"/start@{closed.bot.username} {code}", chat=NEIGHBOURS_ID)

    assert "أهلًا بكم" in welcome
    assert "تمت متابعة" in (await closed.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID))[0]


async def test_an_operator_needs_no_invitation_and_uses_none_up(closed: House) -> None:
    code = await link(closed)

    [welcome] = await closed.says(EDITOR, f"/start {code}")

    assert "أهلًا بك" in welcome
    assert [row.used_at for row in await closed.rows(tables.invitations)] == [None]


async def test_an_open_bot_uses_no_invitation_up(house: House) -> None:
    code = await link(house)

    [welcome] = await house.says(LAYLA, f"/start {code}")

    assert "أهلًا بك" in welcome
    assert [row.used_at for row in await house.rows(tables.invitations)] == [None]


async def test_another_payload_is_no_invitation(closed: House) -> None:
    [answer] = await closed.says(LAYLA, "/start s_17")

    assert "بدعوة فقط" in answer


async def test_talk_in_a_group_that_was_not_invited_meets_silence(closed: House) -> None:
    closed.world.promote_bot(LAYLA, NEIGHBOURS_ID)

    assert await closed.says(ABU_KHALED, "صباح الخير يا جماعة", chat=NEIGHBOURS_ID) == []


async def test_the_bot_being_removed_is_noted_where_it_was_not_invited_too(closed: House) -> None:
    await closed.says(LAYLA, "درعا")

    closed.world.block(LAYLA)
    await closed.take_in()

    assert [row.state for row in await closed.rows(tables.chats)] == ["gone"]


async def test_a_group_that_was_not_invited_is_not_greeted(closed: House) -> None:
    closed.world.remove_bot(LAYLA, NEIGHBOURS_ID)
    closed.world.add_bot(LAYLA, NEIGHBOURS_ID)

    assert not any("مرسال" in text for text in await closed.hear(NEIGHBOURS_ID) if text)
