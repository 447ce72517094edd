"""What becomes of an alert that was sent when its story goes on, or when its source changes its article."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from telegram.ext import ExtBot

import storage.chat_preferences
import storage.chats
import storage.feeds
from bot import sequels as deciding
from bot.sender import Sender
from bot.telegram import bot_of
from config.settings import Settings
from domain.alerts import DeliveryState
from domain.chats import ChatKind, TelegramId
from domain.feeds import Source
from domain.news import Grade, PlaceId
from domain.preferences import Preferences, Quiet
from domain.queries import PlaceQuery
from emulator.people import ABU_KHALED, LAYLA
from emulator.server import Emulator
from news.places.gazetteer import shipped
from tests.bot.conftest import Room, follow, item, rows, rss
from tests.bot.test_sender import FAST

SOON = 30
FIRST = "قصف على درعا البلد يوقع 3 قتلى"
TEXT = "قُتل 3 أشخاص بقصف مدفعي استهدف حي درعا البلد صباح اليوم، بحسب شهود من الحي."
LONG = "\n".join(
    [
        TEXT,
        "وقال طبيب في المشفى الوطني إن سيارات الإسعاف نقلت المصابين تباعًا إلى أقسام الجراحة والعظام.",
        "وذكرت معلمة أن المدرسة القريبة أُخليت قبل انتهاء الدوام بساعة، وأن التلاميذ وصلوا سالمين إلى بيوتهم.",
        "ونقل مراسلنا عن صاحب فرن في الشارع المجاور أن الكهرباء انقطعت عن معظم الأبنية منذ الظهيرة.",
        "وأعلن المجلس المحلي فتح مركز لإيواء العائلات التي تضررت منازلها، ودعا الجمعيات إلى إرسال البطانيات.",
        "وشوهدت فرق الإنقاذ وهي ترفع الأنقاض بآليات ثقيلة وصلت من بلدات مجاورة بعد اتصالات طويلة.",
        "وطالب أهالٍ بممر آمن نحو الريف الشرقي، في حين أُغلقت المحال التجارية أبوابها خشية تجدد الضربات.",
        "ويأتي ذلك بعد أسابيع من تفاهم رعاه وجهاء من المنطقة لتهدئة التوتر وفتح الأسواق أمام المزارعين.",
        "وكان مهندسون انتهوا أخيرًا من ترميم خزان المياه الذي يغذي ثلاثة أحياء يسكنها آلاف النازحين.",
        "ولم تتضح هوية الجهة التي أطلقت القذائف، ولم يصدر بيان عن أي طرف حتى ساعة إعداد هذا التقرير.",
        "ودعت منظمات إغاثية إلى تحييد المرافق العامة، مشيرة إلى نقص حاد في الأدوية وأكياس الدم.",
    ]
)
OLD = item("افتتاح مكتبة في المدينة", guid="0")


@dataclass
class Desk:
    """Feeds of several publishers, the sender, and the chat of a reader who follows درعا البلد."""

    room: Room
    bot: ExtBot[None]
    emulator: Emulator

    async def open(self, *houses: str) -> None:
        """Add a feed for each name, of the family that stands before its full stop, and read them once."""
        for house in houses:
            self.room.site[f"/{house}"] = rss(OLD)
            source = Source(self.room.site.url(f"/{house}"), name=house, family=house.partition(".")[0])
            async with self.room.database.transaction() as tx:
                await storage.feeds.add(tx, source, self.room.watch.now)
        await self.room.poll()

    async def publish(self, house: str, title: str = FIRST, text: str = TEXT, *, guid: str = "1") -> None:
        """Let a feed show an article, and send what comes of it."""
        self.show(house, title, text, guid=guid)
        await self.room.poll()
        await self.send()

    def show(self, house: str, title: str = FIRST, text: str = TEXT, *, guid: str = "1") -> None:
        self.room.site[f"/{house}"] = rss(item(title, text, guid=f"{house}{guid}"), OLD)

    async def send(self) -> None:
        """Run a sender until nothing waits that may go within a minute."""
        database, watch, stopping = self.room.database, self.room.watch, asyncio.Event()
        sender = Sender(database, self.bot, shipped(), FAST)
        async with asyncio.timeout(SOON), asyncio.TaskGroup() as tasks:
            tasks.create_task(sender.run(stopping))
            while any(each.state == 0 and each.reason != "put off" for each in await self.outbox()):
                watch.forward(0.2)
                await asyncio.sleep(0.01)
            stopping.set()

    async def outbox(self) -> list[Any]:
        return await rows(self.room.database, "deliveries")

    async def keys(self) -> list[str]:
        return [each.key for each in await self.outbox()]

    def messages(self) -> list[dict[str, Any]]:
        """Return what the reader was sent, as it stands in the chat now."""
        return [each for each in self.emulator.world.chats[LAYLA.id].messages.values() if each["from"]["is_bot"]]

    def lines(self, at: int = 0) -> list[str]:
        """Return the lines of one of these messages."""
        return [line.lstrip("\u200f") for line in self.messages()[at]["text"].split("\n")]

    def sounds(self) -> list[bool]:
        """Return of each call that made a message whether it was to be heard."""
        return [not call.params.get("disable_notification") for call in self.emulator.calls.of("sendMessage")]


@pytest.fixture
async def desk(room: Room, emulator: Emulator) -> AsyncIterator[Desk]:
    emulator.world.say(LAYLA, "/start")
    emulator.world.say(ABU_KHALED, "/start")
    async with bot_of(Settings(bot_token=emulator.token, telegram_api=emulator.api, _env_file=None)) as bot:
        yield Desk(room, bot, emulator)


async def test_a_copy_of_another_publisher_is_edited_into_the_alert(desk: Desk) -> None:
    await desk.open("sham", "furat")
    await desk.publish("sham")
    first = desk.lines()

    await desk.publish("furat")

    assert "sham · مصدر واحد" in first[-2].translate({0x2068: None, 0x2069: None})
    assert len(desk.messages()) == 1
    assert "✅ أكده مصدران: \u2068sham\u2069، \u2068furat\u2069" in desk.lines()
    assert desk.lines()[:4] == first[:4]
    assert "edit_date" in desk.messages()[0]
    assert await desk.keys() == ["alert:1", "edit:1"]


async def test_a_copy_within_one_publishers_family_is_silence(desk: Desk) -> None:
    await desk.open("sham.net", "sham.tv")
    await desk.publish("sham.net")

    await desk.publish("sham.tv")

    assert await desk.keys() == ["alert:1"]


async def test_at_two_three_and_five_sources_an_alert_is_edited_and_at_four_it_is_not(desk: Desk) -> None:
    houses = ["sham", "furat", "asi", "barada", "khabur"]
    await desk.open(*houses)
    said = []
    for house in houses:
        await desk.publish(house)
        said.append(next((line for line in desk.lines() if "أكد" in line), ""))

    assert [line.partition(":")[0].lstrip("✅ ") for line in said] == [
        "",
        "أكده مصدران",
        "أكدته ٣ مصادر",
        "أكدته ٣ مصادر",
        "أكدته ٥ مصادر",
    ]
    assert len(desk.messages()) == 1


async def test_what_came_before_the_alert_was_sent_stands_in_it(desk: Desk) -> None:
    await desk.open("sham", "furat")
    desk.show("sham")
    desk.show("furat")

    await desk.room.poll()
    await desk.send()

    assert "✅ أكده مصدران" in "\n".join(desk.lines())
    assert await desk.keys() == ["alert:1"]


async def test_a_target_without_an_alert_gets_its_first_one_with_the_second_article(desk: Desk) -> None:
    await follow(desk.room.database, ABU_KHALED.id, PlaceQuery(PlaceId("sy.idlib")), "إدلب")
    await desk.open("sham", "furat")
    await desk.publish("sham")

    await desk.publish(
        "furat", "قصف على درعا البلد وإدلب", "قُتل 3 أشخاص بقصف مدفعي استهدف حي درعا البلد، وطال القصف مدينة إدلب."
    )

    told = [(alert.target_id, alert.article_id) for alert in await rows(desk.room.database, "alerts")]
    assert len({target for target, _ in told}) == 2
    assert len({article for _, article in told}) == 2
    assert len(desk.messages()) == 1


async def test_a_rising_toll_comes_as_an_answer_to_the_alert(desk: Desk) -> None:
    await desk.open("sham")
    await desk.publish("sham")

    await desk.publish("sham", "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى", "ارتفع عدد القتلى إلى 7.", guid="2")

    first, update = desk.messages()
    assert update["reply_to_message"]["message_id"] == first["message_id"]
    assert desk.lines(1)[0] == "🔄 تحديث · قتلى · درعا البلد · 7 قتلى"
    assert desk.sounds() == [True, True]  # people were killed in a strike: it is urgent
    assert [alert.grade for alert in await rows(desk.room.database, "alerts")] == [Grade.UPDATE]


async def test_a_rising_toll_of_what_is_not_urgent_makes_no_sound(desk: Desk) -> None:
    await desk.open("sham")
    await desk.publish("sham", "مقتل شخص بحادث سير في درعا البلد", "قضى شاب بحادث سير وقع على مدخل درعا البلد.")

    await desk.publish("sham", "مقتل شخصين بحادث سير في درعا البلد", "قضى شابان بحادث سير وقع هناك.", guid="2")

    assert len(desk.messages()) == 2
    assert desk.sounds() == [True, False]


async def test_an_update_of_two_who_wait_is_told_to_both(desk: Desk) -> None:
    await follow(desk.room.database, ABU_KHALED.id)
    await desk.open("sham")
    desk.show("sham")
    await desk.room.poll()

    desk.show("sham", "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى", "ارتفع عدد القتلى إلى 7.", guid="2")
    await desk.room.poll()
    await desk.send()

    titles = [alert.article_id for alert in await rows(desk.room.database, "alerts")]
    assert len(titles) == 2
    assert len(set(titles)) == 1
    assert desk.lines()[1] == "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى"


async def test_an_update_says_nothing_of_who_confirmed_the_first_report(desk: Desk) -> None:
    await desk.open("sham", "furat")
    await desk.publish("sham")
    await desk.publish("furat")

    await desk.publish("furat", "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى", "ارتفع عدد القتلى إلى 7.", guid="2")

    assert any("أكده مصدران" in line for line in desk.lines(0))
    assert not any("أكد" in line or "مصدر واحد" in line for line in desk.lines(1))


async def test_what_its_source_changed_was_confirmed_by_nobody(desk: Desk) -> None:
    await desk.open("sham", "furat")
    await desk.publish("sham")
    await desk.publish("furat")

    await desk.publish("sham", "قصف على درعا البلد يوقع قتيلين", TEXT.replace("3 أشخاص", "شخصان"))

    assert desk.lines()[1] == "قصف على درعا البلد يوقع قتيلين"
    assert not any("أكد" in line for line in desk.lines())


async def test_who_tells_what_the_first_source_withdrew_is_told_beneath(desk: Desk) -> None:
    await desk.open("sham", "furat")
    await desk.publish("sham")
    await desk.publish("sham", "حُذف هذا الخبر", "نعتذر عن الخطأ.")

    await desk.publish("furat")

    assert desk.lines(2)[1] == FIRST
    assert [key.split(":")[0] for key in await desk.keys()] == ["alert", "edit", "correction", "update"]


async def test_an_update_that_its_source_changed_is_edited_and_says_so(desk: Desk) -> None:
    await desk.open("sham")
    await desk.publish("sham")
    await desk.publish("sham", "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى", "ارتفع عدد القتلى إلى 7.", guid="2")

    await desk.publish("sham", "ارتفاع حصيلة القصف على درعا البلد إلى 9 قتلى", "ارتفع عدد القتلى إلى 9.", guid="2")

    assert len(desk.messages()) == 2
    assert desk.lines(1)[:2] == [
        "🔄 تحديث · قتلى · درعا البلد · 9 قتلى",
        "ارتفاع حصيلة القصف على درعا البلد إلى 9 قتلى",
    ]
    assert "✏️ عُدّل الخبر عند المصدر" in desk.lines(1)
    assert not any("عُدّل" in line for line in desk.lines(0))
    assert [key.split(":")[0] for key in await desk.keys()] == ["alert", "update", "update-edit"]


async def test_an_alert_that_waits_for_the_morning_tells_the_last_toll_alone(desk: Desk) -> None:
    await desk.open("sham")
    night = desk.room.watch.now.astimezone(FAST.zone)
    quiet = Quiet(
        *((night.hour * 60 + night.minute + minutes) % (24 * 60) for minutes in (60, 480))
    )  # it is read after 3 and 6 hours
    async with desk.room.database.transaction() as tx:
        chat = await storage.chats.ensure(tx, TelegramId(LAYLA.id), ChatKind.PRIVATE, invited=False)
        await storage.chat_preferences.set_(tx, chat.id, Preferences(quiet=quiet, urgent_passes=False))
    await desk.publish("sham")

    await desk.publish("sham", "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى", guid="2")
    assert desk.messages() == []
    desk.room.watch.forward(3 * 60 * 60)
    await desk.send()

    assert desk.lines()[1] == "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى"
    assert await desk.keys() == ["alert:1"]


async def test_a_corrected_title_is_edited_and_says_so(desk: Desk) -> None:
    await desk.open("sham")
    await desk.publish("sham")

    await desk.publish("sham", "قصف على درعا البلد يوقع 4 قتلى")

    assert len(desk.messages()) == 1
    assert desk.lines()[1] == "قصف على درعا البلد يوقع 4 قتلى"
    assert "✏️ عُدّل الخبر عند المصدر" in desk.lines()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("قَصفٌ على درعا البلد  يوقع 3 قتلى!", LONG),
        (FIRST, LONG.replace("،", " ،").replace(".", " .")),
        (FIRST, f"{LONG}\nوكانت البلدة شهدت هدوءًا نسبيًا قبل 9 أيام."),
    ],
    ids=["vowel marks and signs", "spaces", "a part that was not sent"],
)
async def test_what_nobody_sees_edits_nothing(desk: Desk, title: str, text: str) -> None:
    await desk.open("sham")
    await desk.publish("sham", FIRST, LONG)

    await desk.publish("sham", title, text)

    assert [article.text for article in await rows(desk.room.database, "articles")][1:] == [text.strip()]
    assert await desk.keys() == ["alert:1"]


@pytest.mark.parametrize(
    ("title", "reason"),
    [("قصف على درعا البلد يوقع قتيلين", "خفّض المصدر الحصيلة"), ("حُذف هذا الخبر", "سحب المصدر هذا الخبر")],
)
async def test_what_was_taken_back_is_edited_and_answered_once(desk: Desk, title: str, reason: str) -> None:
    text = TEXT.replace("3 أشخاص", "شخصان") if "قتيلين" in title else "نعتذر عن الخطأ."
    await desk.open("sham")
    await desk.publish("sham")

    await desk.publish("sham", title, text)
    await desk.publish("sham", title, text)

    first, correction = desk.messages()
    assert correction["reply_to_message"]["message_id"] == first["message_id"]
    assert desk.lines(1)[1:3] == [reason, title]
    assert "✏️ عُدّل الخبر عند المصدر" in desk.lines()
    assert [key.split(":")[0] for key in await desk.keys()] == ["alert", "edit", "correction"]


async def test_a_source_that_withdrew_the_news_confirms_it_no_more(desk: Desk) -> None:
    await desk.open("sham", "furat")
    await desk.publish("sham")
    await desk.publish("furat")
    assert any("أكده مصدران" in line for line in desk.lines())

    await desk.publish("furat", "حُذف هذا الخبر", "نعتذر عن الخطأ.")

    assert len(desk.messages()) == 1
    assert "مصدر واحد" in desk.lines()[-2]
    assert not any("أكده" in line for line in desk.lines())


async def test_a_withdrawn_article_that_was_not_told_yet_is_not_told(desk: Desk) -> None:
    await desk.open("sham")
    desk.show("sham")
    await desk.room.poll()

    await desk.publish("sham", "حُذف هذا الخبر", "")

    assert desk.messages() == []
    assert [each.reason for each in await desk.outbox()] == ["empty"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("message to edit not found", DeliveryState.CANCELLED),
        ("message can't be edited", DeliveryState.CANCELLED),
        ("message is not modified: specified new message content is exactly the same", DeliveryState.SENT),
    ],
)
async def test_a_message_that_cannot_be_edited_is_let_go_with_one_line(
    desk: Desk, caplog: pytest.LogCaptureFixture, answer: str, state: DeliveryState
) -> None:
    await desk.open("sham", "furat")
    await desk.publish("sham")
    desk.emulator.faults.order("error", method="editMessageText", code=400, description=f"Bad Request: {answer}")

    with caplog.at_level(logging.INFO, "bot.outcomes"):
        await desk.publish("furat")

    assert [(each.key, each.state) for each in await desk.outbox()] == [("alert:1", 1), ("edit:1", state)]
    assert [each.levelname for each in caplog.records if "lane=edit" in each.getMessage()] == ["INFO"]


async def test_an_update_of_a_message_that_its_reader_deleted_is_told_all_the_same(desk: Desk) -> None:
    await desk.open("sham")
    await desk.publish("sham")
    desk.emulator.world.chats[LAYLA.id].messages.clear()

    await desk.publish("sham", "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى", "ارتفع عدد القتلى إلى 7.", guid="2")

    [update] = desk.messages()
    assert "reply_to_message" not in update


async def test_the_same_event_with_another_number_is_a_story_of_its_own(desk: Desk) -> None:
    await desk.open("sham", "furat")
    await desk.publish("sham")

    await desk.publish(
        "furat", "قصف على درعا البلد يوقع قتيلين", "قُتل شخصان بقصف مدفعي استهدف حي درعا البلد صباح اليوم."
    )

    assert [key.partition(":")[0] for key in await desk.keys()] == ["alert", "alert"]


async def test_a_crash_before_the_commit_confirms_once_afterwards(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.open("sham", "furat")
    await desk.publish("sham")
    go_on = deciding.go_on
    crashed: list[bool] = []

    async def crash(*arguments: Any) -> None:
        await go_on(*arguments)
        if not crashed:
            crashed.append(True)
            raise RuntimeError("killed")

    monkeypatch.setattr(deciding, "go_on", crash)
    await desk.publish("furat")
    assert await desk.keys() == ["alert:1"]
    await desk.room.poll()
    await desk.send()

    assert await desk.keys() == ["alert:1", "edit:1"]
    assert "✅ أكده مصدران" in "\n".join(desk.lines())


async def test_an_answer_that_was_lost_makes_no_second_update_row(desk: Desk) -> None:
    await desk.open("sham")
    await desk.publish("sham")
    desk.emulator.faults.order("drop_after", method="sendMessage")

    await desk.publish("sham", "ارتفاع حصيلة القصف على درعا البلد إلى 7 قتلى", guid="2")
    await desk.room.poll()

    [_, update] = await desk.outbox()
    assert (update.key.partition(":")[0], update.state) == ("update", 1)


async def test_of_very_many_wordings_all_are_corrected(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "MOST_WORDINGS", 0)
    await desk.open("sham")
    await desk.publish("sham")

    await desk.publish("sham", FIRST + "!")

    assert await desk.keys() == ["alert:1", "edit:1"]
