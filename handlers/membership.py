"""What happens to the bot in a chat: blocked, removed, let in again, moved to a supergroup."""

from telegram import Chat, ChatMember, ChatMemberRestricted, Update

import storage.chats
from alerts.texts import answers
from domain.chats import TelegramId
from handlers.answering import Context

_INSIDE = {ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER, ChatMember.RESTRICTED}


async def changed(update: Update, context: Context) -> None:
    """Note that the bot is out of a chat, which keeps its subscriptions, or back in it."""
    change = update.my_chat_member
    if change is None:
        return
    reason = _why_gone(change.new_chat_member, change.chat)
    was_inside = change.old_chat_member.status in _INSIDE
    async with context.answering() as (tx, answer):
        if reason:
            await storage.chats.gone(tx, answer.chat.id, reason)
            return
        # answering() has brought the chat back already.
        is_group = change.chat.type in {Chat.GROUP, Chat.SUPERGROUP}
        if is_group and not was_inside and context.services.is_open:
            answer.say_once(f"notice:hello:{answer.chat.id}", answers.greeting_group())


async def moved(update: Update, context: Context) -> None:
    """Rename a group that became a supergroup; what it follows goes with it."""
    message = update.message
    if message is None:
        return
    async with context.answering() as (tx, answer):
        if message.migrate_to_chat_id:
            await storage.chats.rename_or_merge(tx, answer.chat.id, TelegramId(message.migrate_to_chat_id))
        elif message.migrate_from_chat_id:
            old = await storage.chats.by_telegram_id(tx, TelegramId(message.migrate_from_chat_id))
            if old is not None:
                await storage.chats.rename_or_merge(tx, old.id, answer.chat.telegram_id)


def _why_gone(member: ChatMember, chat: Chat) -> str:
    """Return a short stable word for why nothing can be sent any more, empty if it can."""
    if member.status == ChatMember.BANNED:
        return "blocked" if chat.type == Chat.PRIVATE else "kicked"
    if member.status == ChatMember.LEFT or (isinstance(member, ChatMemberRestricted) and not member.is_member):
        return "left"
    if isinstance(member, ChatMemberRestricted) and not member.can_send_messages:
        return "no_rights"
    return ""
