"""Articles to tell stories with."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from domain.feeds import FeedId
from domain.news import Article, Grade, StoryId, Understood
from news.places.gazetteer import Gazetteer, shipped
from news.stories.index import Stories
from news.stories.stems import number_of
from news.understand import understand

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Grades = Callable[..., list[Grade | None]]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return shipped()


@pytest.fixture
def read(gazetteer: Gazetteer) -> Callable[..., Understood]:
    """Return an understood article; of a feed of its own unless told otherwise."""

    def reading(title: str, text: str = "", feed: int = 0) -> Understood:
        return understand(Article(FeedId(feed or number_of(title)), title, title, text, "", NOON, NOON), gazetteer)

    return reading


@pytest.fixture
def told(read: Callable[..., Understood]) -> Grades:
    """Return how articles of as many feeds, an hour apart, tell the story of the first again, None for another one."""

    def telling(*articles: str | tuple[str, str]) -> list[Grade | None]:
        stories, grades = Stories(), list[Grade | None]()
        for number, words in enumerate(articles):
            one = read(*((words,) if isinstance(words, str) else words), feed=number + 1)
            at = NOON + number * timedelta(hours=1)
            found = stories.find(one, at)
            grades.append(found.grade if found and found.story == 0 else None)
            stories.add(found.story if found else StoryId(number), one, at)
        return grades[1:]

    return telling
