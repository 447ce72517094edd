"""Leave out of a feed what it has shown before, so that only new and changed items are parsed. Pure.

The items are found without parsing the document (``feeds/spans``), and each has a hash of its bytes and of what stands
before the first item up to the end of the root tag: namespaces and xml:base change what an item says. Of fifty items
one is usually new, and parsing one costs a fiftieth. Whether the rest may be left out is for the reader of the result
to doubt: ``bot/unseen.py`` parses the whole where counts or identities do not fit.
"""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from feeds import jsonfeed, spans
from feeds.decode import decode
from feeds.headers import lifetime

DIGEST_BYTES = 12
LARGE = 1 << 20  # bytes: more is decoded, split and parsed in a worker process, as a whole
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|RDF)\b[^>]{0,10000}>", re.I)

_TTL = re.compile(rb"<ttl>\s{0,99}([0-9]{1,9})\s{0,99}</ttl>")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The parts of a decoded feed, at most as many items as are parsed, and a hash of each item.

    *listed* counts the items before that cap; *encoding* and *repaired* are those of the whole document.
    """

    parts: spans.Spans
    hashes: tuple[str, ...]
    listed: int
    encoding: str
    repaired: bool

    @property
    def ttl(self) -> timedelta | None:
        """Return the ``ttl`` of the channel, as ``parse`` does."""
        found = _TTL.search(self.parts.header)
        return lifetime(found[1].decode()) if found else None

    def left(self, known: Collection[str]) -> tuple[str, ...]:
        """Return the hashes of the items that are not *known*, in the order of the document."""
        return tuple(each for each in self.hashes if each not in known)

    def without(self, known: Collection[str]) -> bytes:
        """Return the document in UTF-8 without the items whose hash is *known*."""
        items = (item for item, each in zip(self.parts.items, self.hashes, strict=True) if each not in known)
        return b"".join((self.parts.header, *items, self.parts.footer))


def sketch(body: bytes, charset: str, most: int) -> Sketch | None:
    """Return the parts of *body*, None where there are no items to leave out: JSON, a page, or too large for here."""
    if len(body) > LARGE:
        return None
    decoded = decode(body, charset)
    if jsonfeed.looks_like_json(decoded.text_utf8):
        return None
    whole = spans.split(decoded.text_utf8)
    if not whole.items:
        return None
    parts = spans.capped(whole, most)
    root = _ROOT.search(parts.header)
    context = hashlib.blake2b(parts.header[: root.end()] if root else b"", digest_size=DIGEST_BYTES)
    return Sketch(
        parts=parts,
        hashes=tuple(_hash(context, item) for item in parts.items),
        listed=len(whole.items),
        encoding=decoded.encoding,
        repaired=decoded.repaired,
    )


def fits(identities: Sequence[str], left: Sequence[str], known: Collection[str]) -> bool:
    """Tell whether *identities*, read from a document without its *known* items, are those of the items *left*.

    They are not where the parser found other items than were cut out, or where one has the identity of a known item.
    """
    return len(identities) == len(left) and set(known).isdisjoint(identities)


def hash_of_words(title: str, text: str) -> str:
    """Return the hash of an article's words, for feeds whose items cannot be told apart without parsing."""
    return "w" + hashlib.blake2b(f"{title}\0{text}".encode("utf-8", "replace"), digest_size=DIGEST_BYTES).hexdigest()


def _hash(context: "hashlib.blake2b", item: bytes) -> str:
    own = context.copy()
    own.update(item.strip())  # what stands between two items is of neither
    return own.hexdigest()
