"""/start, /help, /privacy, and the answers to greetings."""

from typing import Any

from telegram import Chat, Update

import storage.chats
import storage.invitations
import storage.moving
import storage.subscriptions
from alerts.markup import Button
from alerts.texts import answers, answers_follow, answers_returning
from alerts.texts.counting import SUBSCRIPTIONS, count
from domain.queries import Query
from handlers import buttons, invitations, returning, rights
from handlers.answering import Answer, Context
from news.matching.parse import options
from storage.database import Transaction


async def start(update: Update, context: Context) -> None:
    """Answer /start: let an invited chat in, and greet."""
    code = invitations.code_of(update)
    async with context.answering() as (tx, answer):
        is_served = context.services.is_open or answer.chat.invited or rights.is_operator(update, context)
        if not is_served and await storage.moving.is_invited(tx, answer.chat.telegram_id):
            await storage.chats.ensure(tx, answer.chat.telegram_id, answer.chat.kind, invited=True)
            is_served = True
        if not is_served and not await storage.invitations.use(tx, code, answer.chat):
            answer.say(answers.invitation_over())
            return
        if _is_group(update):
            answer.say(answers.greeting_group(), [[Button(answers.MY_LIST, "l"), Button(answers.HELP, "h")]])
        else:
            answer.say("\n".join([answers.greeting(), *await _kept(tx, answer)]), _examples(context))
        await returning.welcome_back(tx, answer, context)


async def help_(update: Update, context: Context) -> None:
    """Answer /help; in a private chat with a keyboard of the commonest words."""
    words = answers.help_text(admin=rights.is_operator(update, context), group=_is_group(update))
    async with context.answering() as (_, answer):
        answer.say(words, markup=None if _is_group(update) else keyboard())


async def privacy(update: Update, context: Context) -> None:
    """Answer /privacy."""
    async with context.answering() as (_, answer):
        answer.say(answers.privacy())


async def welcome(update: Update, context: Context) -> None:
    """Answer a greeting or thanks."""
    async with context.answering() as (_, answer):
        answer.say(answers.welcome_word())


async def _kept(tx: Transaction, answer: Answer) -> list[str]:
    """Return what a person reads who came before: what is followed still is, whatever happened meanwhile."""
    number = await storage.subscriptions.count_of_chat(tx, answer.chat.id)
    if not number:
        return []
    followed = count(number, SUBSCRIPTIONS)
    if answer.target.paused_at:
        return [answers_returning.still_kept(followed), answers_follow.but_paused()]
    return [answers_returning.still_followed(followed)]


def _is_group(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type != Chat.PRIVATE


def _examples(context: Context) -> list[list[Button]]:
    examples = [Button(name, buttons.follow(_first(context, name))) for name in answers.EXAMPLES]
    return [examples, [Button(answers.MY_LIST, "l"), Button(answers.HELP, "h")]]


def _first(context: Context, name: str) -> Query:
    return options(name, context.services.gazetteer)[0].query


def keyboard() -> dict[str, Any]:
    """Return the keyboard under the input line; each row from right to left (telegram-bot-api #882)."""
    rows = [[answers.MY_LIST, answers.LATEST], [answers.PAUSE, answers.HELP]]
    return {
        "keyboard": [[{"text": words} for words in reversed(row)] for row in rows],
        "resize_keyboard": True,
        "is_persistent": True,
    }
