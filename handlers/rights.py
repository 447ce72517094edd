"""Who may change what: operators by their id, in groups and channels their own admins.

Asked of Telegram at each change and each tap, since anybody in a group can press a button that another one was shown,
and who kept a channel yesterday may be nobody there today.
"""

from enum import Enum, auto

from telegram import Chat, ChatMember, ChatMemberAdministrator, Update
from telegram.error import BadRequest, Forbidden, TelegramError

import storage.chats
import storage.managers
from alerts.texts import answers, answers_channels
from domain.chats import TelegramId
from handlers import buttons
from handlers.answering import Context, channel_of
from storage.managers import Managed


class Right(Enum):
    """Say whether a change is allowed; UNKNOWN where Telegram did not answer."""

    ALLOWED = auto()
    REFUSED = auto()
    UNKNOWN = auto()


def is_operator(update: Update, context: Context) -> bool:
    """Say whether *update* comes from one of the bot's operators."""
    user = update.effective_user
    return user is not None and user.id in context.services.admins


async def operators_only(update: Update, context: Context) -> bool:
    """Return whether an operator asks; tell anybody else, politely, that this is for operators."""
    if is_operator(update, context):
        return True
    await _refuse(context, answers.admins_only())
    return False


async def may_change(update: Update, context: Context) -> bool:
    """Return whether who sent *update* may change what its chat follows; tell them if not."""
    channel = await _channel(update, context)
    match await (_right_in_channel(update, context, channel) if channel else _right(update, context)):
        case Right.ALLOWED:
            return True
        case Right.REFUSED if channel:
            await _let_go(context, channel)
        case Right.REFUSED:
            await _refuse(context, answers.group_admins_only())
        case Right.UNKNOWN:
            await _refuse(context, answers.rights_unknown())
    return False


async def _right(update: Update, context: Context) -> Right:
    chat, user, message = update.effective_chat, update.effective_user, update.message
    if chat is None:
        return Right.REFUSED
    if chat.type == Chat.PRIVATE:  # a button of a channel that is kept no more is about nothing
        return Right.REFUSED if buttons.bound_to(update) else Right.ALLOWED
    if message and message.sender_chat:
        # An anonymous admin speaks as the group itself; a channel that speaks in a group is no admin of it.
        return Right.ALLOWED if message.sender_chat.id == chat.id else Right.REFUSED
    if user is None:
        return Right.REFUSED
    try:
        member = await context.bot.get_chat_member(chat.id, user.id)
    except TelegramError:
        return Right.UNKNOWN
    return Right.ALLOWED if member.status in {ChatMember.OWNER, ChatMember.ADMINISTRATOR} else Right.REFUSED


async def in_channel(context: Context, channel: TelegramId, user: int) -> Right:
    """Say whether *user*, who may be the bot itself, can post in *channel*."""
    try:
        member = await context.bot.get_chat_member(channel, user)
    except Forbidden:
        return Right.REFUSED
    except BadRequest as error:  # of someone who never was there, or of a channel the bot is no admin of
        return Right.UNKNOWN if "not found" in error.message.lower() else Right.REFUSED
    except TelegramError:
        return Right.UNKNOWN
    return Right.ALLOWED if may_post(member) else Right.REFUSED


def may_post(member: ChatMember) -> bool:
    """Say whether *member* of a channel can post there."""
    if isinstance(member, ChatMemberAdministrator):
        return bool(member.can_post_messages)
    return member.status == ChatMember.OWNER


async def _channel(update: Update, context: Context) -> Managed | None:
    chat = update.effective_chat
    if chat is None or chat.type != Chat.PRIVATE:
        return None
    async with context.services.database.reading() as tx:
        person = await storage.chats.by_telegram_id(tx, TelegramId(chat.id))
        return await channel_of(tx, update, person) if person else None


async def _right_in_channel(update: Update, context: Context, channel: Managed) -> Right:
    user = update.effective_user
    return await in_channel(context, channel.telegram_id, user.id) if user else Right.REFUSED


async def _let_go(context: Context, channel: Managed) -> None:
    """Tell someone who is no admin of *channel* any more, and let them keep it no more."""
    async with context.answering() as (tx, answer):
        await storage.managers.unlink(tx, answer.chat.id, channel.target.chat)
        answer.channel = None
        answer.say(answers_channels.admin_no_more(channel.title))


async def _refuse(context: Context, words: str) -> None:
    async with context.answering() as (_, answer):
        if answer.tapped:
            answer.toast(words)
        else:
            answer.say(words)
