from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import telegram
from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
)
from telegram.error import BadRequest

from emulator import ABU_KHALED, LAYLA, NEIGHBOURS_ID, Emulator


async def test_commands_are_kept_by_scope_and_language(bot: telegram.Bot) -> None:
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("add", "تابع")], scope=private, language_code="ar")
    await bot.set_my_commands([("add", "follow")], scope=private)

    assert await bot.get_my_commands(scope=private, language_code="ar") == (BotCommand("add", "تابع"),)
    assert await bot.get_my_commands(scope=private) == (BotCommand("add", "follow"),)
    assert await bot.get_my_commands() == ()
    assert await bot.delete_my_commands(scope=private)
    assert await bot.get_my_commands(scope=private) == ()


async def test_the_narrowest_scope_wins_and_in_it_the_language(bot: telegram.Bot, emulator: Emulator) -> None:
    def seen(chat: int, person: int) -> str:
        commands = shown(emulator)["commands"][chat][person]
        return str(commands[0]["description"]) if commands else ""

    for scope, text in (
        (None, "all"),
        (BotCommandScopeAllPrivateChats(), "private"),
        (BotCommandScopeAllGroupChats(), "groups"),
        (BotCommandScopeAllChatAdministrators(), "leaders"),
    ):
        await bot.set_my_commands([("x", text)], scope=scope)
    assert seen(LAYLA.id, LAYLA.id) == "private"
    assert seen(NEIGHBOURS_ID, LAYLA.id) == "leaders"
    assert seen(NEIGHBOURS_ID, ABU_KHALED.id) == "groups"

    await bot.set_my_commands([("x", "خاص")], scope=BotCommandScopeAllPrivateChats(), language_code="ar")
    await bot.set_my_commands([("x", "chat")], scope=BotCommandScopeChat(NEIGHBOURS_ID))
    assert seen(LAYLA.id, LAYLA.id) == "خاص"
    assert seen(NEIGHBOURS_ID, ABU_KHALED.id) == "chat"

    await bot.set_my_commands([("x", "here")], scope=BotCommandScopeChatAdministrators(NEIGHBOURS_ID))
    await bot.set_my_commands([("x", "you")], scope=BotCommandScopeChatMember(NEIGHBOURS_ID, ABU_KHALED.id))
    assert seen(NEIGHBOURS_ID, LAYLA.id) == "here"
    assert seen(NEIGHBOURS_ID, ABU_KHALED.id) == "you"


def shown(emulator: Emulator) -> Any:
    return emulator.profile.shown(emulator.world.chats.values())


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([("اشترك", "x")], "Bot_command_invalid"),
        ([("a" * 33, "x")], "Bot_command_invalid"),
        ([("a", "")], "Bot_command_description_invalid"),
        ([("a", "ص" * 257)], "Bot_command_description_invalid"),
        ([(f"a{n}", "x") for n in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_wrong_commands_are_refused(bot: telegram.Bot, commands: list[tuple[str, str]], reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.set_my_commands(commands)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, 'parameter "commands" is required'),
        ({"commands": {"a": 1}}, "can't parse commands JSON object"),
        ({"commands": ["x"]}, "can't parse BotCommand: expected an Object"),
        ({"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": [], "language_code": "arb"}, "invalid language code specified"),
    ],
)
async def test_wrong_parameters_are_refused(
    ask: Callable[..., Awaitable[dict[str, Any]]], params: dict[str, Any], reason: str
) -> None:
    answer = await ask("setMyCommands", **params)

    assert answer["description"] == f"Bad Request: {reason}"


async def test_texts_are_kept_by_language(bot: telegram.Bot) -> None:
    await bot.set_my_description("وصف", language_code="ar")
    await bot.set_my_short_description("قصير")
    await bot.set_my_name("مرسال الأخبار")

    assert (await bot.get_my_description(language_code="ar")).description == "وصف"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description(language_code="ar")).short_description == "قصير"
    assert (await bot.get_my_name()).name == "مرسال الأخبار"


async def test_the_name_is_the_bots_own_until_it_is_set(bot: telegram.Bot) -> None:
    assert (await bot.get_my_name()).name == "مرسال"


async def test_too_long_texts_are_refused(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Bot_description_too_long"):
        await bot.set_my_description("ص" * 513)
    with pytest.raises(BadRequest, match="Bot_about_too_long"):
        await bot.set_my_short_description("ص" * 121)


async def test_the_menu_button_is_kept(bot: telegram.Bot) -> None:
    assert isinstance(await bot.get_chat_menu_button(), telegram.MenuButtonCommands)
    await bot.set_chat_menu_button(menu_button=telegram.MenuButtonDefault())

    assert isinstance(await bot.get_chat_menu_button(), telegram.MenuButtonDefault)
