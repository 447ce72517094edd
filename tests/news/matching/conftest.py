"""A small gazetteer: a governorate and its city, its quarter, two towns of one name, a name that is a word too."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from domain.feeds import FeedId
from domain.news import Article, Field, Mention, PlaceId, Span, Understood
from news.arabic.tokens import tokenise
from news.places.gazetteer import Gazetteer
from news.places.records import read

ROWS = """
aa|country||U|نهرين|||
aa.wadi|governorate|.|U|وادان|||centre=aa.wadi.wadi
aa.wadi.wadi|city|.|U|وادان|||
aa.wadi.wadi.old|quarter|.|U|وادان القديمة|||
aa.wadi.rabwa|town|.|U|ربوان|||
aa.sahl|governorate|.|U|سهلان|||
aa.sahl.rabwa|town|.|U|ربوان|||
aa.sahl.suwar|town|.|X|صور|||
aa.sahl.kan|town|.|X|كان|||
bb|country||U|بحران|||
bb.rabwa|town|.|U|ربوتان|||
bb.gone|town|.|U|زائلة|||replaced_by=bb.rabwa
"""

Understand = Callable[..., Understood]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(read(ROWS.replace("|", "\t"), "rows.tsv"))


@pytest.fixture
def understood() -> Understand:
    """Make what understanding a title and a text would give, with mentions at the given words of the text."""

    def make(text: str, title: str = "", places: dict[str, tuple[str, ...]] | None = None) -> Understood:
        moment = datetime(2026, 3, 1, tzinfo=UTC)
        article = Article(FeedId(1), "1", title, text, "https://example.org/1", moment, moment)
        mentions = tuple(
            Mention(
                Span(Field.TEXT, text.index(word), text.index(word) + len(word)), tuple(map(PlaceId, readings)), 1.0
            )
            for word, readings in (places or {}).items()
        )
        tokens = (*tokenise(title, Field.TITLE), *tokenise(text, Field.TEXT))
        return Understood(article, "ar", tokens, mentions, (), urgent=False, fingerprint="")

    return make
