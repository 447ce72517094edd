"""Decide what is news and what is old (design, step 5). Pure.

Adding a feed floods nobody: until a first read is stored nothing it shows is news. After that an unseen item is news
if it was published at most 24 h before it was seen. Where the date says nothing (there is none, or the feed is usually
late by more than 6 h) the time seen counts.
"""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median_low

from domain.feeds import Feed
from domain.news import Article

MAX_AGE = timedelta(hours=24)
USUALLY_LATE = timedelta(hours=6)
_WEIGHT = 0.02  # of the latest read: a feed is late after fifteen such reads in a row, not when its archive comes back


def is_news(article: Article, feed: Feed) -> bool:
    """Tell whether *article*, unseen until now, may be alerted."""
    if not feed.primed:
        return False
    if article.published_at is None or feed.lag > USUALLY_LATE:
        return True
    return article.seen_at - article.published_at <= MAX_AGE


def next_lag(feed: Feed, articles: Sequence[Article]) -> timedelta:
    """Return the usual lag of *feed* after a read that found the unseen *articles*.

    The median of a read enters with a fiftieth of the weight, cut to one day: an old item is old, not late. The first
    read, which shows what was there before us, says nothing.
    """
    lags = [article.seen_at - article.published_at for article in articles if article.published_at is not None]
    if not lags or not feed.primed:
        return feed.lag
    latest = max(timedelta(0), min(MAX_AGE, median_low(lags)))
    return feed.lag + (latest - feed.lag) * _WEIGHT
