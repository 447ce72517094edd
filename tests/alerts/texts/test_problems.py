"""Each error that a person can meet says in Arabic what happened and what to do."""

import pytest

from alerts.texts import problems
from domain.errors import AddressRefused, FeedError, FetchError, NotAFeed, QueryError

FEED_KINDS = [
    *("bad_url", "private_address", "dns", "connection", "timeout", "certificate", "tls", "proxy", "protocol"),
    *("redirects", "too_large", "broken_body", "not_found", "gone", "forbidden", "too_many_requests", "server_error"),
    *("status", "not_a_feed", "too_slow", "broken", "worker_died", "not_stored"),
]
QUERY_KINDS = ["empty", "too_long", "too_short", "too_broad", "unreadable"]


def is_arabic(sentence: str) -> bool:
    letters = [character for character in sentence if character.isalpha()]
    return sum("\u0600" <= letter <= "\u06ff" for letter in letters) > 0.8 * len(letters)


@pytest.mark.parametrize("kind", FEED_KINDS)
def test_each_kind_of_a_feed_error_has_a_sentence_of_its_own(kind: str) -> None:
    said = problems.feed(FeedError(kind))

    assert is_arabic(said)
    assert said != problems.feed(FeedError("something else"))


def test_no_two_kinds_of_a_feed_error_read_alike() -> None:
    assert len({problems.feed(FeedError(kind)) for kind in FEED_KINDS}) == len(FEED_KINDS)


def test_who_adds_a_source_is_told_to_try_again() -> None:
    assert problems.feed(FeedError("timeout")) == "لم يُجب الموقع في الوقت المحدد. جرّب مرة أخرى بعد قليل."


def test_beside_a_source_that_is_polled_nothing_has_to_be_done() -> None:
    assert problems.stored("timeout: read") == (
        "لم يُجب الموقع في الوقت المحدد. ستُعاد المحاولة تلقائيًا، ولا يلزم فعل شيء."
    )


@pytest.mark.parametrize("error", [FetchError("not_found", "HTTP 404"), NotAFeed("no item"), AddressRefused("::1")])
def test_what_does_not_pass_by_itself_has_the_same_remedy_everywhere(error: FeedError) -> None:
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
