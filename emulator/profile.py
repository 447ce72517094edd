"""What a bot tells about itself: commands by scope and language, names and descriptions by language."""

from collections.abc import Iterable

from emulator.chats import Chat
from emulator.errors import BadRequest
from emulator.wire import Json

SPOKEN = "ar"  # the language of the people here
Scope = tuple[str, int, int]  # its type, chat and user; 0 where it has none
NO_SCOPE: Scope = ("default", 0, 0)
SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


class Profile:
    """Remember what the bot has set."""

    def __init__(self) -> None:
        self.commands: dict[tuple[Scope, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_button: Json = {"type": "commands"}

    def commands_for(self, chat: Chat, user: int, language: str) -> list[Json]:
        """Return the commands that *user* sees in *chat*: the narrowest scope wins, in it the user's language.

        The order is that of core.telegram.org/bots/api, "Determining list of commands".
        """
        for scope in scopes_for(chat, user):
            for spoken in (language, ""):
                if commands := self.commands.get((scope, spoken)):
                    return commands
        return []

    def text(self, name: str, language: str) -> str:
        """Return the text called *name* (``name``, ``description``, ``short_description``)."""
        return self.texts.get((name, language)) or self.texts.get((name, ""), "")

    def shown(self, chats: Iterable[Chat]) -> Json:
        """Return what the page shows: descriptions, and the commands by chat and person."""
        return {
            "description": self.text("description", SPOKEN),
            "about": self.text("short_description", SPOKEN),
            "commands": {
                chat.id: {person: self.commands_for(chat, person, SPOKEN) for person in chat.members or [chat.id]}
                for chat in chats
            },
        }


def scopes_for(chat: Chat, user: int) -> list[Scope]:
    """Return the scopes that hold for *user* in *chat*, the narrowest first."""
    if chat.kind == "private":
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), NO_SCOPE]
    scopes: list[Scope] = [("chat_member", chat.id, user)]
    leads = chat.members.get(user) in ("creator", "administrator")
    scopes += [("chat_administrators", chat.id, 0)] if leads else []
    scopes.append(("chat", chat.id, 0))
    scopes += [("all_chat_administrators", 0, 0)] if leads else []
    return [*scopes, ("all_group_chats", 0, 0), NO_SCOPE]


def checked_scope(value: object) -> Scope:
    """Read a BotCommandScope.

    Raises:
        BadRequest: it is none.
    """
    if value is None:
        return NO_SCOPE
    if not isinstance(value, dict) or value.get("type") not in SCOPES:
        raise BadRequest("can't parse BotCommandScope: Unsupported type specified")
    return (value["type"], int(value.get("chat_id", 0)), int(value.get("user_id", 0)))


def checked_language(code: str) -> str:
    """Read a two-letter language code, or "" for everyone."""
    if code and not (len(code) == 2 and code.isascii() and code.islower()):
        raise BadRequest("Invalid language code specified")
    return code
