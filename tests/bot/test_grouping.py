"""Stories in the one transaction: told again by other words, after a restart too, and gone with what failed."""

from typing import Any

import pytest

import storage.matches
import storage.stories
from bot import grouping
from bot.grouping import Desk
from domain.news import StoryId
from news.places.gazetteer import shipped
from tests.bot.conftest import Room, item, rows, rss

OLD = item("أخبار الطقس اليوم")
FIRST = item(
    "مقتل ثلاثة مدنيين بقصف على درعا البلد",
    "قتل ثلاثة مدنيين صباح اليوم بقصف مدفعي استهدف الأحياء السكنية في درعا البلد، وفق مصدر طبي في المستشفى الوطني.",
)
AGAIN = item(
    "قصف مدفعي على درعا البلد يقتل 3 مدنيين",
    "قال مصدر طبي إن 3 مدنيين قتلوا في قصف مدفعي على الأحياء السكنية في درعا البلد صباحا.",
)
OTHER = item(
    "مقتل ثلاثة مدنيين بقصف على حي طريق السد",
    "قتل ثلاثة مدنيين صباح اليوم بقصف مدفعي استهدف حي طريق السد في مدينة درعا، وفق مصدر طبي في المستشفى الوطني.",
)


async def stories_of(room: Room) -> list[int]:
    return [article.story_id for article in await rows(room.database, "articles")]


async def test_another_telling_joins_the_story_also_after_a_restart(room: Room) -> None:
    await publish(room, "/a", FIRST)
    room.desk = Desk(room.database, shipped())
    room.watch.forward(60)

    await publish(room, "/b", AGAIN, OTHER)

    told = dict(
        zip([each.title for each in await rows(room.database, "articles")], await stories_of(room), strict=True)
    )
    first, again, other = (next(told[title] for title in told if title in each) for each in (FIRST, AGAIN, OTHER))
    assert first == again != other


async def test_a_start_recalls_page_by_page(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "PAGE", 2)
    await publish(room, "/a", FIRST, AGAIN, OTHER)
    room.desk = Desk(room.database, shipped())
    room.watch.forward(60)

    await publish(room, "/b", FIRST, OTHER)

    told = await stories_of(room)
    assert len(told) == 2 + 3 + 2
    assert set(told[-2:]) <= set(told[1:4])


async def test_what_is_no_news_confirms_nothing(room: Room) -> None:
    await publish(room, "/a", FIRST)
    story = (await stories_of(room))[-1]
    await room.add("/b", rss(FIRST, AGAIN))  # its first read: nothing of it is news

    await room.poll()
    before = await tellers(room, story)
    await publish(room, "/c", AGAIN)

    assert (before, await tellers(room, story)) == (1, 2)


async def test_what_became_news_when_it_was_edited_is_told_once_by_all(room: Room) -> None:
    await room.add("/a", rss(item("حريق كبير في سوق الخضار", guid="1")))  # its first read: no news
    await room.poll()
    room.site["/a"] = rss(item("حريق كبير في سوق الخضار في درعا البلد", guid="1"))
    await room.poll()
    [story] = await stories_of(room)

    await publish(room, "/b", item("حريق كبير في سوق الخضار في درعا البلد"))

    assert len(await rows(room.database, "alerts")) == 1
    assert (await stories_of(room))[-1] == story
    assert await tellers(room, story) == 2


async def tellers(room: Room, story: int) -> int:
    async with room.database.reading() as tx:
        return len((await storage.stories.tellers(tx, [StoryId(story)]))[StoryId(story)])


async def publish(room: Room, path: str, *items: str) -> None:
    """Let a feed that was read before show *items*."""
    await room.add(path, rss(item("هدوء")))
    await room.poll()
    room.site[path] = rss(*items)
    await room.poll()


async def test_stories_of_a_commit_that_failed_are_forgotten(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError("no space left")

    await room.add("/a", rss(FIRST))
    with monkeypatch.context() as broken:
        broken.setattr(storage.matches, "add", fail)
        await room.poll()
    failed = await rows(room.database, "articles")
    room.watch.forward(60 * 60)

    await room.poll()

    assert failed == []
    assert len(await stories_of(room)) == 1
