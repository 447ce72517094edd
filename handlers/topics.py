"""Forum topics that are closed, deleted, or opened again.

People who close a topic want no more in it, and nobody wants its alerts between those of General: they are held, as
with /stop, General is told once and offered to take over what the topic follows, and opening the topic again lets them
flow. Of a deleted topic Telegram says nothing; it is noticed when an alert is refused.
"""

from datetime import timedelta

from telegram import Update

import storage.deliveries
import storage.subscriptions
import storage.targets
from alerts.markup import Button
from alerts.texts import answers, answers_topics
from alerts.texts.counting import NEWS, SUBSCRIPTIONS, count
from domain.alerts import Lane
from domain.chats import GENERAL, TargetId
from handlers import buttons, pause, rights
from handlers.answering import Context, message
from storage.database import Transaction

EXPIRES = timedelta(hours=12)


async def closed(update: Update, context: Context) -> None:
    """Hold the alerts of a topic that was closed."""
    async with context.answering() as (tx, answer):
        await shut(tx, answer.place.id)


async def reopened(update: Update, context: Context) -> None:
    """Let the alerts of a topic flow again, and offer what was missed."""
    async with context.answering() as (tx, answer):
        held = await storage.targets.reopen(tx, answer.place.id)
        if held is not None:
            answer.say(answers.resumed(count(held, NEWS) if held else ""), pause.offer() if held else [])


async def move(update: Update, context: Context) -> None:
    """Move what the topic of the tapped button ``k:t:TARGET`` follows to where it was tapped."""
    if not await rights.may_change(update, context):
        return
    wanted = TargetId(buttons.number(buttons.parts(update, 3)[2]))
    async with context.answering() as (tx, answer):
        topic = await storage.targets.by_id(tx, wanted)
        if topic is None or topic.chat != answer.chat.id or topic.thread in {GENERAL, answer.place.thread}:
            answer.edit(answers.old_button())
            return
        number = await storage.subscriptions.count(tx, topic.id)
        await storage.targets.move(tx, topic.id, answer.place.id)
        held = await storage.targets.held(tx, answer.place.id)
        words = answers_topics.moved(count(number, SUBSCRIPTIONS, oblique=True), count(held, NEWS) if held else "")
        answer.edit(words, pause.offer() if held else [])


async def shut(tx: Transaction, topic: TargetId) -> None:
    """Hold the alerts of a topic in which nothing can be written any more, and tell General once."""
    target = await storage.targets.by_id(tx, topic)
    followed = await storage.subscriptions.of_target(tx, topic)
    if target is None or not followed or not await storage.targets.shut(tx, topic):
        return
    if target.thread == GENERAL:  # where else could it be told?
        return
    general = await storage.targets.ensure(tx, target.chat, GENERAL)
    words = answers_topics.shut([each.label for each in followed], count(len(followed), SUBSCRIPTIONS))
    await storage.deliveries.enqueue(
        tx,
        key=f"notice:topic:{topic}:{(await tx.now()).timestamp():.0f}",
        chat=target.chat,
        target=general.id,
        lane=Lane.NORMAL,
        call=message(words, [[Button(answers_topics.MOVE_HERE, f"k:t:{topic}")]]),
        expires_in=EXPIRES,
    )
