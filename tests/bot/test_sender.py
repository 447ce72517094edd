"""The sender on the emulator: in order, once, and each outcome where it belongs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from telegram.ext import ExtBot

import storage.alerts
import storage.articles
import storage.chats
import storage.deliveries
import storage.feeds
import storage.matches
import storage.queries
import storage.stories
import storage.subscriptions
import storage.targets
from alerts import compose as composing
from bot import connection, sender
from bot.sender import Manner, Sender
from bot.telegram import bot_of
from config.settings import Settings
from domain.alerts import Call, Lane
from domain.chats import GENERAL, ChatKind, TelegramId, Thread
from domain.feeds import Source
from domain.news import Article, Field, Span
from domain.queries import Match
from emulator.people import ABU_KHALED, EDITOR, LAYLA, NEIGHBOURS_ID, Person
from emulator.server import Emulator
from news.places.gazetteer import shipped
from news.understand import understand
from storage.database import Database
from storage.pace import Bucket, Pace
from tests.bot.conftest import BALAD, Watch, follow, rows

FAST = Manner(
    Pace(Bucket(1000, 1000), Bucket(1000, 1000), timedelta(), timedelta(), 1000), 8, ZoneInfo("Asia/Damascus")
)
SOON = 20


class Post:
    """A sender, its outbox, and Telegram."""

    def __init__(self, database: Database, bot: ExtBot[None], emulator: Emulator, watch: Watch) -> None:
        self.database = database
        self.bot = bot
        self.emulator = emulator
        self.watch = watch
        self._numbers = iter(range(1, 1_000_000))

    async def owe(self, title: str) -> None:
        """Owe an alert about *title* to all who follow درعا البلد."""
        async with self.database.transaction() as tx:
            feed, _ = await storage.feeds.add(tx, Source("https://news.example/feed", "وكالة"), self.watch.now)
            article = Article(
                feed.id, f"{next(self._numbers)}", title, "", "https://news.example/1", None, self.watch.now
            )
            one = understand(article, shipped())
            story = await storage.stories.add(tx, one.fingerprint, self.watch.now)
            (number,) = await storage.articles.add_new(tx, [(one, story, True)])
            assert number is not None
            query = await storage.queries.ensure(tx, BALAD)
            await storage.matches.add(tx, number, [Match(query, (Span(Field.TITLE, 0, 1),))])
            await storage.alerts.fan_out(
                tx, story=story, article=number, queries=[query], seen_at=self.watch.now, urgent=False
            )

    async def send_until(self, done: Callable[[], Awaitable[bool]]) -> None:
        """Run a sender until *done*."""
        sending, stopping = Sender(self.database, self.bot, shipped(), FAST), asyncio.Event()
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(sending.run(stopping))
            while not await done():
                await asyncio.sleep(0.01)
            stopping.set()

    async def send_all(self) -> None:
        """Run a sender until nothing waits, moving the clock over every wait."""

        async def done() -> bool:
            waiting = [each for each in await rows(self.database, "deliveries") if each.state == 0]
            if any(each.begun_at is None for each in waiting):
                self.watch.forward(0.2)
            return not waiting

        await self.send_until(done)

    async def states(self) -> list[tuple[int, str]]:
        """Return how each delivery stands, and why."""
        return [(each.state, each.reason) for each in await rows(self.database, "deliveries")]

    def told(self, person: Person) -> list[str]:
        """Return the headlines that *person* was sent, in order."""
        messages = self.emulator.world.chats[person.id].messages.values()
        return [each["text"].split("\n")[1] for each in messages if each["from"]["is_bot"]]


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[ExtBot[None]]:
    async with bot_of(Settings(bot_token=emulator.token, telegram_api=emulator.api, _env_file=None)) as bot:
        yield bot


@pytest.fixture
async def post(database: Database, bot: ExtBot[None], emulator: Emulator, watch: Watch) -> Post:
    for person in (LAYLA, ABU_KHALED, EDITOR):
        emulator.world.say(person, "/start")
        await follow(database, person.id)
    watch.forward(1)
    return Post(database, bot, emulator, watch)


SENT, DEAD, CANCELLED = 1, 2, 3


async def test_each_chat_is_told_everything_once_and_in_order(post: Post) -> None:
    titles = [f"خبر {number} عن درعا البلد" for number in range(12)]
    for title in titles:
        await post.owe(title)

    await post.send_all()

    for person in (LAYLA, ABU_KHALED, EDITOR):
        assert post.told(person) == titles
    assert {alert.state for alert in await rows(post.database, "alerts")} == {"told"}


async def test_what_was_held_up_leaves_apart(post: Post) -> None:
    apart = timedelta(milliseconds=100)
    sender = Sender(post.database, post.bot, shipped(), replace(FAST, spacing=apart))
    for title in ("الأول", "الثاني"):
        await post.owe(title)
    stopping = asyncio.Event()

    async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
        tasks.create_task(sender.run(stopping))
        while len(post.emulator.calls.of("sendMessage")) < 6:
            await asyncio.sleep(0.01)
        stopping.set()

    left = [call.at for call in post.emulator.calls.of("sendMessage")]
    assert left[-1] - left[0] > 4 * apart  # five distances, less what a call may take longer than another


async def test_a_flood_of_one_chat_waits_and_keeps_the_order(post: Post) -> None:
    post.emulator.faults.flood(3, contains=str(LAYLA.id))
    for title in ("الأول", "الثاني"):
        await post.owe(title)

    await post.send_all()

    assert post.told(LAYLA) == ["الأول", "الثاني"]


async def test_a_chat_that_blocked_the_bot_is_gone_and_the_others_are_told(post: Post) -> None:
    post.emulator.world.block(LAYLA)
    await post.owe("خبر")

    await post.send_all()

    assert post.told(LAYLA) == []
    assert post.told(ABU_KHALED) == ["خبر"]
    assert sorted(state for state, _ in await post.states()) == [SENT, SENT, CANCELLED]


async def test_what_telegram_cannot_parse_goes_out_plain(post: Post) -> None:
    fault = {"code": 400, "description": "Bad Request: can't parse entities: Unclosed start tag at byte offset 1"}
    post.emulator.faults.order("error", method="sendMessage", contains=str(LAYLA.id), **fault)  # type: ignore[arg-type]  # a table of keywords
    await post.owe("خبر")

    await post.send_all()

    assert post.told(LAYLA) == ["خبر"]
    assert all(state == SENT for state, _ in await post.states())


async def test_what_is_refused_for_good_is_dead_with_its_reason_and_holds_nobody_up(post: Post) -> None:
    fault = {"code": 400, "description": "Bad Request: SOMETHING_NEW"}
    post.emulator.faults.order("error", method="sendMessage", contains=str(LAYLA.id), **fault)  # type: ignore[arg-type]  # a table of keywords
    for title in ("الأول", "الثاني"):
        await post.owe(title)

    await post.send_all()

    assert post.told(LAYLA) == ["الثاني"]
    assert [reason.lower() for state, reason in await post.states() if state == DEAD] == ["something_new"]


async def test_a_lost_answer_is_repeated_once_and_without_sound(post: Post) -> None:
    post.emulator.faults.order("drop_after", method="sendMessage", contains=str(LAYLA.id))
    await post.owe("خبر")

    await post.send_all()

    assert post.told(LAYLA) == ["خبر", "خبر"]
    calls = [
        call.params for call in post.emulator.calls.of("sendMessage") if str(call.params["chat_id"]) == str(LAYLA.id)
    ]
    assert [bool(params.get("disable_notification")) for params in calls] == [False, True]
    assert len({str(params["text"]) for params in calls}) == 1


async def test_a_call_that_never_reached_telegram_is_tried_again(post: Post) -> None:
    post.emulator.faults.order("html", method="sendMessage", code=502, times=2)
    await post.owe("خبر")

    await post.send_all()

    for person in (LAYLA, ABU_KHALED, EDITOR):
        assert post.told(person)[-1] == "خبر"


async def test_an_outage_stops_the_claims_and_spends_no_budget(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "TRY_AGAIN", timedelta(milliseconds=20))
    post.emulator.faults.order("html", times=None)
    for number in range(4):
        await post.owe(f"خبر {number}")

    async def asked_often() -> bool:
        return sum(call.method.lower() == "getme" for call in post.emulator.calls) >= 5

    await post.send_until(asked_often)
    unknowns = [each.unknowns for each in await rows(post.database, "deliveries")]
    post.emulator.faults.clear()
    await post.send_all()

    assert max(unknowns) <= 1
    for person in (LAYLA, ABU_KHALED, EDITOR):
        assert list(dict.fromkeys(post.told(person))) == [f"خبر {number}" for number in range(4)]


async def test_an_outage_is_known_where_only_one_chat_is_served(
    database: Database, bot: ExtBot[None], emulator: Emulator, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "TRY_AGAIN", timedelta(milliseconds=20))
    emulator.world.say(LAYLA, "/start")
    await follow(database, LAYLA.id)
    watch.forward(1)
    post = Post(database, bot, emulator, watch)
    await post.owe("خبر")
    fault = emulator.faults.order("error", code=502, times=None)

    async def asked_often() -> bool:
        watch.forward(10)
        return sum(call.method.lower() == "getme" for call in emulator.calls) >= 5

    await post.send_until(asked_often)
    [delivery] = await rows(database, "deliveries")
    emulator.faults.clear()
    await post.send_all()

    assert fault
    assert delivery.unknowns + delivery.failures <= 3
    assert post.told(LAYLA)[-1] == "خبر"


async def test_a_refused_token_halts_and_loses_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "TRY_AGAIN", timedelta(milliseconds=20))
    post.emulator.faults.order("error", code=401, description="Unauthorized", times=8)
    await post.owe("خبر")

    await post.send_all()

    for person in (LAYLA, ABU_KHALED, EDITOR):
        assert post.told(person) == ["خبر"]


async def test_an_alert_that_cannot_be_written_does_not_hold_up_the_others(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = composing.compose

    def breaking(material: Any, *rest: Any, **options: Any) -> Any:
        if material.article.title == "مكسور":
            raise RuntimeError("a bug")
        return compose(material, *rest, **options)

    monkeypatch.setattr(composing, "compose", breaking)
    await post.owe("مكسور")
    await post.owe("سليم")

    await post.send_all()

    assert post.told(LAYLA) == ["سليم"]


async def test_told_to_stop_it_waits_for_the_calls_that_are_open(post: Post) -> None:
    post.emulator.faults.order("late", method="sendMessage", seconds=0.4, times=3)
    await post.owe("خبر")

    async def has_begun() -> bool:
        return len(post.emulator.calls.of("sendMessage")) == 3

    await post.send_until(has_begun)

    assert [state for state, _ in await post.states()] == [SENT, SENT, SENT]


async def test_calls_still_open_at_the_end_of_patience_are_stored_as_unknown(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "GRACE", timedelta(milliseconds=50))
    post.emulator.faults.order("late", method="sendMessage", seconds=5, times=3)
    await post.owe("خبر")

    async def has_begun() -> bool:
        return len(post.emulator.calls.of("sendMessage")) == 3

    await post.send_until(has_begun)

    assert [(each.state, each.unknowns, each.begun_at) for each in await rows(post.database, "deliveries")] == [
        (0, 1, None)
    ] * 3


async def test_a_group_that_became_a_supergroup_is_followed(post: Post) -> None:
    old = -4_700_000_001
    await follow(post.database, old)
    post.watch.forward(1)
    new = post.emulator.world.upgrade(LAYLA, old)
    await post.owe("خبر")

    await post.send_all()

    assert [each["text"].split("\n")[1] for each in new.messages.values() if each.get("from", {}).get("is_bot")] == [
        "خبر"
    ]


async def test_told_to_stop_in_an_outage_it_waits_for_no_answer_of_telegram(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "TRY_AGAIN", timedelta(hours=1))
    post.emulator.faults.order("html", times=None)
    await post.owe("خبر")

    async def has_asked() -> bool:
        return any(call.method.lower() == "getme" for call in post.emulator.calls)

    await post.send_until(has_asked)

    assert all(each.begun_at is None for each in await rows(post.database, "deliveries"))


async def test_a_call_that_is_never_answered_ends_before_its_lease(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def drop_by_drop(*_: Any, **__: Any) -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(sender, "send", drop_by_drop)
    monkeypatch.setattr(sender, "LEAST_LEASE", timedelta(milliseconds=20))
    await post.owe("خبر")

    async def all_ended() -> bool:
        return all(each.unknowns for each in await rows(post.database, "deliveries"))

    await post.send_until(all_ended)

    assert {reason for _, reason in await post.states()} == {"too slow"}


async def test_an_outage_in_which_only_get_me_answers_costs_one_alert_a_try(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "TRY_AGAIN", timedelta(milliseconds=20))
    post.emulator.faults.order("html", method="sendMessage", times=None)
    for number in range(4):
        await post.owe(f"خبر {number}")

    async def tried_often() -> bool:
        post.watch.forward(1)
        return sum(call.method.lower() == "getme" for call in post.emulator.calls) >= 4

    await post.send_until(tried_often)
    sends = sum(call.method == "sendMessage" for call in post.emulator.calls)
    asks = sum(call.method.lower() == "getme" for call in post.emulator.calls)
    post.emulator.faults.clear()
    await post.send_all()

    assert sends <= 3 + asks
    for person in (LAYLA, ABU_KHALED, EDITOR):
        assert post.told(person) == [f"خبر {number}" for number in range(4)]


async def test_a_topic_that_is_closed_is_left_for_the_general_one(post: Post) -> None:
    group = post.emulator.world.upgrade(LAYLA, NEIGHBOURS_ID)
    thread = post.emulator.world.open_topic(LAYLA, group.id, "أخبار")
    post.emulator.world.close_topic(LAYLA, group.id, thread)
    async with post.database.transaction() as tx:
        chat = await storage.chats.ensure(tx, TelegramId(group.id), ChatKind.SUPERGROUP)
        target = await storage.targets.ensure(tx, chat.id, Thread(thread))
        await storage.subscriptions.add(tx, target.id, await storage.queries.ensure(tx, BALAD), "درعا البلد")
    post.watch.forward(1)
    await post.owe("خبر")

    await post.send_all()

    [message] = [each for each in group.messages.values() if each.get("from", {}).get("is_bot")]
    assert "message_thread_id" not in message


async def test_a_file_arrives_and_is_kept_no_longer(post: Post) -> None:
    async with post.database.transaction() as tx:
        chat = await storage.chats.by_telegram_id(tx, TelegramId(LAYLA.id))
        assert chat is not None
        target = await storage.targets.ensure(tx, chat.id, GENERAL)
        await storage.deliveries.enqueue(
            tx,
            key="answer:1:0",
            chat=chat.id,
            target=target.id,
            lane=Lane.ANSWER,
            call=Call("sendDocument", {"document": {"file": "list.opml"}, "caption": "مصادر"}),
            expires_in=timedelta(minutes=10),
            file=b"<opml/>",
        )

    await post.send_all()

    message = list(post.emulator.world.chats[LAYLA.id].messages.values())[-1]
    assert (message["document"]["file_name"], message["document"]["file_size"]) == ("list.opml", 7)
    assert [each.file for each in await rows(post.database, "deliveries")] == [None]


async def test_while_the_calls_of_alerts_hang_an_answer_goes_out(
    database: Database, bot: ExtBot[None], emulator: Emulator, watch: Watch
) -> None:
    post = Post(database, bot, emulator, watch)
    people = [Person(730_000_000 + number, f"شخص {number}", f"p{number}") for number in range(8)]
    for person in people:
        emulator.world.add_person(person)
        emulator.world.acquaint(person)
        await follow(database, person.id)
    watch.forward(1)
    emulator.faults.order("latency", contains="خبر", seconds=3, times=None)
    done: list[str] = []
    await post.owe("خبر")

    async def answered() -> bool:
        if sum(call.method == "sendMessage" for call in emulator.calls) < 7:
            return False
        if not any(each.lane == Lane.ANSWER for each in await rows(database, "deliveries")):
            async with database.transaction() as tx:
                chat = await storage.chats.by_telegram_id(tx, TelegramId(people[7].id))
                assert chat is not None
                target = await storage.targets.ensure(tx, chat.id, GENERAL)
                call = Call("sendMessage", {"text": "جواب"})
                await storage.deliveries.enqueue(
                    tx,
                    key="answer:1:0",
                    chat=chat.id,
                    target=target.id,
                    lane=Lane.ANSWER,
                    call=call,
                    expires_in=timedelta(minutes=10),
                )
        done.extend(call.params["text"] for call in emulator.calls.of("sendMessage"))
        return bool(done)

    await post.send_until(answered)

    assert done == ["جواب"]
