"""A page leads to its feeds: as it names them, else by links that look like feeds, else where feeds usually are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.discovery import MOST, Candidate, document, named, well_known

URL = "https://news.example/section/page.html"


def found(html: str, url: str = URL) -> list[Candidate]:
    return named(html.encode(), charset="utf-8", url=url)


def head(*links: str) -> str:
    return f"<!doctype html><html><head>{''.join(links)}</head><body><p>نص</p></body></html>"


@pytest.mark.parametrize(
    "kind",
    [
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "text/xml",
        "Application/RSS+XML; charset=utf-8",
    ],
)
def test_each_type_of_a_feed_is_known(kind: str) -> None:
    assert found(head(f'<link rel="alternate" type="{kind}" title="الأخبار" href="/feed">')) == [
        Candidate("https://news.example/feed", "الأخبار")
    ]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("feed.xml", "https://news.example/section/feed.xml"),
        ("../feed", "https://news.example/feed"),
        ("//cdn.example/rss", "https://cdn.example/rss"),
        ("https://other.example/rss?a=1&amp;b=2", "https://other.example/rss?a=1&b=2"),
    ],
)
def test_relative_addresses_are_completed(href: str, url: str) -> None:
    assert [one.url for one in found(head(f'<link rel=alternate type="application/rss+xml" href="{href}">'))] == [url]


def test_the_base_of_the_page_counts() -> None:
    html = head('<base href="/ar/">', '<link rel=alternate type="application/rss+xml" href=feed>')

    assert [one.url for one in found(html)] == ["https://news.example/ar/feed"]


def test_a_base_that_is_no_address_is_passed_over() -> None:
    html = head('<base href="mailto:x@example">', '<link rel=alternate type="application/rss+xml" href=feed>')

    assert [one.url for one in found(html)] == ["https://news.example/section/feed"]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" hreflang="en" href="/en">',
        '<link rel="alternate stylesheet" type="text/xml" href="/style">',
        '<link rel="stylesheet" type="text/css" href="/style.css">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">',
        '<link rel="alternate" type="text/xml" href="/wp-json/oembed/1.0/embed?format=xml">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href>',
    ],
)
def test_what_is_no_feed_is_passed_over(link: str) -> None:
    assert found(head(link)) == []


def test_the_relation_feed_needs_no_type() -> None:
    assert [one.url for one in found(head('<link rel="feed" href="/x">'))] == ["https://news.example/x"]


def test_each_feed_stands_once_and_those_of_comments_last() -> None:
    html = head(
        '<link rel=alternate type="application/rss+xml" title="الموقع « التعليقات" href="/comments/feed/">',
        '<link rel=alternate type="application/rss+xml" title="الموقع" href="/feed/">',
        '<link rel=alternate type="application/atom+xml" title="مرة أخرى" href="http://www.news.example/feed">',
    )

    assert [one.title for one in found(html)] == ["الموقع", "الموقع « التعليقات"]


def test_links_in_the_text_count_where_the_head_names_none() -> None:
    html = head() + '<a href="/about">من نحن</a> <a href="/politics/rss.xml#top"> سياسة  <b>عاجل</b></a>'

    assert found(html) == [Candidate("https://news.example/politics/rss.xml", "سياسة عاجل")]


def test_a_page_of_a_thousand_feeds_is_cut() -> None:
    links = [f'<link rel=alternate type="application/rss+xml" href="/{number}">' for number in range(1000)]

    assert len(found(head(*links))) == MOST


def test_a_page_as_deep_as_no_page_is_names_none() -> None:
    assert found(head('<link rel=alternate type="application/rss+xml" href=a>') + "<div>" * 5000) == []


def test_titles_in_windows_1256_are_read_as_the_page_declares() -> None:
    html = '<meta charset="windows-1256">' + head('<link rel=feed title="أخبار" href="/rss">')

    assert named(html.encode("cp1256"), charset="", url=URL) == [Candidate("https://news.example/rss", "أخبار")]
    assert "أخبار" in document(html.encode("cp1256"), "")


def test_feeds_are_looked_for_at_the_root() -> None:
    paths = well_known("https://news.example/")

    assert paths[:2] == ["https://news.example/feed", "https://news.example/rss"]
    assert {"https://news.example/rss.xml", "https://news.example/atom.xml", "https://news.example/feed.xml"} < set(
        paths
    )
    assert {"https://news.example/index.xml", "https://news.example/?feed=rss2"} < set(paths)
    assert well_known("https://news.example") == paths


def test_feeds_are_looked_for_below_the_page_first() -> None:
    assert well_known("https://news.example/ar/daraa")[:3] == [
        "https://news.example/ar/daraa/feed",
        "https://news.example/ar/daraa/rss",
        "https://news.example/feed",
    ]


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "windows-1256", "none"]))
def test_no_page_is_too_strange(page: bytes, charset: str) -> None:
    assert all(one.url.startswith("http") for one in named(page, charset=charset, url=URL))
