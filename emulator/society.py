"""The state of the emulator's world: people, chats, messages, open callback queries."""

import secrets
from collections import OrderedDict
from collections.abc import Iterable

from emulator.chats import Chat
from emulator.clock import Clock
from emulator.errors import BadRequest
from emulator.events import Events
from emulator.people import ABU_KHALED, EDITOR, LAYLA, NEIGHBOURS, NEIGHBOURS_ID, PEOPLE, Person, bot_user
from emulator.updates import Updates
from emulator.wire import Json

QUERIES_KEPT = 1000


class Society:
    """Hold what there is. The bot's methods and the people's acts both work on it."""

    def __init__(
        self, updates: Updates, events: Events, admins: Iterable[int] = (EDITOR.id,), clock: Clock | None = None
    ) -> None:
        self.clock = clock or Clock()
        self.updates = updates
        self.events = events
        self.admins = frozenset(admins)
        self.bot = bot_user()
        self.privacy = True
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self._queries: OrderedDict[str, int] = OrderedDict()
        for person in PEOPLE:
            self.add_person(person)
        self.add_chat(
            Chat(
                NEIGHBOURS_ID,
                "group",
                NEIGHBOURS,
                bot="member",
                members={LAYLA.id: "creator", ABU_KHALED.id: "member", EDITOR.id: "administrator"},
            )
        )

    def add_person(self, person: Person) -> Chat:
        """Let *person* into the world, with an empty private chat."""
        self.people[person.id] = person
        return self.add_chat(Chat(person.id, "private", person.name, person.username))

    def add_chat(self, chat: Chat) -> Chat:
        """Let *chat* into the world."""
        self.chats[chat.id] = chat
        self.chat_changed(chat)
        return chat

    def chat(self, name: str | int) -> Chat:
        """Return the chat of an id or ``@username``.

        Raises:
            BadRequest: there is none.
        """
        written = str(name).strip()
        if not written:
            raise BadRequest("chat_id is empty")
        if written.startswith("@"):
            for chat in self.chats.values():
                if chat.username.lower() == written[1:].lower() and chat.kind != "private":
                    return chat
        elif written.removeprefix("-").isdigit() and int(written) in self.chats:
            return self.chats[int(written)]
        raise BadRequest("chat not found")

    def user(self, id: int) -> Json:  # noqa: A002  the API's own word
        """Return the User of a person or of the bot."""
        return self.bot if id == self.bot["id"] else self.people[id].user()

    def write(self, chat: Chat, sender: Json | None, content: Json, *, thread: int = 0, reply_to: int = 0) -> Json:
        """Add a message to *chat* and show it. Channels have no sender."""
        message: Json = {"message_id": chat.next_id(), "date": self.clock.unix(), "chat": chat.short()}
        if chat.kind == "channel":
            message["sender_chat"] = chat.short()
        elif sender is not None:
            message["from"] = sender
        if reply_to in chat.messages:
            message["reply_to_message"] = without_reply(chat.messages[reply_to])
            if chat.kind == "supergroup" and chat.topics is None:  # a thread of replies, which is no topic
                message["message_thread_id"] = chat.messages[reply_to].get("message_thread_id", reply_to)
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        message |= content
        chat.keep(message)
        self.events.emit("message", {"chat": chat.id, "message": message})
        return message

    def rewrite(self, chat: Chat, message: Json) -> None:
        """Put *message* in the place of the one with its id, and show it."""
        chat.messages[message["message_id"]] = message
        self.events.emit("edited", {"chat": chat.id, "message": message})

    def erase(self, chat: Chat, message_id: int) -> None:
        """Delete a message."""
        del chat.messages[message_id]
        self.events.emit("deleted", {"chat": chat.id, "message_id": message_id})

    def open_query(self, person: int) -> str:
        """Return the id of a new callback query that waits for its answer."""
        query = str(secrets.randbits(62))
        self._queries[query] = person
        while len(self._queries) > QUERIES_KEPT:
            self._queries.popitem(last=False)
        return query

    def close_query(self, query: str) -> int:
        """Take the answer of a callback query; return who pressed.

        Raises:
            BadRequest: answered already, too old, or never asked.
        """
        if query not in self._queries:
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        return self._queries.pop(query)

    def expire_queries(self) -> None:
        """Let all open callback queries grow too old."""
        self._queries.clear()

    def chat_changed(self, chat: Chat) -> None:
        """Show the state of *chat* anew."""
        self.events.emit("chat", shown(chat))


def without_reply(message: Json) -> Json:
    """Return a message as another one quotes it: one level deep."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def shown(chat: Chat) -> Json:
    """Return a chat as the page shows it, without its messages."""
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "username": chat.username,
        "bot": chat.bot,
        "members": [{"id": one, "status": status} for one, status in chat.members.items()],
        "anonymous": sorted(chat.anonymous),
        "deactivated": chat.deactivated,
        "upgraded_to": chat.upgraded_to,
        "topics": [{"id": one.id, "name": one.name, "closed": one.closed} for one in (chat.topics or {}).values()],
        "forum": chat.topics is not None,
        "keyboard": chat.keyboard,
    }
