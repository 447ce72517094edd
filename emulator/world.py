"""What people do in the emulator's world: write, send files, forward, press buttons, block the bot."""

import secrets

from emulator.chats import LEADERS, PRESENT, Chat
from emulator.gatherings import Gatherings
from emulator.people import ANONYMOUS, SPEAKING_CHANNEL, Person
from emulator.privacy import reaches_bot
from emulator.text import found
from emulator.wire import Json

FORWARDED = ("text", "entities", "caption", "caption_entities", "document", "photo")


class World(Gatherings):
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
        where = self._met(person, chat)
        content: Json = {"text": text}
        if entities := found(text, ()):
            content["entities"] = entities
        sender, content = self._voiced(where, person, content, voice)
        message = self.write(where, sender, content, thread=thread, reply_to=reply_to)
        self._tell_bot(where, "message", message)
        return message

    def send_files(
        self, person: Person, files: list[Json], *, chat: int = 0, thread: int = 0, caption: str = ""
    ) -> list[Json]:
        """Send documents as *person*: each is a message, and several are one album, whose first has the caption."""
        where = self._met(person, chat)
        album = {"media_group_id": str(secrets.randbits(62))} if len(files) > 1 else {}
        messages = []
        for number, document in enumerate(files):
            content: Json = {"document": document} | album | ({"caption": caption} if caption and not number else {})
            sender, content = self._voiced(where, person, content, 0)
            messages.append(self.write(where, sender, content, thread=thread))
        for message in messages:
            self._tell_bot(where, "message", message)
        return messages

    def forward(self, person: Person, source: int, message_id: int) -> Json:
        """Forward a message of the chat *source* to the bot, as *person*."""
        old = self._place(person, source).messages[message_id]
        where = self._met(person, 0)
        origin: Json = {"type": "user", "date": old["date"], "sender_user": old.get("from")}
        if self.chats[source].kind == "channel":
            origin = {"type": "channel", "date": old["date"], "chat": old["chat"], "message_id": message_id}
        content = {name: old[name] for name in FORWARDED if name in old} | {"forward_origin": origin}
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
        self.let_bot_in(person, chat, status)
        if payload:
            self.say(person, f"/start@{self.bot['username']} {payload}", chat=chat)

    def share_chat(self, person: Person, request: int, chat: int) -> Json:
        """Choose *chat* with the button ``request_chat`` of the reply keyboard that carries *request*.

        Where the button asks for it, the bot is made an administrator there first, as Telegram's apps do.

        Raises:
            LookupError: no such button.
            ValueError: the chat is none that the button asks for.
        """
        where, chosen = self.chats[person.id], self.chats[chat]
        asked = requested(where, request)
        if asked.get("chat_is_channel", False) != (chosen.kind == "channel"):
            raise ValueError("the button asks for a chat of another kind")
        if "user_administrator_rights" in asked and chosen.members.get(person.id) not in LEADERS:
            raise ValueError(f"{person.name} does not lead that chat")
        if "bot_administrator_rights" in asked and chosen.bot != "administrator":
            self.let_bot_in(person, chat, "administrator")
        message = self.write(where, person.user(), {"chat_shared": {"request_id": request, "chat_id": chat}})
        self._tell_bot(where, "message", message)
        return message

    def _met(self, person: Person, chat: int) -> Chat:
        """Return where *person* writes; who writes in private lets the bot answer from then on."""
        where = self._place(person, chat)
        if where.kind == "private" and where.bot != "member":
            self._bot_status(where, person, "member")
        return where

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

    def _tell_bot(self, where: Chat, kind: str, message: Json) -> None:
        """Send *message* to the bot if it is there and may read it."""
        if where.kind == "channel":
            kind = {"message": "channel_post", "edited_message": "edited_channel_post"}[kind]
        if where.bot_is_in and reaches_bot(where, message, self.bot, privacy=self.privacy):
            self.updates.add(kind, message)


def requested(where: Chat, request: int) -> Json:
    """Return what the button of *where*'s keyboard with the number *request* asks for.

    Raises:
        LookupError: there is none.
    """
    buttons = [button for row in (where.keyboard or {}).get("keyboard", []) for button in row]
    for button in buttons:
        asked: Json = button.get("request_chat", {}) if isinstance(button, dict) else {}
        if asked.get("request_id") == request:
            return asked
    raise LookupError(f"no button requests a chat with {request}")
