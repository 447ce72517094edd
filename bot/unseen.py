"""Find out what of a fetched body is new and what was edited, parsing no more than that takes.

Items whose bytes are those of before are left out before parsing. Where what comes back does not fit to that (other
items than were cut out, an identity that two items share), the whole body is parsed: the same articles come out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import storage.articles
import storage.seen
from bot import reading
from bot.workers import Workers
from domain.feeds import Feed, Fetched
from domain.news import Article
from feeds import delta
from feeds.delta import Sketch
from storage.database import Database

READ_LIMIT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a body shows: what was read of it (without articles), its items' hashes by identity, what needs work.

    *new* articles have an identity that the feed never showed; *edited* ones are stored with other words.
    """

    reading: reading.Reading
    items: Mapping[str, str]
    new: tuple[Article, ...]
    edited: tuple[Article, ...]


async def look(database: Database, workers: Workers, feed: Feed, fetched: Fetched) -> Shown:
    """Return what *fetched* shows that *feed* did not.

    Raises:
        FeedError: it is no feed, or cannot be read.
    """
    sketch = delta.sketch(fetched.body, fetched.charset, reading.MOST)
    async with database.reading() as tx:
        # The database's time: an article is compared with subscriptions, which have it too.
        now = await tx.now()
        known = await storage.seen.by_hash(tx, feed.id, sketch.hashes) if sketch and feed.primed else {}
    found = await _rest(workers, feed, fetched, now, sketch, known) if sketch and known else None
    if found is None:
        known = {}
        found = await _whole(workers, feed, fetched, now)
    items = {identity: hash_ for hash_, identity in known.items()} | _hashes(
        found, sketch.left(known) if sketch else ()
    )
    new, edited = await _unlike(database, feed, found.articles, items)
    return Shown(replace(found, articles=()), items, new, edited)


async def _whole(workers: Workers, feed: Feed, fetched: Fetched, now: datetime) -> reading.Reading:
    found: reading.Reading = await workers.run(
        reading.parse, _body(feed, fetched, now, fetched.body, fetched.charset), limit=READ_LIMIT
    )
    return found


async def _rest(
    workers: Workers, feed: Feed, fetched: Fetched, now: datetime, sketch: Sketch, known: Mapping[str, str]
) -> reading.Reading | None:
    """Return what the items that are not *known* say, None where the whole must be read to be sure."""
    left = sketch.left(known)
    if not left:
        return _nothing(feed, sketch)
    body = _body(feed, fetched, now, sketch.without(known), "utf-8")
    found: reading.Reading = await workers.run(reading.parse, body, limit=READ_LIMIT)
    is_alike = found.separable and found.guid_is_identity == feed.guid_is_identity
    if not is_alike or not delta.fits(found.identities, left, known.values()):
        return None
    ahead = found.ahead if len(left) > 1 else feed.signs.ahead  # it takes two dates to tell
    return replace(found, entries=sketch.listed, repaired=sketch.repaired, ahead=ahead)


def _nothing(feed: Feed, sketch: Sketch) -> reading.Reading:
    return reading.Reading(
        title="",
        ttl=sketch.ttl,
        entries=sketch.listed,
        guid_is_identity=feed.guid_is_identity,
        repaired=sketch.repaired,
        articles=(),
        identities=(),
        separable=True,
        ahead=feed.signs.ahead,
    )


def _body(feed: Feed, fetched: Fetched, now: datetime, content: bytes, charset: str) -> reading.Body:
    return reading.Body(
        feed=feed.id,
        url=fetched.url,
        content=content,
        charset=charset,
        seen_at=now,
        guid_is_identity=feed.guid_is_identity,
    )


def _hashes(found: reading.Reading, left: Sequence[str]) -> dict[str, str]:
    """Return by identity the hash of each item's bytes, or of its words where items cannot be told apart by those."""
    if found.separable and len(found.identities) == len(left):
        own = {article.identity for article in found.articles}
        return {identity: hash_ for identity, hash_ in zip(found.identities, left, strict=True) if identity in own}
    return {article.identity: delta.hash_of_words(article.title, article.text) for article in found.articles}


async def _unlike(
    database: Database, feed: Feed, articles: Sequence[Article], items: Mapping[str, str]
) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
    """Return which of *articles* were never shown, and which are stored with other words.

    Feeds whose guids change at each poll show the same article again and again: it is not new.
    """
    async with database.reading() as tx:
        shown = await storage.seen.hashes(tx, feed.id, [article.identity for article in articles])
        changed = [one for one in articles if shown.get(one.identity, "") not in ("", items[one.identity])]
        words = await storage.articles.words(tx, feed.id, [one.identity for one in changed]) if changed else {}
        new = [one for one in articles if one.identity not in shown]
        copies = await storage.articles.shown_before(tx, feed, new) if new and feed.primed else set()
    edited = tuple(one for one in changed if one.identity in words and words[one.identity] != (one.title, one.text))
    return tuple(one for one in new if one.identity not in copies), edited
