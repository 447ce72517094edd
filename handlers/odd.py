"""What is no command, no words and no known button: a short answer in private chats, silence elsewhere."""

from telegram import Chat, Update

from alerts.texts import answers
from handlers.answering import Context


async def unknown_command(update: Update, context: Context) -> None:
    """Answer a command we do not have; in a group only where it names this bot."""
    message = update.message
    if message is None or message.text is None:
        return
    is_named = f"@{context.services.username.lower()}" in message.text.split()[0].lower()
    if message.chat.type == Chat.PRIVATE or is_named:
        async with context.answering() as (_, answer):
            answer.say(answers.unknown_command())


async def no_words(update: Update, context: Context) -> None:
    """Answer a sticker, a picture, a voice message and the like in a private chat."""
    async with context.answering() as (_, answer):
        answer.say(answers.only_text())


async def unknown_button(update: Update, context: Context) -> None:
    """Answer a button that an earlier version made."""
    async with context.answering() as (_, answer):
        answer.toast(answers.old_button())
