"""Measure how long news wait to be seen, and how often feeds are asked: python benchmarks/schedule.py.

Simulated: feeds whose articles a day are log-normal (median 7, σ 1.35, as measured on 42 real feeds that show one or
more in two days), more by day than by night in zones from UTC+0 to UTC+4, with bursts of 1 to 3 hours. Every policy
sees the same articles in the same run, each wait ±10 %. The delay is from publication to the poll that sees it, of
all articles; requests are a feed and day. The first two days teach and do not count.
"""

import argparse
import math
import random
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

sys.path.insert(0, str(Path(__file__).parents[1]))

from domain.feeds import Feed, FeedId, FeedState, Hints
from feeds import schedule

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
DAY = 24 * 60.0  # minutes, as are all times here
LEARNING = 2 * DAY
NIGHT, NOON = 0.1, 1.9  # the share of the mean rate at three in the morning and in the afternoon
BURSTS_A_DAY, BURST = 0.3, 8.0
Policy = Callable[[random.Random], Callable[[float, int], float]]  # a feed's own: (now, new articles) → wait


@dataclass(frozen=True, slots=True)
class Result:
    """What a policy cost and gave: requests a feed and day, and the delay in minutes of the articles."""

    policy: str
    requests: float
    mean: float
    middle: float
    ninth: float
    last: float


def main() -> None:
    """Print a table of the policies."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=400)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(f"{'policy':44} {'requests':>8} {'mean s':>7} {'p50':>6} {'p90':>6} {'p99':>6}")
    for found in measured(chosen.feeds, chosen.days, chosen.seed):
        delays = " ".join(f"{60 * each:6.0f}" for each in (found.middle, found.ninth, found.last))
        print(f"{found.policy:44} {found.requests:8.0f} {60 * found.mean:7.1f} {delays}", flush=True)


def measured(feeds: int, days: int, seed: int) -> Iterator[Result]:
    """Yield the result of every policy on the same articles; the fixed rival of each of ours has its budget."""
    chance = random.Random(seed)  # noqa: S311  a simulation
    news = [published(chance, days) for _ in range(feeds)]
    for minutes in (1, 2, 5, 10):
        yield _result(f"fixed {minutes} min", news, days, fixed(minutes), seed)
    yield _result("articles of the last week, 5 min to 24 h", news, days, by_frequency, seed)
    yield _result("halved on news, else × 1.25, 1 to 30 min", news, days, halved_on_news, seed)
    for budget in (10.0, 20.0, 30.0):
        ours = _result(f"k/√(articles a day), k = {budget:g}", news, days, by_root(budget), seed)
        yield ours
        yield _result("  fixed, as many requests", news, days, fixed(DAY / ours.requests), seed)


def published(chance: random.Random, days: int) -> list[float]:
    """Return the minutes at which one feed publishes, in order."""
    daily = 7 * math.exp(chance.gauss(0, 1.35))
    zone = chance.uniform(0, 4) * 60
    bursts = [
        (start, start + chance.uniform(60, 180))
        for start in (chance.uniform(0, days * DAY) for _ in range(round(days * BURSTS_A_DAY)))
    ]

    def rate(at: float) -> float:
        hour = math.cos((at + zone) / DAY * math.tau - math.tau * 15 / 24)
        burst = BURST if any(start <= at < end for start, end in bursts) else 1.0
        return (NIGHT + (NOON - NIGHT) * (1 + hour) / 2) * burst

    most, at, found = NOON * BURST * daily / DAY, 0.0, []
    while (at := at + chance.expovariate(most)) < days * DAY:  # thinned: a Poisson process whose rate changes
        if chance.random() * most <= rate(at) * daily / DAY:
            found.append(at)
    return found


def fixed(minutes: float) -> Policy:
    """Ask every so many *minutes*."""
    return lambda _: lambda _now, _new: minutes


def by_frequency(_: random.Random) -> Callable[[float, int], float]:
    """Ask as often as articles came in the last week, as a known reader's ``entry_frequency`` does."""
    week: list[tuple[float, int]] = []

    def wait(now: float, new: int) -> float:
        week.append((now, new))
        while week[0][0] < now - 7 * DAY:
            week.pop(0)
        weekly = sum(new for _, new in week) * 7 * DAY / max(min(now, 7 * DAY), DAY)
        return min(max(7 * DAY / weekly if weekly else DAY, 5.0), DAY)

    return wait


def halved_on_news(_: random.Random) -> Callable[[float, int], float]:
    """Ask twice as often after news, a quarter less often after none."""
    interval = 10.0

    def wait(_: float, new: int) -> float:
        nonlocal interval
        interval = min(max(interval / 2 if new else interval * 1.25, 1.0), 30.0)
        return interval

    return wait


def by_root(budget: float) -> Policy:
    """Ask as ``feeds.schedule`` plans it."""
    bounds = schedule.Bounds(budget=budget)

    def policy(chance: random.Random) -> Callable[[float, int], float]:
        feed = _NEW

        def wait(at: float, new: int) -> float:
            nonlocal feed
            now = BEGIN + timedelta(minutes=at)
            jitter = chance.uniform(-1, 1)
            plan = schedule.after_success(feed, new=new, now=now, hints=Hints(), bounds=bounds, jitter=jitter)
            feed = replace(feed, daily=plan.daily, signs=replace(feed.signs, hours=plan.hours), succeeded_at=now)
            return (plan.due_at - now) / timedelta(minutes=1)

        return wait

    return policy


def _result(name: str, news: Sequence[Sequence[float]], days: int, policy: Policy, seed: int) -> Result:
    chance = random.Random(seed)  # noqa: S311  a simulation
    requests, delays = 0, []
    jitters = 0.0 if name.startswith("k/") else schedule.JITTER  # ours brings its own
    for articles in news:
        wait, now, seen = policy(chance), chance.uniform(0, 1), 0
        while now < days * DAY:
            there = bisect_right(articles, now)
            if now >= LEARNING:
                requests += 1
                delays += [now - at for at in articles[seen:there] if at >= LEARNING]
            now, seen = now + wait(now, there - seen) * (1 + jitters * chance.uniform(-1, 1)), there
    delays.sort()
    middle, ninth, last = (delays[int(len(delays) * share)] for share in (0.5, 0.9, 0.99))
    return Result(name, requests / len(news) / (days - LEARNING / DAY), fmean(delays), middle, ninth, last)


_NEW = Feed(
    id=FeedId(1),
    url="https://news.example/feed",
    name="",
    country="",
    family="",
    region="",
    state=FeedState.ACTIVE,
    due_at=BEGIN,
    fence=1,
    failures=0,
    error="",
    primed=True,
    guid_is_identity=True,
    etag="",
    last_modified="",
    body_hash="",
    daily=0.0,
    lag=timedelta(0),
    entries=0,
    late=0,
    created_at=BEGIN,
    checked_at=None,
    succeeded_at=None,
    article_at=None,
)

if __name__ == "__main__":
    main()
