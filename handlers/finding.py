"""Add a feed by its address or by that of a page: /feed_add, the choice and the preview; and its full text.

Nothing is kept about an open question. The addresses stand in the message, each to be copied, and a button says which
of them is meant: an address is longer than what a button holds.
"""

from urllib.parse import urlsplit

from telegram import Message, MessageEntity, Update

import storage.feeds
from alerts.markup import Button, is_web_address
from alerts.texts import answers, answers_admin, answers_finding, problems
from domain.errors import FeedError
from domain.feeds import FeedState, Source
from handlers import buttons, rights
from handlers.answering import Answer, Choice, Context, Preview
from handlers.feeds import named_feed

LONGEST_URL = 1000
LONGEST_NAMES = 2500  # of all addresses to choose from: a message holds 4,096


async def add(update: Update, context: Context) -> None:
    """Answer /feed_add with a preview of the feed, or the feeds of a page to choose from."""
    if not await rights.operators_only(update, context):
        return
    url = _address(context)
    if url is None:
        words = answers_admin.not_an_address() if context.args else answers_admin.how_to_add_feed()
        async with context.answering() as (_, answer):
            answer.say(words)
        return
    await _show(context, url)


async def chosen(update: Update, context: Context) -> None:
    """Show the preview of the feed that was chosen: the tapped button ``n:s:NUMBER``."""
    if not await rights.operators_only(update, context):
        return
    urls = _copied(update)
    number = buttons.number(buttons.parts(update, 3)[2])
    if number >= len(urls):
        async with context.answering() as (_, answer):
            answer.edit(answers.old_button())
        return
    await _show(context, urls[number])


async def confirmed(update: Update, context: Context) -> None:
    """Poll the feed of the preview from now on: the tapped button ``n:a:FULL``; 1 asks for the text of its pages."""
    if not await rights.operators_only(update, context):
        return
    urls = _copied(update)
    wants_text = buttons.parts(update, 3)[2] == "1"
    async with context.answering() as (tx, answer):
        if not urls:
            answer.edit(answers.old_button())
            return
        name = next(iter(_entities(update, MessageEntity.BOLD)), "")
        source = Source(urls[0], name=name[:200], full_text=wants_text)
        feed, is_new = await storage.feeds.add(tx, source, await tx.now())
        if is_new:
            answer.edit(answers_finding.added(feed.name, feed.url, full_text=wants_text))
        else:
            answer.edit(answers_admin.feed_already(feed.name or feed.url))


async def dropped(update: Update, context: Context) -> None:
    """Add nothing: the tapped button ``n:x``."""
    if not await rights.operators_only(update, context):
        return
    async with context.answering() as (_, answer):
        answer.edit(answers_finding.not_added())


async def full_text(update: Update, context: Context) -> None:
    """Answer /feed_full by number or URL, and its button ``n:f:FEED``: turn the reading of pages on, or off again."""
    if not await rights.operators_only(update, context):
        return
    named = buttons.parts(update, 3)[2] or " ".join(context.args or ())
    async with context.answering() as (tx, answer):
        feed = await named_feed(tx, named)
        if not named:
            answer.say(answers_finding.how_to_full_text())
        elif feed is None or feed.state is FeedState.REMOVED:
            answer.edit(answers_admin.feed_unknown())
        else:
            wanted = not feed.full_text
            await storage.feeds.set_full_text(tx, feed.id, wanted=wanted)
            again = Button(answers_finding.FULL_OFF if wanted else answers_finding.FULL_ON, f"n:f:{feed.id}")
            answer.edit(answers_finding.full_text(feed.name or feed.url, wanted=wanted), [[again]])


async def _show(context: Context, url: str) -> None:
    """Look at *url* and answer with what was found."""
    if (name := await _polled(context, url)) is not None:
        await _edit(context, answers_admin.feed_already(name))
        return
    try:
        found = await context.services.preview(url)
    except FeedError as error:
        await _edit(context, answers_admin.feed_refused(problems.feed(error)))
        return
    if isinstance(found, Preview) and found.url and (name := await _polled(context, found.url)) is not None:
        await _edit(context, answers_admin.feed_already(name))
        return
    async with context.answering() as (_, answer):
        match found:
            case Choice(feeds=feeds):
                _ask(answer, feeds)
            case Preview():
                _preview(answer, found, found.url or url)


async def _edit(context: Context, words: str) -> None:
    async with context.answering() as (_, answer):
        answer.edit(words)


async def _polled(context: Context, url: str) -> str | None:
    """Return the name of the feed that is polled at *url*, None where none is."""
    async with context.services.database.reading() as tx:
        feed = await storage.feeds.by_url(tx, url)
    return (feed.name or url) if feed and feed.state is FeedState.ACTIVE else None


def _ask(answer: Answer, feeds: tuple[tuple[str, str], ...]) -> None:
    shown: list[tuple[str, str]] = []
    for url, title in feeds:
        if len(url) <= LONGEST_URL and sum(len(each) for each, _ in shown) + len(url) <= LONGEST_NAMES:
            shown.append((url, title))
    rows = [
        [Button(answers_finding.choice_label(number, title or url), f"n:s:{number}")]
        for number, (url, title) in enumerate(shown)
    ]
    answer.edit(answers_finding.choose(shown), [*rows, [Button(answers_finding.CANCEL, "n:x")]])


def _preview(answer: Answer, found: Preview, url: str) -> None:
    words = answers_finding.preview(
        found.title,
        url,
        language=found.language,
        entries=found.entries,
        latest=found.latest,
        week=found.week,
        matched=found.matched,
        is_short=found.is_short,
    )
    rows = [[Button(answers_finding.ADD, "n:a:0"), Button(answers_finding.CANCEL, "n:x")]]
    if found.is_short:
        rows.insert(1, [Button(answers_finding.ADD_FULL, "n:a:1")])
    answer.edit(words, rows)


def _copied(update: Update) -> list[str]:
    """Return the addresses of the tapped message, in order; none where it can no longer be read."""
    return [words for words in _entities(update, MessageEntity.CODE) if is_web_address(words)]


def _entities(update: Update, kind: str) -> list[str]:
    message = update.callback_query.message if update.callback_query else None
    return list(message.parse_entities([kind]).values()) if isinstance(message, Message) else []


def _address(context: Context) -> str | None:
    words = context.args or []
    if len(words) != 1:
        return None
    url = words[0] if "://" in words[0] else f"https://{words[0]}"
    is_named = "://" in words[0] or "." in (urlsplit(url).hostname or "")
    return url if is_named and is_web_address(url) and len(url) <= LONGEST_URL else None
