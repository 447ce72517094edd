"""Laws of choosing an item's picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.pictures import LONGEST, Candidate, chosen, in_html, pixels

PAGE = "https://news.example/2026/1"
PHOTO = "https://news.example/photos/market.jpg"


def only(url: str, width: int = 0, height: int = 0) -> str:
    return chosen([[Candidate(url, width, height)]])[0]


@pytest.mark.parametrize(
    "url",
    [
        PHOTO,
        "https://cdn.example.org/image?id=12&w=900",
        "http://news.example/catalogo/market.jpg",
        "https://news.example/silicon/valley.webp",
    ],
)
def test_a_picture_of_the_news_is_taken(url: str) -> None:
    assert only(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://localhost/market.jpg",
        "https://news.example/img/site-logo.png",
        "https://news.example/logo.png",
        "https://news.example/img/icons/share.png",
        "https://www.gravatar.example/avatar/1.jpg",
        "https://pixel.example.com/b.gif",
        "https://news.example/1x1.gif",
        "https://news.example/default_image.jpg",
        "https://s.example.org/emoji/1f600.png",
        "https://news.example/drawing.svg",
        "https://news.example/film.mp4",
        f"https://news.example/{'a' * LONGEST}.jpg",
    ],
)
def test_furniture_is_no_picture(url: str) -> None:
    assert only(url) == ""


@pytest.mark.parametrize(
    ("width", "height", "taken"), [(1, 1, False), (640, 1, False), (99, 0, False), (640, 480, True)]
)
def test_what_counts_readers_is_no_picture(width: int, height: int, *, taken: bool) -> None:
    assert bool(only(PHOTO, width, height)) is taken


def test_the_first_that_is_one_is_taken() -> None:
    offered = [Candidate("https://news.example/logo.png"), Candidate(PHOTO), Candidate("https://news.example/2.jpg")]

    assert chosen([offered, []]) == [PHOTO, ""]


def test_what_three_items_share_is_the_feeds_and_what_two_share_is_theirs() -> None:
    shared, own = Candidate(f"{PHOTO}?utm_source=rss"), Candidate("https://news.example/2.jpg")

    assert chosen([[shared, own], [Candidate(PHOTO)], [shared]]) == [own.url, "", ""]
    assert chosen([[shared, shared], [Candidate(PHOTO)]]) == [shared.url, PHOTO]


def test_the_feeds_own_image_is_no_news() -> None:
    assert chosen([[Candidate(PHOTO)]], own=[f"{PHOTO}?utm_medium=rss"]) == [""]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (
            '<p>نص</p><img src="/photos/1.jpg" width="640" height="480">',
            [("https://news.example/photos/1.jpg", 640, 480)],
        ),
        ("<IMG SRC='https://a.example/1.jpg?x=1&amp;y=2'>", [("https://a.example/1.jpg?x=1&y=2", 0, 0)]),
        ("<img src=https://a.example/1.jpg width=1>", [("https://a.example/1.jpg", 1, 0)]),
        (
            '<img src="data:image/gif;base64,R0" data-src="https://a.example/1.jpg">',
            [("https://a.example/1.jpg", 0, 0)],
        ),
        ('<img src="data:image/gif;base64,R0">', []),
        ('<img alt="x">', []),
        ('<img src="ftp://a.example/1.jpg">', [("", 0, 0)]),
        ("<image src='1.jpg'> no <img", []),
        ('<img src="1.jpg">' * 9, [("https://news.example/2026/1.jpg", 0, 0)] * 5),
    ],
)
def test_pictures_of_a_text_are_found_with_their_size(html: str, found: list[tuple[str, int, int]]) -> None:
    assert in_html([html], PAGE) == found


@pytest.mark.parametrize(("text", "number"), [("640", 640), (" 640px", 640), ("100%", 0), ("auto", 0), ("", 0)])
def test_a_size_is_its_leading_number(text: str, number: int) -> None:
    assert pixels(text) == number


@given(st.text(alphabet="<img src=\"'>/.jpx1", max_size=200))
def test_any_html_is_read(html: str) -> None:
    assert all(isinstance(one, Candidate) for one in in_html([html], PAGE))


def test_hostile_html_is_read_in_no_time() -> None:
    assert in_html(["<img " * 100_000, "<img src=" + " " * 100_000], PAGE) == []
