"""What people do with groups and channels: let the bot in, found them, change what they are and who is what there."""

import time

from emulator.chats import BORN, LEADERS, Chat, Topic
from emulator.members import membership
from emulator.people import Person
from emulator.society import Society
from emulator.wire import Json

FIRST_ID = 4_800_000_000  # of the groups that are founded, plus the seconds since: an earlier run's never come again


class Gatherings(Society):
    """A society that gathers in groups and channels."""

    def let_bot_in(self, person: Person, chat: int, status: str = "member") -> None:
        """Add the bot to a group or channel, as *person*."""
        where = self.chats[chat]
        was_in = where.bot_is_in
        self._bot_status(where, person, status)
        if where.is_group and not was_in:
            self._service(where, person, {"new_chat_members": [self.bot], "new_chat_member": self.bot})

    def promote_bot(self, person: Person, chat: int) -> None:
        """Make the bot an administrator: it reads everything in the group from now on."""
        self._bot_status(self.chats[chat], person, "administrator")

    def restrict_bot(self, person: Person, chat: int) -> None:
        """Take from the bot the right to write in a group."""
        self._bot_status(self.chats[chat], person, "restricted")

    def remove_bot(self, person: Person, chat: int) -> None:
        """Remove the bot from a group or channel, as *person*."""
        where = self.chats[chat]
        if where.is_group:
            self._service(where, person, {"left_chat_member": self.bot})
        self._bot_status(where, person, "kicked")

    def bot_leaves(self, where: Chat) -> None:
        """Let the bot go by itself."""
        self._change(where, self.bot, "left")

    def upgrade(self, person: Person, chat: int) -> Chat:
        """Make a group a supergroup: it has another id from now on, and both chats say so."""
        old = self.chats[chat]
        new_id = -1_000_000_000_000 - abs(chat)
        new = self.add_chat(Chat(new_id, "supergroup", old.title, bot=old.bot, members=dict(old.members)))
        self._service(old, person, {"migrate_to_chat_id": new.id})
        old.upgraded_to = new.id
        self._service(new, person, {"migrate_from_chat_id": old.id})
        self.chat_changed(old)
        return new

    def open_topic(self, person: Person, chat: int, name: str) -> int:
        """Open a topic in a supergroup, which is a forum from then on; return the topic's id."""
        where = self.chats[chat]
        if where.kind != "supergroup":
            raise ValueError("only supergroups have topics")
        where.topics = where.topics if where.topics is not None else {}
        thread = where.last_id + 1
        where.topics[thread] = Topic(thread, name)
        created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        self._service(where, person, created, thread=thread)
        self.chat_changed(where)
        return thread

    def close_topic(self, person: Person, chat: int, thread: int) -> None:
        """Close a topic."""
        where = self.chats[chat]
        (where.topics or {})[thread].closed = True
        self._service(where, person, {"forum_topic_closed": {}}, thread=thread)
        self.chat_changed(where)

    def reopen_topic(self, person: Person, chat: int, thread: int) -> None:
        """Open a closed topic again."""
        where = self.chats[chat]
        (where.topics or {})[thread].closed = False
        self._service(where, person, {"forum_topic_reopened": {}}, thread=thread)
        self.chat_changed(where)

    def delete_topic(self, chat: int, thread: int) -> None:
        """Delete a topic with its messages; the bot hears nothing of it."""
        where = self.chats[chat]
        del (where.topics or {})[thread]
        for number in [key for key, one in where.messages.items() if one.get("message_thread_id") == thread]:
            self.erase(where, number)
        self.chat_changed(where)

    def found_chat(self, person: Person, kind: str, title: str, *, username: str = "") -> Chat:
        """Make a group, supergroup or channel of which *person* is the creator; the bot is not in it yet."""
        if kind not in ("group", "supergroup", "channel"):
            raise ValueError("a chat is a group, a supergroup or a channel")
        number = FIRST_ID + int(time.time()) - BORN + len(self.chats)
        new_id = -number if kind == "group" else -1_000_000_000_000 - number
        return self.add_chat(Chat(new_id, kind, title, username=username, members={person.id: "creator"}))

    def delete_chat(self, chat: int) -> None:
        """Delete a group or channel."""
        self.chats[chat].deactivated = True
        self.chat_changed(self.chats[chat])

    def hide(self, person: Person, chat: int, *, hidden: bool = True) -> None:
        """Let an admin of a group speak as the group from now on, or no more."""
        where = self.chats[chat]
        if where.members.get(person.id) not in LEADERS or where.kind != "supergroup":
            raise ValueError("only admins of a supergroup can be anonymous")
        (where.anonymous.add if hidden else where.anonymous.discard)(person.id)
        self.chat_changed(where)

    def member(self, chat: int, person: Person, status: str) -> None:
        """Give *person* a status in a chat; a bot that is an administrator hears of it if it asked for that."""
        where = self.chats[chat]
        old = where.members.get(person.id, "left")
        where.members[person.id] = status
        if status not in LEADERS:
            where.anonymous.discard(person.id)
        if where.bot == "administrator":  # Bot API, Update: chat_member
            change = membership(where, person.user(), person.user(), old, status, at=self.clock.unix())
            self.updates.add("chat_member", change)
        self.chat_changed(where)

    def _bot_status(self, where: Chat, person: Person, status: str) -> None:
        self._change(where, person.user(), status)

    def _change(self, where: Chat, by: Json, status: str) -> None:
        """Give the bot another status in a chat, and tell it."""
        old, where.bot = where.bot, status
        first_word = where.kind == "private" and old == "left"
        if old != status and not first_word:  # a first message in private makes no my_chat_member
            self.updates.add("my_chat_member", membership(where, by, self.bot, old, status, at=self.clock.unix()))
        self.chat_changed(where)

    def _service(self, where: Chat, person: Person, content: Json, *, thread: int = 0) -> None:
        message = self.write(where, person.user(), content, thread=thread)
        if where.bot_is_in:
            self.updates.add("message", message)
