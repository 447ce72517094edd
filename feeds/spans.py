"""Find where the items of a feed begin and end, without parsing it. Pure.

An item is what stands between ``<item>`` or ``<entry>`` and its end tag. The end tags alone decide: they have no
attributes and rarely a prefix. Inside CDATA an article about RSS may show one; then a span is cut early, which the
count of entries shows.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice

_START = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)[\s>]")
_ANY_START = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)\b", re.I)
_END = re.compile(rb"</(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)\s{0,9}>")
_TAG = re.compile(rb"<")
_DATE = re.compile(rb"<(?:[A-Za-z]{1,9}:)?(?:pubDate|published|updated|date)\b[^>]{0,99}>\s{0,99}([^<]{1,99})<")


@dataclass(frozen=True, slots=True)
class Spans:
    """The parts of a feed: everything before the first item, the items, everything after the last."""

    header: bytes
    items: tuple[bytes, ...]
    footer: bytes


def split(document: bytes) -> Spans:
    """Return the parts of *document*; joined again they are *document*."""
    first = _START.search(document)
    if first is None:
        return Spans(document, (), b"")
    items, start = [], first.start()
    for end in _END.finditer(document, start):
        items.append(document[start : end.end()])
        start = end.end()
    return Spans(document[: first.start()], tuple(items), document[start:])


def starts(document: bytes) -> int:
    """Return how often an item begins in *document*, whether it ends or not."""
    return sum(1 for _ in _ANY_START.finditer(document))


def capped(parts: Spans, most: int) -> Spans:
    """Return *parts* with at most *most* items.

    Feeds list the newest first (93 % of those measured); where the last item is dated later than the first, the end is
    kept.
    """
    if len(parts.items) <= most:
        return parts
    return replace(parts, items=parts.items[-most:] if _oldest_first(parts.items) else parts.items[:most])


def cut(footer: bytes, most: int) -> bytes:
    """Return *footer* up to *most* tags after the begin of its last item: what comes then is of no item.

    A parser takes 25 to 45 µs for each tag, whatever it is (100,000 that never end: 2 to 8 s, measured).
    """
    start = max((begin.end() for begin in _ANY_START.finditer(footer)), default=0)
    tag = next(islice(_TAG.finditer(footer, start), most, None), None)
    return footer[: tag.start()] if tag else footer


def date(item: bytes) -> bytes:
    """Return the first date of *item* as written, or nothing."""
    found = _DATE.search(item)
    return found[1].strip() if found else b""


def _oldest_first(items: tuple[bytes, ...]) -> bool:
    first, last = (_moment(date(item)) for item in (items[0], items[-1]))
    return first is not None and last is not None and first < last


def _moment(written: bytes) -> datetime | None:
    """Return an RFC 822 or ISO 8601 date in UTC; a date without zone counts as UTC."""
    words = written.decode("utf-8", "replace")
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(words)
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
