"""Measure the way from the outbox to Telegram: the pace it keeps, the order of stories, how long an answer takes.

    python benchmarks/sending.py

Each row is one broadcast of a story to 3,000 chats or more; five seconds into it comes a second story, and all the
while people ask something and are answered. At 25 a second it is looked at for 40 seconds, else until all is sent. The
Telegram is the emulator in another process, with Telegram's limits (30 a second; 1,000 for a bot that pays) and answers
after 20 ms. Under it the rivals: a loop that sends and waits where it is told to, and python-telegram-bot's
AIORateLimiter where it is installed (``pip install "python-telegram-bot[rate-limiter]"``).
"""

import argparse
import asyncio
import logging
import resource
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest

sys.path.insert(0, str(Path(__file__).parent.parent))

import storage.deliveries
from benchmarks import audience, standin
from benchmarks.standin import FIRST, TOKEN, Arrived, Cast
from bot.manner import manner_of
from bot.requesting import Request
from bot.sender import Sender
from bot.telegram import bot_of
from config.settings import Settings
from domain.alerts import Call, Lane
from domain.chats import Chat, ChatKind, Target
from news.places.gazetteer import shipped
from storage.database import Database

FREE, PAID = 30, 1000  # Telegram's limits a second
ASKED_EVERY = 0.4  # seconds: half of the budget of answers
SECOND_AFTER = 5.0  # seconds
LATENCY = 0.02  # seconds, of a call to Telegram
ANSWER = "جواب "
FIRST_STORY, SECOND_STORY = "الخبر الأول عن درعا البلد", "الخبر الثاني عن درعا البلد"
LEAST_CHATS = 3000
AT_25 = 40.0  # seconds
END_WITHIN = 180.0  # seconds


@dataclass(frozen=True, slots=True)
class Run:
    """One broadcast: at what pace, to how many chats, Telegram's limit, and how long it is looked at."""

    per_second: float
    chats: int
    limit: int = PAID
    seconds: float = END_WITHIN


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured."""

    name: str
    sent: int
    rate: float
    most: int
    refused: int
    second: float | None = None
    answers: Sequence[float] = ()
    cpu: float | None = None

    def row(self) -> str:
        """Return a row of the table."""
        cells = [
            self.name,
            f"{self.sent}",
            f"{self.rate:.1f}",
            f"{self.most}",
            f"{self.refused}",
            "–" if self.second is None else f"{self.second:.2f}",
            f"{_share(self.answers, 0.5):.2f} / {_share(self.answers, 0.99):.2f}" if self.answers else "–",
            "–" if self.cpu is None else f"{self.cpu * 1000:.2f}",
        ]
        return f"| {' | '.join(cells)} |"


async def broadcast(run: Run, url: str) -> Result:
    """Send two stories to all chats, and answer people meanwhile."""
    cast = Cast(run.chats, limits={"overall_a_second": run.limit, "chat_a_second": 0})
    with standin.telegram(cast) as telegram:
        telegram.order(kind="latency", seconds=LATENCY, times=None)
        settings = Settings(
            bot_token=TOKEN,
            telegram_api=telegram.api,
            pace=run.per_second,
            allow_paid_broadcast=run.limit > FREE,
            _env_file=None,
        )
        async with Database(url) as database, bot_of(settings) as bot:
            await database.migrate()
            people = await audience.gather(database, ((FIRST + n, ChatKind.PRIVATE) for n in range(run.chats)))
            await audience.publish(database, [FIRST_STORY])
            stopping = asyncio.Event()
            cpu = time.process_time()
            async with asyncio.timeout(END_WITHIN), asyncio.TaskGroup() as tasks:
                tasks.create_task(Sender(database, bot, shipped(), manner_of(settings)).run(stopping))
                asking = tasks.create_task(_ask(database, people))
                await asyncio.sleep(min(SECOND_AFTER, run.chats / run.per_second / 2))
                published = time.time()
                await audience.publish(database, [SECOND_STORY])
                with suppress(TimeoutError):
                    async with asyncio.timeout(run.seconds):
                        await _until_empty(database)
                stopping.set()
                asking.cancel()
            cpu = time.process_time() - cpu
        report = telegram.report()
    asked = asking.result() if not asking.cancelled() else _ASKED
    alerts = [each for each in report.arrived if not each[2].startswith(ANSWER)]
    second = min(at for at, _, text in alerts if SECOND_STORY in text) - published
    answers = [at - asked[text] for at, _, text in report.arrived if text in asked]
    return Result(
        f"Mirsal, {run.per_second:g}/s",
        len(alerts),
        _rate(alerts),
        _most(report.arrived),
        report.statuses.get(429, 0),
        second,
        answers,
        cpu / len(report.arrived),
    )


_ASKED: dict[str, float] = {}


async def _ask(database: Database, people: Sequence[tuple[Chat, Target]]) -> dict[str, float]:
    """Let someone else ask now and then; note when each answer was committed."""
    _ASKED.clear()
    number = 0
    while True:
        chat, target = people[-1 - number * 37 % len(people)]
        text = f"{ANSWER}{number}"
        async with database.transaction() as tx:
            await storage.deliveries.enqueue(
                tx,
                key=f"answer:{number}:0",
                chat=chat.id,
                target=target.id,
                lane=Lane.ANSWER,
                call=Call("sendMessage", {"text": text}),
                expires_in=timedelta(minutes=10),
            )
        _ASKED[text] = time.time()
        number += 1
        await asyncio.sleep(ASKED_EVERY)


async def _until_empty(database: Database) -> None:
    while True:
        async with database.reading() as tx:
            if await storage.deliveries.next_due(tx) is None:
                return
        await asyncio.sleep(0.1)


async def rival(name: str, *, limiter: bool, seconds: float) -> Result:
    """Let python-telegram-bot send by itself, for *seconds*."""
    with standin.telegram(Cast(2000, limits={"overall_a_second": FREE})) as telegram:
        telegram.order(kind="latency", seconds=LATENCY, times=None)
        bot = ExtBot(TOKEN, base_url=telegram.api, rate_limiter=AIORateLimiter(max_retries=3) if limiter else None)
        cpu = time.process_time()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), bot, asyncio.TaskGroup() as tasks:
                for first in range(8):
                    tasks.create_task(_send_on(bot, first))
        cpu = time.process_time() - cpu
        report = telegram.report()
    arrived = report.arrived
    return Result(
        name, len(arrived), _rate(arrived), _most(arrived), report.statuses.get(429, 0), cpu=cpu / max(1, len(arrived))
    )


async def flat_out(name: str, request: BaseRequest | None, *, count: int = 1500) -> Result:
    """Let python-telegram-bot make calls, 16 at once, to a Telegram without limits: what the client alone costs."""
    with standin.telegram(Cast(count)) as telegram:
        bot = ExtBot(TOKEN, base_url=telegram.api, request=request)
        async with bot:
            numbers = iter(range(count))
            cpu = time.process_time()
            async with asyncio.TaskGroup() as tasks:
                for _ in range(16):
                    tasks.create_task(_send_each(bot, numbers))
            cpu = time.process_time() - cpu
        report = telegram.report()
    arrived = report.arrived
    return Result(name, len(arrived), _rate(arrived), _most(arrived), report.statuses.get(429, 0), cpu=cpu / count)


async def _send_each(bot: ExtBot[Any], numbers: Iterator[int]) -> None:
    for number in numbers:
        await bot.send_message(FIRST + number, f"<b>{FIRST_STORY}</b>\n{audience.TEXT * 3}", parse_mode="HTML")


async def _send_on(bot: ExtBot[Any], first: int) -> None:
    for number in range(first, 2000, 8):
        while True:
            try:
                await bot.send_message(FIRST + number, FIRST_STORY)
                break
            except RetryAfter as error:
                wait = error.retry_after
                await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)


def _rate(arrived: Sequence[Arrived]) -> float:
    times = sorted(at for at, _, _ in arrived)
    return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0


def _most(arrived: Sequence[Arrived]) -> int:
    """Return the most that arrived within any second."""
    times = sorted(at for at, _, _ in arrived)
    return max((bisect_left(times, at + 1.0) - n for n, at in enumerate(times)), default=0)


def _share(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pace", type=float, action="append", help="25, 500 and 850 by default; may be repeated")
    parser.add_argument("--seconds", type=float, default=12.0, help="how long each broadcast takes at its pace")
    parser.add_argument("--no-rivals", action="store_true")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    results = []
    for pace in chosen.pace or (25.0, 500.0, 850.0):
        with tempfile.TemporaryDirectory() as folder:
            chats = max(LEAST_CHATS, int(pace * chosen.seconds / 2))
            run = Run(pace, chats, FREE, AT_25) if pace <= FREE else Run(pace, chats)
            results.append(asyncio.run(broadcast(run, standin.sqlite(folder))))
            print(results[-1].row(), file=sys.stderr)
    if not chosen.no_rivals:
        results.append(asyncio.run(flat_out("httpx, flat out", None)))
        results.append(asyncio.run(flat_out("ours over aiohttp, flat out", Request(32, read_timeout=30))))
        results.append(asyncio.run(rival("a loop of 8", limiter=False, seconds=15)))
        with suppress(ImportError, RuntimeError):
            results.append(asyncio.run(rival("AIORateLimiter", limiter=True, seconds=15)))
    print(
        "| | alerts | a second | most in a second | 429 | second story after s | answer p50 / p99 s | ms CPU a call |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for each in results:
        print(each.row())
    print(f"MB of this process at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
