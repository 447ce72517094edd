"""Give each host its turns: a few requests at once, a gap between two, and rest when it does not answer. Pure.

A feed whose host has no room waits without a slot of the poller: it is told when to come again, one after the other, so
that a hundred feeds of a dead host never keep the others waiting. Two requests in a row that were not answered close a
host, twice as long each time; then one request at a time tries whether it is back. 429 closes it as long as it asks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.schedule import Bounds

_LEAST_STEP = timedelta(milliseconds=50)  # between two feeds that wait for one host, where no gap is asked
_PATIENCE = 2  # unanswered requests in a row
_DOUBLINGS = 30


@dataclass(frozen=True, slots=True)
class Courtesy:
    """How a host is treated: the most requests at once, and the least time between the starts of two."""

    per_host: int = 1000
    gap: timedelta = timedelta(0)


@dataclass(slots=True)
class _Host:
    at_once: int = 0
    free_at: datetime | None = None  # when the gap is over
    closed_until: datetime | None = None
    promised: datetime | None = None  # the last turn that was given to one who waits
    unanswered: int = 0
    trouble: str = ""


class Hosts:
    """Know how busy and how well each host is. *now* is the database's clock."""

    def __init__(self, courtesy: Courtesy, bounds: Bounds) -> None:
        self._courtesy = courtesy
        self._bounds = bounds
        self._hosts: dict[str, _Host] = {}

    def turn(self, name: str, now: datetime) -> datetime | None:
        """Take a turn of host *name* and return None, to be given back with ``leave``; or return when to ask again."""
        host = self._hosts.setdefault(name, _Host())
        room = 1 if host.unanswered >= _PATIENCE else self._courtesy.per_host
        later = max((at for at in (host.closed_until, host.free_at) if at is not None), default=now)
        if later <= now and host.at_once < room:
            host.at_once += 1
            host.free_at = now + self._courtesy.gap
            return None
        step = max(self._courtesy.gap, _LEAST_STEP)
        host.promised = max(later, (host.promised or now) + step, now + step)
        return host.promised

    def leave(self, name: str) -> None:
        """Give a turn back."""
        self._hosts[name].at_once -= 1

    def answered(self, name: str) -> None:
        """Take into account that the host answered, whatever it said: it is open again."""
        host = self._hosts[name]
        host.unanswered, host.trouble, host.closed_until = 0, "", None

    def unanswered(self, name: str, now: datetime, trouble: str) -> None:
        """Take into account that the host did not answer; *trouble* is what its feeds show meanwhile."""
        host = self._hosts[name]
        if host.closed_until is not None and host.closed_until > now:
            return  # asked before it was closed
        host.unanswered += 1
        if host.unanswered >= _PATIENCE:
            wait = self._bounds.shortest * 2 ** min(host.unanswered - _PATIENCE, _DOUBLINGS)
            self._close(host, now + min(wait, self._bounds.worst), trouble)

    def asked_to_wait(self, name: str, until: datetime, trouble: str) -> None:
        """Ask the host nothing before *until*: it said 429."""
        self._close(self._hosts[name], until, trouble)

    def trouble(self, name: str) -> str:
        """Return what is wrong with the host, "" if it is only busy."""
        host = self._hosts.get(name)
        return host.trouble if host else ""

    def forget(self, now: datetime) -> None:
        """Forget the hosts of which nothing has to be known any more."""
        self._hosts = {name: host for name, host in self._hosts.items() if _is_needed(host, now)}

    def _close(self, host: _Host, until: datetime, trouble: str) -> None:
        host.closed_until, host.trouble, host.promised = until, trouble, None


def _is_needed(host: _Host, now: datetime) -> bool:
    waits = (host.free_at, host.closed_until, host.promised)
    return host.at_once > 0 or host.unanswered > 0 or any(at is not None and at > now for at in waits)
