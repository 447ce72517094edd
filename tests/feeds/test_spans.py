"""Where items begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.spans import Spans, cut, date, split, starts


@pytest.mark.parametrize(
    ("document", "spans"),
    [
        pytest.param(b"<rss><channel/></rss>", Spans(b"<rss><channel/></rss>", (), b""), id="no items"),
        pytest.param(
            b"<rss><item>a</item>\n<item>b</item></rss>",
            Spans(b"<rss>", (b"<item>a</item>", b"\n<item>b</item>"), b"</rss>"),
            id="RSS",
        ),
        pytest.param(
            b'<feed><entry xml:lang="ar">a</entry ></feed>',
            Spans(b"<feed>", (b'<entry xml:lang="ar">a</entry >',), b"</feed>"),
            id="Atom",
        ),
        pytest.param(
            b"<a:feed><a:entry>x</a:entry></a:feed>",
            Spans(b"<a:feed>", (b"<a:entry>x</a:entry>",), b"</a:feed>"),
            id="with a prefix",
        ),
        pytest.param(b"<rss><items/><item>a", Spans(b"<rss><items/>", (), b"<item>a"), id="never closed"),
    ],
)
def test_a_feed_is_split_into_header_items_and_footer(document: bytes, spans: Spans) -> None:
    assert split(document) == spans


@given(st.lists(st.sampled_from([b"<item>", b"</item>", b"<entry a='1'>", b"</entry>", b"x", b"<", b">", b"\n"])))
def test_the_parts_joined_are_the_document(pieces: list[bytes]) -> None:
    spans = split(b"".join(pieces))

    assert spans.header + b"".join(spans.items) + spans.footer == b"".join(pieces)


@pytest.mark.parametrize(
    ("item", "written"),
    [
        (b"<item><pubDate> Sun, 01 Mar 2026 10:00:00 GMT </pubDate></item>", b"Sun, 01 Mar 2026 10:00:00 GMT"),
        (b"<entry><updated>2026-03-01T10:00:00Z</updated></entry>", b"2026-03-01T10:00:00Z"),
        (b"<item><dc:date>2026-03-01</dc:date></item>", b"2026-03-01"),
        (b"<item><title>x</title></item>", b""),
    ],
)
def test_the_date_of_an_item_is_found_as_written(item: bytes, written: bytes) -> None:
    assert date(item) == written


def test_starts_are_counted_whether_items_end_or_not() -> None:
    assert starts(b"<rss><item><item a='b'/></item><ITEM<a:entry></entry><items><itemized>") == 4


@pytest.mark.parametrize(
    ("footer", "kept"),
    [
        (b"</channel></rss>", b"</channel></rss>"),
        (b"</channel></rss>\n", b"</channel></rss>\n"),
        (b"</channel><a>x<a><a>", b"</channel><a>x"),
        (b"<item><title>a</title><entry><title>b</title></rss>", b"<item><title>a</title><entry><title>b</title>"),
        (b"", b""),
    ],
    ids=["end tags", "a line", "never closed", "items that do not end", "nothing"],
)
def test_behind_the_last_item_two_tags_are_enough(footer: bytes, kept: bytes) -> None:
    assert cut(footer, 2) == kept
