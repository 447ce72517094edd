"""WebSub over real HTTP: a hub is asked, its pushes are alerted, and what it does wrong costs nothing but speed."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

import storage.feeds
from bot import callbacks, unseen
from bot.hubs import Hubs
from bot.web import application
from bot.workers import Workers
from domain.feeds import Feed, Fetched, HubState, Source
from storage.database import Database
from tests.bot.conftest import Room, item, rows

DAY = 86_400


@dataclass
class Hub:
    """A hub that verifies at once, as most do, and pushes what it is told to."""

    lease: int = 10 * DAY
    status: int = 202
    verifies: bool = True
    forms: list[dict[str, str]] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)

    async def asked(self, request: web.Request) -> web.Response:
        """Take a subscription."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if self.verifies and self.status < 300:
            await self.call_back(mode="subscribe", topic=form["hub.topic"], challenge="c-1")
        return web.Response(status=self.status)

    async def call_back(self, **said: str) -> tuple[int, str]:
        """Say something to the callback, and return what it answers."""
        asked = {f"hub.{name}": value for name, value in said.items()} | {"hub.lease_seconds": str(self.lease)}
        async with (
            aiohttp.ClientSession() as session,
            session.get(self.forms[-1]["hub.callback"], params=asked) as answer,
        ):
            self.said.append((answer.status, await answer.text()))
        return self.said[-1]

    async def push(self, body: bytes, *, secret: str | None = None, headers: dict[str, str] | None = None) -> int:
        """Push *body*, signed with the secret unless told otherwise, and return the status of the answer."""
        key = secret if secret is not None else self.forms[-1]["hub.secret"]
        signature = f"sha256={hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}"
        sent = {"X-Hub-Signature": signature, "Content-Type": "application/rss+xml; charset=utf-8"} | (headers or {})
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.forms[-1]["hub.callback"], data=body, headers=sent) as answer,
        ):
            return answer.status


@dataclass
class World:
    """A room with a feed that names a hub, and what keeps the subscription there."""

    room: Room
    hub: Hub
    hubs: Hubs
    hub_url: str

    def body(self, *items: str) -> bytes:
        """Return the feed."""
        links = f"<a:link rel='hub' href='{self.hub_url}'/><a:link rel='self' href='{self.room.site.url('/a')}'/>"
        head = "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>وكالة</title>"
        return f"{head}{links}{''.join(items)}</channel></rss>".encode()

    async def subscribe(self) -> None:
        """Let the feed be read for the first time, and its hub be asked."""
        await self.room.add("/a", self.body(OLD))
        await self.room.poll()
        assert await self.hubs.ask_what_is_due() == 1

    async def state(self) -> HubState:
        """Return what the feed's row says of its hub."""
        [feed] = await rows(self.room.database, "feeds")
        return HubState(feed.hub)


OLD = item("هدوء في الجنوب")


def dated(room: Room, title: str, minutes: float) -> str:
    """Return an item that was published so many minutes before what the room's watch shows."""
    return item(title, age=datetime.now(UTC) - room.watch.now + timedelta(minutes=minutes))


@pytest.fixture
async def world(room: Room) -> AsyncIterator[World]:
    hub = Hub()
    site = web.Application()
    site.router.add_post("/", hub.asked)
    async with AsyncExitStack() as stack:
        hub_server = await stack.enter_async_context(TestServer(site))
        ours = application(callbacks.routes(room.database), max_bytes=100_000)
        server = await stack.enter_async_context(TestServer(ours))
        hubs = Hubs(room.database, room.fetcher, str(server.make_url("")).rstrip("/"))
        yield World(room, hub, hubs, str(hub_server.make_url("/")))


async def test_a_feed_that_names_a_hub_is_subscribed_to_and_its_push_is_alerted_without_a_poll(world: World) -> None:
    await world.subscribe()
    assert world.hub.said == [(200, "c-1")]
    asked = len(world.room.site.requests)

    assert await world.hub.push(world.body(dated(world.room, "قصف على درعا البلد", 1))) == 202
    await world.room.read_pushes()

    assert await world.room.alerts() == ["قصف على درعا البلد"]
    assert len(world.room.site.requests) == asked


async def test_what_was_pushed_and_is_polled_later_is_told_once(world: World) -> None:
    await world.subscribe()
    new = dated(world.room, "قصف على درعا البلد", 1)
    for _ in range(2):
        await world.hub.push(world.body(new))
    await world.room.read_pushes()
    world.room.site["/a"] = world.body(new, OLD)

    await world.room.poll()

    assert await world.room.alerts() == ["قصف على درعا البلد"]
    assert await world.state() is HubState.ASKED


async def test_a_push_that_is_not_signed_by_the_hub_is_ignored(world: World) -> None:
    await world.subscribe()
    body = world.body(dated(world.room, "قصف على درعا البلد", 1))

    statuses = [
        await world.hub.push(body, secret="guessed"),
        await world.hub.push(body, headers={"X-Hub-Signature": ""}),
    ]
    await world.room.read_pushes()

    assert statuses == [202, 202]
    assert await world.room.alerts() == []


async def test_a_push_that_is_no_feed_is_let_go_and_the_next_is_read(world: World) -> None:
    await world.subscribe()
    for body in (b"", b"<html>blocked</html>", world.body(dated(world.room, "قصف على درعا البلد", 1))):
        assert await world.hub.push(body) == 202

    await world.room.read_pushes()

    assert await world.room.alerts() == ["قصف على درعا البلد"]


async def test_a_push_that_would_change_what_tells_items_apart_is_left_to_the_poll(world: World) -> None:
    await world.subscribe()
    titles = ("قصف على درعا البلد", "غارة على درعا البلد")
    items = [item(title, guid="same").replace("</item>", f"<link>{title}</link></item>") for title in titles]

    await world.hub.push(world.body(*items))
    await world.room.read_pushes()

    [feed] = await rows(world.room.database, "feeds")
    assert feed.guid_is_identity
    assert await world.room.alerts() == []


async def test_a_feed_that_was_never_read_makes_no_news_of_a_push(world: World) -> None:
    await world.subscribe()
    [feed] = await rows(world.room.database, "feeds")
    async with world.room.database.transaction() as tx:
        await storage.feeds.remove(tx, feed.id)
        await storage.feeds.add(tx, Source(feed.url), world.room.watch.now + timedelta(hours=1))
    await world.hub.push(world.body(dated(world.room, "قصف على درعا البلد", 1)))

    await world.room.read_pushes()

    assert len(await rows(world.room.database, "articles")) == 1
    assert await world.room.alerts() == []


@pytest.mark.parametrize(
    ("headers", "status"), [({"Content-Encoding": "gzip"}, 415), ({"X-Hub-Signature": "sha1=ب"}, 202)]
)
async def test_odd_pushes_get_an_answer(world: World, headers: dict[str, str], status: int) -> None:
    await world.subscribe()

    assert await world.hub.push(b"x", headers=headers) == status


async def test_a_push_that_is_too_long_is_refused(world: World) -> None:
    await world.subscribe()

    assert await world.hub.push(b"x" * 100_001) == 413


async def test_a_hub_that_floods_is_asked_to_wait(world: World) -> None:
    await world.subscribe()

    statuses = [await world.hub.push(b"x") for _ in range(51)]

    assert statuses == [202] * 50 + [503]


async def test_a_hub_of_a_removed_feed_is_told_that_it_is_gone(world: World) -> None:
    await world.subscribe()
    [feed] = await rows(world.room.database, "feeds")
    async with world.room.database.transaction() as tx:
        await storage.feeds.remove(tx, feed.id)

    assert await world.hub.push(world.body(OLD)) == 410
    assert (await world.hub.call_back(mode="subscribe", topic=world.room.site.url("/a"), challenge="c"))[0] == 404


@pytest.mark.parametrize("wrong", [{"topic": "https://other.example/"}, {"mode": "unsubscribe"}, {"mode": ""}])
async def test_what_we_did_not_ask_for_is_not_verified(world: World, wrong: dict[str, str]) -> None:
    world.hub.verifies = False
    await world.subscribe()
    asked = {"mode": "subscribe", "topic": world.room.site.url("/a"), "challenge": "c-2"}

    assert await world.hub.call_back(**asked | wrong) == (404, "")
    assert await world.hub.call_back(mode="subscribe", topic=world.room.site.url("/a")) == (404, "")
    assert await world.hub.call_back(**asked) == (200, "c-2")


async def test_a_lease_is_renewed_before_it_ends(world: World) -> None:
    await world.subscribe()

    world.room.watch.forward(8 * DAY - 60)
    assert await world.hubs.ask_what_is_due() == 0
    world.room.watch.forward(120)
    assert await world.hubs.ask_what_is_due() == 1
    assert await world.hubs.ask_what_is_due() == 0

    assert [form["hub.callback"] for form in world.hub.forms] == [world.hub.forms[0]["hub.callback"]] * 2
    assert {form["hub.secret"] for form in world.hub.forms} == {world.hub.forms[0]["hub.secret"]}


async def test_a_hub_that_fails_is_asked_again_later_and_a_lease_that_ends_is_noticed(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.subscribe()
    world.hub.status = 500
    for _ in range(60):
        world.room.watch.forward(DAY / 6)
        await world.hubs.ask_what_is_due()

    assert 3 <= len(world.hub.forms) <= 8
    assert "hub_lapsed" in caplog.text
    assert "hub_failed" in caplog.text


async def test_a_hub_that_says_no_is_asked_again_a_while_later(world: World) -> None:
    world.hub.verifies = False
    await world.subscribe()

    assert (await world.hub.call_back(mode="denied", topic=world.room.site.url("/a"), reason="full"))[0] == 200
    assert await world.state() is HubState.REFUSED
    world.room.watch.forward(DAY)
    assert await world.hubs.ask_what_is_due() == 1


async def test_a_hub_that_keeps_its_word_spares_polls_and_one_that_falls_silent_is_noticed(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.subscribe()
    items = [OLD]
    for number in range(3):
        items.insert(0, dated(world.room, f"خبر {number} عن درعا البلد", 1))
        await world.hub.push(world.body(*items))
        await world.room.read_pushes()
    world.room.site["/a"] = world.body(*items)
    await world.room.poll()
    assert await world.state() is HubState.KEPT

    world.room.watch.forward(600)
    items.insert(0, dated(world.room, "قصف على درعا البلد", 2 * 60))
    world.room.site["/a"] = world.body(*items)
    await world.room.poll()

    assert await world.state() is HubState.SILENT
    assert caplog.text.count("hub_silent") == 1
    assert (await world.room.alerts())[-1] == "قصف على درعا البلد"


async def test_another_public_address_is_told_to_every_hub_and_without_one_they_are_forgotten(world: World) -> None:
    await world.subscribe()
    database, fetcher = world.room.database, world.room.fetcher
    await world.hubs._begin()
    assert await world.hubs.ask_what_is_due() == 0

    await Hubs(database, fetcher, "https://other.example")._begin()
    assert await world.hubs.ask_what_is_due() == 1

    await Hubs(database, fetcher, "")._begin()
    assert await world.state() is HubState.NONE


async def test_a_push_that_breaks_its_reader_costs_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.subscribe()
    look = unseen.look

    async def broken(database: Database, workers: Workers, feed: Feed, fetched: Fetched) -> unseen.Shown:
        if b"poison" in fetched.body:
            raise ZeroDivisionError
        return await look(database, workers, feed, fetched)

    monkeypatch.setattr(unseen, "look", broken)
    await world.hub.push(b"poison")
    await world.hub.push(world.body(dated(world.room, "قصف على درعا البلد", 1)))

    await world.room.read_pushes(left=1)

    assert await world.room.alerts() == ["قصف على درعا البلد"]


async def test_what_was_pushed_before_a_feed_was_removed_is_told_to_nobody(world: World) -> None:
    await world.subscribe()
    await world.hub.push(world.body(dated(world.room, "قصف على درعا البلد", 1)))
    [feed] = await rows(world.room.database, "feeds")
    async with world.room.database.transaction() as tx:
        await storage.feeds.remove(tx, feed.id)

    assert await rows(world.room.database, "pushes") == []


async def test_a_feed_that_was_removed_and_is_back_is_subscribed_to_anew(world: World) -> None:
    await world.subscribe()
    [feed] = await rows(world.room.database, "feeds")
    async with world.room.database.transaction() as tx:
        await storage.feeds.remove(tx, feed.id)
        await storage.feeds.add(tx, Source(feed.url), world.room.watch.now)
    assert await world.state() is HubState.NONE

    await world.room.poll()
    assert await world.hubs.ask_what_is_due() == 1

    assert len({form["hub.callback"] for form in world.hub.forms}) == 2


async def test_a_late_push_does_not_take_an_edit_back(world: World) -> None:
    await world.subscribe()
    old, new = [item(words, guid="1") for words in ("هدوء في الجنوب اليوم", "هدوء في الشمال اليوم")]
    for shown in (old, new):
        world.room.site["/a"] = world.body(shown)
        await world.room.poll()

    await world.hub.push(world.body(old))
    await world.room.read_pushes()

    assert [article.title for article in await rows(world.room.database, "articles")][1:] == ["هدوء في الشمال اليوم"]
    assert "هدوء في الجنوب اليوم" not in str(await rows(world.room.database, "articles"))


async def test_a_hub_of_a_feed_without_dates_is_doubted_as_soon_as_a_poll_finds_news(world: World) -> None:
    await world.subscribe()
    world.room.watch.forward(60)
    items = ["<item><title>خبر قديم</title></item>"]
    for number in range(3):
        items.append(f"<item><title>خبر {number} عن درعا البلد</title></item>")
        await world.hub.push(world.body(*items))
        await world.room.read_pushes()
    assert await world.state() is HubState.KEPT

    world.room.site["/a"] = world.body(*items, "<item><title>قصف على درعا البلد</title></item>")
    await world.room.poll()

    assert await world.state() is HubState.SILENT


async def test_a_feed_that_names_another_topic_at_each_poll_is_subscribed_to_once_a_day(world: World) -> None:
    await world.subscribe()
    for number in range(3):
        self_link = world.room.site.url("/a")
        body = world.body(item(f"خبر {number}")).replace(self_link.encode(), f"{self_link}?nocache={number}".encode())
        world.room.site["/a"] = body
        await world.room.poll()
        await world.hubs.ask_what_is_due()

    assert len(world.hub.forms) == 1


@pytest.mark.parametrize("token", ["nope", "%00", "a" * 31, "a" * 33, "a" * 32, "%D8%AE" * 32])
async def test_strangers_are_answered_without_a_transaction_that_writes(
    world: World, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.subscribe()
    address = world.hub.forms[0]["hub.callback"].rpartition("/")[0]
    monkeypatch.delattr(Database, "transaction")

    async with aiohttp.ClientSession() as session:
        url = URL(f"{address}/{token}", encoded=True)
        async with session.get(url, params={"hub.mode": "subscribe"}) as verified, session.post(url) as pushed:
            assert (verified.status, pushed.status) in {(404, 404), (404, 410)}


async def test_what_a_hub_gives_as_its_reason_forges_no_line_of_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.hub.verifies = False
    await world.subscribe()

    await world.hub.call_back(mode="denied", topic=world.room.site.url("/a"), reason="a\x00b\x1b[2J\nhub_silent feed=1")

    assert await world.state() is HubState.REFUSED
    assert "\x1b" not in caplog.text
    assert "\nhub_silent" not in caplog.text


async def test_pushes_that_are_held_are_due_at_once_after_a_stop(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.subscribe()
    started = asyncio.Event()

    async def hang(*_: object) -> unseen.Shown:
        started.set()
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(unseen, "look", hang)
    await world.hub.push(world.body(dated(world.room, "قصف على درعا البلد", 1)))
    await world.room.stop_after(started)
    monkeypatch.undo()
    await world.room.read_pushes()

    assert await world.room.alerts() == ["قصف على درعا البلد"]
