"""Laws of understanding an article."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feeds import FeedId
from domain.news import Article, Field, PlaceId
from news.places.gazetteer import shipped
from news.summary.summary import LIMIT, summarise
from news.understand import understand


def article(title: str, text: str) -> Article:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    return Article(FeedId(1), "1", title, text, "https://example.org/1", moment, moment)


def test_an_article_is_understood_in_one_call() -> None:
    understood = understand(article("عاجل: قصف على درعا", "سقطت قذائف على أحياء المدينة."), shipped())

    assert understood.language == "ar"
    assert understood.places[:1] == (PlaceId("sy.daraa.daraa"),)
    assert understood.events == ("shelling",)
    assert understood.urgent
    assert [token.span.field for token in understood.tokens] == [Field.TITLE] * 4 + [Field.TEXT] * 5
    assert len(understood.fingerprint) == 32


@pytest.mark.parametrize("region", [None, PlaceId("sy.daraa")])
def test_an_empty_article_says_nothing(region: PlaceId | None) -> None:
    understood = understand(article("", ""), shipped(), region)

    assert (understood.language, understood.tokens, understood.mentions, understood.events) == ("und", (), (), ())


@given(title=st.text(max_size=60), text=st.text(max_size=300))
def test_any_text_is_understood_and_summed_up(title: str, text: str) -> None:
    one = article(title, text)

    understood = understand(one, shipped())
    focus = [token.span for token in understood.tokens][-1:]

    assert len(summarise(one, focus)) <= LIMIT
