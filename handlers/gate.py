"""Who is served where the bot is not open to all: invited chats and the operators. Others read one sentence, once."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop

import storage.chats
from alerts.texts import answers
from domain.chats import TelegramId
from handlers import invitations, rights
from handlers.addressed import is_to_us
from handlers.answering import Context, place_of


async def gate(update: Update, context: Context) -> None:
    """Let *update* pass to the handlers, or end it here. What happens in no chat (polls, inline queries) ends here.

    Raises:
        ApplicationHandlerStop: if its chat is not served.
    """
    place = place_of(update)
    if place is None:
        raise ApplicationHandlerStop
    if context.services.is_open or not _asks(update) or rights.is_operator(update, context):
        return
    if invitations.code_of(update) or await _is_invited(place[0], context):
        return
    if is_to_us(update, context.services.username):
        async with context.answering() as (_, answer):
            answer.say_once(f"notice:closed:{answer.chat.id}", answers.closed())
    raise ApplicationHandlerStop


def _asks(update: Update) -> bool:
    """Say whether someone asks for something; that a group moved or the bot was removed is noted in any case."""
    message = update.message
    if message and (message.migrate_to_chat_id or message.migrate_from_chat_id):
        return False
    return update.my_chat_member is None


async def _is_invited(telegram_id: TelegramId, context: Context) -> bool:
    async with context.services.database.reading() as tx:
        chat = await storage.chats.by_telegram_id(tx, telegram_id)
    return chat is not None and chat.invited
