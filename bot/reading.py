"""From a feed's bytes to understood articles. Pure; runs in worker processes (``bot/workers.py``).

Parsing and understanding cost milliseconds an article, so they leave the event loop; what goes in and comes out are
frozen values that can be pickled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.feeds import FeedId
from domain.news import Article, ArticleId, PlaceId, Understood
from domain.queries import Match, Query, QueryId
from feeds import parse as parsing
from news.matching.index import Index
from news.places.gazetteer import laid_over, shipped
from news.places.records import Record
from news.understand import understand

MOST = 500  # items of one read
ALONE = QueryId(0)  # the number of the only query of a backtest's index


@dataclass(frozen=True, slots=True)
class Body:
    """A feed's bytes as received, and what is known of the feed."""

    feed: FeedId
    url: str
    content: bytes
    charset: str
    seen_at: datetime
    guid_is_identity: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body shows: its articles, each once, the oldest first.

    *entries* counts the items of the body, before the cap; *repaired* says that its encoding was not the declared one,
    *ahead* by how much its clock is fast. *hub* and *topic* are empty also where nobody looked for them.
    """

    title: str
    ttl: timedelta | None
    entries: int
    guid_is_identity: bool
    repaired: bool
    articles: tuple[Article, ...]
    identities: tuple[str, ...]
    separable: bool
    ahead: timedelta = timedelta(0)
    hub: str = ""
    topic: str = ""


def parse(body: Body) -> Reading:
    """Return what *body* shows.

    Raises:
        NotAFeed: if the bytes hold no feed.
    """
    parsed = parsing.parse(
        body.content,
        charset=body.charset,
        url=body.url,
        feed=body.feed,
        seen_at=body.seen_at,
        guid_is_identity=body.guid_is_identity,
        most=MOST,
    )
    once = {article.identity: article for article in reversed(parsed.articles)}
    return Reading(
        title=parsed.title,
        ttl=parsed.ttl,
        entries=parsed.entries,
        guid_is_identity=parsed.guid_is_identity,
        repaired=parsed.repaired,
        articles=_oldest_first(once.values()),
        identities=parsed.identities,
        separable=parsed.separable,
        ahead=parsed.ahead,
        hub=parsed.hub,
        topic=parsed.topic,
    )


def _oldest_first(articles: Iterable[Article]) -> tuple[Article, ...]:
    # 93 % of feeds show the newest first, and `once` holds a body from its end; what has no date keeps that order.
    return tuple(sorted(articles, key=lambda article: article.published_at or article.seen_at))


def lay_over(*layers: Sequence[Record]) -> None:
    """Let this process know the places of *layers* too.

    Raises:
        GazetteerError: they contradict each other or the shipped ones.
    """
    shipped().become(laid_over(*layers))


def understand_one(article: Article, region: str) -> Understood:
    """Return what *article* says; *region* is the place its feed is mostly about, or empty."""
    return understand(article, shipped(), PlaceId(region) if region else None)


def understand_all(articles: Sequence[Article], region: str) -> list[Understood]:
    """Return what each of *articles* says, in their order."""
    return [understand_one(article, region) for article in articles]


def backtest(articles: Sequence[tuple[ArticleId, Article, str]], query: Query) -> list[tuple[ArticleId, Match]]:
    """Return those of *articles* (number, article, region of its feed) for which *query* holds, in their order."""
    index = Index(shipped())
    index.add(ALONE, query)
    return [
        (number, match)
        for number, article, region in articles
        for match in index.match(understand_one(article, region))
    ]
