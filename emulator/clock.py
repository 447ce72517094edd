"""The world's time: this machine's, moved forward by whoever plays with it."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Tell the time; *ahead* is how far it was moved. It is called like ``datetime.now``."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC) + self.ahead

    def unix(self) -> int:
        """Return the time as the Bot API writes it."""
        return int(self().timestamp())

    def monotonic(self) -> float:
        """Return seconds that only grow, for limits and waits."""
        return time.monotonic() + self.ahead.total_seconds()

    def forward(self, by: timedelta) -> None:
        """Move the time.

        Raises:
            ValueError: backwards: what happened would lie in the future.
        """
        if by < timedelta(0):
            raise ValueError("the clock goes forward alone")
        self.ahead += by
