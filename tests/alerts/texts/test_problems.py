"""Each error that a person can meet says in Arabic what happened and what to do."""

import pytest

from alerts.texts import problems
from domain.errors import AddressRefused, FeedError, FetchError, NotAFeed, QueryError, ReadingFailed

FEED_KINDS = ["timeout", "dns", "connect", "tls", "too_large", "redirects", "scheme", "not_a_feed", "private_address"]
QUERY_KINDS = ["empty", "too_long", "too_short", "too_broad", "unreadable"]


def is_arabic(sentence: str) -> bool:
    letters = [character for character in sentence if character.isalpha()]
    return sum("\u0600" <= letter <= "\u06ff" for letter in letters) > 0.8 * len(letters)


@pytest.mark.parametrize("kind", FEED_KINDS)
def test_each_kind_of_a_feed_error_has_a_sentence_of_its_own(kind: str) -> None:
    said = problems.feed(FeedError(kind))

    assert is_arabic(said)
    assert said != problems.feed(FeedError("something else"))


def test_an_unknown_kind_still_says_what_happens_next() -> None:
    said = problems.feed(FeedError("something else"))

    assert is_arabic(said)
    assert "تلقائيًا" in said


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429])
def test_a_status_that_a_person_can_act_on_has_its_own_sentence(status: int) -> None:
    assert problems.feed(FetchError("status", str(status), status=status)) != problems.feed(FetchError("status"))


def test_a_status_of_the_server_is_waited_out() -> None:
    assert problems.feed(FetchError("status", "500", status=500)) == problems.feed(FetchError("status"))


@pytest.mark.parametrize(
    "error", [FetchError("timeout", "read"), NotAFeed("no item"), AddressRefused("127.0.0.1"), ReadingFailed("reading")]
)
def test_a_stored_error_reads_as_the_error_itself(error: FeedError) -> None:
    assert problems.stored(str(error)) == problems.feed(error)


def test_a_stored_status_reads_as_the_error_itself() -> None:
    error = FetchError("status", "HTTP 404", status=404)

    assert problems.stored(str(error)) == problems.feed(error)


def test_no_stored_error_is_no_problem() -> None:
    assert problems.stored("") == ""


@pytest.mark.parametrize("kind", QUERY_KINDS)
def test_each_kind_of_a_query_error_has_a_sentence_of_its_own(kind: str) -> None:
    said = problems.query(QueryError(kind))

    assert is_arabic(said)
    assert (said == problems.query(QueryError("something else"))) == (kind == "unreadable")


def test_the_words_it_is_about_are_named() -> None:
    assert problems.query(QueryError("too_short", "من")).startswith("«من»: ")


def test_a_limit_is_said_with_its_number() -> None:
    assert "٥٠ اشتراكًا" in problems.too_many(50)


@pytest.mark.parametrize("said", [problems.NETWORK, problems.UNEXPECTED, problems.TOO_OLD])
def test_what_is_nobodys_fault_is_said_in_arabic(said: str) -> None:
    assert is_arabic(said)
