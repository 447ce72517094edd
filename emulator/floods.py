"""Answer 429 by a limit, as Telegram does: overall, per chat, per group."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from emulator.errors import TooManyRequests

SECOND = 1.0
MINUTE = 60.0


@dataclass(slots=True)
class Floods:
    """Limits of sending; 0 means none.

    Telegram's own are about 30 a second overall, 1 a second in a chat and 20 a minute in a group (Bots FAQ); 1,000 a
    second for messages with ``allow_paid_broadcast``, which count apart.
    """

    overall_a_second: int = 0
    chat_a_second: int = 0
    group_a_minute: int = 0
    paid_a_second: int = 0
    clock: Callable[[], float] = time.monotonic
    _sent: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    _held: dict[int, float] = field(default_factory=dict)

    def hold(self, seconds: float, *, chat: int = 0) -> None:
        """Refuse everything to *chat*, or to all chats, for *seconds*."""
        self._held[chat] = self.clock() + seconds

    def count(self, chat: int, *, group: bool, paid: bool = False) -> None:
        """Count one message to *chat*.

        Raises:
            TooManyRequests: over a limit; the message is not counted.
        """
        windows = [("paid", self.paid_a_second, SECOND) if paid else ("all", self.overall_a_second, SECOND)]
        windows.append(
            (f"group {chat}", self.group_a_minute, MINUTE) if group else (str(chat), self.chat_a_second, SECOND)
        )
        now = self.clock()
        if (ends := max(self._held.get(0, now), self._held.get(chat, now))) > now:
            raise TooManyRequests(math.ceil(ends - now))
        for name, most, window in windows:
            self._check(name, most, window, now)
        for name, most, _ in windows:
            if most:
                self._sent[name].append(now)

    def _check(self, name: str, most: int, window: float, now: float) -> None:
        sent = self._sent[name]
        while sent and sent[0] <= now - window:
            sent.popleft()
        if most and len(sent) >= most:
            raise TooManyRequests(max(1, math.ceil(sent[0] + window - now)))
