"""Gather what the polls of a feed show of its health: moves, certificates, how long it takes, its gaps. Pure."""

import heapq
import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.feeds import Feed, Fetched, NotModified, Signs

_WEIGHT = 0.2  # of the latest answer's time
_MEMORY = timedelta(days=14)  # of the usual gap: a weekend is part of it


def after_answer(feed: Feed, answer: Fetched | NotModified, now: datetime) -> Signs:
    """Return the signs of *feed* after it answered."""
    signs = feed.signs
    took = signs.took + (answer.took - signs.took) * _WEIGHT if signs.took else answer.took
    is_known = answer.moved_to == signs.moved_to
    moved_at = (signs.moved_at if is_known else now) if answer.moved_to else None
    return replace(
        signs, took=took, moved_to=answer.moved_to, moved_at=moved_at, certificate_until=answer.certificate_until
    )


def after_news(feed: Feed, now: datetime) -> timedelta:
    """Return the usual gap of *feed* now that it showed something new; its first read does not count."""
    return _gap(feed, now) if feed.primed else feed.signs.gap


def lead(dates: Iterable[datetime | None], seen_at: datetime) -> timedelta:
    """Return by how much a feed's clock is ahead: the second latest of its items' dates is so much after *seen_at*.

    The second, since a single date in the future may be that of an announced event.
    """
    latest = heapq.nlargest(2, (date for date in dates if date is not None))
    return max(latest[-1] - seen_at, timedelta(0)) if latest else timedelta(0)


def _gap(feed: Feed, now: datetime) -> timedelta:
    """Return how long one usually waits for the next news: the mean of the gaps, each weighed by its length.

    So a feed that sleeps at night has a gap of hours, however busy its days are: the next quiet night is no silence.
    """
    if feed.article_at is None or now <= feed.article_at:
        return feed.signs.gap
    latest = now - feed.article_at
    if not feed.signs.gap:
        return latest
    kept = math.exp(-(latest / min(_MEMORY, max(now - feed.created_at, latest))))
    return feed.signs.gap * kept + latest * (1 - kept)
