"""What happens to the bot in a chat: blocked, removed, let in again, moved to a supergroup, let into a channel."""

from datetime import timedelta

from telegram import Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update

import storage.chats
import storage.deliveries
import storage.managers
import storage.moving
import storage.subscriptions
import storage.targets
from alerts.markup import Button
from alerts.texts import answers, answers_channels, answers_returning
from alerts.texts.counting import SUBSCRIPTIONS, count
from domain.alerts import Lane
from domain.chats import GENERAL, ChatId, ChatKind, ChatState, TelegramId
from handlers import returning, rights
from handlers.answering import Answer, Context, message
from handlers.rights import Right
from storage.database import Transaction

EXPIRES = timedelta(hours=12)
_INSIDE = {ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER, ChatMember.RESTRICTED}


async def changed(update: Update, context: Context) -> None:
    """Note that the bot is out of a chat, which keeps its subscriptions, or back in it."""
    change = update.my_chat_member
    if change is None:
        return
    reason = _why_gone(change.new_chat_member, change.chat)
    is_manager = not reason and await _may_keep(change, context)
    async with context.answering() as (tx, answer):
        if reason:
            await _out(tx, answer, change, update.update_id, reason)
        elif change.chat.type == Chat.CHANNEL:
            await returning.welcome_back_silently(tx, answer, context)
            if is_manager:
                await _offer(tx, answer, change, update.update_id)
        elif change.chat.type != Chat.PRIVATE and change.old_chat_member.status not in _INSIDE:
            await _in(tx, answer, context)
        # answering() has brought the chat back already.


async def moved(update: Update, context: Context) -> None:
    """Rename a group that became a supergroup; what it follows goes with it.

    Both chats say so, in either order. The new one gets back what waited for the old from an earlier bot.
    """
    message = update.message
    if message is None:
        return
    async with context.answering() as (tx, answer):
        if message.migrate_to_chat_id:
            await storage.chats.rename_or_merge(tx, answer.chat.id, TelegramId(message.migrate_to_chat_id))
        elif message.migrate_from_chat_id:
            before = TelegramId(message.migrate_from_chat_id)
            old = await storage.chats.by_telegram_id(tx, before)
            if old is not None:
                await storage.chats.rename_or_merge(tx, old.id, answer.chat.telegram_id)
            else:
                await storage.moving.follow(tx, before, answer.chat.telegram_id)
            if await _is_served(tx, answer, context):
                await returning.welcome_back(tx, answer, context)


async def _is_served(tx: Transaction, answer: Answer, context: Context) -> bool:
    """Say whether the group may be answered; one that the earlier bot had let in is let in."""
    telegram_id, kind = answer.chat.telegram_id, answer.chat.kind
    was_invited = await storage.moving.is_invited(tx, telegram_id)
    chat = await storage.chats.ensure(tx, telegram_id, kind, invited=was_invited)
    return context.services.is_open or chat.invited


async def _in(tx: Transaction, answer: Answer, context: Context) -> None:
    """Greet a group: once where it is new, and each time with what it follows where it is not."""
    if not (context.services.is_open or answer.chat.invited):
        return
    number = await storage.subscriptions.count_of_chat(tx, answer.chat.id)
    if number:
        answer.say(answers_returning.group_again(count(number, SUBSCRIPTIONS)))
    elif context.services.is_open:
        answer.say_once(f"notice:hello:{answer.chat.id}", answers.greeting_group())
    await returning.welcome_back(tx, answer, context)


async def _out(tx: Transaction, answer: Answer, change: ChatMemberUpdated, update_id: int, reason: str) -> None:
    await storage.chats.gone(tx, answer.chat.id, reason)
    if change.chat.type != Chat.CHANNEL or rights.may_post(change.old_chat_member) is False:
        return
    for person, title in await storage.managers.persons(tx, answer.chat.id):
        await _tell(tx, person, update_id, answers_channels.gone(title))


async def _may_keep(change: ChatMemberUpdated, context: Context) -> bool:
    """Say whether who made the bot an admin of a channel is to keep it from the private chat."""
    if change.chat.type != Chat.CHANNEL or rights.may_post(change.old_chat_member):
        return False
    return await rights.in_channel(context, TelegramId(change.chat.id), change.from_user.id) is Right.ALLOWED


async def _offer(tx: Transaction, answer: Answer, change: ChatMemberUpdated, update_id: int) -> None:
    """Link the channel to the private chat of who added the bot, if they have one with it, and say so there."""
    person = await storage.chats.by_telegram_id(tx, TelegramId(change.from_user.id))
    if person is None or person.state is not ChatState.ACTIVE or person.kind is not ChatKind.PRIVATE:
        return
    title = change.chat.title or ""
    target = await storage.managers.link(tx, person.id, answer.chat.id, title)
    rows = [[Button(answers_channels.keep(title), f"k:m:{target.id}")]]
    number = await storage.subscriptions.count_of_chat(tx, answer.chat.id)
    words = (
        answers_channels.added_again(title, count(number, SUBSCRIPTIONS)) if number else answers_channels.added(title)
    )
    await _tell(tx, person.id, update_id, words, rows)


async def _tell(
    tx: Transaction, person: ChatId, update_id: int, words: str, rows: list[list[Button]] | None = None
) -> None:
    target = await storage.targets.ensure(tx, person, GENERAL)
    await storage.deliveries.enqueue(
        tx,
        key=f"notice:channel:{update_id}:{person}",
        chat=person,
        target=target.id,
        lane=Lane.NORMAL,
        call=message(words, rows or []),
        expires_in=EXPIRES,
    )


def _why_gone(member: ChatMember, chat: Chat) -> str:
    """Return a short stable word for why nothing can be sent any more, empty if it can."""
    if member.status == ChatMember.BANNED:
        return "blocked" if chat.type == Chat.PRIVATE else "kicked"
    if member.status == ChatMember.LEFT or (isinstance(member, ChatMemberRestricted) and not member.is_member):
        return "left"
    if chat.type == Chat.CHANNEL:
        return "" if rights.may_post(member) else "no_rights"
    if isinstance(member, ChatMemberRestricted) and not member.can_send_messages:
        return "no_rights"
    return ""
