"""Chats of the emulator's world: who is in them, what was said, what the bot may do there."""

import time
from dataclasses import dataclass, field

from emulator.errors import BadRequest, Forbidden, Upgraded
from emulator.wire import Json

KEPT = 500  # messages a chat remembers
BORN = 1_750_000_000  # message ids count seconds from here, so that those of an earlier run are never met again
LEADERS = ("creator", "administrator")
PRESENT = frozenset(("creator", "administrator", "member", "restricted"))


@dataclass(slots=True)
class Topic:
    """A topic of a forum."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A chat. *bot* is the bot's status there: in a private chat ``left`` until the person has written."""

    id: int
    kind: str
    title: str
    username: str = ""
    bot: str = "left"
    members: dict[int, str] = field(default_factory=dict)
    anonymous: set[int] = field(default_factory=set)  # its admins who speak as the group
    deactivated: bool = False
    upgraded_to: int = 0
    topics: dict[int, Topic] | None = None
    keyboard: Json | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    last_id: int = field(default_factory=lambda: int(time.time()) - BORN)

    def short(self) -> Json:
        """Return the Bot API's Chat."""
        chat: Json = {"id": self.id, "type": self.kind}
        chat |= {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        if self.username:
            chat["username"] = self.username
        if self.topics is not None:
            chat["is_forum"] = True
        return chat

    @property
    def is_group(self) -> bool:
        """Tell whether it is a group of either kind."""
        return self.kind in ("group", "supergroup")

    @property
    def bot_is_in(self) -> bool:
        """Tell whether the bot is there."""
        return self.bot in PRESENT

    def next_id(self) -> int:
        """Return the id of the next message."""
        self.last_id += 1
        return self.last_id

    def keep(self, message: Json) -> None:
        """Remember *message*; the oldest goes when there are too many."""
        self.messages[message["message_id"]] = message
        while len(self.messages) > KEPT:
            del self.messages[next(iter(self.messages))]


def check_bot_may_write(chat: Chat) -> None:
    """Refuse what Telegram refuses (Client.cpp, check_chat; fail_query_with_error).

    Raises:
        Forbidden: not there any more.
        BadRequest: no rights, or the group was upgraded.
    """
    if chat.upgraded_to:
        raise Upgraded(chat.upgraded_to)
    if chat.kind == "private":
        check_person(chat)
        return
    name = {"group": "group", "supergroup": "supergroup", "channel": "channel"}[chat.kind]
    if chat.deactivated:
        raise Forbidden(f"the {name} chat was deleted")
    if chat.bot == "kicked":
        raise Forbidden(f"bot was kicked from the {name} chat")
    if chat.bot == "left":
        raise Forbidden(f"bot is not a member of the {name} chat")
    if chat.bot == "restricted":
        raise BadRequest("not enough rights to send text messages to the chat")
    if chat.kind == "channel" and chat.bot != "administrator":
        raise BadRequest("need administrator rights in the channel chat")


def check_person(chat: Chat) -> None:
    """Refuse to write to a person who is gone, has blocked the bot or never wrote to it."""
    if chat.deactivated:
        raise Forbidden("user is deactivated")
    if chat.bot == "kicked":
        raise Forbidden("bot was blocked by the user")
    if chat.bot == "left":
        raise Forbidden("bot can't initiate conversation with a user")


def thread_in(chat: Chat, thread: int) -> int:
    """Return the topic a message goes to, 0 for none.

    The General topic has no id to send to: 1 is refused. A supergroup without topics ignores the id (Client.cpp).
    """
    if not thread:
        return 0
    if chat.kind == "supergroup" and chat.topics is None:
        return 0
    topic = (chat.topics or {}).get(thread)
    if topic is None:
        raise BadRequest("message thread not found")
    if topic.closed:
        raise BadRequest("TOPIC_CLOSED")
    return thread
