"""Many chats that follow one place, and stories about it that each of them is owed: what the outbox benchmarks send."""

from collections.abc import Iterable, Sequence

import storage.alerts
import storage.articles
import storage.chats
import storage.feeds
import storage.matches
import storage.queries
import storage.stories
import storage.subscriptions
import storage.targets
from domain.chats import GENERAL, Chat, ChatKind, Target, TelegramId
from domain.feeds import Source
from domain.news import Article, Field, PlaceId, Span
from domain.queries import Match, PlaceQuery
from news.places.gazetteer import shipped
from news.understand import understand
from storage.database import Database

FOLLOWED = PlaceQuery(PlaceId("sy.daraa.daraa.balad"))
TEXT = "أفادت وكالة محلية بوقوع قصف على أطراف درعا البلد مساء اليوم. ولم ترد أنباء عن ضحايا حتى الآن. "


async def gather(database: Database, people: Iterable[tuple[int, ChatKind]]) -> list[tuple[Chat, Target]]:
    """Let each of *people* follow the place; return their chats and targets."""
    found = []
    async with database.transaction() as tx:
        query = await storage.queries.ensure(tx, FOLLOWED)
        for number, kind in people:
            chat = await storage.chats.ensure(tx, TelegramId(number), kind)
            target = await storage.targets.ensure(tx, chat.id, GENERAL)
            await storage.subscriptions.add(tx, target.id, query, "درعا البلد")
            found.append((chat, target))
    return found


async def publish(database: Database, titles: Sequence[str]) -> None:
    """Owe everyone an alert about each story."""
    async with database.transaction() as tx:
        now = await tx.now()
        query = await storage.queries.ensure(tx, FOLLOWED)
        feed, _ = await storage.feeds.add(tx, Source("https://news.example/feed", "وكالة"), now)
        for title in titles:
            article = Article(feed.id, title, title, TEXT, "https://news.example/1", None, now)
            story = await storage.stories.add(tx, title, now)
            [stored] = await storage.articles.add_new(tx, [(understand(article, shipped()), story, True)])
            if stored is None:
                raise ValueError(f"published already: {title}")
            await storage.matches.add(tx, stored, [Match(query, (Span(Field.TITLE, 0, 1),))])
            await storage.alerts.fan_out(tx, story=story, article=stored, queries=[query], seen_at=now, urgent=False)
