"""What subscribing at a hub takes: which hub, for how long, and whether a push is signed. Pure.

W3C WebSub, with the signatures of PubSubHubbub 0.4 (``sha1``), which its oldest hubs still send. A feed that the hub
keeps its word for is polled less often (``feeds.schedule``); the first article that a poll finds before the hub told of
it ends that.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from domain.news import Article
from feeds import links

ASKED = timedelta(days=10)  # the lease we ask for; the hub decides
GRACE = timedelta(minutes=5)  # so much later than its date a push may still come
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(days=30)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(hours=1), timedelta(days=1)
_ALGORITHMS = frozenset({"sha1", "sha256", "sha384", "sha512"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def named(hub: str, topic: str, url: str) -> tuple[str, str] | None:
    """Return the hub and the topic that the feed of *url* names, None if they cannot be used.

    The secret travels to the hub, so that is asked by https alone, whatever the feed says. A topic at another host
    would bring another site's news under this feed's name.
    """
    where = links.absolute(url, hub) if hub else ""
    about = (links.absolute(url, topic) if topic else "") or url
    if not where or _site(about) != _site(url):
        return None
    is_local = urlsplit(where).hostname in _LOOPBACK
    return where if is_local else re.sub(r"^http:", "https:", where), about


def subscription(topic: str, callback: str, secret: str) -> dict[str, str]:
    """Return the form that asks a hub for *topic* (WebSub §5.1)."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": f"{ASKED.total_seconds():.0f}",
    }


def lease(seconds: str) -> timedelta:
    """Return the lease that a hub grants, within reason; a day where it does not say."""
    if not re.fullmatch(r"[0-9]{1,12}", seconds):
        return timedelta(days=1)
    return min(max(timedelta(seconds=int(seconds)), _SHORTEST), _LONGEST)


def renewed_at(now: datetime, granted: timedelta) -> datetime:
    """Return when to ask again: a fifth of the lease before its end, so that a hub may be away for a while."""
    return now + granted * 0.8


def asked_again_at(now: datetime, failures: int, lease_until: datetime | None) -> datetime:
    """Return when to ask a hub again that was asked *failures* times in vain; at the end of the lease at the latest."""
    later = now + min(_FIRST_WAIT * int(2 ** min(failures, 10)), _LONGEST_WAIT)
    return min(later, lease_until) if lease_until is not None and lease_until > now else later


def is_signed(secret: str, signature: str, body: bytes) -> bool:
    """Tell whether *signature*, ``X-Hub-Signature`` as received, is that of *body*; compared in constant time."""
    method, _, digest = signature.partition("=")
    if method not in _ALGORITHMS or not digest.isascii():
        return False
    expected = hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()
    return hmac.compare_digest(expected, digest.strip().lower())


def missed(articles: Iterable[Article], verified_at: datetime, polled_at: datetime | None) -> bool:
    """Tell whether a poll found what the hub, subscribed to since *verified_at*, should have pushed before.

    An article without a date counts as of the poll before, *polled_at*: rather a hub too many is doubted than one that
    is silent believed.
    """
    dates = ((article.published_at or polled_at, article.seen_at) for article in articles)
    return any(dated is not None and verified_at < dated < seen_at - GRACE for dated, seen_at in dates)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
