"""Kill the sender again and again while Telegram fails, and count what people got.

    python benchmarks/chaos.py                    SQLite, some four minutes
    python benchmarks/chaos.py --database URL     an empty PostgreSQL
    python benchmarks/chaos.py --chats 30 --stories 5 --kills 3 --speed 20

10 stories to 500 chats are 5,000 deliveries: some chats have blocked the bot, one group became a supergroup, one person
is flooded. Of the calls 5 % fail: the answer is lost after the message was written, comes 2.5 s late, is a proxy's 502
page; the connection breaks before anything was done; 429. A sender process is killed by SIGKILL at random moments and
started anew. The second run has no faults and SIGTERM instead.

The law: nothing is lost, nothing overtakes in a chat, and repeats are at most lost answers + kills × sends in flight.
*speed* makes the database's clock run faster, so that the lease of a killed sender is over sooner.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import audience, standin
from benchmarks.standin import FIRST, GROUP, TOKEN, Arrived, Cast, Standin
from bot.sender import Manner, Sender
from bot.telegram import bot_of
from config.settings import Settings
from domain.chats import ChatKind
from news.places.gazetteer import shipped
from storage.database import Database
from storage.pace import Bucket, Pace
from storage.tables import deliveries

BLOCKED = 8  # fewer than the ten at which the sender doubts that they are gone
FLOODED = FIRST + BLOCKED
SUPERGROUP = -1_000_000_000_000 - abs(GROUP)
PER_SECOND = 200.0
IN_FLIGHT = 16
END_WITHIN = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run does."""

    chats: int = 500
    stories: int = 10
    kills: int = 10
    by: signal.Signals = signal.SIGKILL
    faults: float = 0.05
    speed: float = 1.0
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    owed: int
    arrived: int
    lost: int
    out_of_order: int
    repeats: int
    lost_answers: int
    bound: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Tell whether the law holds."""
        return not self.lost and not self.out_of_order and self.repeats <= self.bound


@dataclass(frozen=True, slots=True)
class Post:
    """Where a sender process works."""

    url: str
    api: str
    speed: float
    began: float

    def clock(self) -> Callable[[], datetime] | None:
        """Return the clock of this run; None is the database's own."""
        if self.speed == 1:
            return None
        return lambda: datetime.fromtimestamp(self.began + (time.time() - self.began) * self.speed, UTC)


async def run(plan: Plan, url: str) -> Result:
    """Do what *plan* says on the empty database *url*."""
    cast = Cast(plan.chats - 1, blocked=BLOCKED, group=True)
    with standin.telegram(cast) as telegram:
        post = Post(url, telegram.api, plan.speed, time.time())
        async with Database(url, clock=post.clock()) as database:
            await database.migrate()
            await owe(database, plan)
            _order_faults(telegram, plan)
            began = time.monotonic()
            await _send_and_kill(database, post, plan)
            seconds = time.monotonic() - began
        report = telegram.report()
    lost_answers = report.faults.get("drop_after", 0)
    kills = plan.kills if plan.by is signal.SIGKILL else 0
    return judge(plan, report.arrived, lost_answers, lost_answers + kills * IN_FLIGHT, seconds)


async def owe(database: Database, plan: Plan) -> None:
    """Let all chats follow a place, and owe them an alert about each story."""
    people = [(FIRST + number, ChatKind.PRIVATE) for number in range(plan.chats - 1)]
    await audience.gather(database, [*people, (GROUP, ChatKind.GROUP)])
    await audience.publish(database, [f"خبر رقم {number} عن درعا البلد" for number in range(plan.stories)])


def _order_faults(telegram: Standin, plan: Plan) -> None:
    if not plan.faults:
        return
    each = plan.faults / 5
    telegram.order(
        kind="error",
        contains=str(FLOODED),
        times=3,
        code=429,
        description="Too Many Requests: retry after 2",
        parameters={"retry_after": 2},
    )
    for fault in (
        {"kind": "drop_after"},
        {"kind": "late", "seconds": 2.5},
        {"kind": "html", "code": 502},
        {"kind": "drop_before"},
        {
            "kind": "error",
            "code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        },
    ):
        telegram.order(method="sendMessage", probability=each, times=None, **fault)


async def _send_and_kill(database: Database, post: Post, plan: Plan) -> None:
    chance = random.Random(plan.seed)  # noqa: S311  a simulation
    end = time.monotonic() + END_WITHIN
    for _ in range(plan.kills):
        process = _start(post)
        await asyncio.sleep(chance.uniform(1.0, 4.0) if plan.speed == 1 else chance.uniform(0.8, 1.6))
        process.send_signal(plan.by)
        await asyncio.to_thread(process.wait)
    process = _start(post)
    try:
        while await _waiting(database):
            if time.monotonic() > end or process.poll() is not None:
                raise RuntimeError(f"the outbox was not emptied; the sender's exit code is {process.poll()}")
            await asyncio.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait)
    finally:
        process.kill()


async def _waiting(database: Database) -> int:
    async with database.reading() as tx:
        statement = select(func.count()).select_from(deliveries).where(deliveries.c.state == 0)
        return (await tx.connection.execute(statement)).scalar_one()


def _start(post: Post) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, "--sender", json.dumps(asdict(post))]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)})


async def _send(post: Post) -> None:
    """Be the sender process."""
    logging.disable(logging.WARNING)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    settings = Settings(bot_token=TOKEN, telegram_api=post.api, _env_file=None)
    bucket = Bucket(PER_SECOND, int(PER_SECOND / 5))
    manner = Manner(Pace(alerts=bucket, answers=bucket), IN_FLIGHT, ZoneInfo("Asia/Damascus"))
    async with Database(post.url, clock=post.clock()) as database, bot_of(settings) as bot:
        await Sender(database, bot, shipped(), manner).run(stopping)


def judge(plan: Plan, arrived: Iterable[Arrived], lost_answers: int, bound: int, seconds: float) -> Result:
    """Return what people got, against what they were owed."""
    got: defaultdict[int, list[int]] = defaultdict(list)
    for _, chat, text in arrived:
        got[chat].append(int(text.split("خبر رقم ")[1].split()[0]))
    reachable = [FIRST + number for number in range(BLOCKED, plan.chats - 1)] + [SUPERGROUP]
    lost = sum(plan.stories - len(set(got[chat])) for chat in reachable)
    repeats = sum(count - 1 for chat in got for count in Counter(got[chat]).values())
    out_of_order = sum(numbers != sorted(numbers) for numbers in got.values())
    owed = len(reachable) * plan.stories
    return Result(owed, sum(map(len, got.values())), lost, out_of_order, repeats, lost_answers, bound, seconds)


def _table(results: Iterable[tuple[str, Result]]) -> None:
    print("| run | owed | arrived | lost | chats out of order | repeats | allowed | answers lost | seconds |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, each in results:
        cells = (each.owed, each.arrived, each.lost, each.out_of_order, each.repeats, each.bound, each.lost_answers)
        print(f"| {name} | {' | '.join(map(str, cells))} | {each.seconds:.0f} |")


def main() -> int:
    """Run both, print the table, and return 1 if the law does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--stories", type=int, default=10)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--database", default="", help="an empty PostgreSQL, for the first run alone")
    parser.add_argument("--sender", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.sender:
        asyncio.run(_send(Post(**json.loads(chosen.sender))))
        return 0
    hard = Plan(chosen.chats, chosen.stories, chosen.kills, speed=chosen.speed)
    soft = Plan(chosen.chats, chosen.stories, chosen.kills, by=signal.SIGTERM, faults=0, speed=chosen.speed)
    runs = {"5 % faults, kill -9": hard} | ({} if chosen.database else {"no faults, SIGTERM": soft})
    results = []
    for name, plan in runs.items():
        with tempfile.TemporaryDirectory() as folder:
            results.append((name, asyncio.run(run(plan, chosen.database or standin.sqlite(folder)))))
    _table(results)
    return 0 if all(result.holds for _, result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
