"""What the sender learns of a topic: an alert that its topic refuses is held, and General is told once."""

from datetime import timedelta

import storage.alerts
import storage.articles
import storage.chats
import storage.deliveries
import storage.feeds
import storage.queries
import storage.stories
import storage.subscriptions
import storage.targets
from bot.outcomes import store
from domain.alerts import Call, Degradable, Delivery, DeliveryState, Lane
from domain.chats import ChatKind, Target, TelegramId, Thread
from domain.feeds import Source
from domain.news import Article
from news.places.gazetteer import shipped
from news.understand import understand
from storage.database import Database
from storage.pace import Bucket, Pace
from tests.bot.conftest import BALAD, Watch, rows

AT_ONCE = Pace(Bucket(1000, 1000), Bucket(1000, 1000), timedelta(), timedelta(), 1000)
WORDS = Call("sendMessage", {"text": "خبر"})


async def topic(database: Database, thread: int = 9) -> Target:
    async with database.transaction() as tx:
        chat = await storage.chats.ensure(tx, TelegramId(-100), ChatKind.SUPERGROUP)
        target = await storage.targets.ensure(tx, chat.id, Thread(thread))
        await storage.subscriptions.add(tx, target.id, await storage.queries.ensure(tx, BALAD), "درعا البلد")
    return target


async def owe(database: Database, watch: Watch, number: int) -> None:
    async with database.transaction() as tx:
        feed, _ = await storage.feeds.add(tx, Source("https://news.example/feed", "وكالة"), watch.now)
        article = Article(feed.id, f"{number}", "قصف على درعا البلد", "", "https://news.example/1", None, watch.now)
        one = understand(article, shipped())
        story = await storage.stories.add(tx, one.fingerprint, watch.now)
        [stored] = await storage.articles.add_new(tx, [(one, story, True)])
        assert stored is not None
        query = await storage.queries.ensure(tx, BALAD)
        await storage.alerts.fan_out(tx, story=story, article=stored, queries=[query], seen_at=watch.now, urgent=False)


async def refuse(database: Database) -> list[Delivery]:
    """Claim what is due, and let Telegram refuse its topic."""
    async with database.transaction() as tx:
        claimed = await storage.deliveries.claim(tx, 10, timedelta(seconds=90), pace=AT_ONCE)
        await storage.deliveries.begin(tx, [(each, each.call or WORDS) for each in claimed])
    async with database.transaction() as tx:
        known = [(each, each.call or WORDS, Degradable("thread")) for each in claimed]
        await store(tx, known, outage=False)
    return claimed


async def test_alerts_of_a_topic_that_is_no_more_are_held_and_general_is_told_once(
    database: Database, watch: Watch
) -> None:
    target = await topic(database)
    await owe(database, watch, 1)
    await owe(database, watch, 2)

    await refuse(database)

    assert [row.state for row in await rows(database, "alerts")] == ["held", "held"]
    notices = [row for row in await rows(database, "deliveries") if row.key.startswith("notice:topic:")]
    assert len(notices) == 1
    assert "أُغلق الموضوع" in notices[0].params["text"]
    assert notices[0].target_id != target.id
    assert f"k:t:{target.id}" in str(notices[0].params["reply_markup"])


async def test_an_answer_that_its_topic_refuses_goes_to_general_and_pauses_nothing(
    database: Database, watch: Watch
) -> None:
    target = await topic(database)
    async with database.transaction() as tx:
        await storage.deliveries.enqueue(
            tx,
            key="answer:1:0",
            chat=target.chat,
            target=target.id,
            lane=Lane.ANSWER,
            call=WORDS,
            expires_in=timedelta(minutes=10),
        )

    await refuse(database)

    [row] = await rows(database, "deliveries")
    assert (row.state, row.degraded) == (DeliveryState.PENDING, ["thread"])
    async with database.reading() as tx:
        found = await storage.targets.by_id(tx, target.id)
    assert found is not None
    assert found.paused_at is None


async def test_general_that_is_closed_is_held_and_nobody_can_be_told(database: Database, watch: Watch) -> None:
    await topic(database, thread=0)
    await owe(database, watch, 1)

    await refuse(database)

    assert [row.state for row in await rows(database, "alerts")] == ["held"]
    assert len(await rows(database, "deliveries")) == 1
