"""``python -m bot feeds …``: add, list, remove, import and export what is polled, on the service's own database.

The service may run meanwhile: what is added here is polled within a second. Results go to standard output, what a
person should know beside them to standard error. The exit code is 1 where nothing was done that was asked for.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import storage.feeds
from bot import app
from bot.looks import Looks
from bot.workers import Workers
from config.settings import Settings
from domain.errors import FeedError, NotOpml
from domain.feeds import Feed, FeedId, FeedState, Source
from feeds import opml
from feeds.opml import Outlines
from handlers.answering import Choice, Preview
from handlers.opml import parts, source_of
from news.places.gazetteer import shipped
from storage.database import Database, Transaction

DONE, FAILED = 0, 1
LIMIT = timedelta(minutes=1)  # of looking at one address
MOST_TROUBLES = 50  # lines that are listed

Work = Callable[[Database, argparse.Namespace, Settings], Coroutine[Any, Any, int]]

_NOT_OPML = {
    "not_xml": "this is no XML; export the list of feeds as OPML and give that file",
    "other_xml": "this is XML, but no OPML; to add one feed use: feeds add URL",
    "entities": "it declares entities, which no list of feeds needs: refused",
    "empty": "it is empty",
}
_TROUBLES = {
    "no_address": "no xmlUrl",
    "bad_address": "no http or https address",
    "too_many": f"more than {opml.MOST} feeds; the rest was not read",
    "broken": "the file breaks off here; the rest was not read",
}


def register(parser: argparse.ArgumentParser, settings: Callable[[], Settings]) -> Any:
    """Add the sub-commands to *parser*, each to work as *settings* says; return where more can be added."""
    commands = parser.add_subparsers(required=True, metavar="what")

    def command(name: str, work: Work, about: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
        added.set_defaults(command=partial(_run, work, settings))
        return added

    adding = command("add", add, "add the feed at an address, or the one that the page there names")
    adding.add_argument("url", metavar="URL")
    adding.add_argument("--full-text", action="store_true", help="read the pages of articles that are only a line")
    adding.add_argument("--yes", action="store_true", help="add without asking")
    command("list", list_, "print number, state, address and name of each feed, with tabs between")
    removing = command("remove", remove, "poll a feed no more")
    removing.add_argument("feed", metavar="URL|NUMBER")
    importing = command("import", import_, "add the feeds of an OPML file")
    importing.add_argument("file", type=Path, metavar="FILE")
    exporting = command("export", export, "write all feeds as OPML")
    exporting.add_argument("file", type=Path, nargs="?", metavar="FILE", help="else standard output")
    return commands


def _run(work: Work, settings: Callable[[], Settings], chosen: argparse.Namespace) -> int:
    current = settings()

    async def run() -> int:
        async with Database(current.database_url) as database:
            await database.migrate()
            return await work(database, chosen, current)

    return asyncio.run(run())


async def add(database: Database, chosen: argparse.Namespace, settings: Settings) -> int:
    """Show the feed at an address and add it, once someone at a terminal has said yes."""
    url = chosen.url if "://" in chosen.url else f"https://{chosen.url}"
    async with _looks(database, settings) as looks:
        try:
            found = await looks.preview(url)
        except FeedError as error:
            return _fail(f"{url}: {error}")
    if isinstance(found, Choice):
        return _fail("This page names several feeds; add one by its address:", *map(_choice, found.feeds))
    _print_preview(found)
    if not (chosen.yes or _agrees()):
        return _fail("Nothing was added.")
    async with database.transaction() as tx:
        source = Source(found.url, found.title[:200], full_text=chosen.full_text)
        feed, is_new = await storage.feeds.add(tx, source, await tx.now())
    print(f"{'Added' if is_new else 'Already there'} as {feed.id}: {feed.url}")
    return DONE


async def list_(database: Database, _: argparse.Namespace, __: Settings) -> int:
    """Print each feed on a line of its own."""
    async with database.reading() as tx:
        feeds = await storage.feeds.all_active(tx)
    for feed in feeds:
        print(feed.id, _state(feed), feed.url, " ".join(feed.name.split()), sep="\t")
    return DONE


async def remove(database: Database, chosen: argparse.Namespace, _: Settings) -> int:
    """Poll a feed no more; its articles stay."""
    async with database.transaction() as tx:
        feed = await _named(tx, chosen.feed)
        if feed is None or feed.state is FeedState.REMOVED:
            return _fail(f"No feed is polled at {chosen.feed}; see: feeds list")
        await storage.feeds.remove(tx, feed.id)
    print(f"Removed {feed.id}: {feed.url}")
    return DONE


async def import_(database: Database, chosen: argparse.Namespace, _: Settings) -> int:
    """Add the feeds of a file, part by part; say which of its lines were left out."""
    try:
        found = opml.read(await asyncio.to_thread(chosen.file.read_bytes))
    except OSError as error:
        return _fail(f"{chosen.file}: {error.strerror}")
    except NotOpml as error:
        return _fail(f"{chosen.file}: {_NOT_OPML[error.kind]}" + (f" (line {error.line})" if error.line else ""))
    added = await _import(database, found)
    for trouble in found.troubles[:MOST_TROUBLES]:
        print(f"{chosen.file}:{trouble.line}: {_TROUBLES[trouble.kind]} {trouble.words}".rstrip(), file=sys.stderr)
    if found.refused > MOST_TROUBLES:
        print(f"… and {found.refused - MOST_TROUBLES} more", file=sys.stderr)
    print(f"added={added} already_there={len(found.feeds) - added} refused={found.refused}")
    return DONE if found.feeds else FAILED


async def export(database: Database, chosen: argparse.Namespace, _: Settings) -> int:
    """Write the feeds as OPML."""
    async with database.reading() as tx:
        feeds = await storage.feeds.all_active(tx)
        document = opml.write(map(source_of, feeds), title="Mirsal", now=await tx.now())
    if chosen.file is None:
        print(document.decode(), end="")
        return DONE
    try:
        await asyncio.to_thread(chosen.file.write_bytes, document)
    except OSError as error:
        return _fail(f"{chosen.file}: {error.strerror}")
    print(f"{len(feeds)} feeds are in {chosen.file}")
    return DONE


@asynccontextmanager
async def _looks(database: Database, settings: Settings) -> AsyncIterator[Looks]:
    async with Workers(1) as workers, app.fetcher_of(settings) as fetcher:
        yield Looks(database, workers, fetcher, limit=LIMIT)


async def _import(database: Database, found: Outlines) -> int:
    async with database.reading() as tx:
        now = await tx.now()
    added = done = 0
    for part in parts(found, now, shipped()):
        async with database.transaction() as tx:
            added += len(await storage.feeds.add_all(tx, part))
        done += len(part)
        print(f"{done} of {len(found.feeds)} …", file=sys.stderr)
    return added


async def _named(tx: Transaction, named: str) -> Feed | None:
    if named.isdecimal() and len(named) <= 18:
        return await storage.feeds.by_id(tx, FeedId(int(named)))
    return await storage.feeds.by_url(tx, named)


def _state(feed: Feed) -> str:
    if feed.checked_at is None:
        return "new"
    return feed.error.partition(":")[0] if feed.failures else "ok"


def _choice(feed: Sequence[str]) -> str:
    url, title = feed
    return f"  {url}  {title}".rstrip()


def _print_preview(found: Preview) -> None:
    print(f"{found.title or 'without a title'}  {found.url}")
    print(f"language={found.language or 'unknown'} items={found.entries} week={found.week} matched={found.matched}")
    for headline in found.latest:
        print(f"  {headline}")
    if found.is_short:
        print("Its items are only a line; --full-text reads the pages of its articles.")


def _agrees() -> bool:
    """Ask, where someone is there to answer; where nobody is, ``--yes`` is the answer."""
    return sys.stdin.isatty() and input("Add it? [y/N] ").strip().lower() in {"y", "yes"}


def _fail(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return FAILED
