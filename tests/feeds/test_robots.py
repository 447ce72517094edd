"""robots.txt is read as RFC 9309 says: the group of our name, and in it the longest rule that fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.robots import EVERYTHING, MAX_PATTERN, MAX_RULES, NOTHING, read


def may(text: str, path: str) -> bool:
    return read(text.encode(), "Mirsal").allow(path)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/news/1", True),
        ("User-agent: *\nDisallow: /", "/news/1", False),
        ("User-agent: *\nDisallow:", "/news/1", True),
        ("User-agent: *\nDisallow: /private", "/private/1", False),
        ("User-agent: *\nDisallow: /private", "/news/private", True),
        ("User-agent: other\nDisallow: /", "/news/1", True),
        ("user-AGENT : MIRSAL/0.1\ndisALLOW : /news # why\n", "/news/1", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: mirsal\nDisallow: /x", "/news/1", True),
        ("User-agent: a\nUser-agent: mirsal\nDisallow: /x", "/x", False),
        ("User-agent: mirsal\nDisallow: /x\nUser-agent: b\nDisallow: /y", "/y", True),
        (
            "User-agent: mirsal\nDisallow: /x\nUser-agent: b\nDisallow: /y\nUser-agent: mirsal\nDisallow: /z",
            "/z",
            False,
        ),
        ("Disallow: /\n", "/news", True),
        ("User-agent: *\nSitemap: https://news.example/s.xml\nCrawl-delay: 5\nDisallow: /x", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: /", "", False),
    ],
)
def test_the_group_of_our_name_else_that_for_all_holds(text: str, path: str, allowed: bool) -> None:  # noqa: FBT001  a table
    assert may(text, path) is allowed


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Allow: /news\nDisallow: /", "/news/1", True),
        ("Disallow: /\nAllow: /news", "/news/1", True),
        ("Disallow: /news/x\nAllow: /news", "/news/x", False),
        ("Disallow: /news\nAllow: /news", "/news", True),
        ("Disallow: /*?s=", "/search/?s=درعا", False),
        ("Disallow: /*?s=", "/search/?page=2", True),
        ("Disallow: /*.php$", "/index.php", False),
        ("Disallow: /*.php$", "/index.php?a=1", True),
        ("Disallow: /news$", "/news", False),
        ("Disallow: /news$", "/news/1", True),
        ("Disallow: /a*b*c", "/a1b2c3", False),
        ("Disallow: /a*b*c", "/a1c2b3", True),
        ("Disallow: /ab*ba$", "/aba", True),
        ("Disallow: /ab*ba$", "/abba", False),
        ("Disallow: /a*b*c$", "/a-b-c", False),
        ("Disallow: /a*b*c$", "/a-c", True),
        ("Disallow: /أخبار", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", False),
        ("Disallow: /%d8%a3", "/أ", False),
    ],
)
def test_the_longest_rule_decides_and_stars_and_ends_count(rules: str, path: str, allowed: bool) -> None:  # noqa: FBT001  a table
    assert may(f"User-agent: *\n{rules}", path) is allowed


def test_all_or_nothing() -> None:
    assert EVERYTHING.allow("/x")
    assert not NOTHING.allow("/x")


def test_rules_without_end_are_cut() -> None:
    many = "User-agent: *\n" + "Disallow: /x\n" * (MAX_RULES + 9) + f"Disallow: /{'y' * MAX_PATTERN}\n"

    assert len(read(many.encode(), "Mirsal").lines) == MAX_RULES
    assert may(f"User-agent: *\nDisallow: /{'y' * MAX_PATTERN}", f"/{'y' * MAX_PATTERN}")


@given(st.binary(max_size=300), st.text(max_size=50))
def test_no_file_is_too_strange(body: bytes, path: str) -> None:
    assert read(body, "Mirsal").allow("/robots.txt")
    assert read(body, "Mirsal").allow(path) in {True, False}
