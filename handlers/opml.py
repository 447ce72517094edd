"""Lists of feeds: an OPML file that an operator sends, and /feeds_export.

A long list is added in parts, each committed for itself, so that alerts need not wait; what is repeated after a crash
is there already. How far it is stands in a message that is edited on the way.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from telegram import Update
from telegram.error import TelegramError

import storage.deliveries
import storage.feeds
from alerts.texts import answers_admin, answers_opml
from domain.alerts import Call, Lane
from domain.errors import FeedError, NotOpml
from domain.feeds import Feed, Source
from feeds import opml
from feeds.opml import Outlines
from handlers import odd, rights
from handlers.answering import EXPIRY, Answer, Context
from news.arabic import marks
from news.places.gazetteer import Gazetteer
from storage.database import Transaction

MOST_BYTES = 20 * 1024 * 1024  # Bot API, getFile: bots can download files of up to 20 MB
DOWNLOAD = timedelta(seconds=10)  # of the 20 s of a look; reading it has as long
PART = 500  # feeds of one transaction
NAME = "mirsal-feeds.opml"
ENDINGS = (".opml", ".xml")


async def received(update: Update, context: Context) -> None:
    """Add the feeds of the file that was sent; what others send is no file for us."""
    document = update.message.document if update.message else None
    if document is None:
        return
    if not rights.is_operator(update, context) and not (document.file_name or "").lower().endswith(ENDINGS):
        await odd.no_words(update, context)
        return
    if not await rights.operators_only(update, context):
        return
    if (document.file_size or 0) > MOST_BYTES:
        await _say(context, answers_opml.too_large())
        return
    try:
        async with asyncio.timeout(DOWNLOAD.total_seconds()):
            content = await _download(context, document.file_id)
    except (TelegramError, TimeoutError):
        await _say(context, answers_opml.not_downloaded())
        return
    try:
        found = await context.services.outlines(content)
    except NotOpml as error:
        await _say(context, answers_opml.not_opml(error.kind))
    except FeedError:
        await _say(context, answers_opml.unreadable())
    else:
        await _import(context, found)


async def export(update: Update, context: Context) -> None:
    """Answer /feeds_export with all feeds that are polled, as a file."""
    if not await rights.operators_only(update, context):
        return
    async with context.answering() as (tx, answer):
        feeds = await storage.feeds.all_active(tx)
        if not feeds:
            answer.say(answers_admin.no_feeds())
            return
        content = opml.write(map(source_of, feeds), title=answers_opml.TITLE, now=await tx.now())
        answer.document(NAME, content, answers_opml.exported(len(feeds)))


def source_of(feed: Feed) -> Source:
    """Return *feed* as it would be added again."""
    return Source(feed.url, feed.name, feed.country, feed.family, feed.region, feed.full_text)


def parts(found: Outlines, now: datetime, gazetteer: Gazetteer) -> list[list[tuple[Source, datetime]]]:
    """Return the sources of *found*, each with its first poll, in parts of one transaction each.

    A region that is no place here is left out: it would say nothing.
    """
    spread = [
        (source if source.region in gazetteer else replace(source, region=""), due)
        for source, due in opml.spread(found.feeds, now)
    ]
    return [spread[start : start + PART] for start in range(0, len(spread), PART)]


async def _say(context: Context, words: str) -> None:
    async with context.answering() as (_, answer):
        answer.say(words)


async def _download(context: Context, file_id: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        TelegramError: if they could not be had in time.
    """
    seconds = DOWNLOAD.total_seconds()
    file = await context.bot.get_file(file_id, read_timeout=seconds)
    return bytes(await file.download_as_bytearray(read_timeout=seconds))


async def _import(context: Context, found: Outlines) -> None:
    pieces = parts(found, context.services.now(), context.services.gazetteer)
    added = 0
    for number, part in enumerate(pieces[:-1]):
        async with context.stepping() as (tx, answer):
            added += len(await storage.feeds.add_all(tx, part))
            await _tell_progress(tx, answer, context, done=PART * (number + 1), of=len(found.feeds), number=number)
    async with context.answering() as (tx, answer):
        for part in pieces[-1:]:
            added += len(await storage.feeds.add_all(tx, part))
        troubles = [(trouble.line, trouble.kind, trouble.words) for trouble in found.troubles]
        answer.say(answers_opml.imported(added, len(found.feeds) - added, troubles, found.refused))


async def _tell_progress(tx: Transaction, answer: Answer, context: Context, *, done: int, of: int, number: int) -> None:
    """Say how far the import is, in a message of its own that is edited once it is known to have arrived."""
    first = f"notice:import:{context.asked.update_id}"
    words = marks.lines(answers_opml.progress(done, of))
    message_id = await storage.deliveries.message_of(tx, first)
    if message_id is None:
        answer.say_once(first, words)
        return
    await storage.deliveries.enqueue(
        tx,
        key=f"{first}:{number}",
        chat=answer.chat.id,
        target=answer.target.id,
        lane=Lane.ANSWER,
        call=Call("editMessageText", {"message_id": message_id, "text": words, "parse_mode": "HTML"}),
        expires_in=EXPIRY,
    )
