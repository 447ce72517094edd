"""What an address holds that someone wants to add: a feed, as a preview, or a page that names feeds. Pure.

Runs in a worker process.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import NotAFeed
from domain.feeds import FeedId
from domain.news import Article
from domain.queries import Query, QueryId
from feeds import discovery, parse
from feeds.discovery import Candidate
from news.language import identify
from news.matching.index import Index
from news.places.gazetteer import shipped
from news.understand import understand

NOT_ADDED = FeedId(0)
WEEK = timedelta(days=7)
LATEST = 3  # headlines that are shown
MOST = 60  # items that are understood: about a second of a worker
SHORT = 250  # characters: a feed whose usual item has fewer carries only a line


@dataclass(frozen=True, slots=True)
class Body:
    """What came from *url* after redirects, at *seen_at*."""

    url: str
    content: bytes
    charset: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A feed: its *latest* headlines, the newest first; *matched* of the *week*'s items satisfy a query.

    *language* is ISO 639-1 or empty, *entries* how many items there are; *is_short* where an item is only a line.
    """

    title: str
    language: str
    entries: int
    latest: tuple[str, ...]
    week: int
    matched: int
    is_short: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A web page and the feeds that it names."""

    candidates: tuple[Candidate, ...]


def look(body: Body, queries: Sequence[Query]) -> Shown | Page:
    """Return what *body* holds: what is no feed is taken for a page, which may name none."""
    try:
        return shown(body, queries)
    except NotAFeed:
        return Page(tuple(discovery.named(body.content, charset=body.charset, url=body.url)))


def shown(body: Body, queries: Sequence[Query]) -> Shown:
    """Return the preview of the feed that *body* holds.

    Raises:
        NotAFeed: if there is none.
    """
    parsed = parse.parse(body.content, charset=body.charset, url=body.url, feed=NOT_ADDED, seen_at=body.seen_at)
    articles = sorted(parsed.articles, key=lambda each: each.published_at or each.seen_at, reverse=True)
    week = [each for each in articles if (each.published_at or each.seen_at) >= body.seen_at - WEEK]
    lengths = sorted(len(each.text) for each in articles)
    return Shown(
        title=parsed.title,
        language=_language(parsed.language, articles),
        entries=parsed.entries,
        latest=tuple(each.title for each in articles[:LATEST]),
        week=len(week),
        matched=_matched(week[:MOST], queries),
        is_short=bool(lengths) and lengths[len(lengths) // 2] < SHORT,
    )


def _language(declared: str, articles: Sequence[Article]) -> str:
    """Return what most items are written in; feeds often declare the language of the software that made them."""
    found = Counter(identify(f"{each.title}\n{each.text}") for each in articles[:MOST])
    found.pop("und", 0)
    return found.most_common(1)[0][0] if found else declared[:2].lower()


def _matched(articles: Sequence[Article], queries: Sequence[Query]) -> int:
    gazetteer = shipped()
    index = Index(gazetteer)
    for number, query in enumerate(queries, start=1):
        index.add(QueryId(number), query)
    return sum(bool(index.match(understand(article, gazetteer))) for article in articles)
