"""Errors cross from worker processes: they are pickled, facts and all."""

import pickle

import pytest

from domain.errors import AddressRefused, FeedError, FetchError, GazetteerError, MirsalError, NotAFeed, QueryError


@pytest.mark.parametrize(
    "error",
    [
        FeedError("timeout", "after 30 s"),
        FetchError("status", "HTTP 503", status=503, retry_after=60.0),
        AddressRefused("127.0.0.1"),
        NotAFeed("a page"),
        NotAFeed(),
        QueryError("too_broad", "في"),
        GazetteerError("syria.tsv", 12, "unknown parent sy.x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_the_same_after_pickling(error: MirsalError) -> None:
    back = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


def test_a_feed_error_reads_as_one_line() -> None:
    assert str(FetchError("status", "HTTP 404", status=404)) == "status: HTTP 404"
    assert str(NotAFeed()) == "not_a_feed"
