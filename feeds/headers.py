"""Read what a server's headers ask of those who poll it. Pure.

``Retry-After`` in seconds or as a date (RFC 9110 §10.2.3); freshness from max-age less Age, else Expires less Date (RFC
9111 §4.2.1). Headers that say nothing sensible count as not sent.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from domain.feeds import Hints, Validators

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.I)
_MUST_ASK = re.compile(r"(?:^|[,\s])no-(?:cache|store)(?:$|[,\s=])", re.I)
_LINK = re.compile(r"<([^<>]{1,2000})>([^<]{0,500})")
_RELATION = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.I)
_MAX_LINKS = 20_000  # characters
_LONGEST = timedelta(days=365)
_MAX_TTL = 60 * 24 * 7  # minutes
_MAX_VALIDATOR = 1000  # characters; nobody needs to store and send more


def hints(headers: Mapping[str, str], now: datetime) -> Hints:
    """Return what *headers* (names in any case are the mapping's concern) ask; *now* is when they came."""
    return Hints(retry_after=_retry_after(headers.get("Retry-After", ""), now), fresh_for=_fresh_for(headers, now))


def validators(headers: Mapping[str, str]) -> Validators:
    """Return ``ETag`` and ``Last-Modified`` as received, "" for those that could not be sent back."""
    return Validators(_sendable(headers.get("ETag", "")), _sendable(headers.get("Last-Modified", "")))


def conditional(given: Validators) -> dict[str, str]:
    """Return the request headers that ask only for what changed since *given*."""
    asked = {"If-None-Match": given.etag, "If-Modified-Since": given.last_modified}
    return {name: value for name, value in asked.items() if value}


def hub(links: Sequence[str]) -> tuple[str, str]:
    """Return the hub and the topic that headers ``Link`` (RFC 8288) name for WebSub, each "" if they do not."""
    found: dict[str, str] = {}
    for target, parameters in _LINK.findall(", ".join(links)[:_MAX_LINKS]):
        named = _RELATION.search(parameters)
        for relation in (named[1] or named[2]).lower().split() if named else ():
            found.setdefault(relation, target.strip())
    return found.get("hub", ""), found.get("self", "")


def _sendable(value: str) -> str:
    return value if len(value) <= _MAX_VALIDATOR and value.isprintable() and value.isascii() else ""


def _retry_after(value: str, now: datetime) -> timedelta | None:
    if re.fullmatch(r"\s*\d{1,12}\s*", value, re.ASCII):
        return min(timedelta(seconds=int(value)), _LONGEST)
    date = _date(value)
    return min(max(date - now, timedelta(0)), _LONGEST) if date else None


def _fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    control = headers.get("Cache-Control", "")
    if _MUST_ASK.search(control):
        return None
    if found := _MAX_AGE.search(control):
        age = headers.get("Age", "")
        spent = int(age) if re.fullmatch(r"\d{1,12}", age, re.ASCII) else 0
        return _bounded(timedelta(seconds=int(found[1]) - spent))
    expires = _date(headers.get("Expires", ""))
    return _bounded(expires - (_date(headers.get("Date", "")) or now)) if expires else None


def _bounded(lifetime: timedelta) -> timedelta | None:
    return min(lifetime, _LONGEST) if lifetime > timedelta(0) else None


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def lifetime(minutes: str) -> timedelta | None:
    """Return how long a feed says that it stays as it is (``ttl``), at most a week; None if that is no number."""
    return timedelta(minutes=min(int(minutes), _MAX_TTL)) if re.fullmatch(r"[0-9]{1,9}", minutes) else None
