"""What all loops share: go on for months, also when the database was away for a while."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from domain.errors import StorageError

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(seconds=30)


class Stopping(Exception):
    """End a loop's task group, with all that is still under way: the service was told to stop."""


async def repeat(name: str, step: Callable[[], Awaitable[None]], stopping: asyncio.Event | None = None) -> None:
    """Call *step* until *stopping* is set, for ever without it.

    While the database is away it waits, longer each time, and tries again.
    """
    stopping = stopping or asyncio.Event()
    wait = FIRST_WAIT
    while not stopping.is_set():
        try:
            await step()
            wait = FIRST_WAIT
        except StorageError as error:
            log.error("database_away loop=%s wait_s=%g error=%s", name, wait.total_seconds(), error)
            await wait_for(stopping, wait)
            wait = min(2 * wait, LONGEST_WAIT)


async def wait_for(event: asyncio.Event, most: timedelta) -> None:
    """Return when *event* is set or *most* has passed, whichever comes first."""
    try:
        async with asyncio.timeout(most.total_seconds()):
            await event.wait()
    except TimeoutError:
        return
