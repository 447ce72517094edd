"""/feeds and /feed_remove: the sources, for the bot's operators."""

from collections.abc import Sequence

from telegram import Update

import storage.feeds
from alerts.markup import Button
from alerts.texts import answers_admin, problems, times, verdicts
from alerts.texts.counting import NEWS, SOURCES, count
from domain.feeds import Feed, FeedId, FeedState, Source
from feeds import doctor
from handlers import buttons, rights
from handlers.answering import Context
from handlers.paging import page_of, pager
from storage.database import Transaction

PAGE = 6  # a feed takes up to some 600 UTF-16 units of the 4,096


async def show(update: Update, context: Context) -> None:
    """Answer /feeds with its first page, or turn to the page of the tapped button ``g:PAGE``."""
    if not await rights.operators_only(update, context):
        return
    number = buttons.number(buttons.parts(update, 2)[1])
    async with context.answering() as (tx, answer):
        answer.edit(*_page(await storage.feeds.all_active(tx), number, context))


async def remove(update: Update, context: Context) -> None:
    """Answer /feed_remove by number or URL, and a tapped button ``r:FEED``."""
    if not await rights.operators_only(update, context):
        return
    named = buttons.parts(update, 2)[1] or " ".join(context.args or ())
    async with context.answering() as (tx, answer):
        feed = await named_feed(tx, named)
        if not named:
            answer.say(answers_admin.how_to_remove_feed())
        elif feed is None or feed.state is FeedState.REMOVED:
            answer.edit(answers_admin.feed_unknown())
        else:
            await storage.feeds.remove(tx, feed.id)
            again = Button(answers_admin.FEED_AGAIN, f"a:{feed.id}")
            answer.edit(answers_admin.feed_removed(feed.name or feed.url), [[again]])


async def restore(update: Update, context: Context) -> None:
    """Take a removal back: the tapped button ``a:FEED``."""
    if not await rights.operators_only(update, context):
        return
    async with context.answering() as (tx, answer):
        feed = await named_feed(tx, buttons.parts(update, 2)[1])
        if feed is None:
            answer.edit(answers_admin.feed_unknown())
            return
        source = Source(feed.url, feed.name, feed.country, feed.family, feed.region, feed.full_text)
        await storage.feeds.add(tx, source, await tx.now())
        answer.edit(answers_admin.feed_restored(feed.name or feed.url))


async def named_feed(tx: Transaction, named: str) -> Feed | None:
    """Return the feed of a number as /feeds shows it, in any digits, or of an address."""
    if named.isdecimal() and len(named) <= 18:
        return await storage.feeds.by_id(tx, FeedId(int(named)))
    return await storage.feeds.by_url(tx, named)


def _page(feeds: Sequence[Feed], number: int, context: Context) -> tuple[str, list[list[Button]]]:
    if not feeds:
        return answers_admin.no_feeds(), []
    page = page_of(feeds, number, PAGE)
    failing = sum(1 for feed in feeds if feed.failures or doctor.is_trouble(feed.verdict))
    words = answers_admin.feeds(
        [_line(feed, context) for feed in page.items],
        count=count(len(feeds), SOURCES),
        failing=count(failing, SOURCES) if failing else "",
        page=page.name,
    )
    return words, [pager("g", page)]


def _line(feed: Feed, context: Context) -> str:
    services = context.services
    now = services.now()
    return answers_admin.feed_item(
        feed.id,
        feed.name,
        feed.url,
        state=_light(feed),
        checked=times.ago(feed.checked_at, now, services.zone) if feed.checked_at else "",
        article=times.ago(feed.article_at, now, services.zone) if feed.article_at else "",
        late=count(feed.late, NEWS) if feed.late else "",
        verdict=verdicts.sentence(feed.verdict) if feed.verdict else "",
        since=times.ago(feed.verdict_at, now, services.zone) if feed.verdict_at else "",
        hub=feed.hub,
        error="" if doctor.is_trouble(feed.verdict) else problems.stored(feed.error),
    )


def _light(feed: Feed) -> str:
    """Return the light of the verdict; of the last polls while there is none, or while it is better than they were."""
    if feed.checked_at is None:
        return "⚪"
    if feed.verdict and (not feed.failures or doctor.is_trouble(feed.verdict)):
        return verdicts.light(feed.verdict)
    if not feed.failures:
        return "🟢"
    return "🟡" if feed.failures < 3 else "🔴"
