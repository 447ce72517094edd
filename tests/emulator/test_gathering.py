import pytest
import telegram
from telegram.error import BadRequest, ChatMigrated, Forbidden

from emulator import ABU_KHALED, EDITOR, LAYLA, NEIGHBOURS_ID, Emulator, Person
from emulator.people import BOT_ID


async def test_chats_can_be_looked_at(bot: telegram.Bot) -> None:
    private, group = await bot.get_chat(LAYLA.id), await bot.get_chat(NEIGHBOURS_ID)

    assert (private.type, private.first_name, private.bio) == ("private", LAYLA.name, LAYLA.about)
    assert (group.type, group.title) == ("group", "جيران الحارة")
    assert await bot.get_chat_member_count(NEIGHBOURS_ID) == 4
    assert await bot.get_chat_member_count(LAYLA.id) == 2


async def test_members_have_their_status(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.add_person(Person(5, "غريب", "stranger"))

    async def status(person: int, chat: int = NEIGHBOURS_ID) -> str:
        return (await bot.get_chat_member(chat, person)).status

    assert await status(LAYLA.id) == "creator"
    assert await status(EDITOR.id) == "administrator"
    assert await status(ABU_KHALED.id) == "member"
    assert await status(BOT_ID) == "member"
    assert await status(5) == "left"
    assert await status(LAYLA.id, LAYLA.id) == "member"
    emulator.world.member(NEIGHBOURS_ID, ABU_KHALED, "restricted")
    assert await status(ABU_KHALED.id) == "restricted"
    emulator.world.member(NEIGHBOURS_ID, ABU_KHALED, "kicked")
    assert await status(ABU_KHALED.id) == "kicked"
    with pytest.raises(BadRequest, match="Participant_id_invalid"):
        await bot.get_chat_member(NEIGHBOURS_ID, 77)


async def test_administrators_are_listed_the_bot_among_them(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.promote_bot(LAYLA, NEIGHBOURS_ID)

    administrators = await bot.get_chat_administrators(NEIGHBOURS_ID)

    assert [member.user.id for member in administrators] == [LAYLA.id, EDITOR.id, BOT_ID]
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(LAYLA.id)


async def test_a_bot_sees_only_chats_it_is_in(bot: telegram.Bot, emulator: Emulator) -> None:
    emulator.world.add_person(Person(5, "غريب", "stranger"))
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(5)
    new = emulator.world.upgrade(LAYLA, NEIGHBOURS_ID)
    with pytest.raises(ChatMigrated):
        await bot.get_chat(NEIGHBOURS_ID)
    emulator.world.remove_bot(LAYLA, new.id)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.get_chat(new.id)


async def test_a_bot_leaves_groups_alone(bot: telegram.Bot) -> None:
    assert await bot.leave_chat(NEIGHBOURS_ID)

    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.leave_chat(NEIGHBOURS_ID)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.get_chat(NEIGHBOURS_ID)
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await bot.leave_chat(LAYLA.id)
