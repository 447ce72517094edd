from datetime import UTC, datetime, timedelta

from domain.alerts import Call, Lane
from domain.chats import GENERAL, ChatKind, TelegramId
from domain.feeds import Source
from domain.news import Article, Field, PlaceId, Span, Understood
from domain.queries import Match, PlaceQuery
from storage import (
    alerts,
    articles,
    chats,
    deliveries,
    feeds,
    matches,
    outcomes,
    queries,
    stories,
    subscriptions,
    targets,
)
from storage.database import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_an_article_becomes_a_message_to_those_who_follow_it(database: Database) -> None:
    async with database.transaction() as tx:
        feed, _ = await feeds.add(tx, Source("https://example.org/feed", name="وكالة"), NOW)
        chat = await chats.ensure(tx, TelegramId(5), ChatKind.PRIVATE, invited=True)
        target = await targets.ensure(tx, chat.id, GENERAL)
        query = await queries.ensure(tx, PlaceQuery(PlaceId("sy.daraa")))
        await subscriptions.add(tx, target.id, query, "درعا")
        article = Article(feed.id, "1", "خبر من درعا", "", "https://example.org/1", NOW, NOW)
        understood = Understood(article, "ar", (), (), ("shelling",), urgent=False, fingerprint="f")
        story = await stories.add(tx, "f", NOW)
        [id_] = await articles.add_new(tx, [(understood, story, True)])
        assert id_ is not None
        await matches.add(tx, id_, [Match(query, (Span(Field.TITLE, 7, 11),))])
        assert await alerts.fan_out(tx, story=story, article=id_, queries=[query], seen_at=NOW, urgent=False) == 1
        assert await alerts.fan_out(tx, story=story, article=id_, queries=[query], seen_at=NOW, urgent=False) == 0

    async with database.transaction() as tx:
        [delivery] = await deliveries.claim(tx, 10, timedelta(seconds=90))
        assert delivery.alert is not None
        assert delivery.lane is Lane.NORMAL
        material = (await alerts.materials(tx, [delivery.alert]))[delivery.alert]
        assert [followed.label for followed in material.followed] == ["درعا"]
    async with database.transaction() as tx:
        assert await deliveries.begin(tx, [(delivery, Call("sendMessage", {"text": "خبر"}))]) == {delivery.id}
    async with database.transaction() as tx:
        await outcomes.sent(tx, [(delivery, 77)])
    async with database.reading() as tx:
        assert await deliveries.next_due(tx) is None
        assert [each.alert for each in await matches.latest(tx, target.id, 5)] == [0]
