"""Measure how feeds are read: python benchmarks/feeds.py [--feeds 1000] [FOLDER with manifest.jsonl].

Three tables. CPU time of one body of fifty items: feedparser alone beside our whole parse, an unchanged body, and a
body with one new item. A poller that asks 1,000 local feeds once, after it has read them all before: 60 % answer 304,
35 % with the same bytes, 5 % with a new item; the server is another process, and CPU time is the
poller's own, then with its reader process. With FOLDER (rows with ``file``, ``fp_entries``, ``fp_bozo``) how many files
show the entries that feedparser finds.
"""

import argparse
import asyncio
import hashlib
import json
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import feedparser
from aiohttp import web

import storage.feeds
from bot.check import check
from bot.grouping import Desk
from bot.poller import Poller, Rhythm
from bot.reading import MOST
from bot.workers import Workers
from config.settings import Settings
from domain.feeds import FeedId, Source
from feeds import delta
from feeds.fetch import Fetcher, Limits
from feeds.parse import parse
from feeds.schedule import Bounds
from news.places.gazetteer import shipped
from storage.database import Database

ITEMS, ROUNDS = 50, 20
POLLED = 15  # items of each feed that is polled: the median of real ones
LONGEST = 600  # seconds of one round of polls
NOT_MODIFIED, SAME = 60, 95  # of a hundred feeds; the others have a new item
SENTENCE = "قالت مصادر محلية إن المياه عادت إلى عدد من القرى بعد انقطاع دام أسبوعين، وإن فرق الصيانة تواصل عملها. "
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Clock:
    """The database's clock, moved by hand so that all feeds are due at once."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--feeds", type=int, default=1_000)
    chosen = parser.parse_args()
    one_body()
    asyncio.run(many_feeds(chosen.feeds))
    if chosen.folder:
        asyncio.run(files(chosen.folder))


def body(new: int = 0, listed: int = ITEMS) -> bytes:
    """Return a feed of *listed* items of some three kilobytes, after *new* others."""
    items = [_item(number) for number in range(-new, listed)]
    return f"<rss version='2.0'><channel><title>وكالة</title>{''.join(items)}</channel></rss>".encode()


def _item(number: int) -> str:
    published = format_datetime(datetime(2026, 1, 1, tzinfo=UTC) - number * HOUR)
    text = f"<p>{SENTENCE * 15}</p>"
    return (
        f"<item><title>عودة المياه إلى القرية رقم {number}</title><guid>{number}</guid>"
        f"<link>https://news.example/{number}</link><pubDate>{published}</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>\n"
    )


def one_body() -> None:
    """Print what one body costs."""
    old, new = body(), body(1)
    known = dict.fromkeys(_sketch(old).hashes, "")
    print(f"| one body of {len(old) // 1024} KB, {ITEMS} items | ms CPU |\n|---|---|")
    for name, work in (
        ("feedparser", lambda: feedparser.parse(new)),
        ("feedparser without its sanitizer", lambda: feedparser.parse(new, sanitize_html=False)),
        ("ours, whole", lambda: _parse(new)),
        ("ours, unchanged", lambda: hashlib.sha256(old).hexdigest()),
        ("ours, other bytes and nothing new", lambda: _sketch(old).left(known)),
        ("ours, one new item", lambda: _parse(_sketch(new).without(known))),
    ):
        print(f"| {name} | {_best(work) * 1e3:.2f} |", flush=True)


def _sketch(content: bytes) -> delta.Sketch:
    found = delta.sketch(content, "", MOST)
    assert found is not None  # noqa: S101  it has items
    return found


def _parse(content: bytes) -> object:
    return parse(content, charset="", url="https://news.example/", feed=FeedId(1), seen_at=datetime.now(UTC))


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


async def many_feeds(count: int) -> None:
    """Print what it costs to ask *count* feeds once."""
    ours, theirs = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        port = await asyncio.to_thread(ours.recv)
        with tempfile.TemporaryDirectory() as folder:
            clock = Clock(datetime.now(UTC))
            async with (
                Database(f"sqlite:///{folder}/bench.db", clock=clock) as database,
                Workers(1) as workers,
                Fetcher(Limits(per_host=64), user_agent="benchmark", allow_loopback=True) as fetcher,
            ):
                await database.migrate()
                async with database.transaction() as tx:
                    for number in range(count):
                        await storage.feeds.add(tx, Source(f"http://127.0.0.1:{port}/{number}"), clock.now)
                polling = partial(_poll, database, fetcher, workers, clock)
                await polling()
                began, cpu, reader = time.perf_counter(), _cpu(), _reader()
                await polling()
                seconds, cpu = time.perf_counter() - began, _cpu() - cpu
                reader = Usage(_reader().cpu - reader.cpu, _reader().memory)
    finally:
        server.terminate()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n| {count} feeds, polled once | |\n|---|---|")
    print(f"| feeds a second of CPU | {count / cpu:,.0f} |\n| feeds a second | {count / seconds:,.0f} |")
    print(f"| feeds a second of CPU, with the reader process | {count / (cpu + reader.cpu):,.0f} |")
    print(
        f"| MB of the poller at most | {memory:.0f} |\n| MB of the reader process at most | {reader.memory:.0f} |",
        flush=True,
    )


async def _poll(database: Database, fetcher: Fetcher, workers: Workers, clock: Clock) -> None:
    """Let every feed be due, and poll until each was asked."""
    clock.now += 24 * HOUR
    rhythm = Rhythm(Bounds(shortest=HOUR, longest=HOUR, worst=HOUR), lambda: 0.0)
    poller = Poller(database, fetcher, workers, Desk(database, shipped()), rhythm, at_once=64)
    stopping = asyncio.Event()
    async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as tasks:
        tasks.create_task(poller.run(stopping))
        while True:
            await asyncio.sleep(0.1)
            async with database.reading() as tx:
                if all(feed.checked_at == clock.now for feed in await storage.feeds.all_active(tx)):
                    break
        stopping.set()


def _cpu() -> float:
    return time.process_time()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process used: seconds of CPU, and MB of memory at most."""

    cpu: float
    memory: float


def _reader() -> Usage:
    """Return what the reader process used, from Linux's /proc."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = f"\nPPid:\t{os.getpid()}\n" in (status := (folder / "status").read_text("utf-8"))
            if is_ours and b"bot.worker" in (folder / "cmdline").read_bytes():
                ticks = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
                peak = re.search(r"VmHWM:\s+(\d+) kB", status)
                return Usage(sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), int(peak[1]) / 1024 if peak else 0.0)
        except OSError:  # it ended while we looked
            continue
    return Usage(0.0, 0.0)


def serve(pipe: Connection) -> None:
    """Serve feeds: by its number one answers 304, with the same bytes, or with a new item each time."""
    asked: dict[int, int] = {}
    same = body(listed=POLLED)

    async def answer(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        kind = number % 100
        if kind < NOT_MODIFIED:
            if request.headers.get("If-None-Match") == '"1"':
                return web.Response(status=304)
            return web.Response(body=same, headers={"ETag": '"1"'}, content_type="application/rss+xml")
        if kind < SAME:
            return web.Response(body=same, content_type="application/rss+xml")
        asked[number] = asked.get(number, -1) + 1
        return web.Response(body=body(asked[number], POLLED), content_type="application/rss+xml")

    async def run() -> None:
        application = web.Application()
        application.router.add_get("/{number}", answer)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


async def files(folder: Path) -> None:
    """Print how many files of *folder* show the entries that feedparser found in them."""
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if (folder / row["file"]).is_file()]
    began = time.process_time()
    found = await check([str(folder / row["file"]) for row in rows], Settings())
    taken = time.process_time() - began
    pairs = [(row, one.entries) for row, one in zip(rows, found, strict=True)]
    well = [(row, entries) for row, entries in pairs if not row["fp_bozo"]]
    ill = [(row, entries) for row, entries in pairs if row["fp_bozo"]]
    print(f"\n| {folder.name}, {taken / len(rows) * 1e3:.0f} ms CPU a file | files | as feedparser | at least |")
    print("|---|---|---|---|")
    for name, group in (("well-formed", well), ("malformed", ill)):
        print(f"| {name} | {len(group)} | {_share(group, exact=True)} | {_share(group, exact=False)} |", flush=True)


def _share(group: Sequence[tuple[dict[str, int], int]], *, exact: bool) -> str:
    right = sum(entries == row["fp_entries"] if exact else entries >= row["fp_entries"] for row, entries in group)
    return f"{right} ({right / max(1, len(group)):.1%})"


if __name__ == "__main__":
    main()
