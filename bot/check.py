"""``python -m bot feeds check``: say what feeds hold, or what is wrong with them, without adding them.

A file is read as if it had been fetched, an address is asked as the service would ask. One line a feed, or with
``--json`` one object: file or url, ok, verdict (the words of ``/feeds``), entries, title, language, encoding, repaired,
problem. The exit code is 1 where one is no feed.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from bot import app
from bot.reading import MOST
from config.settings import Settings
from domain.errors import FeedError
from domain.feeds import FeedId, Fetched, Verdict
from feeds import doctor
from feeds.fetch import Fetcher
from feeds.parse import parse


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at *source*, a file or an address, showed."""

    source: str
    ok: bool
    verdict: Verdict
    entries: int = 0
    title: str = ""
    language: str = ""
    encoding: str = ""
    repaired: bool = False
    problem: str = ""


def register(commands: Any, settings: Callable[[], Settings]) -> None:
    """Add the sub-command to *commands*."""
    about = "say what feeds hold, or what is wrong with them"
    parser: argparse.ArgumentParser = commands.add_parser("check", help=about, description=about)
    parser.add_argument("sources", nargs="+", metavar="URL|FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(command=partial(_run, settings))


def _run(settings: Callable[[], Settings], chosen: argparse.Namespace) -> int:
    found = asyncio.run(check(chosen.sources, settings()))
    show(found, sys.stdout, as_json=chosen.json)
    return 0 if all(one.ok for one in found) else 1


def show(found: Iterable[Finding], out: TextIO, *, as_json: bool) -> None:
    """Write a line for each finding to *out*."""
    for one in found:
        if as_json:
            shown = asdict(one)
            named = {"url" if _is_address(one.source) else "file": shown.pop("source")}
            print(json.dumps(named | shown, ensure_ascii=False), file=out)
        else:
            told = f"{one.entries} entries, {one.encoding}, {one.title or 'without a title'}" if one.ok else one.problem
            print(f"{one.source}: {one.verdict}: {told}", file=out)


async def check(sources: Iterable[str], settings: Settings) -> list[Finding]:
    """Return what each of *sources*, addresses or files, shows."""
    async with app.fetcher_of(settings) as fetcher:
        return [await _look(source, fetcher, settings.fetch_max_bytes) for source in sources]


async def _look(source: str, fetcher: Fetcher, most: int) -> Finding:
    try:
        if not _is_address(source):
            return _of_file(source, most)
        answer = await fetcher.fetch(source)
        assert isinstance(answer, Fetched)  # noqa: S101  without validators a 304 is an error
        return _read(source, answer.body, answer.charset, answer.url)
    except FeedError as error:
        return _failed(source, str(error), doctor.of_error(error.kind))


def _is_address(source: str) -> bool:
    return "://" in source


def _of_file(name: str, most: int) -> Finding:
    try:
        with Path(name).open("rb") as file:
            body = file.read(most + 1)
    except OSError as error:
        return _failed(name, error.strerror or type(error).__name__)
    if len(body) > most:
        return _failed(name, f"larger than {most} bytes")
    return _read(name, body, "", "")


def _read(source: str, body: bytes, charset: str, url: str) -> Finding:
    found = parse(body, charset=charset, url=url, feed=FeedId(0), seen_at=datetime.now(UTC), most=MOST)
    return Finding(
        source=source,
        ok=True,
        verdict=Verdict.REPAIRED if found.repaired else Verdict.FINE,
        entries=found.entries,
        title=found.title,
        language=found.language,
        encoding=found.encoding,
        repaired=found.repaired,
    )


def _failed(source: str, problem: str, verdict: Verdict = Verdict.UNREADABLE) -> Finding:
    return Finding(source, ok=False, verdict=verdict, problem=" ".join(problem.split()))
