"""Worker processes: jobs are answered, what hangs or dies is replaced, and nothing outlives its parent."""

import asyncio
import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot import reading
from bot.workers import Workers
from domain.errors import NotAFeed, ReadingFailed
from domain.feeds import FeedId

LIMIT = timedelta(seconds=20)


async def test_a_job_is_answered() -> None:
    async with Workers(1) as workers:
        assert await workers.run(divmod, 7, 3, limit=LIMIT) == (2, 1)


async def test_jobs_beyond_the_processes_wait_for_a_free_one() -> None:
    async with Workers(1) as workers, asyncio.TaskGroup() as tasks:
        jobs = [tasks.create_task(workers.run(abs, -number, limit=LIMIT)) for number in range(20)]

    assert [job.result() for job in jobs] == list(range(20))


async def test_a_job_that_takes_too_long_is_killed_and_the_next_goes_on() -> None:
    async with Workers(1) as workers:
        with pytest.raises(ReadingFailed, match="too_slow"):
            await workers.run(time.sleep, 60, limit=timedelta(seconds=0.1))

        assert await workers.run(abs, -1, limit=LIMIT) == 1


async def test_a_process_that_dies_is_replaced() -> None:
    async with Workers(1) as workers:
        with pytest.raises(ReadingFailed, match="worker_died"):
            await workers.run(os._exit, 3, limit=LIMIT)

        assert await workers.run(abs, -1, limit=LIMIT) == 1


async def test_a_job_that_was_cancelled_leaves_no_answer_behind() -> None:
    async with Workers(1) as workers:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await workers.run(abs, -5, limit=LIMIT)

        assert await workers.run(abs, -1, limit=LIMIT) == 1


async def test_an_error_of_a_feed_comes_back_as_itself() -> None:
    async with Workers(1) as workers:
        with pytest.raises(NotAFeed):
            await workers.run(reading.parse, _body(b"<html>Blocked</html>"), limit=LIMIT)


async def test_any_other_error_says_what_was_broken() -> None:
    async with Workers(1) as workers:
        with pytest.raises(ReadingFailed, match="ZeroDivisionError"):
            await workers.run(divmod, 1, 0, limit=LIMIT)


async def test_processes_end_with_their_pool() -> None:
    async with Workers(2) as workers:
        numbers = [await workers.run(os.getpid, limit=LIMIT) for _ in range(2)]

    for number in numbers:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def _body(content: bytes) -> reading.Body:
    return reading.Body(
        feed=FeedId(1),
        url="https://news.example/feed",
        content=content,
        charset="",
        seen_at=datetime(2026, 11, 24, tzinfo=UTC),
        guid_is_identity=True,
    )
