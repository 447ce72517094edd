"""What all loops share: go on for months, also when the database was away for a while, and after a bug."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, Protocol

from domain.errors import StorageError

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(seconds=30)


class Loop(Protocol):
    """What runs as long as the service."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until *stopping* is set."""


class Stopping(Exception):
    """End a loop's task group, with all that is still under way: the service was told to stop."""


async def repeat(
    name: str, step: Callable[[], Awaitable[None]], stopping: asyncio.Event | None = None, *, once: bool = False
) -> None:
    """Call *step* until *stopping* is set, for ever without it; *once*: only until it succeeded.

    While the database is away it waits, longer each time, and tries again; so too after whatever else *step* raises,
    which a person should look at.
    """
    stopping = stopping or asyncio.Event()
    wait = FIRST_WAIT
    while not stopping.is_set():
        try:
            await step()
        except StorageError as error:
            log.error("database_away loop=%s wait_s=%g error=%s", name, wait.total_seconds(), error)
        except Exception:  # the loop's fault boundary: one bug must not end the other loops
            log.exception("loop_broken loop=%s wait_s=%g", name, wait.total_seconds())
        else:
            if once:
                return
            wait = FIRST_WAIT
            continue
        await wait_for(stopping, wait)
        wait = min(2 * wait, LONGEST_WAIT)


async def wait_for(event: asyncio.Event, most: timedelta) -> None:
    """Return when *event* is set or *most* has passed, whichever comes first."""
    try:
        async with asyncio.timeout(most.total_seconds()):
            await event.wait()
    except TimeoutError:
        return


async def until(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do *work*, or as much of it as there is time for until *stopping* is set."""
    async with asyncio.TaskGroup() as tasks:
        both = (tasks.create_task(work), tasks.create_task(stopping.wait()))
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
