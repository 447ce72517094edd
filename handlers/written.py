"""Words without a command: what is asked for decides who answers."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Chat, Message, Update

from alerts.texts import answers_follow
from handlers import (
    changes,
    channels,
    events,
    follow,
    forget,
    latest,
    pause,
    settings,
    start,
    status,
    stopping,
    subscriptions,
    words,
)
from handlers.addressed import is_reply_to_us, words_to_us
from handlers.answering import Context
from handlers.words import Asked, Wish


async def written(update: Update, context: Context) -> None:
    """Answer plain words: «درعا», «تابع حلب», «اشتراكاتي»."""
    message = update.message
    if message is None:
        return
    username = context.services.username
    text = words_to_us(message, username)
    if text is None:
        return
    change = changes.read(text.removeprefix("/"))
    if change is not None:
        await settings.said(update, context, change)
        return
    asked = words.asked(text.removeprefix("/"))
    if not _is_remark(message, asked, username):
        await _grant(asked, update, context)


async def add(update: Update, context: Context) -> None:
    """Answer /add with words, or ask for them."""
    await follow.follow(update, context, words.typed(_after_command(update)))


def _after_command(update: Update) -> str:
    """Return the text after a command, its lines kept: python-telegram-bot's args have none."""
    message = update.effective_message
    return "".join((message.text or "").split(maxsplit=1)[1:]) if message else ""


def _is_remark(message: Message, asked: Asked, username: str) -> bool:
    """Say whether the words are no request: in groups people reply to an alert to speak of the news."""
    if message.chat.type == Chat.PRIVATE or asked.is_said or not is_reply_to_us(message, username):
        return False
    replied = message.reply_to_message
    return not ((replied and replied.text) or "").startswith(answers_follow.QUESTION_IN_GROUP)


async def _grant(asked: Asked, update: Update, context: Context) -> None:
    match asked.wish:
        case Wish.FOLLOW:
            await follow.follow(update, context, asked.words)
        case Wish.STOP_ONE:
            await stopping.stop(update, context, asked.words)
        case wish:
            await _SIMPLE[wish](update, context)


_SIMPLE: dict[Wish, Callable[[Update, Context], Coroutine[Any, Any, None]]] = {
    Wish.LIST: subscriptions.show,
    Wish.LATEST: latest.latest,
    Wish.EVENTS: events.show,
    Wish.PAUSE: pause.pause,
    Wish.RESUME: pause.resume,
    Wish.HELP: start.help_,
    Wish.PRIVACY: start.privacy,
    Wish.SETTINGS: settings.settings,
    Wish.FORGET: forget.ask,
    Wish.STATUS: status.show,
    Wish.CHANNEL: channels.menu,
    Wish.BACK: channels.back,
    Wish.GREETING: start.welcome,
}
