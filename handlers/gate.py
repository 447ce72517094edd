"""Who is served: where the bot is not open to all, invited chats and the operators; others read one sentence, once.

And how much: over a number of commands a minute one polite answer is given, then none (``handlers/metering.py``).
"""

from telegram import Chat, Update
from telegram.ext import ApplicationHandlerStop

import storage.chats
import storage.moving
from alerts.texts import answers, answers_limits
from domain.chats import TelegramId
from handlers import invitations, rights
from handlers.addressed import is_to_us
from handlers.answering import Context, place_of
from handlers.metering import Measure


async def gate(update: Update, context: Context) -> None:
    """Let *update* pass to the handlers, or end it here. What happens in no chat (polls, inline queries) ends here.

    Raises:
        ApplicationHandlerStop: if its chat is not served.
    """
    place = place_of(update)
    if place is None:
        raise ApplicationHandlerStop
    if await _is_too_much(update, context):
        raise ApplicationHandlerStop
    if context.services.is_open or not _asks(update) or rights.is_operator(update, context):
        return
    if invitations.code_of(update) or await _is_invited(place[0], context):
        return
    if is_to_us(update, context.services.username):
        async with context.answering() as (_, answer):
            answer.say_once(f"notice:closed:{answer.chat.id}", answers.closed())
    raise ApplicationHandlerStop


async def _is_too_much(update: Update, context: Context) -> bool:
    """Say whether too much was asked in this minute; the first time it is told, and then no more."""
    services, chat, user = context.services, update.effective_chat, update.effective_user
    if chat is None or not is_to_us(update, services.username) or rights.is_operator(update, context):
        return False
    who = (chat.id, user.id if user and chat.type != Chat.PRIVATE else 0)
    match services.meter.take(who, update.update_id, services.now().timestamp()):
        case Measure.FREE:
            return False
        case Measure.FULL:
            async with context.answering() as (_, answer):
                if update.callback_query:
                    answer.toast(answers_limits.slower())
                else:
                    answer.say(answers_limits.slower())
    return True


def _asks(update: Update) -> bool:
    """Say whether someone asks for something; that a group moved or the bot was removed is noted in any case."""
    message = update.message
    if message and (message.migrate_to_chat_id or message.migrate_from_chat_id):
        return False
    return update.my_chat_member is None


async def _is_invited(telegram_id: TelegramId, context: Context) -> bool:
    async with context.services.database.reading() as tx:
        chat = await storage.chats.by_telegram_id(tx, telegram_id)
        return (chat is not None and chat.invited) or await storage.moving.is_invited(tx, telegram_id)
