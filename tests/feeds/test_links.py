"""Addresses compared and completed."""

import pytest

from feeds.links import absolute, canonical, is_front_page

BASE = "https://news.example/feed/rss.xml"


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("https://news.example/a?b=1#c", "https://news.example/a?b=1#c"),
        ("/a/1", "https://news.example/a/1"),
        ("a/1", "https://news.example/feed/a/1"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("  https://news.example/خبر \n", "https://news.example/خبر"),
        ("javascript:alert(1)", ""),
        ("mailto:a@news.example", ""),
        ("ftp://news.example/a", ""),
        ("https://@/a", ""),
        ("http://[::1", ""),
        ("https://news.example:99999/a", ""),
        ("https://news.example:0/a", ""),
    ],
)
def test_a_link_is_completed_or_dropped(link: str, whole: str) -> None:
    assert absolute(BASE, link) == whole


@pytest.mark.parametrize(
    "link",
    [
        "http://www.news.example/a/?id=5&utm_source=rss&utm_medium=feed",
        "https://NEWS.example/a?id=5&fbclid=xyz#comments",
        "https://news.example/a?gclid=1&id=5&at_medium=RSS",
    ],
)
def test_what_leads_to_one_page_is_one_link(link: str) -> None:
    assert canonical(link) == "news.example/a?id=5"


@pytest.mark.parametrize(
    "other", ["https://news.example/a?id=6", "https://news.example/A?id=5", "https://x.example/a?id=5"]
)
def test_other_pages_are_other_links(other: str) -> None:
    assert canonical(other) != canonical("https://news.example/a?id=5")


def test_without_link_there_is_no_page() -> None:
    assert canonical("") == ""


@pytest.mark.parametrize(("link", "front"), [("https://news.example/", True), ("https://news.example/?p=1", False)])
def test_the_front_page_is_known(link: str, *, front: bool) -> None:
    assert is_front_page(link) is front
