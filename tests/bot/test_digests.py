"""Digests, quiet hours, limits and catch-ups of the running service, with a clock that is moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from telegram.ext import ExtBot

import storage.alerts
import storage.articles
import storage.chat_preferences
import storage.chats
import storage.collecting
import storage.digest_times
import storage.feeds
import storage.matches
import storage.pace
import storage.queries
import storage.stories
import storage.subscriptions
import storage.targets
from alerts import digest
from bot import digests, sender
from bot.digests import Digests
from bot.periodic import Periodic
from bot.sender import Manner, Sender
from bot.telegram import bot_of
from config.settings import Settings
from domain.alerts import Material
from domain.chats import ChatId, TargetId
from domain.feeds import Source
from domain.news import Article, Field, Span
from domain.preferences import Digest, Picture, Preferences, Quiet
from domain.queries import Match
from emulator.people import LAYLA
from emulator.server import Emulator
from news.places.gazetteer import shipped
from news.understand import understand
from storage.database import Database
from storage.pace import Bucket, Pace
from storage.tables import alerts, deliveries
from tests.bot.conftest import BALAD, Watch, follow, rows

DAMASCUS = ZoneInfo("Asia/Damascus")
AT_ONCE = Pace(Bucket(1000, 1000), Bucket(1000, 1000), timedelta(), timedelta(), 1000)
MONTH = timedelta(days=30)
SOON = 30
NIGHT = Preferences(quiet=Quiet(23 * 60, 6 * 60))


class Office:
    """A reader of درعا البلد, the sender and the periodic work, at ten in the evening in Damascus."""

    def __init__(self, database: Database, bot: ExtBot[None], emulator: Emulator, watch: Watch) -> None:
        self.database = database
        self.bot = bot
        self.emulator = emulator
        self.watch = watch
        self.target = TargetId(0)
        self.periodic = self.another()
        self._numbers = iter(range(1, 1_000_000))

    def another(self) -> Periodic:
        """Return a process's periodic work."""
        more = {"digests": (digests.EVERY, Digests(shipped(), DAMASCUS).tell)}
        return Periodic(self.database, MONTH, more=more)

    async def open(self) -> None:
        """Let Layla follow the quarter, and the periodic work know its turns."""
        self.emulator.world.acquaint(LAYLA)
        self.target = await follow(self.database, LAYLA.id)
        stopping = asyncio.Event()
        stopping.set()
        await self.periodic.run(stopping)

    async def wants(self, preferences: Preferences) -> None:
        """Store what she asked for."""
        async with self.database.transaction() as tx:
            target = await storage.targets.by_id(tx, self.target)
            assert target is not None
            await storage.chat_preferences.set_(tx, ChatId(target.chat), preferences)

    async def news(self, *titles: str, urgent: bool = False, picture: str = "") -> None:
        """Owe an alert about each title."""
        for title in titles:
            async with self.database.transaction() as tx:
                now = self.watch.now
                feed, _ = await storage.feeds.add(tx, Source("https://news.example/feed", "وكالة"), now)
                url, number = "https://news.example/1", f"{next(self._numbers)}"
                article = Article(feed.id, number, title, "", url, None, now, picture)
                one = replace(understand(article, shipped()), urgent=urgent)
                story = await storage.stories.add(tx, one.fingerprint, now)
                (stored,) = await storage.articles.add_new(tx, [(one, story, True)])
                assert stored is not None
                query = await storage.queries.ensure(tx, BALAD)
                await storage.matches.add(tx, stored, [Match(query, (Span(Field.TITLE, 0, 1),))])
                await storage.alerts.fan_out(
                    tx, story=story, article=stored, queries=[query], seen_at=now, urgent=urgent
                )

    def until(self, hour: int, minute: int = 0) -> None:
        """Move the clock to the next time at which clocks in Damascus show this."""
        local = self.watch.now.astimezone(DAMASCUS)
        then = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.watch.now = (then if then > local else then + timedelta(days=1)).astimezone(UTC)

    async def works(self) -> None:
        """Do what is due now: periodic work, then the sender until nothing more can go."""
        self.watch.forward(6)
        await self.periodic.do_what_is_due()
        await self.send()

    async def send(self, pace: Pace = AT_ONCE) -> None:
        """Run a sender until nothing that waits is due."""
        manner = Manner(pace, 8, DAMASCUS)
        sending, stopping = Sender(self.database, self.bot, shipped(), manner), asyncio.Event()
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(sending.run(stopping))
            while any(each.state == 0 and each.due_at <= self.watch.now for each in await self.outbox()):
                await asyncio.sleep(0.01)
            while any(each.begun_at and each.state == 0 for each in await self.outbox()):
                await asyncio.sleep(0.01)
            stopping.set()
            self.database.signal("deliveries").set()

    async def outbox(self) -> list[Any]:
        """Return the deliveries."""
        return await rows(self.database, "deliveries")

    async def states(self) -> list[str]:
        """Return the states of all alerts."""
        return [each.state for each in await rows(self.database, "alerts")]

    @property
    def told(self) -> list[str]:
        """Return what she was sent, without marks."""
        messages = self.emulator.world.chats[LAYLA.id].messages.values()
        return [each["text"].replace("\u200f", "") for each in messages if each["from"]["is_bot"]]


@pytest.fixture
async def office(database: Database, emulator: Emulator, watch: Watch) -> AsyncIterator[Office]:
    watch.now = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
    settings = Settings(bot_token=emulator.token, telegram_api=emulator.api, _env_file=None)
    async with bot_of(settings) as bot:
        office = Office(database, bot, emulator, watch)
        await office.open()
        yield office


async def test_quiet_hours_put_off_until_they_end(office: Office) -> None:
    await office.wants(NIGHT)
    office.until(23, 30)
    await office.news("قصف على درعا البلد")
    await office.works()
    await office.news("هدنة في درعا البلد")
    await office.works()
    office.until(5, 59)
    await office.works()
    assert office.told == []

    office.until(6)
    await office.works()

    assert ["قصف" in office.told[0], "هدنة" in office.told[1]] == [True, True]
    assert await office.states() == ["told", "told"]


async def test_urgent_news_passes_the_night_and_wakes_nothing_else(office: Office) -> None:
    await office.wants(NIGHT)
    office.until(23, 30)
    await office.news("هدنة في درعا البلد")
    await office.works()
    await office.news("قصف على درعا البلد", urgent=True)

    await office.works()

    [only] = office.told
    assert "قصف" in only


async def test_what_came_at_the_beginning_of_a_long_mute_expires_after_its_end(office: Office) -> None:
    async with office.database.transaction() as tx:
        await storage.chat_preferences.mute(tx, office.target, office.watch.now + timedelta(days=2))
    await office.news("قصف على درعا البلد")
    await office.works()

    office.watch.forward(2 * 24 * 3600)
    await office.works()

    assert len(office.told) == 1


async def test_putting_off_costs_no_pace(office: Office) -> None:
    await office.wants(NIGHT)
    office.until(23, 30)
    await office.news("قصف على درعا البلد")
    await office.works()
    async with office.database.transaction() as tx:
        state = (await storage.pace.states(tx))[storage.pace.ALERTS]

        assert len(state.slots(AT_ONCE.alerts, await tx.now(), 2000)) == 1000


async def test_what_is_put_off_is_worked_off_turn_after_turn(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOK", "LEAST_BREATH"):
        monkeypatch.setattr(sender, name, timedelta(hours=1))
    await office.wants(NIGHT)
    office.until(23, 30)
    await office.news(*(f"خبر {number} من درعا البلد" for number in range(12)))

    await office.send()  # one of a chat a turn

    assert {each.reason for each in await office.outbox()} == {"put off"}


async def test_putting_off_does_not_space_the_chats_next_alert(office: Office) -> None:
    spaced = Pace(Bucket(1000, 1000), Bucket(1000, 1000), timedelta(hours=1))
    await office.wants(NIGHT)
    office.until(23, 30)
    await office.news("هدنة في درعا البلد", "هدنة أخرى في درعا البلد")
    await office.send(spaced)

    await office.news("قصف على درعا البلد", urgent=True)
    await office.send(spaced)

    assert len(office.told) == 1


async def test_a_night_of_more_than_five_is_one_message_in_the_morning(office: Office) -> None:
    await office.wants(NIGHT)
    office.until(23, 30)
    await office.news(*(f"خبر {number} من درعا البلد" for number in range(7)))
    await office.works()

    office.until(6)
    await office.works()

    [only] = office.told
    assert "أخبار تجمّعت لك: ٧ أخبار" in only
    assert await office.states() == ["told"] * 7
    assert sum(each.key.startswith("catchup:") for each in await office.outbox()) == 1


async def test_after_an_outage_more_than_five_become_one_message_and_five_do_not(office: Office) -> None:
    await office.news(*(f"خبر {number} من درعا البلد" for number in range(5)))
    office.watch.forward(3600)
    await office.send()
    assert len(office.told) == 5

    await office.news(*(f"نبأ {number} من درعا البلد" for number in range(6)))
    office.watch.forward(3600)
    await office.send()

    assert len(office.told) == 6
    assert "٦ أخبار" in office.told[-1]


async def test_each_catch_up_has_a_key_of_its_own_and_its_parts_are_numbered(office: Office) -> None:
    for number in (45, 6):
        await office.news(*(f"خبر {each} من {number} من درعا البلد" for each in range(number)))
        office.watch.forward(3600)
        await office.send()

    first, second, third = (each.key for each in await office.outbox() if each.key.startswith("catchup:"))
    [begun, another] = [key.rpartition(":")[0] for key in (first, third)]
    assert [first, second] == [f"{begun}:0", f"{begun}:1"]
    assert third == f"{another}:0"
    assert begun != another
    assert {key.split(":")[1] for key in (begun, another)} == {str(office.target)}
    assert await office.states() == ["told"] * 51


async def test_more_than_so_many_an_hour_come_in_the_next_hours_digest(office: Office) -> None:
    await office.wants(Preferences(most_an_hour=2))
    for number in range(5):
        await office.news(f"خبر {number} من درعا البلد")
        await office.works()
    assert len(office.told) == 2
    assert await office.states() == ["told", "told", "digest", "digest", "digest"]

    office.until(23)
    await office.works()

    assert len(office.told) == 3
    assert "ملخص الساعة: ٣ أخبار" in office.told[-1]
    assert await office.states() == ["told"] * 5


async def test_a_daily_digest_comes_at_its_hour_and_once(office: Office) -> None:
    await office.wants(Preferences(digest=Digest.DAILY, daily_at=8 * 60))
    await office.news("هدنة في درعا البلد", "قصف على درعا البلد")
    await office.works()
    office.until(7, 59)
    await office.works()
    assert office.told == []

    for minute in (0, 1, 59):
        office.until(8, minute)
        await office.works()
        await office.news(f"خبر {minute} من درعا البلد")

    [only] = office.told
    assert "ملخص اليوم: خبران" in only
    assert only.index("قصف") < only.index("هدنة")  # the graver first
    assert await office.states() == ["told", "told", "digest", "digest", "digest"]


async def test_a_digest_of_many_comes_in_parts(office: Office) -> None:
    await office.wants(Preferences(digest=Digest.HOURLY))
    await office.news(*(f"خبر {number} من درعا البلد" for number in range(45)))
    office.until(23)

    await office.works()

    assert ["(١ من ٢)" in office.told[0], "(٢ من ٢)" in office.told[1]] == [True, True]
    assert await office.states() == ["told"] * 45


async def test_a_digest_that_is_due_in_quiet_hours_waits_for_their_end(office: Office) -> None:
    await office.wants(replace(NIGHT, digest=Digest.HOURLY))
    await office.news("قصف على درعا البلد")
    for hour in (23, 0, 3):
        office.until(hour)
        await office.works()
    assert office.told == []

    office.until(6)
    await office.works()

    assert len(office.told) == 1


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", datetime(2027, 3, 27, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2027, 10, 30, tzinfo=UTC)),
        ("Asia/Beirut", datetime(2027, 3, 27, tzinfo=UTC)),
        ("Asia/Beirut", datetime(2027, 10, 30, tzinfo=UTC)),
    ],
    ids=["berlin-forward", "berlin-back", "beirut-forward", "beirut-back"],
)
@pytest.mark.parametrize(("daily_at", "digest"), [(0, Digest.DAILY), (150, Digest.DAILY), (0, Digest.HOURLY)])
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # what is tested is no database's
async def test_where_clocks_change_each_day_has_one_digest_and_each_hour_one(
    office: Office, zone: str, day: datetime, daily_at: int, digest: Digest
) -> None:
    office.watch.now = day
    await office.wants(Preferences(zone=zone, digest=digest, daily_at=daily_at))
    for _ in range(47):  # hours, most of three days there
        office.watch.forward(10 * 60)
        await office.news("خبر من درعا البلد")
        office.watch.forward(50 * 60)
        async with office.database.transaction() as tx:
            await Digests(shipped(), DAMASCUS).tell(tx, office.watch.now)

    keys = [each.key for each in await office.outbox()]
    at = [datetime.fromtimestamp(int(key.split(":")[2]), ZoneInfo(zone)) for key in keys]
    if digest is Digest.HOURLY:
        assert len(keys) == 47
    else:
        days = [when.date() for when in at]
        assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
        assert len(days) >= 1
        shown = {(when.hour, when.minute) for when in at}
        assert shown <= {divmod(daily_at, 60), (1, 0), (3, 0)}  # the latter where the time is skipped


async def test_two_processes_make_one_digest(office: Office) -> None:
    await office.wants(Preferences(digest=Digest.HOURLY))
    await office.news("قصف على درعا البلد")
    office.until(23)
    async with office.database.transaction() as tx:
        assert await Digests(shipped(), DAMASCUS).tell(tx, office.watch.now) == 1
    async with office.database.transaction() as tx:
        assert await Digests(shipped(), DAMASCUS).tell(tx, office.watch.now) == 0

    await office.works()

    assert len(office.told) == 1


async def test_a_process_killed_before_the_commit_leaves_the_digest_to_the_next(office: Office) -> None:
    await office.wants(Preferences(digest=Digest.HOURLY))
    await office.news("قصف على درعا البلد")
    office.until(23)
    with pytest.raises(KeyboardInterrupt):
        await _tell_and_die(office)
    assert await office.outbox() == []

    await office.works()

    assert len(office.told) == 1
    assert await office.states() == ["told"]


async def test_what_came_too_late_for_a_digest_waits_for_the_next(office: Office) -> None:
    await office.wants(Preferences(most_an_hour=1))
    await office.news("خبر ١ من درعا البلد", "خبر ٢ من درعا البلد")
    await office.works()
    await office.wants(Preferences(most_an_hour=1, digest=Digest.HOURLY))
    office.until(23)
    await office.works()
    assert len(office.told) == 2

    async with office.database.transaction() as tx:  # as if the sender had left it only now
        [*_, last] = await rows(office.database, "alerts")
        await tx.connection.execute(alerts.update().where(alerts.c.id == last.id).values(state="digest", told_by=None))
        await storage.digest_times.look_at(tx, office.target, office.watch.now)
    await office.works()
    assert len(office.told) == 2

    office.until(0)
    await office.works()
    assert len(office.told) == 3


async def test_what_is_followed_no_more_is_in_no_digest(office: Office) -> None:
    await office.wants(Preferences(digest=Digest.HOURLY))
    await office.news("قصف على درعا البلد")
    async with office.database.transaction() as tx:
        [one] = await storage.subscriptions.of_target(tx, office.target)
        await storage.subscriptions.remove(tx, office.target, one.id)
    office.until(23)

    await office.works()

    assert office.told == []
    assert await office.states() == ["dropped"]


async def test_a_paused_or_muted_target_gets_no_digest(office: Office) -> None:
    await office.wants(Preferences(digest=Digest.HOURLY))
    await office.news("قصف على درعا البلد")
    async with office.database.transaction() as tx:
        await storage.chat_preferences.mute(tx, office.target, office.watch.now + timedelta(hours=2, minutes=30))
    for hour in (23, 0):
        office.until(hour)
        await office.works()
    assert office.told == []

    office.until(1)
    await office.works()
    assert len(office.told) == 1

    await office.news("هدنة في درعا البلد")
    async with office.database.transaction() as tx:
        await storage.targets.pause(tx, office.target, office.watch.now)
    office.until(3)
    await office.works()
    assert await office.states() == ["told", "held"]


async def test_a_chat_that_is_gone_is_looked_at_no_more(office: Office) -> None:
    await office.wants(Preferences(digest=Digest.HOURLY))
    await office.news("قصف على درعا البلد")
    async with office.database.transaction() as tx:
        target = await storage.targets.by_id(tx, office.target)
        assert target is not None
        await storage.chats.gone(tx, target.chat, "blocked")
    office.until(23)

    await office.works()

    assert office.told == []
    async with office.database.transaction() as tx:
        assert await storage.collecting.due(tx, 10) == []
        await storage.chats.back(tx, target.chat)
    assert await office.states() == ["dropped"]


async def test_switching_to_a_digest_takes_along_what_waits(office: Office) -> None:
    await office.news("قصف على درعا البلد")
    await office.wants(Preferences(digest=Digest.HOURLY))

    await office.works()

    assert office.told == []
    assert await office.states() == ["digest"]


async def test_switching_back_to_instant_tells_what_was_collected_at_the_full_hour(office: Office) -> None:
    await office.wants(Preferences(digest=Digest.DAILY))
    await office.news("قصف على درعا البلد")
    await office.works()
    await office.wants(Preferences())
    await office.news("هدنة في درعا البلد")
    await office.works()
    assert len(office.told) == 1

    office.until(23)
    await office.works()

    assert len(office.told) == 2
    assert "ملخص الساعة" in office.told[-1]


async def test_times_are_said_in_the_chats_zone(office: Office) -> None:
    await office.wants(Preferences(zone="Europe/Berlin"))
    await office.news("قصف على درعا البلد")

    await office.works()

    assert "٨:٠٠ م" in office.told[0]


@pytest.mark.parametrize("silent", [True, False])
async def test_updates_make_a_sound_only_if_wanted(office: Office, *, silent: bool) -> None:
    await office.wants(Preferences(silent_updates=silent))
    await office.news("قصف على درعا البلد")
    async with office.database.transaction() as tx:
        await tx.connection.execute(
            deliveries.update().values(key="update:1:1", method="sendMessage", params={"text": "تحديث"})
        )

    await office.works()

    [call] = office.emulator.calls.of("sendMessage")
    assert (str(call.params.get("disable_notification", "")).lower() == "true") is silent


async def _tell_and_die(office: Office) -> None:
    async with office.database.transaction() as tx:
        assert await Digests(shipped(), DAMASCUS).tell(tx, office.watch.now) == 1
        raise KeyboardInterrupt


async def test_urgent_news_of_an_outage_is_caught_up_with_at_night_too(office: Office) -> None:
    await office.wants(NIGHT)
    office.until(23, 30)
    await office.news(*(f"قصف {number} على درعا البلد" for number in range(7)), urgent=True)
    office.watch.forward(3600)

    await office.works()
    await office.works()

    [only] = office.told
    assert "٧ أخبار" in only
    assert await office.states() == ["told"] * 7


async def test_an_alert_that_cannot_be_written_holds_up_neither_a_digest_nor_the_sender(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = digest.parts

    def broken(materials: Sequence[Material], *rest: Any, **named: Any) -> Any:
        if any("خبر 3" in each.article.title for each in materials):
            raise ZeroDivisionError
        return parts(materials, *rest, **named)

    monkeypatch.setattr(digest, "parts", broken)
    await office.news(*(f"خبر {number} من درعا البلد" for number in range(7)))
    office.watch.forward(3600)

    await office.works()

    [only] = office.told
    assert "٦ أخبار" in only
    assert sorted(await office.states()) == ["dropped"] + ["told"] * 6


async def test_a_picture_is_sent_only_to_whom_wants_it_and_where(office: Office) -> None:
    shown, picture = [], "https://news.example/1.jpg"
    for number, where in enumerate(Picture):
        await office.wants(Preferences(picture=where))
        await office.news(f"قصف {number} على درعا البلد", picture=f"{picture}?{number}")
        await office.send()
        shown.append((await office.outbox())[-1].params["link_preview_options"])

    assert shown[0] == {"is_disabled": True}
    assert [(one["url"], one["show_above_text"]) for one in shown[1:]] == [
        (f"{picture}?1", True),
        (f"{picture}?2", False),
    ]


async def test_a_picture_that_a_feed_puts_beside_everything_is_not_sent(office: Office) -> None:
    await office.wants(Preferences(picture=Picture.ABOVE))
    await office.news(*(f"قصف {number} على درعا البلد" for number in range(3)), picture="https://news.example/1.jpg")

    await office.send()

    assert [one.params["link_preview_options"] for one in await office.outbox()] == [{"is_disabled": True}] * 3
