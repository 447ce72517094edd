from datetime import timedelta

import pytest

import storage.outcomes
from domain.alerts import DeliveryState
from emulator.people import EDITOR, LAYLA
from storage import deliveries, tables
from tests.handlers.conftest import AT_ONCE, House


async def kill(house: House, reason: str, *, unknowns: int = 0, failures: int = 0) -> None:
    """Give up an alert to Layla."""
    await house.publish(f"قصف على درعا البلد {reason}")
    async with house.database.transaction() as tx:
        [delivery] = await deliveries.claim(tx, 1, timedelta(seconds=90), pace=AT_ONCE)
        await storage.outcomes.dead(tx, delivery, reason)
        spent = {"unknowns": unknowns, "failures": failures}
        await tx.connection.execute(
            tables.deliveries.update().where(tables.deliveries.c.id == delivery.id).values(spent)
        )


@pytest.fixture
async def followed(house: House) -> House:
    await house.says(LAYLA, "درعا البلد")
    house.clock.forward(seconds=5)
    return house


async def test_it_is_for_admins_alone(house: House) -> None:
    [answer] = await house.says(LAYLA, "/failed")

    assert "لمشرفي البوت فقط" in answer


async def test_nothing_failed_is_said(house: House) -> None:
    [answer] = await house.says(EDITOR, "/failed")

    assert "لا رسائل فاشلة" in answer


async def test_each_is_listed_with_what_it_was_and_why_the_newest_first(followed: House) -> None:
    await kill(followed, "connect", failures=8)
    followed.clock.forward(minutes=10)
    await kill(followed, "timeout", unknowns=4)
    followed.clock.forward(minutes=10)
    await kill(followed, "length")
    followed.clock.forward(minutes=10)
    await kill(followed, "SOMETHING_NEW <b>")

    [answer] = await followed.says(EDITOR, "/failed")

    new, length, unknown, unreached = answer.split("\n\n")[1:]
    assert "٤ رسائل" in answer
    assert "١. تنبيه" in new
    assert "رفضها تيليغرام" in new
    assert "SOMETHING_NEW <b>" in new
    assert "أطول من المسموح" in length
    assert "ربما وصلت" in unknown
    assert "لم يمكن الاتصال بتيليغرام" in unreached
    assert "قبل ٣٠ دقيقة" in unreached
    assert str(LAYLA.id) not in answer


async def test_one_is_sent_anew(followed: House) -> None:
    await kill(followed, "one")
    followed.clock.forward(minutes=1)
    await kill(followed, "two")
    await followed.says(EDITOR, "/failed")

    [left] = [each for each in await followed.taps(EDITOR, "🔁 ١") if "لم يمكن إرسال" in each]

    assert "رسالة واحدة" in left
    states = [row.state for row in await followed.rows(tables.deliveries) if row.key.startswith("alert:")]
    assert states.count(DeliveryState.DEAD) == 1


async def test_all_are_sent_anew_and_arrive(followed: House) -> None:
    for reason in ("one", "two", "three"):
        await kill(followed, reason)
    await followed.says(EDITOR, "/failed")

    await followed.taps(EDITOR, "أعد إرسال الكل")
    followed.clock.forward(seconds=5)
    await followed.deliver()

    told = "\n".join(followed.said())
    assert [reason for reason in ("one", "two", "three") if reason in told] == ["one", "two", "three"]
    [answer] = await followed.says(EDITOR, "/failed")
    assert "لا رسائل فاشلة" in answer


async def test_many_are_paged(followed: House) -> None:
    for number in range(10):
        await kill(followed, f"r{number}")
        followed.clock.forward(seconds=1)
    await followed.says(EDITOR, "/failed")

    [second] = await followed.taps(EDITOR, "التالي")

    assert "صفحة ٢ من ٢" in second
    assert "١٠. تنبيه" in second
    assert "r0" in second


async def test_a_button_in_other_hands_does_nothing(followed: House) -> None:
    await kill(followed, "one")
    followed.last()["reply_markup"] = {"inline_keyboard": [[{"text": "أعد", "callback_data": "d:a"}]]}

    await followed.taps(LAYLA, "أعد")

    assert "لمشرفي البوت فقط" in followed.toasts()[-1]
