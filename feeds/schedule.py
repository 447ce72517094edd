"""Decide when a feed is asked again. Pure.

The interval is k/√(articles a day) minutes: with the same number of requests its mean delay is 1.6 to 1.8 times
shorter than a fixed interval's (research §6, simulated; ``benchmarks/schedule.py`` repeats it). Articles a day are
those to be expected at this hour: feeds sleep at night, and 24 averages remember when. What the publisher asks is kept:
``Retry-After`` always, max-age, Expires and ttl as a lower bound up to our ceiling. ±10 % of jitter keeps feeds from
marching in step. A feed that fails waits twice as long each time, up to *worst*; none is ever given up.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.feeds import Feed, Hints, HubState

JITTER = 0.1
MEMORY = timedelta(days=2)  # the average forgets with this time constant: a weekend shows, a quiet night does not
FIRST_DAY = 100.0  # what a feed shows at first counts as one day's news, up to this
_PATIENCE = timedelta(days=1)  # a Retry-After beyond it would silence a feed for good
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_HOURS_KEPT = 3.0  # the average of an hour of the day forgets with a time constant of so many days


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bound the interval: *shortest* to *longest* in health, *worst* for feeds that fail; *budget* is k, in minutes.

    *pushed* is the least for a feed whose hub keeps its word: its news come by themselves.
    """

    shortest: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(minutes=30)
    worst: timedelta = timedelta(hours=6)
    budget: float = 10.0
    pushed: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Plan:
    """When to ask again, and how many articles a day to expect: now, and at each hour of the day (UTC)."""

    due_at: datetime
    daily: float
    hours: tuple[float, ...] = ()


def after_success(feed: Feed, *, new: int, now: datetime, hints: Hints, bounds: Bounds, jitter: float) -> Plan:
    """Plan the next poll of *feed*, which answered and showed *new* articles; *jitter* is in [-1, 1]."""
    daily = _daily(feed, new, now)
    hours = _hours(feed, new, now)
    interval = _interval(_expected(daily, hours, now), bounds)
    wait = _jittered(max(interval, bounds.pushed) if feed.hub is HubState.KEPT else interval, jitter)
    asked = max(hints.fresh_for or timedelta(0), hints.ttl or timedelta(0))
    return Plan(now + max(wait, min(asked, bounds.longest), _retry_after(hints)), daily, hours)


def after_failure(feed: Feed, *, now: datetime, hints: Hints, bounds: Bounds, jitter: float) -> Plan:
    """Plan the next try of *feed*, which failed once more: 2^failures × shortest, up to worst."""
    doublings = min(feed.failures, 30)  # 2^30 minutes are 2,000 years
    wait = _jittered(min(bounds.shortest * 2**doublings, bounds.worst), jitter)
    return Plan(now + max(wait, _retry_after(hints)), feed.daily, feed.signs.hours)


def after_asking_to_wait(hints: Hints, bounds: Bounds) -> timedelta:
    """Return how long a host that said 429 is left alone."""
    return max(_retry_after(hints), bounds.shortest)


def first_due(now: datetime, index: int, count: int, bounds: Bounds) -> datetime:
    """Return when the feed number *index* of *count* is first asked: the start is spread over one interval."""
    return now + bounds.shortest * (index / max(count, 1))


def _daily(feed: Feed, new: int, now: datetime) -> float:
    """Return the articles a day as an average over time that forgets the past exponentially."""
    if feed.succeeded_at is None:
        return min(float(new), FIRST_DAY)
    elapsed = max((now - feed.succeeded_at) / MEMORY, 1e-9)
    kept = math.exp(-elapsed)
    return feed.daily * kept + new * (1 - kept) / elapsed / (MEMORY / _DAY)


def _hours(feed: Feed, new: int, now: datetime) -> tuple[float, ...]:
    """Return the articles a day at each hour: what is *new* came evenly since the last read."""
    if feed.succeeded_at is None or now <= feed.succeeded_at:
        return feed.signs.hours
    rate = new / ((now - feed.succeeded_at) / _DAY)
    hours = list(feed.signs.hours) if len(feed.signs.hours) == 24 else [feed.daily] * 24
    start = max(feed.succeeded_at, now - _DAY)
    while start < now:
        end = min(start.replace(minute=0, second=0, microsecond=0) + _HOUR, now)
        kept = math.exp(-((end - start) / _HOUR) / _HOURS_KEPT)
        hours[start.hour] = round(hours[start.hour] * kept + rate * (1 - kept), 3)
        start = end
    return tuple(hours)


def _expected(daily: float, hours: tuple[float, ...], now: datetime) -> float:
    """Return the articles a day to expect at *now*.

    Half by what this hour is used to, three tenths by its neighbours, since few articles make a rough average, and a
    fifth by the last days: an hour that never had news may have some today. Of the weights tried these gave the best
    product of delay and requests in the simulation of ``benchmarks/schedule.py``.
    """
    if not hours:
        return daily
    beside = (hours[now.hour - 1] + hours[(now.hour + 1) % 24]) / 2
    return 0.48 * hours[now.hour] + 0.32 * beside + 0.2 * daily


def _interval(daily: float, bounds: Bounds) -> timedelta:
    minutes = bounds.budget / math.sqrt(daily) if daily > 0 else math.inf
    longest = bounds.longest / timedelta(minutes=1)
    return max(timedelta(minutes=min(minutes, longest)), bounds.shortest)


def _jittered(wait: timedelta, jitter: float) -> timedelta:
    return wait * (1 + JITTER * max(-1.0, min(1.0, jitter)))


def _retry_after(hints: Hints) -> timedelta:
    return min(hints.retry_after or timedelta(0), _PATIENCE)
