"""/list: what is followed, a stop button each, and the undo of a stop."""

from collections.abc import Sequence

from telegram import Update

import storage.queries
import storage.subscriptions
from alerts.markup import Button
from alerts.texts import answers, answers_follow, answers_lists, problems
from alerts.texts.counting import SUBSCRIPTIONS, count
from domain.chats import Subscription, SubscriptionId
from handlers import buttons, rights
from handlers.answering import Answer, Context
from handlers.naming import described, named
from handlers.paging import page_of, pager
from storage.database import Transaction

PAGE = 8


async def show(update: Update, context: Context) -> None:
    """Answer /list with its first page; a button ``l`` does the same."""
    async with context.answering() as (tx, answer):
        answer.say(*await first_page(tx, answer, context))


async def first_page(tx: Transaction, answer: Answer, context: Context) -> tuple[str, list[list[Button]]]:
    """Return the first page of what is followed, and its buttons."""
    return await _page(tx, answer, context, 1)


async def turn(update: Update, context: Context) -> None:
    """Turn to the page that the tapped button ``t:PAGE`` names."""
    _, page = buttons.parts(update, 2)
    async with context.answering() as (tx, answer):
        answer.edit(*await _page(tx, answer, context, buttons.number(page)))


async def stop(update: Update, context: Context) -> None:
    """Stop the subscription of the tapped button ``x:PLACE:SUBSCRIPTION``, and offer to take that back."""
    if not await rights.may_change(update, context):
        return
    _, place, number = buttons.parts(update, 3)
    wanted = SubscriptionId(buttons.number(number))
    async with context.answering() as (tx, answer):
        there = await storage.subscriptions.of_target(tx, answer.target.id)
        subscription = next((one for one in there if one.id == wanted), None)
        if subscription is None:
            answer.toast(answers_follow.already_stopped())
            if place != buttons.ALONE:
                answer.edit(*await _page(tx, answer, context, buttons.number(place), _undos(update)))
            return
        await storage.subscriptions.remove(tx, answer.target.id, subscription.id)
        label = described(subscription.query, subscription.label, context.services.gazetteer)
        again = Button(answers_follow.again(label), buttons.undo(place, subscription.query))
        if place == buttons.ALONE:
            answer.edit(answers_follow.stopped(label), [[again]])
        else:
            answer.edit(*await _page(tx, answer, context, buttons.number(place), [*_undos(update), again]))


async def undo(update: Update, context: Context) -> None:
    """Follow again what the tapped button ``u:PLACE:QUERY`` stands for."""
    if not await rights.may_change(update, context):
        return
    _, place, data = buttons.parts(update, 3)
    words = buttons.words_of(buttons.label_of(update))
    query = buttons.wanted(data, words, context.services.gazetteer)
    async with context.answering() as (tx, answer):
        if query is None:
            answer.edit(answers.old_button())
            return
        if await storage.subscriptions.count(tx, answer.target.id) >= context.services.most_subscriptions:
            answer.say(problems.too_many(context.services.most_subscriptions))
            return
        query_id = await storage.queries.ensure(tx, query)
        subscription, _ = await storage.subscriptions.add(tx, answer.target.id, query_id, named(query, words))
        if place == buttons.ALONE:
            label = described(query, subscription.label, context.services.gazetteer)
            answer.edit(answers_follow.restored(label), [[stop_button(subscription, buttons.ALONE, context)]])
        else:
            left = [button for button in _undos(update) if button.data != buttons.tapped(update)]
            answer.edit(*await _page(tx, answer, context, buttons.number(place), left))


def stop_button(subscription: Subscription, place: str, context: Context) -> Button:
    """Return the button that stops *subscription*, on a page of the list or alone."""
    label = described(subscription.query, subscription.label, context.services.gazetteer)
    return Button(answers_follow.stop_button(label), f"x:{place}:{subscription.id}")


async def _page(
    tx: Transaction, answer: Answer, context: Context, number: int, undos: Sequence[Button] = ()
) -> tuple[str, list[list[Button]]]:
    there = await storage.subscriptions.of_target(tx, answer.target.id)
    again = [[button] for button in undos]
    if not there:
        return answers_lists.no_subscriptions(), again
    page = page_of(there, number, PAGE)
    labels = [described(one.query, one.label, context.services.gazetteer) for one in page.items]
    words = answers_lists.subscriptions(
        labels,
        first=page.first,
        count=count(len(there), SUBSCRIPTIONS),
        page=page.name,
        paused=answer.target.paused_at is not None,
    )
    rows = [[stop_button(one, str(page.number), context)] for one in page.items]
    return words, [*rows, *again, pager("t", page)]


def _undos(update: Update) -> list[Button]:
    return [button for button in buttons.tappable(update) if button.data.startswith("u:")]
