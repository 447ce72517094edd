"""Digests: what stands in them, in which order, and in how many parts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.digest import parts
from alerts.markup import utf16_length, visible
from alerts.texts import digest as texts
from alerts.texts.times import DAMASCUS
from domain.alerts import AlertId, Followed, Material
from domain.feeds import FeedId
from domain.news import Article, ArticleId, PlaceId, StoryId
from domain.queries import Match, PlaceQuery, QueryId
from news.places.gazetteer import shipped

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DARAA = Followed(PlaceQuery(PlaceId("sy.daraa")), "درعا", Match(QueryId(1), ()))


def head(news: int, part: int, of: int) -> str:
    return texts.head(texts.HOURLY, news, part=part, parts=of)


def material(
    number: int,
    title: str = "قصف على درعا",
    *,
    urgent: bool = False,
    events: tuple[str, ...] = (),
    age: timedelta = timedelta(hours=1),
    url: str = "https://news.example/1",
    source: str = "وكالة",
) -> Material:
    article = Article(FeedId(1), str(number), title, "", url, NOW - age, NOW)
    return Material(
        AlertId(number), ArticleId(number), article, StoryId(number), source, "ar", events, urgent, (DARAA,)
    )


def written(*materials: Material) -> list[tuple[str, tuple[AlertId, ...]]]:
    found = parts(materials, shipped(), head, now=NOW, zone=DAMASCUS)
    return [(call.params["text"], tells) for call, tells in found]


def test_nothing_makes_no_message() -> None:
    assert written() == []


def test_a_digest_tells_headline_link_what_is_followed_source_and_time() -> None:
    [(text, tells)] = written(material(7))

    assert tells == (7,)
    assert visible(text).replace("\u200f", "") == (
        "🗞 ملخص الساعة: خبر واحد\n\n▪️ قصف على درعا\nمحافظة درعا · وكالة · ١١:٠٠ ص".replace(
            "محافظة درعا", shipped().place(PlaceId("sy.daraa")).name
        )
    )
    assert '<a href="https://news.example/1">قصف على درعا</a>' in text


def test_the_most_important_come_first() -> None:
    found = written(
        material(1, age=timedelta(minutes=1)),
        material(2, events=("politics",)),
        material(3, events=("airstrike",), age=timedelta(hours=5)),
        material(4, events=("airstrike",), age=timedelta(hours=2)),
        material(5, urgent=True, events=("sport",)),
        material(6, events=("denial",)),
        material(7),
    )

    assert [tells for _, tells in found] == [(5, 4, 3, 2, 6, 1, 7)]
    assert "🚨 <a" in found[0][0]


def test_forty_and_one_make_two_parts_that_say_so() -> None:
    found = written(*(material(number, f"خبر {number}") for number in range(41)))

    assert [len(tells) for _, tells in found] == [40, 1]
    assert "٤١ خبرًا (١ من ٢)" in found[0][0]
    assert "٤١ خبرًا (٢ من ٢)" in found[1][0]


def test_an_article_without_a_title_or_an_address_is_told_all_the_same() -> None:
    [(text, _)] = written(material(1, "", url="javascript:alert(1)"))

    assert "خبر بلا عنوان" in text
    assert "<a" not in text


def test_a_headline_of_another_script_keeps_its_own_order() -> None:
    [(text, _)] = written(material(1, "Strikes hit Daraa."))

    assert "\u2068Strikes hit Daraa.\u2069" in text


def test_news_of_another_day_carries_its_date() -> None:
    [(text, _)] = written(material(1, age=timedelta(days=1)))

    assert "٢٣ تشرين الثاني" in text


def test_feed_text_is_no_markup() -> None:
    [(text, _)] = written(material(1, "<b>a & b</b>", source="<i>"))

    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in text
    assert "<i>" not in text


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=400), max_size=90), st.integers(1, 2000))
def test_every_part_fits_and_each_alert_is_told_once(titles: list[str], length: int) -> None:
    url = "https://news.example/" + "&" * length
    materials = [material(number, title, url=url) for number, title in enumerate(titles)]

    found = written(*materials)

    assert sorted(alert for _, tells in found for alert in tells) == list(range(len(titles)))
    for text, tells in found:
        assert 0 < len(tells) <= 40
        assert utf16_length(visible(text)) <= 4000
        assert len(text.encode()) <= 35_000


@pytest.mark.parametrize("urgent", [True, False])
def test_the_order_of_arrival_decides_nothing(*, urgent: bool) -> None:
    one, other = material(1, urgent=urgent), material(2, age=timedelta(minutes=5))

    assert [tells for _, tells in written(one, other)] == [tells for _, tells in written(other, one)]


def test_one_without_a_date_counts_from_when_it_was_seen() -> None:
    undated = material(1)
    undated = replace(undated, article=replace(undated.article, published_at=None))

    [(text, tells)] = written(material(2), undated)

    assert tells == (1, 2)
    assert "١٢:٠٠ م" in text
