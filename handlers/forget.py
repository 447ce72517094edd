"""/forget: delete everything about the chat, once that was confirmed."""

from telegram import Chat, Update

import storage.chats
import storage.subscriptions
from alerts.markup import Button
from alerts.texts import answers, answers_channels
from alerts.texts.counting import SUBSCRIPTIONS, count
from handlers import buttons, rights
from handlers.answering import Context


async def ask(update: Update, context: Context) -> None:
    """Answer /forget with the question."""
    if not await rights.may_change(update, context):
        return
    is_group = update.effective_chat is not None and update.effective_chat.type != Chat.PRIVATE
    async with context.answering() as (tx, answer):
        number = await storage.subscriptions.count_of_chat(tx, answer.subject)
        words = answers.forget_question(count(number, SUBSCRIPTIONS) if number else "", group=is_group)
        if answer.channel:
            words = answers_channels.forget_question(count(number, SUBSCRIPTIONS) if number else "")
        answer.say(words, [[Button(answers.FORGET_NO, "e:no")], [Button(answers.FORGET_YES, "e:yes")]])


async def decided(update: Update, context: Context) -> None:
    """Delete everything (``e:yes``), or nothing."""
    if not await rights.may_change(update, context):
        return
    async with context.answering() as (tx, answer):
        if buttons.tapped(update) != "e:yes":
            answer.edit(answers.kept())
            return
        await storage.chats.forget(tx, answer.subject)
        if answer.channel:
            answer.edit(answers_channels.forgotten())
            return
        await answer.settle_anew(tx)
        answer.edit(answers.forgotten())
