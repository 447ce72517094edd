"""Find where the items of a feed begin and end, without parsing it. Pure.

An item is what stands between ``<item>`` or ``<entry>`` and its end tag. The end tags alone decide: they have no
attributes and rarely a prefix. Inside CDATA an article about RSS may show one; then a span is cut early, which the
count of entries shows.
"""

import re
from dataclasses import dataclass

_START = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)[\s>]")
_END = re.compile(rb"</(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)\s{0,9}>")
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


def date(item: bytes) -> bytes:
    """Return the first date of *item* as written, or nothing."""
    found = _DATE.search(item)
    return found[1].strip() if found else b""
