"""«أوقف حلب»: stop one subscription by words."""

from telegram import Update

import storage.subscriptions
from alerts.markup import Button
from alerts.texts import answers_follow, answers_settings
from domain.chats import Subscription
from handlers import buttons, followed, rights, subscriptions
from handlers.answering import Answer, Context
from handlers.naming import described
from storage.database import Transaction

MOST_NEAR = 6


async def stop(update: Update, context: Context, words: str) -> None:
    """Stop what *words* mean; of several ask which, of none show what is followed."""
    if not await rights.may_change(update, context):
        return
    async with context.answering() as (tx, answer):
        gazetteer = context.services.gazetteer
        there = await storage.subscriptions.of_target(tx, answer.target.id)
        meant = followed.meant(words, there, gazetteer)
        near = meant or followed.alike(words, there, gazetteer)[:MOST_NEAR]
        stops = [[subscriptions.stop_button(one, buttons.ALONE, context)] for one in near]
        if len(meant) == 1:
            await _stop(tx, answer, meant[0], context)
        elif meant:
            answer.say(answers_settings.which_to_stop(words), stops)
        elif near:
            answer.say(answers_settings.did_you_mean(words), stops)
        else:
            listed, rows = await subscriptions.first_page(tx, answer, context)
            answer.say(f"{answers_settings.not_followed(words)}\n\n{listed}", rows)


async def _stop(tx: Transaction, answer: Answer, one: Subscription, context: Context) -> None:
    await storage.subscriptions.remove(tx, answer.target.id, one.id)
    label = described(one.query, one.label, context.services.gazetteer)
    again = Button(answers_follow.again(label), buttons.undo(buttons.ALONE, one.query))
    answer.say(answers_follow.stopped(label), [[again]])
