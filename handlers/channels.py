"""Channels, kept from the private chat of one of their admins: /channel, a forwarded post, a chosen or named channel.

Nobody can ask the bot for something in a channel without all its readers seeing it. So a channel is linked to a private
chat once Telegram says that the person and the bot may both post there; while it is in hand, what the person writes is
about the channel, and each answer says so in its first line. Buttons remember which channel they are about.
"""

from typing import Any

from telegram import Chat, MessageOriginChannel, Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import filters

import storage.chats
import storage.managers
from alerts.markup import Button
from alerts.texts import answers, answers_channels
from domain.chats import ChatKind, ChatState, TargetId, TelegramId
from handlers import buttons, returning, rights, start
from handlers.answering import Answer, Context
from handlers.rights import Right
from storage.database import Transaction
from storage.managers import Managed

REQUEST = 1
# ChatAdministratorRights wants each of these said (Bot API).
_OTHER_RIGHTS = (
    "is_anonymous",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_RIGHTS = dict.fromkeys(_OTHER_RIGHTS, False) | {"can_manage_chat": True, "can_post_messages": True}


class _Forwarded(filters.MessageFilter):
    """Let pass what was forwarded from a channel."""

    def filter(self, message: Any) -> bool:
        """Say whether *message* was."""
        return isinstance(message.forward_origin, MessageOriginChannel)


FORWARDED = _Forwarded()


async def menu(update: Update, context: Context) -> None:
    """Answer /channel: the channels that are kept, and how to link one; ``/channel @name`` links that one."""
    if update.effective_chat is None or update.effective_chat.type != Chat.PRIVATE:
        async with context.answering() as (_, answer):
            answer.say(answers_channels.only_in_private())
        return
    name = _name(context)
    if name:
        await _link(update, context, name)
        return
    async with context.answering() as (tx, answer):
        kept = await storage.managers.all_of(tx, answer.chat.id)
        answer.channel = None
        if kept:
            answer.say(answers_channels.which(), [_row(one) for one in kept])
        answer.say(answers_channels.how_to_link(context.services.username), markup=_choosing())


async def shared(update: Update, context: Context) -> None:
    """Link the channel that was chosen with the button of ``menu``."""
    shared = update.message and update.message.chat_shared
    if shared and shared.request_id == REQUEST:
        await _link(update, context, shared.chat_id)


async def forwarded(update: Update, context: Context) -> None:
    """Link the channel from which a post was forwarded."""
    origin = update.message and update.message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        await _link(update, context, origin.chat.id)


async def take(update: Update, context: Context) -> None:
    """Take the channel of the tapped button ``k:m:TARGET`` in hand."""
    wanted, user = _target(update), update.effective_user
    async with context.services.database.reading() as tx:
        person = await storage.chats.by_telegram_id(tx, TelegramId(user.id if user else 0))
        channel = await storage.managers.of_target(tx, person.id, wanted) if person else None
    right = await rights.in_channel(context, channel.telegram_id, user.id) if channel and user else Right.REFUSED
    async with context.answering() as (tx, answer):
        match channel, right:
            case None, _:
                answer.edit(answers.old_button())
            case channel, Right.ALLOWED:
                await _hold(tx, answer, channel)
            case _, Right.UNKNOWN:
                answer.toast(answers.rights_unknown())
            case channel, _:
                await storage.managers.unlink(tx, answer.chat.id, channel.target.chat)
                answer.edit(answers_channels.admin_no_more(channel.title))


async def unlink(update: Update, context: Context) -> None:
    """Keep the channel of the tapped button ``k:x:TARGET`` no more; what it follows stays."""
    async with context.answering() as (tx, answer):
        channel = await storage.managers.of_target(tx, answer.chat.id, _target(update))
        if channel is None:
            answer.edit(answers.old_button())
            return
        await storage.managers.unlink(tx, answer.chat.id, channel.target.chat)
        answer.edit(answers_channels.unlinked(channel.title))


async def back(update: Update, context: Context) -> None:
    """Put the channel down: what is written from now on is about the private chat."""
    async with context.answering() as (tx, answer):
        was_held = answer.channel is not None
        await storage.managers.hold(tx, answer.chat.id, None)
        answer.channel = None
        is_private = answer.chat.kind is ChatKind.PRIVATE
        words = answers_channels.back_home() if was_held else answers_channels.home_already()
        answer.say(words, markup=start.keyboard() if is_private else None)


async def _link(update: Update, context: Context, named: str | int) -> None:
    user = update.effective_user
    channel, problem = await _look(context, named, user.id if user else 0)
    async with context.answering() as (tx, answer):
        answer.channel = None
        if channel is None:
            answer.say(problem)
            return
        row = await storage.chats.ensure(tx, TelegramId(channel.id), ChatKind.CHANNEL)
        if row.state is ChatState.GONE:
            await storage.chats.back(tx, row.id)
        title = channel.title or ""
        target = await storage.managers.link(tx, answer.chat.id, row.id, title)
        await _hold(tx, answer, Managed(target, row.telegram_id, title))
        await returning.welcome_back(tx, answer, context)


async def _look(context: Context, named: str | int, user: int) -> tuple[Any, str]:
    """Return the channel if the bot and *user* may post there, else None and what to do."""
    try:
        chat = await context.bot.get_chat(named)
    except (BadRequest, Forbidden):
        return None, answers_channels.bot_is_out(context.services.username)
    except TelegramError:
        return None, answers.rights_unknown()
    if chat.type != Chat.CHANNEL:
        return None, answers_channels.no_channel()
    found = [await rights.in_channel(context, TelegramId(chat.id), one) for one in (context.bot.id, user)]
    match found:
        case [Right.ALLOWED, Right.ALLOWED]:
            return chat, ""
        case [Right.UNKNOWN, _] | [_, Right.UNKNOWN]:
            return None, answers.rights_unknown()
        case [Right.REFUSED, _]:
            return None, answers_channels.bot_is_out(context.services.username)
        case _:
            return None, answers_channels.not_yours(chat.title or "")


async def _hold(tx: Transaction, answer: Answer, channel: Managed) -> None:
    await storage.managers.hold(tx, answer.chat.id, channel.target.chat)
    answer.channel = channel
    answer.say(answers_channels.in_hand(), markup=_holding())


def _target(update: Update) -> TargetId:
    return TargetId(buttons.number(buttons.parts(update, 3)[2]))


def _name(context: Context) -> str:
    """Return the ``@name`` after the command, also where it was written as an address; empty if there is none."""
    written = (context.args or [""])[0].removeprefix("https://").removeprefix("t.me/").strip("/@")
    return f"@{written}" if written else ""


def _row(channel: Managed) -> list[Button]:
    return [
        Button(answers_channels.keep(channel.title), f"k:m:{channel.target.id}"),
        Button(answers_channels.UNLINK, f"k:x:{channel.target.id}"),
    ]


def _choosing() -> dict[str, Any]:
    """Return a keyboard whose button lets a person choose one of the own channels, and makes the bot an admin there."""
    asked = {
        "request_id": REQUEST,
        "chat_is_channel": True,
        "user_administrator_rights": _RIGHTS,
        "bot_administrator_rights": _RIGHTS,
    }
    rows = [[{"text": answers_channels.CHOOSE, "request_chat": asked}], [{"text": answers_channels.BACK}]]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def _holding() -> dict[str, Any]:
    """Return the keyboard of someone who has a channel in hand; each row from right to left."""
    rows = [[answers.LATEST, answers.MY_LIST], [answers.HELP, answers.PAUSE], [answers_channels.BACK]]
    return {"keyboard": [[{"text": words} for words in row] for row in rows], "resize_keyboard": True}
