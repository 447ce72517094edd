"""The poller: what is new becomes alerts once, and one feed's trouble is its own."""

import asyncio
import gzip
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

import storage.feeds
from bot import reading
from bot.grouping import Desk
from bot.poller import Poller, Rhythm
from bot.workers import Workers
from domain.errors import ReadingFailed, StorageError
from domain.feeds import Source
from domain.news import PlaceId
from domain.queries import PlaceQuery
from emulator.people import ABU_KHALED, EDITOR, LAYLA
from feeds.fetch import Fetcher
from feeds.schedule import Bounds
from news.places.gazetteer import shipped
from storage.database import Database, Transaction
from tests.bot.conftest import InProcess, Site, Watch, follow, item, rows, rss

SECOND = timedelta(seconds=1)
RHYTHM = Rhythm(Bounds(shortest=SECOND, longest=SECOND, worst=SECOND), lambda: 0.0)
SOON = 10  # seconds: nothing here takes one


class Room:
    """A poller with its database, and the feeds it polls."""

    def __init__(self, database: Database, fetcher: Fetcher, site: Site, watch: Watch) -> None:
        self.database = database
        self.fetcher = fetcher
        self.site = site
        self.watch = watch
        self.workers: Workers = InProcess()
        self.desk = Desk(database, shipped())

    async def add(self, path: str, answer: bytes | Callable[[web.Request], web.StreamResponse]) -> None:
        """Add a feed that answers so."""
        self.site[path] = answer
        async with self.database.transaction() as tx:
            await storage.feeds.add(tx, Source(self.site.url(path)), self.watch.now)

    async def poll(self) -> None:
        """Poll all feeds once, and stop when each was seen to."""
        self.watch.forward(3 * 60 * 60)  # longer than any feed here asks to wait
        poller = Poller(self.database, self.fetcher, self.workers, self.desk, RHYTHM, at_once=8)
        stopping = asyncio.Event()
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(poller.run(stopping))
            while not all(feed.checked_at == self.watch.now for feed in await rows(self.database, "feeds")):
                await asyncio.sleep(0)
            stopping.set()

    async def errors(self) -> dict[str, str]:
        """Return what is wrong with each feed, by its path."""
        return {feed.url.removeprefix(self.site.url("/")): feed.error for feed in await rows(self.database, "feeds")}

    async def alerts(self) -> list[str]:
        """Return the titles of the articles that were alerted, in order."""
        alerts = await rows(self.database, "alerts")  # first: a commit may come between the two
        titles = {article.id: article.title for article in await rows(self.database, "articles")}
        return [titles[alert.article_id] for alert in alerts]


@pytest.fixture
async def room(database: Database, fetcher: Fetcher, site: Site, watch: Watch) -> Room:
    await follow(database, LAYLA.id)
    return Room(database, fetcher, site, watch)


OLD = item("قصف على درعا البلد أمس")
NEW = item("غارة على درعا البلد", "قال شهود إن غارة استهدفت درعا البلد.")


async def test_adding_a_feed_floods_nobody(room: Room) -> None:
    await room.add("/a", rss(OLD, NEW))

    await room.poll()

    assert len(await rows(room.database, "articles")) == 2
    assert await room.alerts() == []


async def test_what_comes_after_the_first_read_is_alerted_once(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    room.site["/a"] = rss(NEW, OLD)

    await room.poll()
    await room.poll()

    assert await room.alerts() == ["غارة على درعا البلد"]
    assert len(await rows(room.database, "deliveries")) == 1


async def test_an_item_a_day_old_is_kept_but_never_alerted(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    room.site["/a"] = rss(item("اشتباك في درعا البلد", age=timedelta(hours=25)), OLD)

    await room.poll()

    assert len(await rows(room.database, "articles")) == 2
    assert await room.alerts() == []
    assert [feed.late for feed in await rows(room.database, "feeds")] == [1]


async def test_a_feed_that_says_nothing_changed_is_asked_with_its_validators(room: Room) -> None:
    def answer(request: web.Request) -> web.StreamResponse:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        return web.Response(body=rss(OLD), headers={"ETag": '"1"'})

    await room.add("/a", answer)

    await room.poll()
    await room.poll()

    assert len(room.site.requests) == 2
    assert (await room.errors()) == {"a": ""}


async def test_a_copy_in_another_feed_makes_no_second_alert(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.add("/b", rss(OLD))
    await room.poll()
    room.site["/a"] = rss(NEW, OLD)
    room.site["/b"] = rss(NEW, OLD)

    await room.poll()

    assert len(await rows(room.database, "articles")) == 4
    assert await room.alerts() == ["غارة على درعا البلد"]


async def test_who_begins_to_follow_later_is_not_told_what_came_before(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    room.site["/a"] = rss(NEW, OLD)
    await room.poll()
    await follow(room.database, ABU_KHALED.id)

    await room.poll()

    assert len(await rows(room.database, "alerts")) == 1


async def test_a_body_that_changed_with_nothing_new_in_it_makes_nothing(room: Room) -> None:
    await room.add("/a", rss(OLD, NEW))
    await room.poll()
    room.site["/a"] = rss(NEW, OLD)

    await room.poll()

    assert len(await rows(room.database, "articles")) == 2
    assert await room.alerts() == []


async def test_what_another_process_followed_and_grouped_is_seen(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    other = Room(room.database, room.fetcher, room.site, room.watch)
    await follow(room.database, ABU_KHALED.id)
    room.watch.forward(1)
    await room.add("/b", rss(OLD))
    await room.poll()
    room.site["/a"] = rss(NEW, OLD)
    await other.poll()
    room.site["/b"] = rss(NEW, OLD)

    await room.poll()

    assert await room.alerts() == ["غارة على درعا البلد"] * 2
    assert len({alert.target_id for alert in await rows(room.database, "alerts")}) == 2


async def test_the_first_read_after_the_identity_rule_changed_alerts_nothing(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    one_guid = [
        item(f"خبر {number} عن درعا البلد", guid="the same").replace(
            "</item>", f"<link>https://n.example/{number}</link></item>"
        )
        for number in range(3)
    ]
    room.site["/a"] = rss(*one_guid)

    await room.poll()
    changed = await room.alerts()
    room.site["/a"] = rss(item("خبر جديد عن درعا البلد", guid="the same"), *one_guid)
    await room.poll()

    assert changed == []
    assert await room.alerts() == ["خبر جديد عن درعا البلد"]


async def test_an_hour_later_the_indexes_are_filled_anew(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    poller = Poller(room.database, room.fetcher, room.workers, room.desk, RHYTHM, at_once=8)
    room.site["/a"] = rss(NEW, OLD)
    stopping = asyncio.Event()

    async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
        tasks.create_task(poller.run(stopping))
        await asyncio.sleep(0)
        room.watch.forward(3 * 60 * 60)
        while not await room.alerts():
            await asyncio.sleep(0)
        stopping.set()

    assert await room.alerts() == ["غارة على درعا البلد"]


def _moved_to(address: str) -> Callable[[web.Request], web.StreamResponse]:
    return lambda request: web.Response(status=302, headers={"Location": address})


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"
)

TROUBLE = {
    "gone": (lambda request: web.Response(status=404), "404"),
    "broken": (lambda request: web.Response(status=503, headers={"Retry-After": "7200"}), "503"),
    "block page": (b"<!doctype html><title>Just a moment...</title><p>Checking your browser", "not_a_feed"),
    "nothing": (b"", "not_a_feed"),
    "too large": (lambda request: web.Response(body=bytes(10 * 1024 * 1024)), "too_large"),
    "bomb of gzip": (
        lambda request: web.Response(body=gzip.compress(bytes(64 * 1024 * 1024)), headers={"Content-Encoding": "gzip"}),
        "too_large",
    ),
    "redirect inwards": (_moved_to("http://10.0.0.1/feed"), "private_address"),
    "redirect to the metadata": (_moved_to("http://169.254.169.254/latest"), "private_address"),
    "redirect to a file": (_moved_to("file:///etc/passwd"), ""),
    "redirect in a circle": (_moved_to("/x"), "redirect"),
}


@pytest.mark.parametrize(("answer", "word"), TROUBLE.values(), ids=TROUBLE)
async def test_one_bad_feed_is_put_off_and_the_others_go_on(
    room: Room, answer: Any, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    await room.add("/a", rss(OLD))
    await room.add("/x", answer)

    with caplog.at_level(logging.WARNING):
        await room.poll()
    room.site["/a"] = rss(NEW, OLD)
    await room.poll()

    errors = await room.errors()
    assert errors["a"] == ""
    assert errors["x"] != ""
    assert word in errors["x"]
    assert sum("feed_failed" in line for line in caplog.messages) >= 1
    assert await room.alerts() == ["غارة على درعا البلد"]


async def test_a_bomb_of_entities_costs_nothing_and_nobody(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.add("/x", BOMB)

    await room.poll()

    assert sum(len(article.title) + len(article.text) for article in await rows(room.database, "articles")) < 100_000


async def test_a_feed_of_twenty_thousand_items_is_cut(room: Room) -> None:
    await room.add("/a", rss(*(item(f"خبر رقم {number}") for number in range(20_000))))

    await room.poll()

    assert len(await rows(room.database, "articles")) <= 500


async def test_undeclared_windows_1256_is_read(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    body = rss(item("غارة على درعا البلد"), OLD).decode().encode("windows-1256")
    room.site["/a"] = lambda request: web.Response(body=body, content_type="text/xml")

    await room.poll()

    assert await room.alerts() == ["غارة على درعا البلد"]


async def test_an_article_that_cannot_be_understood_is_kept_with_the_reason(room: Room) -> None:
    class Breaking(InProcess):
        async def run(self, job: Callable[..., Any], *arguments: Any, limit: timedelta) -> Any:
            articles = arguments[0] if job is reading.understand_all else arguments[:1]
            if job is not reading.parse and any("مكسور" in article.title for article in articles):
                raise ReadingFailed("too_slow", job.__name__)
            return await super().run(job, *arguments, limit=limit)

    await room.add("/a", rss(OLD))
    await room.poll()
    room.workers = Breaking()
    room.site["/a"] = rss(item("خبر مكسور عن درعا البلد"), NEW, OLD)

    await room.poll()

    assert await room.alerts() == ["غارة على درعا البلد"]
    assert [article.unread for article in await rows(room.database, "articles") if article.unread] == [
        "too_slow: understand_one"
    ]


async def test_a_followed_place_that_is_not_known_stops_nobody(room: Room) -> None:
    await follow(room.database, ABU_KHALED.id, PlaceQuery(PlaceId("sy.nowhere")), "لا مكان")
    await room.add("/a", rss(OLD))
    await room.poll()
    await follow(room.database, EDITOR.id, PlaceQuery(PlaceId("sy.elsewhere")), "مكان آخر")
    room.site["/a"] = rss(NEW, OLD)

    await room.poll()

    assert await room.alerts() == ["غارة على درعا البلد"]


async def test_a_place_named_deep_in_a_very_long_article_is_seen(room: Room) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    room.site["/a"] = rss(
        item("تقرير مطول", "جملة عن الطقس لا تذكر شيئًا. " * 2000 + "وسقطت قذائف على درعا البلد."), OLD
    )

    await room.poll()

    assert await room.alerts() == ["تقرير مطول"]


async def test_a_feed_with_hundreds_of_new_articles_leaves_room_for_the_others(room: Room) -> None:
    class Counting(InProcess):
        most = 0

        async def run(self, job: Callable[..., Any], *arguments: Any, limit: timedelta) -> Any:
            if job is reading.understand_all:
                self.most = max(self.most, len(arguments[0]))
            return await super().run(job, *arguments, limit=limit)

    room.workers = workers = Counting()
    await room.add("/a", rss(*(item(f"خبر رقم {number}") for number in range(120))))

    await room.poll()

    assert len(await rows(room.database, "articles")) == 120
    assert workers.most <= 25


async def test_a_commit_that_fails_is_tried_read_by_read_and_only_the_bad_one_is_put_off(room: Room) -> None:
    class Breaking(Desk):
        async def commit(self, reads: Any, *rest: Any) -> None:
            if any(read.reading.title == "مكسورة" for read in reads):
                raise RuntimeError("a row that cannot be stored")
            await super().commit(reads, *rest)

    room.desk = Breaking(room.database, shipped())
    await room.add("/a", rss(OLD))
    await room.add("/x", rss(OLD).replace("وكالة".encode(), "مكسورة".encode()))

    await room.poll()

    assert await room.errors() == {"a": "", "x": "not_stored: RuntimeError"}


async def test_a_bug_met_by_one_feed_is_a_line_and_no_end(room: Room) -> None:
    class Broken(InProcess):
        async def run(self, job: Callable[..., Any], *arguments: Any, limit: timedelta) -> Any:
            if isinstance(arguments[0], reading.Body) and arguments[0].url.endswith("/x"):
                raise RuntimeError("a bug")
            return await super().run(job, *arguments, limit=limit)

    room.workers = Broken()
    await room.add("/a", rss(OLD))
    await room.add("/x", rss(NEW))

    await room.poll()

    assert await room.errors() == {"a": "", "x": "broken: RuntimeError"}


async def test_told_to_stop_it_gives_back_what_it_holds(room: Room) -> None:
    await room.add("/a", rss(OLD))
    reached = asyncio.Event()

    class Waiting(InProcess):
        async def run(self, job: Callable[..., Any], *arguments: Any, limit: timedelta) -> Any:
            reached.set()
            await asyncio.Event().wait()

    poller = Poller(room.database, room.fetcher, Waiting(), room.desk, RHYTHM, at_once=8)
    stopping = asyncio.Event()
    async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
        tasks.create_task(poller.run(stopping))
        await reached.wait()
        stopping.set()

    async with room.database.reading() as tx:
        assert await storage.feeds.next_due(tx) == room.watch.now


async def test_a_poll_that_could_not_be_stored_takes_no_room_for_ever(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.add("/a", rss(OLD))
    await room.poll()
    room.watch.forward(3 * 60 * 60)
    store, failures = storage.feeds.unchanged, iter([StorageError("away")])

    async def away_once(tx: Transaction, *rest: Any) -> None:
        if error := next(failures, None):
            room.watch.forward(3 * 60)  # the lease ends
            raise error
        await store(tx, *rest)

    monkeypatch.setattr(storage.feeds, "unchanged", away_once)
    monkeypatch.setattr("bot.loops.FIRST_WAIT", timedelta(0))
    poller = Poller(room.database, room.fetcher, room.workers, room.desk, RHYTHM, at_once=1)
    stopping = asyncio.Event()

    async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
        tasks.create_task(poller.run(stopping))
        while not all(feed.checked_at == room.watch.now for feed in await rows(room.database, "feeds")):
            await asyncio.sleep(0)
        stopping.set()


async def test_a_feed_that_takes_longer_than_its_lease_is_read_once_and_stored(room: Room) -> None:
    reads: list[str] = []

    class Slow(InProcess):
        async def run(self, job: Callable[..., Any], *arguments: Any, limit: timedelta) -> Any:
            if job is reading.parse:
                reads.append(job.__name__)
                for _ in range(4):  # the service looks every second; here a minute passes between two looks
                    room.watch.forward(60)
                    await looked()
            return await super().run(job, *arguments, limit=limit)

    async def looked() -> None:
        poller._changed.set()
        while poller._changed.is_set():
            await asyncio.sleep(0)
        for _ in range(200):
            await asyncio.sleep(0.001)
            async with room.database.reading() as tx:
                if (await storage.feeds.all_active(tx))[0].due_at > room.watch.now:
                    return

    await room.add("/a", rss(OLD))
    poller = Poller(room.database, room.fetcher, Slow(), room.desk, RHYTHM, at_once=8)
    stopping = asyncio.Event()

    async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
        tasks.create_task(poller.run(stopping))
        while not await rows(room.database, "articles"):
            await asyncio.sleep(0.01)
        stopping.set()

    assert reads == ["parse"]


async def test_what_a_read_no_longer_needs_is_let_go_before_its_commit(room: Room) -> None:
    kept: list[int] = []

    class Weighing(Desk):
        async def commit(self, reads: Any, *rest: Any) -> None:
            kept.extend(len(read.fetched.body) + len(read.reading.articles) for read in reads)
            await super().commit(reads, *rest)

    room.desk = Weighing(room.database, shipped())
    await room.add("/a", rss(OLD))

    await room.poll()

    assert kept == [0]


async def test_a_place_that_only_the_page_names_makes_an_alert_where_full_text_is_wanted(room: Room) -> None:
    def linked(title: str, path: str) -> str:
        return item(title, "سطر").replace("</item>", f"<link>{room.site.url(path)}</link></item>")

    story = "قال شهود إن القصف أصاب حي درعا البلد صباح اليوم، وإن فرق الإسعاف وصلت إلى المكان بعد نصف ساعة من ذلك."
    page = f"<html><h1>قصف في الجنوب</h1><div><p>{story}</p><p>{story}</p><p>{story}</p></div></html>".encode()
    for path in ("/a", "/b"):
        await room.add(path, rss(linked("خبر قديم", f"{path}/old")))
    async with room.database.transaction() as tx:
        wanting = await storage.feeds.by_url(tx, room.site.url("/a"))
        assert wanting is not None
        await storage.feeds.set_full_text(tx, wanting.id, wanted=True)
    await room.poll()
    for path in ("/a", "/b"):
        room.site[path] = rss(linked("قصف في الجنوب", f"{path}/1"))
        room.site[f"{path}/1"] = page

    await room.poll()

    assert await room.alerts() == ["قصف في الجنوب"]
    assert [request.path for request in room.site.requests if request.path not in {"/a", "/b"}] == [
        "/robots.txt",
        "/a/1",
    ]
