"""The one transaction that turns reads into alerts, and the indexes it needs.

One at a time in the whole installation: the lease row ``grouping`` is locked first. It sees the queries and stories
that others committed, stores the articles, groups each into a story, matches it against every query, writes the alerts
owed and their deliveries, and finishes the feeds. Articles of a batch see those before them through an overlay, which
joins the index only after the commit; if the transaction fails, nothing remains of it here or in the database.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import storage.alerts
import storage.articles
import storage.feeds
import storage.hubs
import storage.leases
import storage.matches
import storage.pushes
import storage.queries
import storage.seen
import storage.stories
from bot import sequels
from bot.asking import Asking
from bot.reading import Reading
from domain.feeds import Feed, Fetched, Hints, HubState
from domain.hubs import Push
from domain.news import Article, ArticleId, Grade, StoryId, Understood
from domain.queries import Query, QueryId
from feeds import freshness, hubs, schedule, signs
from news.matching.index import Index
from news.places.gazetteer import Gazetteer
from news.stories.index import Overlay, Stories
from news.stories.memory import Trace
from news.summary.urgency import pressed
from storage.database import Database, Transaction

log = logging.getLogger(__name__)

WINDOW = timedelta(hours=48)  # how long a story can still be told again
OVERLAP = timedelta(seconds=60)  # a transaction that began before our last look may commit after it
REFILL = timedelta(hours=1)  # queries nobody follows any more leave the index then
PAGE = 1000  # articles recalled at once: some 30 ms


@dataclass(frozen=True, slots=True)
class Read:
    """A body that was read: its feed as claimed, what was fetched but the body, what it shows (``bot/unseen.py``).

    *push* is what brought it, None where it was polled.
    """

    feed: Feed
    fetched: Fetched
    reading: Reading
    items: Mapping[str, str]
    body_hash: str
    understood: Sequence[Understood]
    edited: Sequence[Understood]
    unread: Sequence[tuple[Article, str]]
    push: Push | None = None

    @property
    def size(self) -> int:
        """Return how many new and edited articles there are."""
        return len(self.understood) + len(self.edited) + len(self.unread)

    @property
    def can_be_news(self) -> bool:
        """Tell whether new articles may be news: not on a feed's first read, nor when its identities changed."""
        return self.feed.primed and self.reading.guid_is_identity == self.feed.guid_is_identity


class Desk:
    """Hold the index of queries and the recent stories, and commit reads against them."""

    def __init__(self, database: Database, gazetteer: Gazetteer, asking: Asking | None = None) -> None:
        """Ask the language model of *asking*, if there is one, about what is told."""
        self._database = database
        self._gazetteer = gazetteer
        self._asking = asking
        self._index = Index(gazetteer)
        self._stories = Stories(WINDOW)
        self._filled_at: datetime | None = None
        self._looked_at: datetime | None = None
        self._recalled = ArticleId(0)

    async def fill(self, tx: Transaction) -> None:
        """Build the index of queries anew from what is stored, and add the stories that are not yet known."""
        now = await tx.now()
        index = Index(self._gazetteer, self._index.frequencies)
        _add(index, await storage.queries.all_followed(tx))
        self._index = index
        await self._recall(tx, now)
        self._filled_at = self._looked_at = now
        log.info("indexes_filled queries=%s articles=%s", len(index), len(self._stories))

    def look_anew(self) -> None:
        """Fill the indexes anew before the next commit: the gazetteer has changed."""
        self._filled_at = None

    async def commit(self, reads: Sequence[Read], bounds: schedule.Bounds, jitter: Callable[[], float]) -> None:
        """Store *reads* and what follows from them in one transaction; those with nothing new need no lock."""
        with_news = [read for read in reads if read.size]
        quiet = [read for read in reads if not read.size]
        if quiet:
            async with self._database.transaction() as tx:
                for read in quiet:
                    await self._finish(tx, read, [], bounds, jitter())
        if with_news:
            async with self._database.transaction() as tx:
                await storage.leases.lock(tx, "grouping")
                await self._see_others(tx)
                overlay = self._stories.overlay()
                for read in with_news:
                    if await _holds(tx, read):
                        new = await self._store(tx, read, overlay)
                        await self._finish(tx, read, new, bounds, jitter())
            overlay.merge()

    async def _see_others(self, tx: Transaction) -> None:
        now = await tx.now()
        if self._filled_at is None or now - self._filled_at > REFILL:
            await self.fill(tx)
            return
        since = (self._looked_at or now) - OVERLAP
        _add(self._index, await storage.queries.since(tx, since))
        await self._recall(tx, now)
        self._looked_at = now

    async def _recall(self, tx: Transaction, now: datetime) -> None:
        """Add the articles that were grouped since the last look, by any process: all of the window at the first.

        Own ones come back too and change nothing. Ids are given out under the lock, so that none is committed late.
        """
        while told := await storage.stories.told(tx, self._recalled, now - WINDOW, PAGE):
            for each in told:
                self._stories.add(each.story, Trace(each.feed, each.fingerprint, each.features), each.seen_at)
            self._recalled = told[-1].article
        self._stories.forget(now - WINDOW)

    async def _store(self, tx: Transaction, read: Read, overlay: Overlay) -> list[Article]:
        """Store what *read* shows and what follows from it; return the articles that are new, also to the database."""
        now = await tx.now()
        news = [read.can_be_news and freshness.is_news(one.article, read.feed) for one in read.understood]
        stories = [
            await self._story(tx, one, now, overlay, is_news=is_news)
            for one, is_news in zip(read.understood, news, strict=True)
        ]
        found = [(one, story, is_news) for one, (story, _), is_news in zip(read.understood, stories, news, strict=True)]
        numbers = await storage.articles.add_new(tx, found)
        alerts = 0
        for (one, story, is_news), (_, grade), number in zip(found, stories, numbers, strict=True):
            if number is None:
                continue
            matches = self._index.match(one)
            await storage.matches.add(tx, number, matches)
            if not is_news:
                continue
            queries, pressing = [match.query for match in matches], pressed(one, matches)
            if matches:
                alerts += await self._tell(tx, one, story, number, queries, pressing)
            if grade is not None:
                await sequels.go_on(tx, story, grade, number, one, queries, pressing)
        for one in read.edited:
            alerts += await self._edit(tx, one, read, overlay)
        for article, error in read.unread:
            await storage.articles.add_unread(tx, article, error)
        log.info(
            "feed_read feed=%s new=%s edited=%s news=%s alerts=%s unread=%s",
            read.feed.id,
            len(found),
            len(read.edited),
            sum(is_news for _, _, is_news in found),
            alerts,
            len(read.unread),
        )
        return [one.article for (one, _, _), number in zip(found, numbers, strict=True) if number is not None]

    async def _edit(self, tx: Transaction, one: Understood, read: Read, overlay: Overlay) -> int:
        """Store an edited article; return the alerts owed to those for whom only its new words hold."""
        is_news = read.can_be_news and freshness.is_news(one.article, read.feed)
        edited = await storage.articles.edit(tx, one, is_news=is_news)
        if edited is None:
            return 0
        number, story = edited.id, edited.story
        before, after = await storage.matches.of(tx, number), self._index.match(one)
        queries = await storage.matches.replace(tx, number, after)
        await sequels.correct(tx, edited, one, before, after)
        if edited.is_news and story is not None:
            overlay.add(story, one, await tx.now())  # its new figures are told, too
        if not (queries and story is not None and is_news):
            return 0
        return await self._tell(tx, one, story, number, queries, pressed(one, after))

    async def _tell(
        self,
        tx: Transaction,
        one: Understood,
        story: StoryId,
        article: ArticleId,
        queries: Sequence[QueryId],
        pressing: Sequence[QueryId],
    ) -> int:
        """Owe the alerts, which may wait a moment for the language model; return how many are new."""
        asked = await self._asking.about(tx, one, story) if self._asking else None
        alerts = await storage.alerts.fan_out(
            tx,
            story=story,
            article=article,
            queries=queries,
            seen_at=one.article.seen_at,
            urgent=one.urgent,
            pressing=pressing,
            due_at=asked.held_until if asked else None,
        )
        if self._asking and asked and asked.kind and alerts:
            await self._asking.ask(tx, one, story, article, asked.kind)
        return alerts

    async def _story(
        self, tx: Transaction, one: Understood, now: datetime, overlay: Overlay, *, is_news: bool
    ) -> tuple[StoryId, Grade | None]:
        """Return the story of *one*, and how it tells that again; None where it is the first to tell it.

        What is no news, of a new feed or of long ago, belongs to a story, but no other article to that for its sake.
        """
        told = overlay.find(one, now)
        story = told.story if told else await storage.stories.add(tx, one.fingerprint, now)
        if is_news:
            overlay.add(story, one, now)
        return story, told.grade if told else None

    async def _finish(
        self, tx: Transaction, read: Read, new: Sequence[Article], bounds: schedule.Bounds, jitter: float
    ) -> None:
        feed, now = read.feed, await tx.now()
        await storage.seen.mark(tx, feed.id, read.items, now)
        if read.push is not None:
            await _finish_push(tx, read, read.push, new, bounds)
            return
        await _look_at_hub(tx, read, new)
        hints = replace(read.fetched.hints, ttl=read.reading.ttl)
        plan = schedule.after_success(feed, new=len(new), now=now, hints=hints, bounds=bounds, jitter=jitter)
        await storage.feeds.succeeded(
            tx,
            feed,
            due_at=plan.due_at,
            daily=plan.daily,
            validators=read.fetched.validators,
            body_hash=read.body_hash,
            primed=True,
            guid_is_identity=read.reading.guid_is_identity,
            lag=freshness.next_lag(feed, new),
            entries=read.reading.entries,
            late=sum(not freshness.is_news(article, feed) for article in new) if read.can_be_news else 0,
            new=len(new),
            name=feed.name or read.reading.title,
            signs=replace(
                signs.after_answer(feed, read.fetched, now),
                hours=plan.hours,
                gap=signs.after_news(feed, now) if new else feed.signs.gap,
                ttl=read.reading.ttl,
                repaired=read.reading.repaired,
                ahead=read.reading.ahead,
            ),
        )


async def _holds(tx: Transaction, read: Read) -> bool:
    """Tell whether the claim under which *read* came is still the last one.

    A push ends with this question. Those of a feed that is removed go with it.
    """
    return await (storage.feeds.holds(tx, read.feed) if read.push is None else storage.pushes.done(tx, read.push))


async def _finish_push(
    tx: Transaction, read: Read, push: Push, new: Sequence[Article], bounds: schedule.Bounds
) -> None:
    """Store what a push says of its feed: news came, and its hub told of them first."""
    await storage.pushes.done(tx, push)
    feed = await storage.feeds.by_id(tx, push.feed)  # as it is now: nobody held it for this
    if not new or feed is None:
        return
    await storage.hubs.brought(tx, feed)
    now = await tx.now()
    plan = schedule.after_success(feed, new=len(new), now=now, hints=Hints(), bounds=bounds, jitter=0.0)
    await storage.feeds.pushed(
        tx,
        feed,
        daily=plan.daily,
        lag=freshness.next_lag(feed, new),
        late=sum(not freshness.is_news(article, feed) for article in new),
        signs=replace(feed.signs, hours=plan.hours, gap=signs.after_news(feed, now)),
    )


async def _look_at_hub(tx: Transaction, read: Read, new: Sequence[Article]) -> None:
    """Store which hub the feed names, and that it was silent where this poll found what it should have told."""
    feed, fetched = read.feed, read.fetched
    found = hubs.named(fetched.hub or read.reading.hub, fetched.topic or read.reading.topic, fetched.url)
    if found is not None:
        await storage.hubs.named(tx, feed, *found)
    since = await storage.hubs.verified_at(tx, feed) if new and feed.hub is not HubState.NONE else None
    if since is not None and hubs.missed(new, since, feed.succeeded_at) and await storage.hubs.missed(tx, feed):
        log.warning("hub_silent feed=%s; it is polled as often as any other", feed.id)


def _add(index: Index, found: Iterable[tuple[QueryId, Query]]) -> None:
    """Add *found* to *index*, but for what names a place that is not known here: one must not stop all the others.

    Such a place may have been imported by another process a moment ago: the index is filled anew once it is known.
    """
    for number, query in found:
        with suppress(KeyError):
            index.add(number, query)
