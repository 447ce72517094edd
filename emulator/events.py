"""Tell open pages what happens, over server-sent events."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import TypeAlias

from emulator.wire import Json

Listener: TypeAlias = "asyncio.Queue[tuple[str, Json] | None]"
WAITING = 1000  # events a page may lag behind; then it is cut off, and begins anew with the whole state


class Events:
    """Hand each event to everyone who listens."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    def emit(self, name: str, data: Json) -> None:
        """Tell all listeners; one that lags too far behind is cut off."""
        for listener in tuple(self._listeners):
            if listener.qsize() < WAITING:
                listener.put_nowait((name, data))
            else:
                self._listeners.discard(listener)
                listener.put_nowait(None)

    @contextlib.contextmanager
    def listening(self) -> Iterator[Listener]:
        """Yield a queue of events; None is its end."""
        queue: Listener = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """End all listeners."""
        for listener in self._listeners:
            listener.put_nowait(None)
        self._listeners.clear()
