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
from bot.poller import Poller
from domain.errors import ReadingFailed, StorageError
from domain.news import PlaceId
from domain.queries import PlaceQuery
from emulator.people import ABU_KHALED, EDITOR, LAYLA
from feeds.hosts import Courtesy
from news.places.gazetteer import shipped
from storage.database import Transaction
from tests.bot.conftest import RHYTHM, SECOND, SOON, InProcess, Room, follow, item, rows, rss

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


async def test_feeds_of_a_dead_host_leave_the_slots_to_the_others(room: Room) -> None:
    """64 of them once filled the poller for minutes: each in turn waited for its time limit, and held a slot."""
    asked = room.hang("dead.example")
    for number in range(64):
        await room.add_at(f"http://dead.example/{number}")
    for number in range(12):
        await room.add(f"/{number}", rss(OLD))

    poller = room.poller(Courtesy(per_host=2, gap=SECOND), at_once=8)
    await room.work(poller, 0.2, until=lambda feeds: sum(feed.primed for feed in feeds) == 12)

    assert len(asked) == 2
    waiting = [feed for feed in await rows(room.database, "feeds") if "dead" in feed.url]
    assert {(feed.failures, feed.error) for feed in waiting} == {(0, "")}


async def test_a_host_that_does_not_answer_rests_and_its_feeds_say_why(room: Room) -> None:
    asked = room.refuse("dead.example")
    for number in range(8):
        await room.add_at(f"http://dead.example/{number}")

    poller = room.poller(Courtesy(per_host=2), at_once=32)
    await room.work(poller, 0.05, until=lambda feeds: all(feed.error for feed in feeds))

    dead = [feed for feed in await rows(room.database, "feeds") if "dead" in feed.url]
    assert 2 <= len(asked) <= 4
    assert {feed.failures for feed in dead} == {1}
    assert all(feed.error.startswith("connection: ") for feed in dead)


async def test_a_host_that_asks_to_wait_is_not_asked_for_its_other_feeds(room: Room) -> None:
    def full(request: web.Request) -> web.StreamResponse:
        return web.Response(status=429, headers={"Retry-After": "7200"})

    for number in range(3):
        await room.add(f"/{number}", full)

    poller = room.poller(Courtesy(per_host=1), at_once=8)
    await room.work(poller, 0.1, until=lambda feeds: all(feed.error for feed in feeds))

    found = await rows(room.database, "feeds")
    assert len(room.site.requests) == 1
    assert all(feed.error.startswith("too_many_requests") for feed in found)
    assert all(feed.due_at - room.watch.now > timedelta(minutes=115) for feed in found)


async def test_while_we_are_offline_no_failure_is_counted(room: Room) -> None:
    for number in range(5):
        room.refuse(f"{number}.example")
        await room.add_at(f"http://{number}.example/feed")

    for _ in range(6):
        await room.poll()

    found = await rows(room.database, "feeds")
    assert max(feed.failures for feed in found) <= 1
    assert sum(feed.error.startswith("offline: connection: ") for feed in found) == 5


async def test_what_polls_show_of_a_feed_is_stored_with_news_and_without(room: Room) -> None:
    body = b"<rss version='2.0'><channel><ttl>45</ttl>" + rss(OLD).partition(b"<channel>")[2]
    room.site["/new"] = lambda request: (
        web.Response(status=304)
        if "If-None-Match" in request.headers
        else web.Response(body=body, headers={"ETag": '"1"'})
    )
    await room.add("/a", lambda request: web.Response(status=301, headers={"Location": "/new"}))
    await room.poll()
    [read] = await rows(room.database, "feeds")
    await room.poll()

    [feed] = await rows(room.database, "feeds")
    assert (read.ttl, read.moved_to, read.moved_at) == (2700, room.site.url("/new"), read.checked_at)
    assert (feed.ttl, feed.moved_to, feed.moved_at) == (2700, room.site.url("/new"), read.checked_at)
    assert feed.took > 0
    assert len(feed.hours) == 24
    assert feed.due_at - feed.checked_at >= timedelta(seconds=1)


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


async def test_a_feed_whose_commit_the_stop_cut_off_is_due_at_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It once was due when its lease ended: whoever started the service again waited 90 seconds for the first news."""
    await room.add("/a", rss(OLD))
    stopping = asyncio.Event()

    async def cut_off(*_: object) -> None:
        stopping.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(room.desk, "commit", cut_off)
    async with asyncio.timeout(SOON):
        await room.poller(Courtesy(), at_once=8).run(stopping)

    [feed] = await rows(room.database, "feeds")
    assert not feed.primed
    assert feed.due_at <= room.watch.now


def parsed(room: Room, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of items of each body that is parsed."""
    counts: list[int] = []
    parse = reading.parse

    def counted(body: reading.Body) -> reading.Reading:
        counts.append(body.content.count(b"<item>"))
        return parse(body)

    monkeypatch.setattr(reading, "parse", counted)
    return counts


async def test_only_what_a_feed_has_not_shown_is_parsed(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await follow(room.database, LAYLA.id)
    old = [item(f"خبر {number}") for number in range(20)]
    await room.add("/rss", rss(*old))
    await room.poll()
    counts = parsed(room, monkeypatch)

    body = rss(item("قصف على درعا البلد"), *old)
    for shown in (body, body + b"<!-- made at another minute -->"):
        room.site["/rss"] = shown
        await room.poll()

    assert counts == [1]
    assert await room.alerts() == ["قصف على درعا البلد"]
    assert (await rows(room.database, "feeds"))[0].entries == 21


async def test_what_kills_goes_in_haste_to_those_whose_place_it_strikes(room: Room) -> None:
    layla, khaled = [await follow(room.database, one.id) for one in (LAYLA, ABU_KHALED)]
    idlib = await follow(room.database, EDITOR.id, PlaceQuery(PlaceId("sy.idlib")), "إدلب")
    await room.add("/rss", rss(item("خبر قديم", guid="0")))
    await room.poll()
    text = "قال مسعف إن القصف طال سوقًا مكتظًا وسط الحي وإن فرق الإسعاف ما زالت تعمل في المكان، ولم ترد حصيلة أخرى."
    text += "\nوتضامن سكان إدلب."
    room.site["/rss"] = rss(item("مقتل ثلاثة أشخاص بقصف على درعا البلد", text, guid="1"))

    await room.poll()

    urgent = {alert.target_id: alert.urgent for alert in await rows(room.database, "alerts")}
    assert urgent == {layla: True, khaled: True, idlib: False}
    assert [article.urgent for article in await rows(room.database, "articles")] == [False, False]


async def test_an_edited_item_is_told_to_those_whom_only_its_new_words_concern(room: Room) -> None:
    layla, khaled = [await follow(room.database, one.id) for one in (LAYLA, ABU_KHALED)]
    await follow(room.database, ABU_KHALED.id, PlaceQuery(PlaceId("sy.idlib")), "إدلب")
    await room.add("/rss", rss(item("خبر قديم", guid="0")))
    await room.poll()
    room.site["/rss"] = rss(item("قصف في الجنوب", "هدوء", guid="1"))
    await room.poll()
    assert await room.alerts() == []

    room.site["/rss"] = rss(item("قصف على درعا البلد", "هدوء", guid="1"))
    await room.poll()
    room.site["/rss"] = rss(item("قصف على درعا البلد", "هدوء في إدلب", guid="1"))
    await room.poll()

    told = [(alert.target_id, alert.article_id) for alert in await rows(room.database, "alerts")]
    assert sorted(target for target, _ in told) == sorted([layla, khaled])
    texts = [(article.title, article.text) for article in await rows(room.database, "articles")]
    assert texts[1:] == [("قصف على درعا البلد", "هدوء في إدلب")]


async def test_an_old_item_that_is_edited_is_kept_and_told_to_nobody(room: Room) -> None:
    await follow(room.database, LAYLA.id)
    day = timedelta(hours=25)
    await room.add("/rss", rss(item("هدوء في الجنوب", guid="1", age=day)))
    await room.poll()

    room.site["/rss"] = rss(item("قصف على درعا البلد", guid="1", age=day))
    await room.poll()

    assert await room.alerts() == []
    assert [article.title for article in await rows(room.database, "articles")] == ["قصف على درعا البلد"]


async def test_a_feed_that_flips_between_two_states_alerts_once(room: Room) -> None:
    await follow(room.database, LAYLA.id)
    one, other = item("هدوء في الجنوب", guid="1"), item("قصف على درعا البلد", guid="2")
    await room.add("/rss", rss(one))
    for state in (rss(one), rss(other, one), rss(one), rss(other, one), rss(one), rss(other)):
        room.site["/rss"] = state
        await room.poll()

    assert await room.alerts() == ["قصف على درعا البلد"]


async def test_an_item_whose_guid_changes_at_each_poll_is_told_once_however_long_it_stays(room: Room) -> None:
    def undated(guid: int) -> bytes:
        link = "<link>https://news.example/1</link>"
        return rss(f"<item><title>قصف على درعا البلد</title>{link}<guid>{guid}</guid></item>")

    await room.add("/rss", rss(item("هدوء في الجنوب", guid="0")))
    await room.poll()
    for guid in range(1, 4):
        room.site["/rss"] = undated(guid)
        await room.poll()
        room.watch.forward(49 * 60 * 60)  # its story is forgotten by then

    assert await room.alerts() == ["قصف على درعا البلد"]
    assert len(await rows(room.database, "articles")) == 2


async def test_an_old_item_that_comes_back_is_told_to_nobody(room: Room) -> None:
    old = item("قصف على درعا البلد", guid="1", age=timedelta(hours=25))
    await room.add("/rss", rss(item("هدوء في الجنوب", guid="0")))
    for state in (rss(item("هدوء في الجنوب", guid="0")), rss(old), rss(item("هدوء", guid="2")), rss(old)):
        room.site["/rss"] = state
        await room.poll()

    assert await room.alerts() == []


async def test_two_items_with_one_guid_over_two_reads_are_both_read(room: Room) -> None:
    await follow(room.database, LAYLA.id)
    link = "<link>https://news.example/{}</link></item>"
    old = item("هدوء في الجنوب", guid="same").replace("</item>", link.format(1))
    new = item("قصف على درعا البلد", guid="same").replace("</item>", link.format(2))
    await room.add("/rss", rss(old))
    await room.poll()

    room.site["/rss"] = rss(new, old)
    await room.poll()

    # The rule of identity has changed with that read, which is no news for anybody, but nothing is lost.
    assert {article.title for article in await rows(room.database, "articles")} >= {
        "هدوء في الجنوب",
        "قصف على درعا البلد",
    }
    assert not (await rows(room.database, "feeds"))[0].guid_is_identity


async def test_items_that_share_a_link_are_told_edited_by_their_words(room: Room) -> None:
    await follow(room.database, LAYLA.id)

    def page(*titles: str) -> bytes:
        link = "<link>https://news.example/live</link>"
        return rss(*(f"<item><title>{title}</title>{link}</item>" for title in titles))

    await room.add("/rss", page("هدوء في الجنوب", "هدوء في الشمال"))
    await room.poll()
    room.site["/rss"] = page("قصف على درعا البلد", "هدوء في الجنوب", "هدوء في الشمال")
    await room.poll()

    assert await room.alerts() == ["قصف على درعا البلد"]


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


async def test_a_guid_that_changes_is_noticed_where_the_text_is_that_of_the_page(room: Room) -> None:
    published = item("قصف في الجنوب").partition("<pubDate>")[2].partition("<")[0]

    def shown(guid: int) -> bytes:
        inside = f"<title>قصف في الجنوب</title><link>{room.site.url('/1')}</link><description>سطر</description>"
        return rss(f"<item>{inside}<guid>{guid}</guid><pubDate>{published}</pubDate></item>")

    story = "<p>قال شهود إن القصف أصاب حي درعا البلد صباح اليوم، وإن فرق الإسعاف وصلت إلى المكان بعد نصف ساعة.</p>"
    room.site["/1"] = f"<html><h1>قصف في الجنوب</h1><div>{story * 3}</div></html>".encode()
    await room.add("/a", rss(item("خبر قديم")))
    [feed] = await rows(room.database, "feeds")
    async with room.database.transaction() as tx:
        await storage.feeds.set_full_text(tx, feed.id, wanted=True)
    await room.poll()
    for guid in range(3):
        room.site["/a"] = shown(guid)
        await room.poll()

    assert len(await rows(room.database, "articles")) == 2
    assert [request.path for request in room.site.requests].count("/1") == 1


async def test_an_article_keeps_the_text_of_its_page_while_that_is_away(room: Room) -> None:
    def shown(extra: str) -> bytes:
        inside = f"<title>قصف في الجنوب</title><link>{room.site.url('/1')}</link><description>سطر</description>{extra}"
        return rss(f"<item>{inside}<guid>1</guid></item>")

    story = "<p>قال شهود إن القصف أصاب حي درعا البلد صباح اليوم، وإن فرق الإسعاف وصلت إلى المكان بعد نصف ساعة.</p>"
    page = f"<html><h1>قصف في الجنوب</h1><div>{story * 3}</div></html>".encode()
    room.site["/1"] = page
    await room.add("/a", rss(item("خبر قديم")))
    [feed] = await rows(room.database, "feeds")
    async with room.database.transaction() as tx:
        await storage.feeds.set_full_text(tx, feed.id, wanted=True)
    await room.poll()
    room.site["/a"] = shown("")
    await room.poll()
    room.site["/1"] = lambda _: web.Response(status=500)
    room.site["/a"] = shown("<comments>3</comments>")
    await room.poll()

    assert "درعا البلد" in (await rows(room.database, "articles"))[1].text

    room.site["/1"] = page.replace("درعا البلد".encode(), "المحطة".encode())
    room.site["/a"] = shown("<comments>4</comments>")
    await room.poll()
    assert "المحطة" in (await rows(room.database, "articles"))[1].text
