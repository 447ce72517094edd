"""/failed: what could not be sent and was given up, for the bot's operators; each or all can be sent anew."""

from telegram import Update

import storage.dead
from alerts.markup import Button
from alerts.texts import answers_failed, times
from domain.alerts import DeliveryId
from handlers import buttons, rights
from handlers.answering import Context
from handlers.paging import Page, page_of, pager
from storage.database import Transaction
from storage.dead import Dead

PAGE = 8  # an item takes at most some 400 UTF-16 units of the 4,096
MOST = 400  # items that can be paged through; who has more sends all anew


async def show(update: Update, context: Context) -> None:
    """Answer /failed with its first page, or turn to the page of the tapped button ``d:p:PAGE``."""
    if not await rights.operators_only(update, context):
        return
    number = buttons.number(buttons.parts(update, 3)[2])
    async with context.answering() as (tx, answer):
        answer.edit(*await _page(tx, number, context))


async def again(update: Update, context: Context) -> None:
    """Send anew: the tapped button ``d:r:PAGE:DELIVERY``, or ``d:a`` for all."""
    if not await rights.operators_only(update, context):
        return
    _, which, page, delivery = buttons.parts(update, 4)
    ids = None if which == "a" else [DeliveryId(buttons.number(delivery))]
    async with context.answering() as (tx, answer):
        count = await storage.dead.requeue(tx, ids)
        answer.toast(answers_failed.requeued(count))
        answer.edit(*await _page(tx, buttons.number(page), context))


async def _page(tx: Transaction, number: int, context: Context) -> tuple[str, list[list[Button]]]:
    found = await storage.dead.listed(tx, MOST)
    if not found:
        return answers_failed.none(), []
    page = page_of(found, number, PAGE)
    items = [_item(place, each, context) for place, each in enumerate(page.items, page.first)]
    words = answers_failed.failed(items, total=await storage.dead.count(tx), page=page.name)
    return words, [*_again(page), [Button(answers_failed.AGAIN_ALL, "d:a")], pager("d:p", page)]


def _again(page: Page[Dead]) -> list[list[Button]]:
    """Return a button for each item, four in a row."""
    row = [
        Button(answers_failed.again(place), f"d:r:{page.number}:{each.id}")
        for place, each in enumerate(page.items, page.first)
    ]
    return [row[:4], row[4:]]


def _item(place: int, dead: Dead, context: Context) -> str:
    services = context.services
    return answers_failed.item(
        place,
        kind=dead.kind,
        chat=dead.chat_kind,
        chat_key=dead.chat_key,
        ago=times.ago(dead.at, services.now(), services.zone),
        cause=dead.cause,
        reason=dead.reason,
    )
