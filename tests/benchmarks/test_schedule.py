"""The simulation of ``benchmarks/schedule.py``: known articles give known delays."""

import random

import pytest

from benchmarks import schedule


def chance(seed: int = 1) -> random.Random:
    return random.Random(seed)  # noqa: S311  a simulation


def test_a_feed_publishes_in_order_more_by_day_than_by_night() -> None:
    found = [at for seed in range(40) for at in schedule.published(chance(seed), 10)]
    one = schedule.published(chance(), 10)
    by_hour = [sum(int(at / 60) % 24 == hour for at in found) for hour in range(24)]

    assert one == sorted(one)
    assert 0 <= min(found) < max(found) < 10 * schedule.DAY
    assert by_hour[13] > 2 * by_hour[1]  # three in the afternoon and in the morning, at UTC+2


@pytest.mark.parametrize("minutes", [1, 10])
def test_a_fixed_interval_sees_news_after_half_of_it(minutes: int) -> None:
    news = [schedule.published(chance(seed), 12) for seed in range(20)]

    found = schedule._result("fixed", news, 12, schedule.fixed(minutes), 1)

    assert found.requests == pytest.approx(schedule.DAY / minutes, rel=0.01)
    assert found.mean == pytest.approx(minutes / 2, rel=0.05)


def test_a_reader_by_frequency_asks_as_often_as_articles_come_within_its_bounds() -> None:
    wait = schedule.by_frequency(chance())

    waits = [wait(day * schedule.DAY, 24) for day in range(1, 15)]

    assert waits[-1] == pytest.approx(60, rel=0.2)
    assert schedule.by_frequency(chance())(100.0, 0) == schedule.DAY
    assert schedule.by_frequency(chance())(100.0, 10_000) == 5


def test_one_that_halves_goes_to_its_bounds() -> None:
    wait = schedule.halved_on_news(chance())

    assert [wait(0, 1) for _ in range(5)] == [5, 2.5, 1.25, 1, 1]
    assert [wait(0, 0) for _ in range(30)][-1] == 30


def test_ours_beats_a_fixed_interval_of_as_many_requests() -> None:
    *rivals, _, _, _, _, ours, rival = schedule.measured(12, 5, 1)

    assert [found.policy for found in rivals[:4]] == ["fixed 1 min", "fixed 2 min", "fixed 5 min", "fixed 10 min"]
    assert ours.policy == "k/√(articles a day), k = 30"
    assert rival.requests == pytest.approx(ours.requests, rel=0.05)
    assert ours.mean < 0.9 * rival.mean
