"""A host is treated with courtesy, and a dead one keeps nobody waiting but its own."""

from datetime import datetime, timedelta

from feeds.hosts import Courtesy, Hosts
from feeds.schedule import Bounds

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def hosts(per_host: int = 2, gap: timedelta = timedelta(0)) -> Hosts:
    return Hosts(Courtesy(per_host, gap), Bounds())


def times_out(found: Hosts, now: datetime) -> None:
    assert found.turn("dead", now) is None
    found.unanswered("dead", now, "timeout: read")
    found.leave("dead")


def test_a_host_has_so_many_turns_at_once_and_another_as_many(now: datetime) -> None:
    found = hosts()

    taken = [found.turn(name, now) for name in ("a", "a", "a", "b")]

    assert [each is None for each in taken] == [True, True, False, True]


def test_a_turn_given_back_is_there_for_the_next(now: datetime) -> None:
    found = hosts(1)
    assert found.turn("a", now) is None

    found.answered("a")
    found.leave("a")

    assert found.turn("a", now) is None


def test_those_who_wait_come_one_after_the_other(now: datetime) -> None:
    found = hosts(1, SECOND)

    assert [found.turn("a", now) for _ in range(4)] == [None, *(now + n * SECOND for n in (1, 2, 3))]


def test_between_two_starts_lies_the_gap_also_when_the_first_is_done(now: datetime) -> None:
    found = hosts(2, 3 * SECOND)
    assert found.turn("a", now) is None
    found.answered("a")
    found.leave("a")

    assert found.turn("a", now + SECOND) == now + 4 * SECOND
    assert found.turn("a", now + 3 * SECOND) is None


def test_one_slow_answer_closes_no_host(now: datetime) -> None:
    found = hosts()
    times_out(found, now)

    assert found.turn("dead", now) is None


def test_a_host_that_does_not_answer_twice_is_closed_and_twice_as_long_each_time(now: datetime) -> None:
    found, waits = hosts(), []
    times_out(found, now)
    for _ in range(12):
        times_out(found, now)
        again = found.turn("dead", now)
        assert again is not None
        waits.append((again - now) / MINUTE)
        now = again

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    assert found.trouble("dead") == "timeout: read"


def test_a_closed_host_is_tried_by_one_at_a_time_and_opens_with_its_first_answer(now: datetime) -> None:
    found = hosts()
    times_out(found, now)
    times_out(found, now)
    now += MINUTE

    taken = [found.turn("dead", now) is None for _ in range(3)]
    found.answered("dead")
    found.leave("dead")

    assert taken == [True, False, False]
    assert found.trouble("dead") == ""
    assert [found.turn("dead", now) is None for _ in range(3)] == [True, True, False]


def test_requests_begun_before_a_host_was_closed_do_not_close_it_longer(now: datetime) -> None:
    found = hosts(4)
    for _ in range(4):
        found.turn("dead", now)
    for _ in range(4):
        found.unanswered("dead", now, "timeout: connect")
        found.leave("dead")

    assert found.turn("dead", now) == now + MINUTE


def test_a_host_that_says_429_is_left_alone_as_long_as_it_asks(now: datetime) -> None:
    found = hosts()
    found.turn("busy", now)
    found.asked_to_wait("busy", now + 90 * MINUTE, "too_many_requests: HTTP 429")
    found.leave("busy")

    assert found.turn("busy", now) == now + 90 * MINUTE
    assert found.turn("busy", now + 90 * MINUTE) is None


def test_only_hosts_of_which_something_has_to_be_known_are_kept(now: datetime) -> None:
    found = hosts(1, SECOND)
    times_out(found, now)
    times_out(found, now + SECOND)
    found.turn("held", now)
    found.turn("quick", now)
    found.leave("quick")

    found.forget(now + MINUTE)

    assert sorted(found._hosts) == ["dead", "held"]
    assert found.trouble("quick") == ""
