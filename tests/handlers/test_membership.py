import pytest

from emulator.members import membership
from emulator.people import LAYLA, NEIGHBOURS_ID
from storage import tables
from tests.handlers.conftest import House


async def state(house: House) -> tuple[str, str]:
    [row] = await house.rows(tables.chats)
    return row.state, row.reason


async def test_who_blocks_the_bot_is_sent_nothing_and_keeps_the_subscriptions(house: House) -> None:
    await house.says(LAYLA, "زلزال")

    house.world.block(LAYLA)
    await house.take_in()
    await house.publish("زلزال خفيف")
    await house.deliver()

    assert await state(house) == ("gone", "blocked")
    assert len(await house.rows(tables.subscriptions)) == 1
    assert await house.rows(tables.alerts) == []


async def test_who_comes_back_is_served_again(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    house.world.block(LAYLA)
    await house.take_in()

    house.world.unblock(LAYLA)
    await house.take_in()

    assert await state(house) == ("active", "")


async def test_who_writes_is_there(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    async with house.database.transaction() as tx:
        await tx.connection.execute(tables.chats.update().values(state="gone", reason="blocked"))

    await house.says(LAYLA, "/list")

    assert await state(house) == ("active", "")


async def test_a_group_that_removes_the_bot_is_gone_and_greeted_when_it_is_back(house: House) -> None:
    house.world.remove_bot(LAYLA, NEIGHBOURS_ID)
    await house.take_in()
    assert await state(house) == ("gone", "kicked")

    house.world.add_bot(LAYLA, NEIGHBOURS_ID)
    told = await house.hear(NEIGHBOURS_ID)

    assert await state(house) == ("active", "")
    assert any("أهلًا بكم" in text for text in told)


async def test_a_group_is_greeted_once_however_often_the_bot_comes(house: House) -> None:
    for _ in range(2):
        house.world.remove_bot(LAYLA, NEIGHBOURS_ID)
        house.world.add_bot(LAYLA, NEIGHBOURS_ID)
        await house.hear(NEIGHBOURS_ID)

    assert sum("أهلًا بكم" in text for text in house.said(NEIGHBOURS_ID)) == 1


async def test_becoming_an_admin_of_the_group_is_no_reason_to_greet(house: House) -> None:
    house.world.promote_bot(LAYLA, NEIGHBOURS_ID)

    assert await house.hear(NEIGHBOURS_ID) == []


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        pytest.param({"can_send_messages": False}, ("gone", "no_rights"), id="may not write"),
        pytest.param({"can_send_messages": True}, ("active", ""), id="may write"),
        pytest.param({"is_member": False}, ("gone", "left"), id="is out"),
    ],
)
async def test_a_restricted_bot_is_gone_where_it_may_not_write(
    house: House, rights: dict[str, bool], told: tuple[str, str]
) -> None:
    change = membership(house.world.chats[NEIGHBOURS_ID], LAYLA.user(), house.world.bot, "member", "restricted")
    change["new_chat_member"] |= {"can_edit_tag": False, "can_react_to_messages": False, **rights}
    house.emulator.updates.add("my_chat_member", change)
    await house.take_in()

    assert await state(house) == told


async def test_a_group_that_the_bot_left_is_gone(house: House) -> None:
    house.world.bot_leaves(house.world.chats[NEIGHBOURS_ID])
    await house.take_in()

    assert await state(house) == ("gone", "left")
