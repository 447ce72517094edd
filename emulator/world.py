"""What people do in the emulator's world: write, press, block, add the bot to a group and remove it."""

from emulator.chats import PRESENT, Chat, Topic
from emulator.members import membership
from emulator.people import ANONYMOUS, SPEAKING_CHANNEL, Person
from emulator.privacy import reaches_bot
from emulator.society import Society
from emulator.text import found
from emulator.wire import Json

LEADERS = ("creator", "administrator")


class World(Society):
    """A society whose people act."""

    def person(self, id: int) -> Person:  # noqa: A002  the API's own word
        """Return the person with *id*.

        Raises:
            LookupError: there is none.
        """
        return self.people[id]

    def acquaint(self, person: Person) -> None:
        """Let *person* have written to the bot already, in a run that the bot's database remembers."""
        self.chats[person.id].bot = "member"
        self.chat_changed(self.chats[person.id])

    def say(
        self, person: Person, text: str, *, chat: int = 0, reply_to: int = 0, thread: int = 0, voice: int = 0
    ) -> Json:
        """Write *text* as *person*, to the bot or into a group; return the message.

        An anonymous admin speaks as the group itself; *voice* is the channel as which a person speaks in a group.
        """
        where = self._place(person, chat)
        if where.kind == "private" and where.bot != "member":
            self._bot_status(where, person, "member")
        content: Json = {"text": text}
        if entities := found(text, ()):
            content["entities"] = entities
        sender, content = self._voiced(where, person, content, voice)
        message = self.write(where, sender, content, thread=thread, reply_to=reply_to)
        self._tell_bot(where, "message", message)
        return message

    def send_file(
        self, person: Person, file_id: str, name: str, size: int, *, chat: int = 0, caption: str = ""
    ) -> Json:
        """Send a stored file as *person*."""
        where = self._place(person, chat)
        if where.kind == "private" and where.bot != "member":
            self._bot_status(where, person, "member")
        document = {"file_id": file_id, "file_unique_id": file_id[-16:], "file_name": name, "file_size": size}
        content: Json = {"document": document} | ({"caption": caption} if caption else {})
        message = self.write(where, person.user(), content)
        self._tell_bot(where, "message", message)
        return message

    def edit(self, person: Person, message_id: int, text: str, *, chat: int = 0) -> Json:
        """Change a message that *person* wrote."""
        where = self._place(person, chat)
        old = where.messages[message_id]
        if old.get("from", {}).get("id") != person.id:
            raise ValueError("only one's own messages can be edited")
        message = old | {"text": text, "entities": found(text, ()), "edit_date": self.clock.unix()}
        self.rewrite(where, message)
        self._tell_bot(where, "edited_message", message)
        return message

    def press(self, person: Person, message_id: int, data: str, *, chat: int = 0) -> str:
        """Press the inline button that carries *data*; return the callback query's id.

        Raises:
            LookupError: no such message, or no such button under it.
        """
        where = self._place(person, chat)
        message = where.messages[message_id]
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        if not any(button.get("callback_data") == data for row in rows for button in row):
            raise LookupError(f"message {message_id} has no button with {data!r}")
        query = self.open_query(person.id)
        update = {"id": query, "from": person.user(), "message": message, "chat_instance": str(where.id), "data": data}
        self.updates.add("callback_query", update)
        return query

    def block(self, person: Person) -> None:
        """Block the bot."""
        self._bot_status(self.chats[person.id], person, "kicked")

    def unblock(self, person: Person) -> None:
        """Let the bot write again."""
        self._bot_status(self.chats[person.id], person, "member")

    def deactivate(self, person: Person) -> None:
        """Delete the account of *person*."""
        self.chats[person.id].deactivated = True
        self.chat_changed(self.chats[person.id])

    def add_bot(self, person: Person, chat: int, *, status: str = "member", payload: str = "") -> None:
        """Add the bot to a group or channel, as *person*; *payload* comes from a ``?startgroup=`` link."""
        where = self.chats[chat]
        was_in = where.bot_is_in
        self._bot_status(where, person, status)
        if where.is_group and not was_in:
            self._service(where, person, {"new_chat_members": [self.bot], "new_chat_member": self.bot})
        if payload:
            self.say(person, f"/start@{self.bot['username']} {payload}", chat=chat)

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
        number = 4_800_000_000 + len(self.chats)
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

    def share_chat(self, person: Person, request: int, chat: int) -> Json:
        """Choose *chat* with the button ``request_chat`` of the reply keyboard that carries *request*."""
        where = self.chats[person.id]
        buttons = [button for row in (where.keyboard or {}).get("keyboard", []) for button in row]
        asked = [button.get("request_chat", {}).get("request_id") for button in buttons if isinstance(button, dict)]
        if request not in asked:
            raise LookupError(f"no button requests a chat with {request}")
        message = self.write(where, person.user(), {"chat_shared": {"request_id": request, "chat_id": chat}})
        self._tell_bot(where, "message", message)
        return message

    def member(self, chat: int, person: Person, status: str) -> None:
        """Give *person* a status in a group; the bot hears of it if it asked for ``chat_member``."""
        where = self.chats[chat]
        old = where.members.get(person.id, "left")
        where.members[person.id] = status
        change = membership(where, person.user(), person.user(), old, status, at=self.clock.unix())
        self.updates.add("chat_member", change)
        self.chat_changed(where)

    def _place(self, person: Person, chat: int) -> Chat:
        where = self.chats[chat or person.id]
        if where.deactivated:
            raise ValueError("that chat is gone")
        if where.kind != "private" and where.members.get(person.id) not in PRESENT:
            raise ValueError(f"{person.name} is not in that chat")
        if where.kind == "channel" and where.members.get(person.id) not in LEADERS:
            raise ValueError(f"{person.name} may not post in that channel")
        return where

    def _voiced(self, where: Chat, person: Person, content: Json, voice: int) -> tuple[Json, Json]:
        """Return who seems to speak, and the content with the chat in whose name."""
        if voice:
            return SPEAKING_CHANNEL, {"sender_chat": self.chats[voice].short()} | content
        if person.id in where.anonymous:
            return ANONYMOUS, {"sender_chat": where.short()} | content
        return person.user(), content

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

    def _tell_bot(self, where: Chat, kind: str, message: Json) -> None:
        """Send *message* to the bot if it is there and may read it."""
        if where.kind == "channel":
            kind = {"message": "channel_post", "edited_message": "edited_channel_post"}[kind]
        if where.bot_is_in and reaches_bot(where, message, self.bot, privacy=self.privacy):
            self.updates.add(kind, message)
