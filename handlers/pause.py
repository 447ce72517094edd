"""/stop pauses everything and keeps it; /resume says how many were missed and offers them."""

from telegram import Update

import storage.subscriptions
import storage.targets
from alerts.markup import Button
from alerts.texts import answers
from alerts.texts.counting import NEWS, SUBSCRIPTIONS, count
from handlers import buttons, rights
from handlers.answering import Context

MISSED = 10  # at a time: what was missed must not come as a flood

_RESUME = [[Button(answers.RESUME_BUTTON, "p:resume")]]


async def pause(update: Update, context: Context) -> None:
    """Answer /stop."""
    if not await rights.may_change(update, context):
        return
    async with context.answering() as (tx, answer):
        if answer.target.paused_at is not None:
            answer.say(answers.already_paused(), _RESUME)
            return
        await storage.targets.pause(tx, answer.target.id, await tx.now())
        number = await storage.subscriptions.count(tx, answer.target.id)
        answer.say(answers.paused(count(number, SUBSCRIPTIONS) if number else ""), _RESUME)


async def resume(update: Update, context: Context) -> None:
    """Answer /resume and its button."""
    if not await rights.may_change(update, context):
        return
    async with context.answering() as (tx, answer):
        if answer.target.paused_at is None:
            answer.edit(answers.not_paused())
            return
        held = await storage.targets.resume(tx, answer.target.id)
        answer.edit(answers.resumed(count(held, NEWS) if held else ""), offer() if held else [])


async def missed(update: Update, context: Context) -> None:
    """Send what was missed, a few at a time (``m:show``), or let it go (``m:skip``)."""
    if not await rights.may_change(update, context):
        return
    async with context.answering() as (tx, answer):
        held = await storage.targets.held(tx, answer.target.id)
        if not held:
            answer.edit(answers.nothing_missed())
        elif buttons.tapped(update) == "m:skip":
            await storage.targets.drop_held(tx, answer.target.id)
            answer.edit(answers.missed_skipped())
        else:
            await storage.targets.release_held(tx, answer.target.id, MISSED)
            left = max(held - MISSED, 0)
            coming = count(held - left, NEWS)
            answer.edit(answers.missed_coming(coming, count(left, NEWS) if left else ""), offer() if left else [])


def offer() -> list[list[Button]]:
    """Return the buttons that show what was missed, or let it go."""
    return [[Button(answers.SHOW_MISSED, "m:show"), Button(answers.SKIP_MISSED, "m:skip")]]
