"""How much one person may ask in a minute."""

import pytest

from emulator.people import ABU_KHALED, EDITOR, LAYLA, NEIGHBOURS_ID
from handlers.metering import Meter
from storage import tables
from tests.handlers.conftest import House


@pytest.fixture
async def strict(house: House) -> House:
    """Return a bot that answers two commands a minute."""
    await house.set(meter=Meter(2))
    return house


async def test_who_asks_too_much_is_told_once_and_others_are_answered(strict: House) -> None:
    for _ in range(5):
        strict.world.say(LAYLA, "/privacy")
    strict.world.say(ABU_KHALED, "/privacy")
    await strict.take_in()
    await strict.deliver()

    answers = [text for text in strict.said() if text != "/privacy"]
    assert len(answers) == 3
    assert "طلبات كثيرة في دقيقة" in answers[-1]
    assert "الخصوصية" in strict.said(ABU_KHALED.id)[-1]
    assert [row.state for row in await strict.rows(tables.inbox)] == [1] * 6


async def test_after_a_minute_one_is_answered_again(strict: House) -> None:
    for _ in range(4):
        await strict.says(LAYLA, "/privacy")
    strict.clock.forward(minutes=1)

    [answer] = await strict.says(LAYLA, "/privacy")

    assert "نحفظ" in answer


async def test_a_tap_too_many_is_told_over_the_chat_and_changes_nothing(strict: House) -> None:
    await strict.says(LAYLA, "زلزال")
    await strict.says(LAYLA, "/list")

    assert await strict.taps(LAYLA, "أوقف") == []

    assert "طلبات كثيرة" in strict.toasts()[-1]
    assert len(await strict.rows(tables.subscriptions)) == 1


async def test_in_a_group_one_person_does_not_use_up_the_room_of_the_others(strict: House) -> None:
    for _ in range(4):
        await strict.says(ABU_KHALED, "/list", chat=NEIGHBOURS_ID)

    [answer] = await strict.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)

    assert "تمت متابعة" in answer


async def test_talk_in_a_group_is_not_counted(strict: House) -> None:
    strict.world.promote_bot(LAYLA, NEIGHBOURS_ID)
    for _ in range(4):
        await strict.says(LAYLA, "صباح الخير", chat=NEIGHBOURS_ID)

    [answer] = await strict.says(LAYLA, "/list", chat=NEIGHBOURS_ID)

    assert "لا اشتراكات" in answer


async def test_operators_ask_as_much_as_they_need(strict: House) -> None:
    answers = [await strict.says(EDITOR, "/privacy") for _ in range(4)]

    assert all("نحفظ" in text for [text] in answers)
