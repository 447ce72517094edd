"""The log of all calls."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from emulator.wire import Json

KEPT = 5000


@dataclass(slots=True)
class Call:
    """One call. *status* is 0 while it is open and where no answer was given; *executed* tells if it had its effect."""

    number: int
    method: str
    params: Json
    at: datetime
    status: int = 0
    description: str = ""
    result: Any = None
    fault: str = ""
    executed: bool = False

    def shown(self) -> Json:
        """Return the call as the page shows it."""
        return {
            "number": self.number,
            "method": self.method,
            "params": self.params,
            "at": self.at.timestamp(),
            "status": self.status,
            "description": self.description,
            "fault": self.fault,
        }


class Calls:
    """Remember the last calls, the oldest first."""

    def __init__(
        self,
        noticed: Callable[[Call], None] = lambda call: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._now = now
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._count = 0
        self._changed = asyncio.Event()
        self._noticed = noticed

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def __getitem__(self, index: int) -> Call:
        return self._calls[index]

    def begin(self, method: str, params: Json) -> Call:
        """Note a call that begins."""
        self._count += 1
        call = Call(self._count, method, params, self._now())
        self._calls.append(call)
        return call

    def end(self, call: Call) -> None:
        """Note that *call* has its answer."""
        self._noticed(call)
        self._changed.set()
        self._changed = asyncio.Event()

    def of(self, method: str) -> list[Call]:
        """Return the calls of *method* that had an effect, the oldest first."""
        return [call for call in self if call.method.lower() == method.lower() and call.executed]

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()

    async def wait(self, method: str, count: int = 1, *, seconds: float = 10) -> list[Call]:
        """Return the calls of *method* with an effect, as soon as there are *count*.

        Raises:
            TimeoutError: not within *seconds*.
        """
        async with asyncio.timeout(seconds):
            while len(calls := self.of(method)) < count:
                await self._changed.wait()
        return calls
