"""Reading: a body's articles, each once and the oldest first."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import reading
from domain.errors import NotAFeed
from domain.feeds import FeedId
from domain.news import ArticleId, PlaceId
from domain.queries import KeywordQuery, PlaceQuery
from news.places import records
from tests.bot.conftest import item, rss

NOW = datetime.now(UTC)


def _body(content: bytes) -> reading.Body:
    return reading.Body(FeedId(1), "https://news.example/feed", content, "", NOW, guid_is_identity=True)


def test_articles_come_the_oldest_first() -> None:
    day = [item(f"خبر {hours}", age=timedelta(hours=hours)) for hours in (1, 3, 2)]

    assert [each.title for each in reading.parse(_body(rss(*day))).articles] == ["خبر 3", "خبر 2", "خبر 1"]


def test_without_dates_the_last_of_the_body_counts_as_the_oldest() -> None:
    content = b"<rss version='2.0'><channel><item><title>B</title></item><item><title>A</title></item></channel></rss>"

    assert [each.title for each in reading.parse(_body(content)).articles] == ["A", "B"]


def test_an_item_that_stands_twice_counts_once() -> None:
    found = reading.parse(_body(rss(item("خبر", guid="1"), item("خبر", guid="1"))))

    assert len(found.articles) == 1


def test_a_page_is_no_feed() -> None:
    with pytest.raises(NotAFeed):
        reading.parse(_body(b"<html>Blocked</html>"))


def test_a_backtest_finds_the_articles_for_which_a_query_would_have_held() -> None:
    found = reading.parse(_body(rss(item("قصف على درعا البلد"), item("زلزال في تركيا")))).articles
    archive = [(ArticleId(number), article, "sy") for number, article in enumerate(found, 1)]

    def titles(query: PlaceQuery | KeywordQuery) -> list[str]:
        return [found[number - 1].title for number, _ in reading.backtest(archive, query)]

    assert titles(PlaceQuery(PlaceId("sy.daraa"))) == ["قصف على درعا البلد"]
    assert titles(KeywordQuery(("زلزال",))) == ["زلزال في تركيا"]


def test_a_reader_knows_an_operators_places_from_when_they_are_laid_over_the_shipped_ones() -> None:
    own = records.read("sy.daraa.own\tvillage\tsy.daraa\tU\tتل المرسال\t\t\t", "own.tsv")
    [article] = reading.parse(_body(rss(item("قصف على تل المرسال")))).articles
    try:
        reading.lay_over(own)
        known = reading.understand_one(article, "").mentions
    finally:
        reading.lay_over()

    assert [one.places for one in known] == [(PlaceId("sy.daraa.own"),)]
    assert reading.understand_one(article, "").mentions == ()


def test_all_are_understood_in_their_order() -> None:
    found = reading.parse(_body(rss(item("خبر عن حلب"), item("خبر عن إدلب")))).articles

    assert [one.article for one in reading.understand_all(found, "")] == list(found)
