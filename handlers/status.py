"""/status: whether the service works, which sources it reads, and how one's own subscriptions stand."""

from collections.abc import Sequence
from itertools import groupby

from telegram import Update

import storage.chats
import storage.feeds
import storage.standing
import storage.subscriptions
from alerts.texts import answers_status, times
from alerts.texts.counting import SUBSCRIPTIONS, count
from domain.chats import ChatKind, ChatState
from domain.feeds import Feed
from domain.news import PlaceId
from feeds import doctor
from handlers import buttons, rights
from handlers.answering import Answer, Context
from handlers.paging import page_of, pager
from news.places.gazetteer import Gazetteer
from storage.database import Transaction

PAGE = 40  # sources, by name alone


async def show(update: Update, context: Context) -> None:
    """Answer /status with its first page, or turn to the page of the tapped button ``j:PAGE``."""
    page = buttons.number(buttons.parts(update, 2)[1])
    async with context.answering() as (tx, answer):
        feeds = await storage.feeds.all_active(tx)
        named = sorted((_group(feed, context.services.gazetteer), feed.name or feed.url) for feed in feeds)
        shown = page_of(named, page, PAGE)
        groups = [(group, [name for _, name in of]) for group, of in groupby(shown.items, lambda each: each[0])]
        words = [_service(feeds, context), await _own(tx, answer)]
        if rights.is_operator(update, context) and answer.chat.kind is ChatKind.PRIVATE:
            words.append(answers_status.for_admins(await storage.standing.numbers(tx), _in_trouble(feeds)))
        words.append(answers_status.sources(groups, page=shown.name))
        answer.edit("\n\n".join(words), [pager("j", shown)])


def _service(feeds: Sequence[Feed], context: Context) -> str:
    now = context.services.now()
    checked = max((feed.checked_at for feed in feeds if feed.checked_at), default=None)
    return answers_status.service(
        checked=times.ago(checked, now, context.services.zone) if checked else "",
        working=sum(1 for feed in feeds if feed.checked_at and not _is_in_trouble(feed)),
        of=len(feeds),
    )


async def _own(tx: Transaction, answer: Answer) -> str:
    number = await storage.subscriptions.count(tx, answer.target.id)
    chat = await storage.chats.by_id(tx, answer.subject)
    return answers_status.own(
        count(number, SUBSCRIPTIONS),
        paused=answer.target.paused_at is not None,
        gone=chat is not None and chat.state is ChatState.GONE,
    )


def _in_trouble(feeds: Sequence[Feed]) -> int:
    return sum(1 for feed in feeds if _is_in_trouble(feed))


def _is_in_trouble(feed: Feed) -> bool:
    return bool(feed.failures) or doctor.is_trouble(feed.verdict)


def _group(feed: Feed, gazetteer: Gazetteer) -> str:
    """Return what the feed is mostly about; those about no place come last."""
    region = PlaceId(feed.region)
    return gazetteer.place(region).name if region in gazetteer else answers_status.EVERYWHERE
