"""Commands, names and descriptions: what a bot says of itself, by scope and language."""

import re

from emulator.errors import BadRequest
from emulator.methods.api import Api, Method
from emulator.params import Params
from emulator.profile import checked_language, checked_scope
from emulator.wire import Json

COMMAND = re.compile(r"/?([a-z0-9_]{1,32})")
MAX_COMMANDS = 100
MOST = {"name": 64, "description": 512, "short_description": 120}


async def set_my_commands(api: Api, params: Params) -> bool:
    """Set the commands of a scope and language."""
    given = params.json("commands")
    if not isinstance(given, list):
        raise BadRequest("can't parse commands JSON object" if given else 'parameter "commands" is required')
    if len(given) > MAX_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    commands = [command(one) for one in given]
    api.profile.commands[key(params)] = commands
    show(api)
    return True


async def get_my_commands(api: Api, params: Params) -> list[Json]:
    """Return the commands of a scope and language, exactly."""
    return api.profile.commands.get(key(params), [])


async def delete_my_commands(api: Api, params: Params) -> bool:
    """Forget the commands of a scope and language."""
    api.profile.commands.pop(key(params), None)
    show(api)
    return True


def show(api: Api) -> None:
    """Show the page what the bot says of itself now."""
    api.world.events.emit("profile", api.profile.shown(api.world.chats.values()))


def key(params: Params) -> tuple[tuple[str, int, int], str]:
    """Return the scope and language that the parameters name."""
    return checked_scope(params.json("scope")), checked_language(params.text("language_code"))


def command(value: object) -> Json:
    """Check one command (td/telegram/BotCommand.cpp)."""
    if not isinstance(value, dict) or not isinstance(value.get("command"), str):
        raise BadRequest("can't parse BotCommand: expected an Object")
    name = COMMAND.fullmatch(value["command"].strip())
    if name is None:
        raise BadRequest("BOT_COMMAND_INVALID")
    description = str(value.get("description", "")).strip()
    if not 1 <= len(description) <= 256:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name[1], "description": description}


def setter(name: str) -> Method:
    """Return the method that sets the text *name*."""

    async def set_text(api: Api, params: Params) -> bool:
        """Set a text in a language; an empty one forgets it."""
        text = params.text(name)
        if len(text) > MOST[name]:
            raise BadRequest(f"BOT_{'ABOUT' if name == 'short_description' else name.upper()}_TOO_LONG")
        api.profile.texts[(name, checked_language(params.text("language_code")))] = text
        show(api)
        return True

    return set_text


def getter(name: str) -> Method:
    """Return the method that gets the text *name*."""

    async def get_text(api: Api, params: Params) -> Json:
        """Return a text in a language, else for everyone."""
        text = api.profile.text(name, checked_language(params.text("language_code")))
        return {name: text or (api.world.bot["first_name"] if name == "name" else "")}

    return get_text


async def set_menu_button(api: Api, params: Params) -> bool:
    """Set what the menu button opens."""
    api.profile.menu_button = params.json("menu_button") or {"type": "commands"}
    return True


async def get_menu_button(api: Api, params: Params) -> Json:
    """Tell what the menu button opens."""
    return api.profile.menu_button


METHODS: dict[str, Method] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": setter("name"),
    "getMyName": getter("name"),
    "setMyDescription": setter("description"),
    "getMyDescription": getter("description"),
    "setMyShortDescription": setter("short_description"),
    "getMyShortDescription": getter("short_description"),
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
}
