"""The command line: ``python -m bot …``; one function a sub-command, each returning its exit code."""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot import analyze, app, check, deliveries, demo, feeds, moving, places
from config.logging import configure
from config.settings import Settings, problems
from domain.errors import ConfigurationError, GazetteerError, StorageError
from news.places.gazetteer import laid_over
from storage.database import Database
from storage.urls import normalised

log = logging.getLogger(__name__)

WRONG_SETTINGS = 2
FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command of *arguments* (the process's own by default) and return its exit code."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except ValidationError as error:
        return _say(WRONG_SETTINGS, *(f"Wrong setting. {problem}" for problem in problems(error)))
    except (ConfigurationError, GazetteerError, StorageError) as error:
        return _say(FAILED, str(error))
    except Exception:  # the last fault boundary: Python's own traceback would go past what cuts secrets out of logs
        log.exception("ended")
        return FAILED


def _run(_: argparse.Namespace) -> int:
    settings = _settings()
    if settings.bot_token is None:
        return _until_stopped(lambda stopping: demo.serve(settings, stopping))
    return _until_stopped(lambda stopping: app.serve(settings, stopping, lambda: app.first_feeds(settings)))


def _demo(_: argparse.Namespace) -> int:
    settings = _settings()
    return _until_stopped(lambda stopping: demo.serve(settings, stopping))


def _analyze(chosen: argparse.Namespace) -> int:
    return analyze.main(chosen.files, chosen.follow, sys.stdout, explain=chosen.explain)


def _migrate(_: argparse.Namespace) -> int:
    settings = _settings()

    async def migrate() -> None:
        async with Database(settings.database_url) as database:
            await database.migrate()

    asyncio.run(migrate())
    return _say(0, "The database is up to date.")


def _import_places(chosen: argparse.Namespace) -> int:
    asyncio.run(places.import_(_settings(), chosen.file, chosen.alternate, sys.stdout))
    return 0


def _find_place(chosen: argparse.Namespace) -> int:
    return 0 if asyncio.run(places.find(_settings(), " ".join(chosen.name), sys.stdout)) else FAILED


def _check(_: argparse.Namespace) -> int:
    settings = _settings()
    normalised(settings.database_url)
    app.first_feeds(settings)
    laid_over(places.of_file(settings.places_file))
    return _say(
        0, "The settings are right: " + ("Telegram is served." if settings.bot_token else "the demo is started.")
    )


def _settings() -> Settings:
    settings = Settings()
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    key = settings.model_key.get_secret_value() if settings.model_key else ""
    proxies = (settings.telegram_proxy, settings.feeds_proxy)  # their addresses may hold a password
    configure(settings.log_level, [token, secret, key, settings.database_url, *proxies, settings.model_url])
    return settings


def _until_stopped(service: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> int:
    async def serve() -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        await service(stopping)

    try:
        asyncio.run(serve())
    except* (ConfigurationError, StorageError) as group:
        raise next(_leaves(group)) from group
    return 0


def _leaves(group: BaseExceptionGroup[Exception]) -> Iterator[Exception]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


def _say(code: int, *lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr if code else sys.stdout)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Mirsal: news alerts in Arabic, on Telegram.")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add(commands, "run", _run, "serve Telegram; without MIRSAL_BOT_TOKEN the demo")
    _add(commands, "demo", _demo, "serve the demo in the browser, whatever is set")
    _add(commands, "check", _check, "say what is wrong with the settings")
    database = _add(commands, "db", _migrate, "look after the database").add_subparsers(required=True, metavar="what")
    _add(database, "migrate", _migrate, "bring the schema up to date; done at each start too")
    moving.register(database, _settings)
    place = _add(commands, "places", _check, "look after the gazetteer").add_subparsers(required=True, metavar="what")
    dump = _add(place, "import", _import_places, "import a GeoNames country dump (XX.txt)")
    dump.add_argument("file", type=Path, metavar="FILE")
    dump.add_argument("--alternate", type=Path, metavar="FILE", help="names by language: alternateNamesV2.txt")
    name = _add(place, "find", _find_place, "show what a name can mean")
    name.add_argument("name", nargs="+", metavar="NAME")
    about = "look after the feeds"
    check.register(feeds.register(commands.add_parser("feeds", help=about, description=about), _settings), _settings)
    about = "look after what could not be sent"
    deliveries.register(commands.add_parser("deliveries", help=about, description=about), _settings, sys.stdout)
    reader = _add(commands, "analyze", _analyze, "say what articles name, as JSON Lines")
    reader.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="JSON Lines, or a .txt of one article; else standard input"
    )
    reader.add_argument(
        "--follow", action="append", default=[], metavar="QUERY", help="what every row follows; may be repeated"
    )
    reader.add_argument("--explain", action="store_true", help="say why each name was taken for a place or not")
    return parser


def _add(commands: Any, name: str, command: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(command=command)
    return parser
