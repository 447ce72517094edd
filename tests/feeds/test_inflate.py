"""Bodies decompressed within a limit."""

import gzip
import zlib
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.inflate import Inflater, TooLarge

BODY = "<rss>قافلة</rss>".encode() * 50
RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
RAW_DEFLATED = RAW.compress(BODY) + RAW.flush()


def inflated(chunks: Iterable[bytes], announced: str, limit: int = 100_000) -> bytes:
    inflater = Inflater(announced, limit)
    for chunk in chunks:
        inflater.feed(chunk)
    return inflater.finish()


@pytest.mark.parametrize(
    ("sent", "announced"),
    [
        pytest.param(BODY, "", id="plain"),
        pytest.param(gzip.compress(BODY), "GZIP", id="gzip"),
        pytest.param(gzip.compress(BODY), "", id="gzip, nothing announced"),
        pytest.param(BODY, "gzip", id="plain, announced as gzip"),
        pytest.param(zlib.compress(BODY), "deflate", id="deflate"),
        pytest.param(RAW_DEFLATED, "deflate", id="deflate without header"),
        pytest.param(gzip.compress(BODY) + b"\0" * 20, "gzip", id="padding after the end"),
        pytest.param(b"", "gzip", id="empty"),
        pytest.param(b"x", "gzip", id="one byte"),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_body_comes_out_as_it_was(sent: bytes, announced: str, size: int) -> None:
    chunks = [sent[start : start + size] for start in range(0, len(sent), size)]

    assert inflated(chunks, announced) == (BODY if len(sent) > 1 else sent)


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))

    with pytest.raises(TooLarge):
        inflated([bomb[:2000]], "gzip")


@pytest.mark.parametrize(("size", "announced"), [(1001, ""), (5000, "gzip")])
def test_more_than_the_limit_is_refused(size: int, announced: str) -> None:
    with pytest.raises(TooLarge):
        inflated([b"ab", bytes(size - 2)], announced, limit=1000)


def test_a_stream_that_grows_by_small_steps_is_refused() -> None:
    bomb = gzip.compress(bytes(3_000_000))

    with pytest.raises(TooLarge):
        inflated((bomb[at : at + 1] for at in range(len(bomb))), "gzip", limit=10_000)


def test_exactly_the_limit_is_let_through() -> None:
    assert len(inflated([gzip.compress(bytes(1000))], "", limit=1000)) == 1000


@pytest.mark.parametrize("sent", [gzip.compress(BODY)[:-20], b"\x1f\x8bnonsense"], ids=["cut off", "nonsense"])
def test_a_broken_stream_is_an_error(sent: bytes) -> None:
    with pytest.raises(zlib.error):
        inflated([sent], "gzip")


@given(st.binary(max_size=3000), st.sampled_from(["", "gzip", "deflate", "br", "gzip, gzip"]))
def test_any_bytes_end_as_a_body_or_one_of_two_errors(sent: bytes, announced: str) -> None:
    with suppress(TooLarge, zlib.error):
        assert len(inflated([sent], announced, limit=2000)) <= 2000
