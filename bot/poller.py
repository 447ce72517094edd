"""Loop 1: due feeds → new articles → alerts in the outbox. Read this file first: it is the way of one article.

A feed that is due is claimed under a lease, fetched, and stopped there if nothing changed. What changed is parsed and
understood in a worker process; the reads that are ready go through one transaction (``bot/grouping.py``), which stores
articles, groups and matches them, writes the alerts owed, and updates the feed: all of it or nothing. A crash before
that commit loses nothing, since the feed is polled again when its lease ends; one after it repeats nothing.

One feed's trouble is its own: it is put off with the reason, and the others go on. A host's trouble is its feeds' own:
they wait for it without a slot (``feeds/hosts.py``). And where most hosts fail at once the trouble is ours
(``feeds/outage.py``): no failure is counted then.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import storage.feeds
from bot.grouping import Desk, Read
from bot.loops import Stopping, repeat, wait_for
from bot.pushes import Pushes
from bot.reader import Reader, hash_of
from bot.workers import Workers
from domain.errors import FeedError, FetchError, ReadingFailed, StorageError
from domain.feeds import Feed, Fetched, Hints, NotModified, Signs, Validators
from feeds import outage, schedule, signs
from feeds.fetch import Fetcher
from feeds.hosts import Courtesy, Hosts
from storage.database import Database

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # renewed while a feed is held: it may wait long for its host or for a worker
LOOK = timedelta(seconds=1)  # how long a feed that becomes due may wait unseen
BATCH = 200  # articles of one commit


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often to poll, the source of jitter (a number in [-1, 1] at each call), and how a host is treated."""

    bounds: schedule.Bounds
    jitter: Callable[[], float]
    courtesy: Courtesy = field(default_factory=Courtesy)


class Poller:
    """Poll what is due until told to stop; the only user of its *desk*, which holds the indexes."""

    def __init__(
        self, database: Database, fetcher: Fetcher, workers: Workers, desk: Desk, rhythm: Rhythm, *, at_once: int
    ) -> None:
        self._database = database
        self._fetcher = fetcher
        self._reader = Reader(database, fetcher, workers)
        self._desk = desk
        self._rhythm = rhythm
        self._at_once = at_once
        self._ready: asyncio.Queue[Read] = asyncio.Queue(maxsize=at_once)
        self._pushes = Pushes(database, self._reader, self._ready.put)
        self._unchanged: list[tuple[Feed, Fetched | NotModified]] = []
        self._held: dict[int, Feed] = {}
        self._hosts = Hosts(rhythm.courtesy, rhythm.bounds)
        self._outcomes = outage.Outcomes()
        self._changed = database.signal("feeds")  # a feed was added, or one that was held is done with

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll until *stopping* is set; then drop what is under way and give the claimed feeds back."""
        async with self._database.reading() as tx:
            await self._desk.fill(tx)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(repeat("poller", self._commit_what_is_ready, stopping))
                tasks.create_task(repeat("pushes", partial(self._pushes.read_what_waits, tasks), stopping))
                tasks.create_task(self._wake_at(stopping))
                await repeat("poller", partial(self._poll_what_is_due, tasks), stopping)
                raise Stopping
        except* Stopping:
            pass
        with suppress(StorageError):  # then they are due again when their leases end
            await self._finish_unchanged()
            async with self._database.transaction() as tx:
                await storage.feeds.give_back(tx, list(self._held.values()))
                await self._pushes.give_back(tx)

    async def _wake_at(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self._changed.set()

    async def _poll_what_is_due(self, tasks: asyncio.TaskGroup) -> None:
        self._changed.clear()
        await self._finish_unchanged()
        await self._keep_leases()
        free = self._at_once - len(self._held)
        if claimed := await self._claim(free) if free > 0 else []:
            await self._begin(tasks, claimed)
        else:
            await wait_for(self._changed, LOOK)

    async def _begin(self, tasks: asyncio.TaskGroup, claimed: list[Feed]) -> None:
        """Poll those of *claimed* whose hosts have room; the others wait in their rows, and leave the slots free."""
        now = claimed[0].due_at - LEASE  # when they were claimed
        waiting: list[tuple[Feed, datetime, str]] = []
        for feed in claimed:
            host = outage.host_of(feed.url)
            later = self._hosts.turn(host, now)
            if later is None:
                self._held[feed.id] = feed
                tasks.create_task(self._poll(feed))
            else:
                waiting.append((feed, later, self._hosts.trouble(host)))
        self._hosts.forget(now)
        if waiting:
            async with self._database.transaction() as tx:
                await storage.feeds.postpone(tx, waiting)

    async def _keep_leases(self) -> None:
        """Renew the leases that are half over: a feed claimed again while it is read would never be done with."""
        async with self._database.reading() as tx:
            now = await tx.now()
        waning = [feed for feed in self._held.values() if feed.due_at - now < LEASE / 2]
        if waning:
            async with self._database.transaction() as tx:
                until = await storage.feeds.renew(tx, waning, LEASE)
            self._held |= {feed.id: replace(feed, due_at=until) for feed in waning if feed.id in self._held}

    async def _claim(self, most: int) -> list[Feed]:
        async with self._database.reading() as tx:
            due = await storage.feeds.next_due(tx)
            if due is None or due > await tx.now():
                return []
        async with self._database.transaction() as tx:
            return await storage.feeds.claim(tx, most, LEASE)

    async def _poll(self, feed: Feed) -> None:
        try:
            await self._read_or_put_off(feed)
        except StorageError as error:
            log.error("feed_let_go feed=%s error=%s", feed.id, error)  # its lease ends, and it is due again
            self._held.pop(feed.id, None)

    async def _read_or_put_off(self, feed: Feed) -> None:
        try:
            await self._fetch_and_read(feed)
        except FeedError as error:
            await self._put_off(feed, error)
        except StorageError:
            raise
        except Exception as error:  # one feed's fault boundary: nothing it causes may stop the others
            log.exception("feed_broken feed=%s", feed.id)
            await self._put_off(feed, ReadingFailed("broken", type(error).__name__))

    async def _fetch_and_read(self, feed: Feed) -> None:
        answer = await self._fetch(feed)
        match answer:
            case NotModified():
                self._keep(feed, answer)
            case Fetched() if feed.primed and hash_of(answer.body) == feed.body_hash:
                self._keep(feed, replace(answer, body=b""))
            case Fetched():
                await self._ready.put(await self._reader.read(feed, answer))

    async def _fetch(self, feed: Feed) -> Fetched | NotModified:
        """Return the feed's answer; its host's turn is given back, with what was learnt of the host."""
        host = outage.host_of(feed.url)
        try:
            answer = await self._fetcher.fetch(feed.url, Validators(feed.etag, feed.last_modified))
        except FetchError as error:
            await self._note(host, error)
            raise
        else:
            self._hosts.answered(host)
            self._outcomes.note(host, _seconds(), reached=True)
            return answer
        finally:
            self._hosts.leave(host)
            self._changed.set()

    async def _note(self, host: str, error: FetchError) -> None:
        reached = outage.is_reached(error.kind)
        self._outcomes.note(host, _seconds(), reached=reached)
        async with self._database.reading() as tx:
            now = await tx.now()
        if error.kind == "too_many_requests":
            wait = schedule.after_asking_to_wait(_hints(error), self._rhythm.bounds)
            self._hosts.asked_to_wait(host, now + wait, _line(error))
        elif reached:
            self._hosts.answered(host)
        elif not self._outcomes.are_ours(_seconds()):
            self._hosts.unanswered(host, now, _line(error))

    def _keep(self, feed: Feed, answer: Fetched | NotModified) -> None:
        self._unchanged.append((feed, answer))
        self._changed.set()

    async def _finish_unchanged(self) -> None:
        polls, self._unchanged = self._unchanged, []
        if not polls:
            return
        try:
            await self._store_unchanged(polls)
        finally:  # those that could not be stored are due again when their leases end
            for feed, _ in polls:
                self._held.pop(feed.id, None)

    async def _store_unchanged(self, polls: list[tuple[Feed, Fetched | NotModified]]) -> None:
        async with self._database.transaction() as tx:
            now = await tx.now()
            await storage.feeds.unchanged(tx, [self._after_success(feed, answer, now) for feed, answer in polls])

    def _after_success(
        self, feed: Feed, answer: Fetched | NotModified, now: datetime
    ) -> tuple[Feed, datetime, float, Signs]:
        rhythm = self._rhythm
        hints = replace(answer.hints, ttl=feed.signs.ttl)
        plan = schedule.after_success(feed, new=0, now=now, hints=hints, bounds=rhythm.bounds, jitter=rhythm.jitter())
        return feed, plan.due_at, plan.daily, replace(signs.after_answer(feed, answer, now), hours=plan.hours)

    async def _put_off(self, feed: Feed, error: FeedError) -> None:
        is_ours = not outage.is_reached(error.kind) and self._outcomes.are_ours(_seconds())
        line = f"{outage.OFFLINE}: {_line(error)}" if is_ours else _line(error)
        log.warning("feed_failed feed=%s failures=%s error=%s", feed.id, feed.failures + (not is_ours), line)
        async with self._database.transaction() as tx:
            plan = schedule.after_failure(
                feed,
                now=await tx.now(),
                hints=_hints(error),
                bounds=self._rhythm.bounds,
                jitter=self._rhythm.jitter(),
            )
            if is_ours:
                await storage.feeds.unreached(tx, feed, due_at=plan.due_at, error=line)
            else:
                await storage.feeds.failed(tx, feed, due_at=plan.due_at, error=line)
        self._held.pop(feed.id, None)

    async def _commit_what_is_ready(self) -> None:
        reads = [await self._ready.get()]
        while not self._ready.empty() and sum(read.size for read in reads) < BATCH:
            reads.append(self._ready.get_nowait())
        try:
            await self._commit(reads)
        except Exception:
            self._let_go(reads)
            raise
        self._let_go(reads)  # but not when the stop cuts the commit off: what is held is given back

    def _let_go(self, reads: list[Read]) -> None:
        for read in reads:
            if read.push is None:
                self._held.pop(read.feed.id, None)
            else:
                self._pushes.finish(read.push)

    async def _commit(self, reads: list[Read]) -> None:
        """Commit *reads* together; if that fails one by one, so that only the bad one is put off."""
        try:
            await self._desk.commit(reads, self._rhythm.bounds, self._rhythm.jitter)
        except Exception as error:  # the commit's fault boundary: the transaction is undone, nothing is lost
            if len(reads) > 1:
                log.warning("commit_split reads=%s error=%s", len(reads), type(error).__name__)
                for read in reads:
                    await self._commit([read])
                return
            log.exception("commit_failed feed=%s", reads[0].feed.id)
            if reads[0].push is None:  # a push is claimed again, a few times
                await self._put_off(reads[0].feed, ReadingFailed("not_stored", type(error).__name__))


def _seconds() -> float:
    return asyncio.get_running_loop().time()


def _hints(error: FeedError) -> Hints:
    if not isinstance(error, FetchError) or error.retry_after is None:
        return Hints()
    return Hints(retry_after=timedelta(seconds=error.retry_after))


def _line(error: FeedError) -> str:
    return " ".join(str(error).split())[:300]
