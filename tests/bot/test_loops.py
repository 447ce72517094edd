"""What all loops share."""

import asyncio
from datetime import timedelta

import pytest

from bot import loops
from domain.errors import StorageError


async def test_a_loop_goes_on_until_told_to_stop() -> None:
    stopping, steps = asyncio.Event(), []

    async def step() -> None:
        steps.append(1)
        if len(steps) == 3:
            stopping.set()

    await loops.repeat("test", step, stopping)

    assert len(steps) == 3


async def test_a_database_that_is_away_is_waited_for_longer_each_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loops, "FIRST_WAIT", timedelta(milliseconds=1))
    monkeypatch.setattr(loops, "LONGEST_WAIT", timedelta(milliseconds=3))
    stopping, steps = asyncio.Event(), []

    async def step() -> None:
        steps.append(1)
        if len(steps) < 4:
            raise StorageError("connection refused")
        stopping.set()

    await loops.repeat("test", step, stopping)

    assert [line.split("wait_s=")[1].split()[0] for line in caplog.messages] == ["0.001", "0.002", "0.003"]


async def test_a_bug_is_told_with_its_traceback_and_the_loop_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loops, "FIRST_WAIT", timedelta(milliseconds=1))
    stopping, steps = asyncio.Event(), []

    async def step() -> None:
        steps.append(1)
        if len(steps) == 1:
            raise RuntimeError("a bug")
        stopping.set()

    await loops.repeat("test", step, stopping)

    assert [record.exc_info is not None for record in caplog.records] == [True]


async def test_work_is_left_when_told_to_stop_and_else_done() -> None:
    stopping, done = asyncio.Event(), []

    async def quick() -> None:
        done.append("quick")

    async def endless() -> None:
        stopping.set()
        await asyncio.Event().wait()

    await loops.until(stopping, quick())
    await loops.until(stopping, endless())

    assert done == ["quick"]


async def test_waiting_ends_with_the_event_or_with_the_time() -> None:
    event = asyncio.Event()

    await loops.wait_for(event, timedelta(0))
    was_set = event.is_set()
    event.set()
    await loops.wait_for(event, timedelta(hours=1))

    assert not was_set
