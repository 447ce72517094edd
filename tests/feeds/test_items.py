"""What makes two items one article."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.feeds import FeedId
from domain.news import Article
from feeds.items import MAX_TEXT, MAX_TITLE, Item, articles

SEEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ITEM = Item(
    guid="https://news.example/?p=5",
    link="https://news.example/daraa/5?utm_source=rss",
    title="ضخ المياه من جديد",
    bodies=("<p>عاد ضخ المياه إلى أحياء المدينة.</p>",),
    dated=SEEN - timedelta(hours=1),
)


def read(*items: Item, guids: bool = True) -> tuple[list[Article], bool]:
    found = articles(items, feed=FeedId(7), seen_at=SEEN, guid_is_identity=guids)
    return found.articles, found.guid_is_identity


def identities(*items: Item, guids: bool = True) -> list[str]:
    return [article.identity for article in read(*items, guids=guids)[0]]


def test_an_article_is_made_of_what_the_feed_says() -> None:
    [article], guids = read(ITEM)

    assert article == Article(
        feed=FeedId(7),
        identity=article.identity,
        title="ضخ المياه من جديد",
        text="عاد ضخ المياه إلى أحياء المدينة.",
        url="https://news.example/daraa/5?utm_source=rss",
        published_at=SEEN - timedelta(hours=1),
        seen_at=SEEN,
    )
    assert len(article.identity) == 32
    assert guids


@pytest.mark.parametrize(
    "changed",
    [
        replace(ITEM, title="عاد ضخ المياه"),
        replace(ITEM, link="https://news.example/moved/5"),
        replace(ITEM, dated=None),
        replace(ITEM, bodies=("نص آخر",)),
    ],
)
def test_a_guid_is_an_articles_identity_whatever_else_changes(changed: Item) -> None:
    assert identities(ITEM) == identities(changed)


@pytest.mark.parametrize(
    "changed", [replace(ITEM, link="http://www.news.example/daraa/5/"), replace(ITEM, title="عنوان معدل"), ITEM]
)
def test_without_guid_the_page_is(changed: Item) -> None:
    assert identities(replace(ITEM, guid="")) == identities(replace(changed, guid=""))


def test_without_either_title_and_date_are() -> None:
    bare = replace(ITEM, guid="", link="")

    assert identities(bare) == identities(replace(bare, title=" ضخ  المياه من جديد", bodies=()))
    assert identities(bare) != identities(replace(bare, dated=None))
    assert identities(bare) != identities(replace(bare, title="أخرى"))


def test_a_date_ahead_of_us_changes_no_identity_when_it_comes_true() -> None:
    ahead = replace(ITEM, guid="", link="", dated=SEEN + timedelta(hours=3))
    [early], _ = read(ahead)
    [late] = articles([ahead], feed=FeedId(7), seen_at=SEEN + timedelta(hours=4), guid_is_identity=True).articles

    assert early.published_at is None
    assert late.published_at == ahead.dated
    assert early.identity == late.identity


def test_one_guid_on_different_items_is_no_identity() -> None:
    other = replace(ITEM, link="https://news.example/6", title="إغلاق طريق")

    found, guids = read(ITEM, other)

    assert not guids
    assert len(found) == 2
    assert [article.identity for article in found] == identities(ITEM, other, guids=False)


def test_an_item_that_is_repeated_counts_once_and_keeps_its_guid() -> None:
    found, guids = read(ITEM, ITEM, replace(ITEM, title="إغلاق طريق", guid="x", link="https://news.example/6"))

    assert guids
    assert [article.title for article in found] == ["ضخ المياه من جديد", "إغلاق طريق"]


def test_a_link_that_different_items_share_is_no_identity() -> None:
    live = replace(ITEM, guid="")
    other = replace(live, title="خبر آخر في التغطية")

    assert len(set(identities(live, other))) == 2


def test_the_front_page_is_no_identity() -> None:
    home = replace(ITEM, guid="", link="https://news.example/")

    assert identities(home) != identities(replace(home, title="أخرى"))


@pytest.mark.parametrize(
    ("dated", "published"),
    [
        (SEEN + timedelta(minutes=59), SEEN + timedelta(minutes=59)),
        (SEEN + timedelta(hours=1, seconds=1), None),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_dates_that_cannot_be_count_as_none(dated: datetime | None, published: datetime | None) -> None:
    assert read(replace(ITEM, dated=dated))[0][0].published_at == published


def test_without_title_the_first_words_stand_for_it() -> None:
    words = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة أحد عشر ثلاثة"

    assert read(replace(ITEM, title="", bodies=("<p>خبر قصير</p><p>تتمة</p>",)))[0][0].title == "خبر قصير"
    assert read(replace(ITEM, title="<b></b>", bodies=(words,)))[0][0].title == words.removesuffix(" ثلاثة") + "…"


def test_items_without_words_are_left_out() -> None:
    assert read(replace(ITEM, title="", bodies=("<img src='x'>",)))[0] == []
    assert read(replace(ITEM, title="", bodies=()))[0] == []


def test_the_longer_body_is_the_text() -> None:
    full = "<p>عاد ضخ المياه.</p><p>وقال المدير إن الشبكة أصلحت كلها.</p>"

    assert read(replace(ITEM, bodies=("عاد ضخ المياه.", full)))[0][0].text.endswith("أصلحت كلها.")
    assert read(replace(ITEM, bodies=("عاد ضخ المياه إلى كل الأحياء.", "<img>")))[0][0].text.endswith("الأحياء.")


def test_long_texts_end_with_a_whole_word() -> None:
    [article], _ = read(replace(ITEM, title="عنوان " * 200, bodies=("كلمة " * 40_000,)))

    assert MAX_TEXT - 5 <= len(article.text) <= MAX_TEXT
    assert article.text.endswith("كلمة")
    assert len(article.title) <= MAX_TITLE
    assert len(read(replace(ITEM, bodies=("ا" * 130_000,)))[0][0].text) == MAX_TEXT
