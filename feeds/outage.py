"""Tell an outage of ours from the trouble of feeds: if most hosts fail at once, it is us. Pure.

A host counts by its last poll of the last ten minutes; any answer, an error page too, shows that the network is there.
At least three hosts must have been asked, and more than half of them not reached. Times are seconds of any clock.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from domain.feeds import Feed

WINDOW = 600.0  # seconds; most feeds are asked again within it
LEAST_HOSTS = 3
OFFLINE = "offline"  # the kind of a failure that is ours
_UNREACHED = frozenset({"dns", "connection", "timeout", "proxy", OFFLINE})


class Outcomes:
    """What became of the last poll of each host."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[float, bool]] = {}

    def note(self, host: str, at: float, *, reached: bool) -> None:
        """Take into account that *host* was asked at *at*."""
        if at >= self._last.get(host, (at, reached))[0]:
            self._last[host] = (at, reached)

    def are_ours(self, now: float) -> bool:
        """Tell whether the failures of the last minutes are ours rather than the hosts'."""
        self._last = {host: each for host, each in self._last.items() if each[0] >= now - WINDOW}
        failed = sum(not reached for _, reached in self._last.values())
        return len(self._last) >= LEAST_HOSTS and 2 * failed > len(self._last)


def of(feeds: Iterable[Feed]) -> Outcomes:
    """Return the outcomes that the rows of *feeds* show."""
    found = Outcomes()
    for feed in feeds:
        if feed.checked_at is not None:
            found.note(host_of(feed.url), feed.checked_at.timestamp(), reached=is_reached(kind_of(feed.error)))
    return found


def is_reached(kind: str) -> bool:
    """Tell whether a poll that failed with *kind* (or "") got through to the host all the same."""
    return kind not in _UNREACHED


def kind_of(error: str) -> str:
    """Return the kind of an error as a feed's row holds it, ``kind: detail``."""
    return error.partition(":")[0].strip()


def host_of(url: str) -> str:
    """Return the host of *url*, "" if it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
