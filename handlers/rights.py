"""Who may change what: operators by their id, in groups the group's own admins.

Asked of Telegram at each change and each tap, since anybody in a group can press a button that another one was shown.
"""

from enum import Enum, auto

from telegram import Chat, ChatMember, Update
from telegram.error import TelegramError

from alerts.texts import answers
from handlers.answering import Context


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
    match await _right(update, context):
        case Right.ALLOWED:
            return True
        case Right.REFUSED:
            await _refuse(context, answers.group_admins_only())
        case Right.UNKNOWN:
            await _refuse(context, answers.rights_unknown())
    return False


async def _right(update: Update, context: Context) -> Right:
    chat, user, message = update.effective_chat, update.effective_user, update.message
    if chat is None:
        return Right.REFUSED
    if chat.type == Chat.PRIVATE:
        return Right.ALLOWED
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


async def _refuse(context: Context, words: str) -> None:
    async with context.answering() as (_, answer):
        if answer.tapped:
            answer.toast(words)
        else:
            answer.say(words)
