"""``python -m bot deliveries``: what could not be sent and was given up, for the operator at the console."""

import argparse
import asyncio
from collections.abc import Callable
from typing import Any, TextIO

import storage.dead
from config.settings import Settings
from domain.alerts import DeliveryId
from storage.database import Database

MOST = 10_000


def register(parser: argparse.ArgumentParser, settings: Callable[[], Settings], out: TextIO) -> None:
    """Add ``failed`` and ``requeue``."""
    what: Any = parser.add_subparsers(required=True, metavar="what")
    shown = what.add_parser("failed", help="print what was given up: number, kind, chat, when, cause, reason")
    shown.set_defaults(command=lambda _: asyncio.run(show(settings(), out)))
    again = what.add_parser("requeue", help="send it anew, the service will; a repeat is possible")
    again.add_argument("number", nargs="*", type=int, metavar="NUMBER", help="as failed prints it; none with --all")
    again.add_argument("--all", action="store_true", help="everything that was given up")
    again.set_defaults(
        command=lambda chosen: asyncio.run(requeue(settings(), None if chosen.all else chosen.number, out))
    )


async def show(settings: Settings, out: TextIO) -> int:
    """Print a line each, tabs between."""
    async with Database(settings.database_url) as database, database.reading() as tx:
        for each in await storage.dead.listed(tx, MOST):
            at = each.at.isoformat(timespec="seconds")
            print(each.id, each.kind, each.chat_key, at, each.cause, each.reason, sep="\t", file=out)
    return 0


async def requeue(settings: Settings, numbers: list[int] | None, out: TextIO) -> int:
    """Let them be sent anew, all without *numbers*; 1 where none was."""
    ids = None if numbers is None else [DeliveryId(number) for number in numbers]
    async with Database(settings.database_url) as database, database.transaction() as tx:
        count = await storage.dead.requeue(tx, ids)
    print(f"{count} deliveries wait again.", file=out)
    return 0 if count else 1
