"""Articles of a title and a text."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from domain.feeds import FeedId
from domain.news import Article

Write = Callable[..., Article]


@pytest.fixture(scope="session")
def write() -> Write:
    def article(text: str, title: str = "") -> Article:
        moment = datetime(2026, 3, 1, tzinfo=UTC)
        return Article(FeedId(1), "1", title, text, "https://example.org/1", moment, moment)

    return article
