"""Processes that read articles, so that the event loop never waits for a parser.

Each is a child of this process that runs ``python -m bot.worker`` and is spoken to over its standard input and output:
a frame is eight bytes of length, then a pickle. A child ends when its input ends, so none outlives its parent, however
that ends. What takes too long is killed with its process, and a new one is started: only a process can be stopped.
"""

import asyncio
import logging
import pickle
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

from domain.errors import FeedError, ReadingFailed

log = logging.getLogger(__name__)
HEADER = struct.Struct(">Q")
STARTING = timedelta(seconds=60)
Result = TypeVar("Result")


class Workers:
    """Keep *count* reading processes; an async context manager. Jobs beyond that wait for a free one."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._first: tuple[Callable[..., object], tuple[object, ...]] | None = None
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()

    async def __aenter__(self) -> Self:
        for _ in range(self._count):
            self._idle.put_nowait(await self._start())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in list(self._all):
            await self._end(worker)

    def begin_with(self, job: Callable[..., object], *arguments: object) -> None:
        """Let each process, those that are started later too, do *job* once before all else from now on."""
        self._first = (job, arguments)

    async def run(self, job: Callable[..., Result], *arguments: object, limit: timedelta) -> Result:
        """Return what ``job(*arguments)`` returns in a worker; *job* is a function at the top of a module.

        Raises:
            ReadingFailed: if it takes longer than *limit* of its own time, or its process dies.
            FeedError: whatever of these the job raises.
        """
        worker = await self._idle.get()
        try:
            if not worker.is_usable:
                worker = await self._replace(worker, "ended")
            await worker.is_ready()
            async with asyncio.timeout(STARTING.total_seconds()):
                await worker.begin_with(self._first)
            async with asyncio.timeout(limit.total_seconds()):
                result: Result = _opened(await worker.ask((job, arguments)))
                return result
        except TimeoutError as error:
            worker = await self._replace(worker, "too_slow")
            raise ReadingFailed("too_slow", f"{job.__name__} took more than {limit.total_seconds():g} s") from error
        except (OSError, EOFError) as error:
            worker = await self._replace(worker, "died")
            raise ReadingFailed("worker_died", job.__name__) from error
        finally:
            self._idle.put_nowait(worker)

    async def _replace(self, worker: "_Worker", why: str) -> "_Worker":
        log.warning("worker_replaced why=%s", why)
        await self._end(worker)
        return await self._start()

    async def _start(self) -> "_Worker":
        worker = _Worker(
            await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.worker", stdin=PIPE, stdout=PIPE)
        )
        self._all.add(worker)
        return worker

    async def _end(self, worker: "_Worker") -> None:
        self._all.discard(worker)
        await worker.end()


class _Worker:
    """One child, its pipes, and whether it is between two answers."""

    def __init__(self, process: Process) -> None:
        # Both pipes are asked for where the process is made.
        assert process.stdin is not None  # noqa: S101  narrows the type, see above
        assert process.stdout is not None  # noqa: S101  narrows the type, see above
        self._process = process
        self._questions = process.stdin
        self._answers = process.stdout
        self._is_ready = False
        self._is_asked = False
        self._began_with: object = None

    @property
    def is_usable(self) -> bool:
        """Tell whether it lives and owes no answer: one that was asked and never heard is out of step."""
        return self._process.returncode is None and not self._is_asked

    async def is_ready(self) -> None:
        """Wait until the child has loaded what it needs; that is not part of a job's time."""
        if not self._is_ready:
            async with asyncio.timeout(STARTING.total_seconds()):
                await self._answers.readexactly(HEADER.size)
            self._is_ready = True

    async def begin_with(self, first: tuple[Callable[..., object], tuple[object, ...]] | None) -> None:
        """Do the job that comes before all others, unless it is done."""
        if first is not None and first is not self._began_with:
            _opened(await self.ask(first))
            self._began_with = first

    async def ask(self, question: object) -> tuple[bool, Any]:
        """Return the answer: whether the job was done, and its result or its error."""
        frame = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
        self._is_asked = True
        self._questions.write(HEADER.pack(len(frame)) + frame)
        await self._questions.drain()
        (length,) = HEADER.unpack(await self._answers.readexactly(HEADER.size))
        answer: tuple[bool, Any] = pickle.loads(await self._answers.readexactly(length))  # noqa: S301  our own child's
        self._is_asked = False
        return answer

    async def end(self) -> None:
        """Kill the child and wait until it is gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.communicate()  # reads to the end and closes both pipes


def _opened(answer: tuple[bool, Any]) -> Any:
    done, value = answer
    if done:
        return value
    if isinstance(value, FeedError):
        raise value
    raise ReadingFailed("broken", str(value))
