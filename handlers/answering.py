"""The seam between intake and the handlers: what a handler is given, and the only way in which it answers.

A handler first looks: it reads, or asks the network, with no transaction open. Then it opens ``context.answering()``
once: its effects, its answers as rows of the outbox and the end of its inbox row are committed together, or none.
No handler calls a sending method of python-telegram-bot: what such a call did would be lost, or done twice, when the
process dies. A toast is no delivery: intake sends it straight after the commit, once; what must not be lost stands in
no toast.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, Self

from telegram import Chat as TelegramChat
from telegram import Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

import storage.chats
import storage.deliveries
import storage.inbox
import storage.managers
import storage.targets
from alerts.markup import Button, keyboard
from alerts.texts import answers, answers_channels
from domain.alerts import Call, Lane
from domain.chats import GENERAL, Chat, ChatId, ChatKind, ChatState, Target, TelegramId, Thread
from domain.errors import MirsalError
from domain.news import ArticleId, Span
from domain.queries import Query
from feeds.opml import Outlines
from handlers import buttons
from handlers.metering import Meter
from news.arabic import marks
from news.places.gazetteer import Gazetteer
from storage.database import Database, Transaction
from storage.inbox import Incoming
from storage.managers import Managed

EXPIRY = timedelta(minutes=10)  # design.md «Pace»: an answer that is later than that is noise
BACKTEST_DAYS = 7
TOAST_LIMIT = 200  # Bot API, answerCallbackQuery: 0-200 characters


@dataclass(frozen=True, slots=True)
class Preview:
    """What a look at a feed found: its title (empty if it has none) and how many items it shows.

    *url* is where it is polled, which a page may have named; *language* ISO 639-1 or empty; *latest* the newest
    headlines. Of its items of the last *week*, *matched* would have been sent to someone. *is_short* where an item is
    only a line.
    """

    title: str
    entries: int
    url: str = ""
    language: str = ""
    latest: tuple[str, ...] = ()
    week: int = 0
    matched: int = 0
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The feeds that a page names: their addresses, and what the page calls them, which may be nothing."""

    feeds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers stand on; built once by ``bot/app.py``.

    *backtest* returns the stored articles of the last ``BACKTEST_DAYS`` days for which a query would have held.
    *preview* looks once at the feed of an address and raises FeedError; *outlines* reads an OPML file.
    *admins* are Telegram's user ids of the operators.
    *username* is the bot's own; intake fills it in once Telegram was asked.
    """

    database: Database
    gazetteer: Gazetteer
    backtest: Callable[[Query], Awaitable[Sequence[tuple[ArticleId, Sequence[Span]]]]]
    preview: Callable[[str], Awaitable[Preview | Choice]]
    outlines: Callable[[bytes], Awaitable[Outlines]]
    admins: frozenset[int]
    is_open: bool
    username: str
    zone: tzinfo
    now: Callable[[], datetime]
    most_subscriptions: int = 50
    meter: Meter = field(default_factory=Meter)


class Superseded(MirsalError):
    """Tell that the update's lease ran out and another worker has it: nothing of this run may be kept."""


@dataclass(slots=True)
class Turn:
    """One update being handled: what intake hands in, and what it is told when the handler is done."""

    services: Services
    incoming: Incoming
    looking: asyncio.Timeout
    is_ended: bool = False
    error: Exception | None = None
    toast: str = ""


@dataclass(slots=True)
class Answer:
    """Collect what is said to the chat of one update, in order; written to the outbox when the block ends.

    *chat* and *place* are the rows of where the update happened and is answered; *target* is what it is about: the same
    place, or the *channel* that a person keeps from the private chat. *tapped* is the message whose button was
    tapped, *asked* the message of a group to which is replied; 0 where there is none.
    """

    chat: Chat
    place: Target
    channel: Managed | None = None
    tapped: int = 0
    asked: int = 0
    calls: list[Call] = field(default_factory=list)
    notices: list[tuple[str, Call]] = field(default_factory=list)
    files: dict[int, bytes] = field(default_factory=dict)  # by the number of the call it goes with
    words_of_toast: str = ""

    @property
    def target(self) -> Target:
        """Return what the update is about."""
        return self.channel.target if self.channel else self.place

    @property
    def subject(self) -> ChatId:
        """Return the chat that the update is about."""
        return self.target.chat

    def say(
        self, text: str, rows: Sequence[Sequence[Button]] = (), *, markup: dict[str, Any] | None = None, reply: int = 0
    ) -> None:
        """Send *text* with buttons, or with another *markup*; as a reply where *reply* or a group asks for one."""
        params = self._written(text, rows)
        if markup is not None:
            params["reply_markup"] = markup
        if reply or self.asked:
            params["reply_parameters"] = {"message_id": reply or self.asked, "allow_sending_without_reply": True}
        self.calls.append(Call("sendMessage", params))

    def edit(self, text: str, rows: Sequence[Sequence[Button]] = ()) -> None:
        """Put *text* and buttons in the place of the tapped message; without one, say it."""
        if not self.tapped:
            self.say(text, rows)
            return
        self.calls.append(Call("editMessageText", {"message_id": self.tapped, **self._written(text, rows)}))

    def document(self, name: str, content: bytes, caption: str) -> None:
        """Send *content* as a file called *name*."""
        words = {"caption": marks.lines(caption), "parse_mode": "HTML"}
        reply = {"reply_parameters": {"message_id": self.asked, "allow_sending_without_reply": True}}
        self.calls.append(Call("sendDocument", {"document": {"file": name}, **words, **(reply if self.asked else {})}))
        self.files[len(self.calls) - 1] = content

    async def settle_anew(self, tx: Transaction) -> None:
        """Answer from fresh rows: those of before are deleted, and with them whatever waited for the chat."""
        self.chat = await storage.chats.ensure(tx, self.chat.telegram_id, self.chat.kind, invited=self.chat.invited)
        self.place = await storage.targets.ensure(tx, self.chat.id, self.place.thread)
        self.channel = None

    def toast(self, text: str) -> None:
        """Show *text* over the chat for a moment; it may be lost, and stands for nothing that may not be."""
        self.words_of_toast = text[:TOAST_LIMIT]

    def say_once(self, key: str, text: str) -> None:
        """Send *text* unless the outbox has the *key* already: for what must not be repeated to a chat."""
        self.notices.append((key, message(text)))

    def _written(self, text: str, rows: Sequence[Sequence[Button]]) -> dict[str, Any]:
        """Return a message; one about a channel says so above, and its buttons bring that back."""
        if self.channel is None:
            return _text(text, rows)
        bound = [[buttons.bound(button, self.channel.target.id) for button in row] for row in rows]
        return _text(f"{answers_channels.head(self.channel.title)}\n{text}", bound)


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """What a handler gets beside the update: the services, and the block in which it answers."""

    turn: Turn
    asked: Update

    @classmethod
    def from_update(cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]") -> Self:
        """Return the context of *update*, with the turn that intake opened for it."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.turn = application.bot_data[TURNS][update.update_id]
            context.asked = update
        return context

    @property
    def services(self) -> Services:
        """Return what handlers stand on."""
        return self.turn.services

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[tuple[Transaction, Answer]]:
        """Commit what the block does, what it answers and the end of the update together, or none of them.

        Raises:
            Superseded: if another worker has the update by now; the transaction is rolled back.
        """
        turn = self.turn
        turn.looking.reschedule(None)  # the limit is for the look; a commit is not torn
        async with self.services.database.transaction() as tx:
            answer = await _answer_to(tx, self.asked)
            yield tx, answer
            await _enqueue(tx, self.asked.update_id, answer)
            if not await storage.inbox.done(tx, turn.incoming):
                raise Superseded(f"update {self.asked.update_id} is another worker's")
        turn.is_ended = True
        turn.toast = answer.words_of_toast

    @asynccontextmanager
    async def stepping(self) -> AsyncIterator[tuple[Transaction, Answer]]:
        """Commit a part of a long piece of work, with its notices, before the answer.

        The update goes on: should the process die, it is handled again from its start, so the part must be one that
        does no harm when it is repeated.
        """
        self.turn.looking.reschedule(None)
        async with self.services.database.transaction() as tx:
            answer = await _answer_to(tx, self.asked)
            yield tx, answer
            await _enqueue(tx, self.asked.update_id, replace(answer, calls=[]))


TURNS = "turns"  # the key of application.bot_data under which intake keeps the open turns by update id


async def apologise(tx: Transaction, update: Update) -> None:
    """Tell the person that *update* failed for good, where they asked for something themselves."""
    is_private = update.message is not None and update.message.chat.type == TelegramChat.PRIVATE
    if is_private or (update.callback_query is not None and place_of(update) is not None):
        answer = await _answer_to(tx, update)
        answer.say(answers.failed())
        await _enqueue(tx, update.update_id, answer)


def place_of(update: Update) -> tuple[TelegramId, ChatKind, Thread] | None:
    """Return the chat and topic where *update* happened, None where it happened in no chat."""
    chat = update.effective_chat
    if chat is None or chat.type == TelegramChat.SENDER:
        return None
    return TelegramId(chat.id), ChatKind(chat.type), _thread(update)


def _thread(update: Update) -> Thread:
    # Replies in a group that is no forum carry a message_thread_id too; only is_topic_message tells a topic.
    message = update.effective_message
    if not isinstance(message, Message) or not message.is_topic_message:
        return GENERAL
    return Thread(message.message_thread_id or GENERAL)


async def channel_of(tx: Transaction, update: Update, chat: Chat) -> Managed | None:
    """Return the channel that *update* of the private *chat* is about: the tapped button's, or the one in hand."""
    if chat.kind is not ChatKind.PRIVATE:
        return None
    if update.callback_query is None:
        return await storage.managers.in_hand(tx, chat.id)
    bound = buttons.bound_to(update)
    return await storage.managers.of_target(tx, chat.id, bound) if bound else None


async def _answer_to(tx: Transaction, update: Update) -> Answer:
    place = place_of(update)
    if place is None:
        raise ValueError(f"update {update.update_id} happened in no chat: nobody can be answered")
    telegram_id, kind, thread = place
    chat = await storage.chats.ensure(tx, telegram_id, kind)
    if chat.state is ChatState.GONE:  # who speaks to the bot can be reached
        await storage.chats.back(tx, chat.id)
    target = await storage.targets.ensure(tx, chat.id, thread)
    message = update.message
    if message and kind is ChatKind.SUPERGROUP and not message.chat.is_forum:
        await storage.targets.gather(tx, target)
    channel = await channel_of(tx, update, chat)
    if channel and update.callback_query is None:  # it stays in hand while it is spoken about
        await storage.managers.hold(tx, chat.id, channel.target.chat)
    query = update.callback_query
    tapped = query.message.message_id if query and query.message else 0
    asked = update.message.message_id if update.message and kind is not ChatKind.PRIVATE else 0
    return Answer(chat, target, channel, tapped=tapped, asked=asked)


async def _enqueue(tx: Transaction, update_id: int, answer: Answer) -> None:
    numbered = [(f"answer:{update_id}:{n}", call, answer.files.get(n)) for n, call in enumerate(answer.calls)]
    notices = [(key, call, None) for key, call in answer.notices]
    for key, call, file in [*numbered, *notices]:
        await storage.deliveries.enqueue(
            tx,
            key=key,
            chat=answer.chat.id,
            target=answer.place.id,
            lane=Lane.ANSWER,
            call=call,
            expires_in=EXPIRY,
            file=file,
        )


def message(text: str, rows: Sequence[Sequence[Button]] = ()) -> Call:
    """Return the call that sends *text* with buttons."""
    return Call("sendMessage", _text(text, rows))


def _text(text: str, rows: Sequence[Sequence[Button]]) -> dict[str, Any]:
    params: dict[str, Any] = {
        "text": marks.lines(text),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if rows:
        params["reply_markup"] = keyboard(rows)
    return params
