from emulator.people import ABU_KHALED, LAYLA, NEIGHBOURS_ID
from storage import tables
from tests.handlers.conftest import House


async def test_forgetting_is_asked_about_first(house: House) -> None:
    await house.says(LAYLA, "زلزال")

    [question] = await house.says(LAYLA, "احذف بياناتي")

    assert "اشتراك واحد" in question
    assert len(await house.rows(tables.subscriptions)) == 1


async def test_forgetting_deletes_everything_of_the_chat_and_nothing_of_others(house: House) -> None:
    await house.says(ABU_KHALED, "زلزال")
    await house.says(LAYLA, "زلزال")
    await house.publish("زلزال خفيف")
    await house.hear(LAYLA.id)
    [key] = [row.key for row in await house.rows(tables.chats) if row.telegram_id == LAYLA.id]
    await house.says(LAYLA, "/forget")

    [answer] = await house.taps(LAYLA, "نعم")

    assert "حُذف كل ما كنا نحفظه" in answer
    assert [row.label for row in await house.rows(tables.subscriptions)] == ["زلزال"]
    assert len(await house.rows(tables.alerts)) == 1
    assert key not in {row.key for row in await house.rows(tables.chats)}
    assert {row.telegram_id for row in await house.rows(tables.inbox)} == {0}


async def test_not_forgetting_keeps_everything(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/forget")

    [answer] = await house.taps(LAYLA, "لا، أبقِ")

    assert "لم يُحذف شيء" in answer
    assert len(await house.rows(tables.subscriptions)) == 1


async def test_a_group_is_forgotten_by_its_admins_alone(house: House) -> None:
    await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)

    [refusal] = await house.says(ABU_KHALED, "/forget", chat=NEIGHBOURS_ID)
    assert "لمشرفيها فقط" in refusal

    [question] = await house.says(LAYLA, "/forget", chat=NEIGHBOURS_ID)
    assert "هذه المجموعة" in question
    assert await house.taps(ABU_KHALED, "نعم", chat=NEIGHBOURS_ID) == []
    assert len(await house.rows(tables.subscriptions)) == 1


async def test_someone_who_follows_nothing_can_be_forgotten_too(house: House) -> None:
    [question] = await house.says(LAYLA, "/forget")

    assert "(" not in question
