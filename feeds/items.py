"""Make articles of what a feed says about each of its items. Pure.

Identity is the guid, else the canonical link, else title and date (design, step 4). A guid that two different items of
one read share identifies nothing in that feed; nor does the address of the front page, or a link that different items
share.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from domain.feeds import FeedId
from domain.news import Article
from feeds import links, pictures, text
from feeds.pictures import Candidate

MAX_TEXT = 100_000  # characters, some forty pages: no news is longer, and a backtest holds 500 articles at once
MAX_TITLE = 500
TITLE_WORDS = 12
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # before it there was no news on the web: a clock that was never set
_AHEAD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says about one item, in its own words.

    *link* is absolute or empty; *title* and *bodies* (summary, full text) may hold HTML; *dated* is UTC. *pictures* are
    what may be its picture, the best first.
    """

    guid: str
    link: str
    title: str
    bodies: tuple[str, ...]
    dated: datetime | None
    pictures: tuple[Candidate, ...] = ()


class Found(NamedTuple):
    """The articles of a read, each identity once, in their order, and how far the items are told apart.

    *guid_is_identity* is false once two items carried one guid. *identities* has one of each item, empty for those
    without words; *separable* says that none of them depends on another item of the read.
    """

    articles: list[Article]
    guid_is_identity: bool
    identities: list[str]
    separable: bool


def articles(
    items: Sequence[Item], *, feed: FeedId, seen_at: datetime, guid_is_identity: bool, logos: Collection[str] = ()
) -> Found:
    """Return the articles of *items*; *logos* are no pictures of them. Items without any words are left out."""
    guid_is_identity = guid_is_identity and not _shared(items, by_guid=True)
    shared_links = _shared(items, by_guid=False)
    found: dict[str, Article] = {}
    identities: list[str] = []
    shown = pictures.chosen([item.pictures for item in items], logos)
    for item, picture in zip(items, shown, strict=True):
        identity = _identity(item, guid_is_identity=guid_is_identity, shared_links=shared_links)
        article = _article(item, feed=feed, seen_at=seen_at, identity=identity, picture=picture)
        if article.title:
            found.setdefault(identity, article)
        identities.append(identity if article.title else "")
    by_link = (item for item in items if not (item.guid and guid_is_identity))
    separable = not any(links.canonical(item.link) in shared_links for item in by_link)
    return Found(list(found.values()), guid_is_identity, identities, separable)


def _shared(items: Iterable[Item], *, by_guid: bool) -> frozenset[str]:
    """Return the guids, or canonical links, of items with different headlines. A repeated item shares nothing."""
    seen = {(_key(item, by_guid=by_guid), item.title.strip() or item.bodies) for item in items}
    return frozenset(key for key, times in Counter(key for key, _ in seen).items() if key and times > 1)


def _key(item: Item, *, by_guid: bool) -> str:
    return item.guid if by_guid else links.canonical(item.link)


def _identity(item: Item, *, guid_is_identity: bool, shared_links: frozenset[str]) -> str:
    if item.guid and guid_is_identity:
        return _digest("guid", item.guid)
    page = links.canonical(item.link)
    if page and page not in shared_links and not links.is_front_page(item.link):
        return _digest("link", page)
    words = " ".join(item.title.split()) or _longest(item.bodies)
    return _digest("title", words, item.dated.isoformat() if item.dated else "")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _article(item: Item, *, feed: FeedId, seen_at: datetime, identity: str, picture: str) -> Article:
    body = _longest(tuple(text.plain(body) for body in item.bodies))
    return Article(
        feed=feed,
        identity=identity,
        title=_cut(text.line(item.title), MAX_TITLE) or _first_words(body),
        text=_cut(body, MAX_TEXT),
        url=item.link,
        published_at=_credible(item.dated, seen_at),
        seen_at=seen_at,
        picture=picture,
    )


def _longest(texts: tuple[str, ...]) -> str:
    return max(texts, key=len, default="")


def _cut(words: str, limit: int) -> str:
    """Return at most *limit* characters of *words*, whole words if there are any."""
    if len(words) <= limit:
        return words
    end = max(words.rfind(" ", 0, limit), words.rfind("\n", 0, limit))
    return words[: end if end > 0 else limit].rstrip()


def _first_words(body: str) -> str:
    opening = body.partition("\n")[0]
    words = opening.split()
    if len(words) <= TITLE_WORDS:
        return _cut(opening, MAX_TITLE)
    return _cut(" ".join(words[:TITLE_WORDS]), MAX_TITLE) + "…"


def _credible(dated: datetime | None, seen_at: datetime) -> datetime | None:
    """Return *dated*, or None where it is absurd or ahead of us: a clock or a time zone is wrong there."""
    return dated if dated is not None and _EARLIEST <= dated <= seen_at + _AHEAD else None
