"""``benchmarks/chaos.py`` in small: the sender is killed under a failing Telegram, on a clock that runs faster."""

import asyncio
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import chaos, standin
from benchmarks.chaos import Plan

SMALL = Plan(chats=30, stories=4, kills=3, speed=20.0)


def test_killed_in_the_middle_it_loses_nothing_keeps_the_order_and_repeats_no_more_than_was_in_flight(url: str) -> None:
    result = asyncio.run(chaos.run(SMALL, url))

    assert (result.lost, result.out_of_order) == (0, 0)
    assert result.repeats <= result.bound


def test_told_to_stop_it_repeats_nothing(tmp_path: Path) -> None:
    plan = replace(SMALL, by=signal.SIGTERM, faults=0)

    result = asyncio.run(chaos.run(plan, standin.sqlite(str(tmp_path))))

    assert (result.lost, result.out_of_order, result.repeats) == (0, 0, 0)


@pytest.mark.parametrize(
    ("got", "lost", "out_of_order", "repeats"),
    [([0, 1], 0, 0, 0), ([0, 0, 1], 0, 0, 1), ([1, 0], 0, 1, 0), ([0], 1, 0, 0), ([0, 1, 0], 0, 1, 1)],
    ids=["as owed", "a repeat", "overtaken", "lost", "a repeat too late"],
)
def test_the_table_tells_what_went_wrong(got: list[int], lost: int, out_of_order: int, repeats: int) -> None:
    plan = Plan(chats=chaos.BLOCKED + 1, stories=2)
    arrived = [(0.0, chaos.SUPERGROUP, f"خبر رقم {number} عن") for number in got]

    result = chaos.judge(plan, arrived, lost_answers=0, bound=0, seconds=1)

    assert (result.lost, result.out_of_order, result.repeats) == (lost, out_of_order, repeats)
