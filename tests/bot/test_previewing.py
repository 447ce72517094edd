"""A preview shows what a feed holds and whom it would have concerned; a page shows the feeds it names."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.previewing import Body, Page, Shown, look, shown
from domain.errors import NotAFeed
from domain.queries import KeywordQuery
from feeds.discovery import Candidate
from tests.bot.conftest import BALAD, item, rss

URL = "https://news.example/rss"


def body(content: bytes) -> Body:
    return Body(URL, content, "utf-8", datetime.now(UTC))


LONG = "قال شهود عيان إن غارة استهدفت الأطراف الشرقية من المدينة صباح اليوم وأوقعت أضرارًا مادية كبيرة. " * 5


def test_a_feed_is_shown_with_its_newest_headlines_and_its_language() -> None:
    items = [item(f"افتتاح السوق رقم {hour} في المدينة", LONG, age=timedelta(hours=hour)) for hour in (5, 1, 3, 2)]

    found = look(body(rss(*items)), [])

    assert isinstance(found, Shown)
    assert (found.title, found.language, found.entries, found.week) == ("وكالة", "ar", 4, 4)
    assert found.latest == tuple(f"افتتاح السوق رقم {hour} في المدينة" for hour in (1, 2, 3))
    assert not found.is_short


def test_only_what_someone_follows_and_only_of_the_last_week_would_have_been_sent() -> None:
    items = (
        item("قصف على درعا البلد"),
        item("زلزال في تركيا"),
        item("افتتاح سوق في حلب"),
        item("غارة على درعا البلد", age=timedelta(days=8)),
    )

    found = shown(body(rss(*items)), [BALAD, KeywordQuery(("زلزال",))])

    assert (found.week, found.matched) == (3, 2)


def test_a_feed_whose_items_are_only_a_line_is_told() -> None:
    assert shown(body(rss(item("خبر", "سطر واحد"), item("آخر", "سطر"))), []).is_short


def test_a_feed_without_items_has_the_language_it_declares() -> None:
    content = b"<rss version='2.0'><channel><title>x</title><language>fr-FR</language></channel></rss>"

    found = shown(body(content), [BALAD])

    assert (found.language, found.entries, found.week, found.matched, found.is_short) == ("fr", 0, 0, 0, False)


def test_a_page_is_shown_by_the_feeds_it_names() -> None:
    html = b"<html><head><link rel=alternate type='application/rss+xml' href=/feed></head></html>"

    assert look(body(html), []) == Page((Candidate("https://news.example/feed"),))
    assert look(body(b""), []) == Page(())
    with pytest.raises(NotAFeed):
        shown(body(html), [])
