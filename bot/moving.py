"""``python -m bot db export|import``: take what people follow to another bot.

Telegram's ids mean the same to every bot, but a bot may write to nobody who did not write to it first. So what is
imported waits until its chat starts this bot, or adds it again, and is then given back. A file with a mistake in it is
refused as a whole, each wrong line named.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import storage.moving
from config.settings import Settings
from domain import moving
from storage.database import Database

DONE, FAILED = 0, 1
MOST_TROUBLES = 50  # lines that are listed

Work = Callable[[Database, argparse.Namespace], Coroutine[Any, Any, int]]


def register(commands: Any, settings: Callable[[], Settings]) -> None:
    """Add ``export`` and ``import`` to the sub-commands of ``db``."""
    about = "write what every chat follows, as JSON Lines"
    exporting = commands.add_parser("export", help=about, description=about)
    exporting.add_argument("file", type=Path, nargs="?", metavar="FILE", help="else standard output")
    exporting.set_defaults(command=partial(_run, export, settings))
    about = "let what an export holds wait for its chats; each gets it back when it starts this bot"
    importing = commands.add_parser("import", help=about, description=about)
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.set_defaults(command=partial(_run, import_, settings))


def _run(work: Work, settings: Callable[[], Settings], chosen: argparse.Namespace) -> int:
    current = settings()

    async def run() -> int:
        async with Database(current.database_url) as database:
            await database.migrate()
            return await work(database, chosen)

    return asyncio.run(run())


async def export(database: Database, chosen: argparse.Namespace) -> int:
    """Write the file."""
    async with database.reading() as tx:
        found = await storage.moving.followed(tx)
    text = "".join(f"{line}\n" for line in moving.write(found))
    if chosen.file is None:
        sys.stdout.write(text)
        return DONE
    try:
        await asyncio.to_thread(chosen.file.write_text, text, "utf-8")
    except OSError as error:
        return _fail(f"{chosen.file}: {error.strerror}")
    return _say(f"chats={len(found)} subscriptions={sum(chat.count for chat in found)}")


async def import_(database: Database, chosen: argparse.Namespace) -> int:
    """Store the file, all of it or nothing."""
    try:
        text = await asyncio.to_thread(chosen.file.read_text, "utf-8")
    except OSError as error:
        return _fail(f"{chosen.file}: {error.strerror}")
    except UnicodeDecodeError:
        return _fail(f"{chosen.file}: this is no UTF-8")
    found, troubles = moving.read(text.removesuffix("\n").split("\n") if text else [])
    if troubles:
        for trouble in troubles[:MOST_TROUBLES]:
            _fail(f"{chosen.file}:{trouble.line}: {trouble.problem}")
        return _fail(f"{len(troubles)} wrong lines; nothing was imported")
    async with database.transaction() as tx:
        await storage.moving.store(tx, found)
    return _say(
        f"chats={len(found)} subscriptions={sum(chat.count for chat in found)}; each waits for its chat to start"
    )


def _say(words: str) -> int:
    sys.stdout.write(f"{words}\n")
    return DONE


def _fail(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return FAILED
