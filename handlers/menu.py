"""The commands that Telegram shows beside the input line, with their Arabic descriptions."""

import logging

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from alerts.texts import answers_menu

log = logging.getLogger(__name__)

_READING = ("list", "latest", "status", "help")
_CHANGING = ("add", "list", "latest", "events", "settings", "stop", "resume", "status", "help", "forget")
_ALL = (
    "start",
    "add",
    "list",
    "latest",
    "events",
    "settings",
    "stop",
    "resume",
    "status",
    "channel",
    "help",
    "privacy",
    "forget",
)
SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), _ALL),
    (BotCommandScopeAllPrivateChats(), _ALL),
    (BotCommandScopeAllGroupChats(), _READING),
    (BotCommandScopeAllChatAdministrators(), _CHANGING),
)
# A language's list wins only within its scope, so each scope needs both (Bot API, determining list of commands).
LANGUAGES = ("", "ar")


async def publish(bot: ExtBot[None]) -> None:
    """Set the commands of every scope and language, and what is said of the bot; a failure is logged and no more."""
    try:
        for scope, names in SCOPES:
            commands = [BotCommand(name, answers_menu.DESCRIPTIONS[name]) for name in names]
            for language in LANGUAGES:
                await bot.set_my_commands(commands, scope=scope, language_code=language or None)
        await bot.set_my_description(answers_menu.DESCRIPTION)
        await bot.set_my_short_description(answers_menu.SHORT_DESCRIPTION)
    except TelegramError as error:
        log.warning("commands_not_set error=%s", type(error).__name__)
