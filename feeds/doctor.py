"""Judge how a feed does, in words that an admin understands. Pure.

A verdict is about weeks, not about one bad answer: a feed is down after an hour without a success, and what a site says
plainly (gone, forbidden, no feed) counts after three polls that said it. What failed while we were offline ourselves
says nothing of the feed; *since* is when polling last became trustworthy: the end of an outage, or our start.
"""

from datetime import datetime, timedelta

from domain.feeds import Feed, Verdict
from feeds.outage import OFFLINE, is_reached, kind_of

SILENT_AFTER = 5  # times the usual gap …
LEAST_SILENCE = timedelta(hours=12)  # … and no less
KNOWN_AFTER = timedelta(days=3)  # before, nobody knows what is usual for a feed
DOWN_AFTER = timedelta(hours=1)
FAILURES = 3  # in a row
SLOW, QUICK_AGAIN = timedelta(seconds=10), timedelta(seconds=6)  # an answer's usual time; two, lest the verdict flaps
AHEAD = timedelta(minutes=15)  # clocks differ by minutes, time zones by half an hour and more
EXPIRING_BEFORE = timedelta(days=3)  # certificates of six days are renewed by then
MOVED_AFTER = timedelta(days=1)

_PLAIN = {
    "gone": Verdict.GONE,
    "not_found": Verdict.MISSING,
    "forbidden": Verdict.BLOCKED,
    "too_many_requests": Verdict.BLOCKED,
    "certificate": Verdict.CERTIFICATE,
    "tls": Verdict.CERTIFICATE,
    "not_a_feed": Verdict.PAGES,
}
_DOWN = frozenset({"server_error", "status", "broken_body"})
_QUIET = frozenset({Verdict.FINE, Verdict.REPAIRED})


def diagnose(feed: Feed, now: datetime, *, since: datetime) -> Verdict | None:
    """Return how *feed* does at *now*; None while nothing can be said, and what was said before holds.

    MOVED says that its new address is to be stored.
    """
    if feed.error:
        return _of_failures(feed, now, since)
    return _of_signs(feed, now) if feed.succeeded_at is not None else None


def of_error(kind: str) -> Verdict:
    """Return what a single failed look says, by the kind of its error."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    return Verdict.DOWN if kind in _DOWN or not is_reached(kind) else Verdict.UNREADABLE


def is_worth_telling(before: Verdict | None, after: Verdict) -> bool:
    """Tell whether admins want to know that *before* became *after*: trouble, a move, and that trouble is over."""
    return after not in _QUIET or (before is not None and before not in _QUIET | {Verdict.MOVED})


def is_trouble(verdict: Verdict | None) -> bool:
    """Tell whether *verdict* says that the feed is not read."""
    return verdict in {*_PLAIN.values(), Verdict.DOWN, Verdict.UNREADABLE}


def _of_failures(feed: Feed, now: datetime, since: datetime) -> Verdict | None:
    kind = kind_of(feed.error)
    if kind == OFFLINE or feed.checked_at is None or feed.checked_at <= since:
        return None
    if kind in _PLAIN:
        return _PLAIN[kind] if feed.failures >= FAILURES else None
    if now - max(feed.succeeded_at or feed.created_at, since) < DOWN_AFTER:
        return None
    return of_error(kind)


def _of_signs(feed: Feed, now: datetime) -> Verdict:
    signs = feed.signs
    found = (
        (Verdict.MOVED, _has_moved(feed, now)),
        (Verdict.EXPIRING, signs.certificate_until is not None and signs.certificate_until - now < EXPIRING_BEFORE),
        (Verdict.SILENT, _is_silent(feed)),
        (Verdict.CLOCK, signs.ahead > AHEAD),
        (Verdict.SLOW, signs.took > (QUICK_AGAIN if feed.verdict is Verdict.SLOW else SLOW)),
        (Verdict.REPAIRED, signs.repaired),
    )
    return next((verdict for verdict, holds in found if holds), Verdict.FINE)


def _has_moved(feed: Feed, now: datetime) -> bool:
    """Tell whether a permanent redirect held for a day; one from https to http is followed but never stored."""
    signs = feed.signs
    if not signs.moved_to or signs.moved_at is None or now - signs.moved_at < MOVED_AFTER:
        return False
    return signs.moved_to != feed.url and not (feed.url.startswith("https:") and signs.moved_to.startswith("http:"))


def _is_silent(feed: Feed) -> bool:
    """Tell whether the last success showed nothing new for far longer than usual."""
    if feed.article_at is None or feed.succeeded_at is None or not feed.signs.gap:
        return False
    is_known = feed.succeeded_at - feed.created_at >= KNOWN_AFTER
    return is_known and feed.succeeded_at - feed.article_at > max(SILENT_AFTER * feed.signs.gap, LEAST_SILENCE)
