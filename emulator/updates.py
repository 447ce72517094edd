"""Updates that wait for the bot, and the long poll that fetches them.

Rules of tdlib/telegram-bot-api (Client.cpp, process_get_updates_query): an offset confirms all before it; a negative
one keeps only the last ones; a second poll ends the first with 409; ``allowed_updates`` is remembered.
"""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from itertools import islice

from emulator.errors import BadRequest, Conflict, Ordered
from emulator.wire import Json

KEPT = 10_000
MAX_TIMEOUT = 50
MAX_LIMIT = 100
UNASKED = frozenset(("chat_member", "message_reaction", "message_reaction_count"))  # sent only if listed
TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Updates:
    """A queue of updates, numbered upwards from the time of its start: a bot's database may outlive the emulator."""

    def __init__(self) -> None:
        self._waiting: deque[Json] = deque(maxlen=KEPT)
        self._next_id = int(time.time())
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self.webhook = ""
        self.polled = asyncio.Event()  # set while a poll is open and waits
        self.changed = asyncio.Event()  # set when there may be something to push

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def allowed(self) -> list[str]:
        """Return the kinds the bot asked for; none means the usual ones."""
        return sorted(self._allowed)

    def allow(self, kinds: Sequence[str]) -> None:
        """Remember which kinds of update are wanted from now on."""
        self._allowed = frozenset(kinds)

    def add(self, kind: str, payload: Json) -> Json | None:
        """Add an update of *kind*; None if the bot does not want this kind."""
        if kind not in self._allowed if self._allowed else kind in UNASKED:
            return None
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self._waiting.append(update)
        self._wake()
        return update

    def set_webhook(self, url: str) -> None:
        """Note that updates are pushed to *url*, "" if not; an open poll ends."""
        self.webhook = url
        self.changed.set()
        if url and (poll := self._open()) is not None:
            poll.set_exception(Conflict("terminated by setWebhook request"))

    def first(self, most: int) -> list[Json]:
        """Return the first *most* that wait."""
        return list(islice(self._waiting, most))

    def drop(self, number: int) -> None:
        """Forget the update *number*: its push was answered."""
        for update in self._waiting:
            if update["update_id"] == number:
                self._waiting.remove(update)
                return

    def interrupt(self) -> None:
        """End an open poll as an outage does."""
        if (poll := self._open()) is not None:
            poll.set_exception(Ordered(502, "Bad Gateway"))

    def confirm(self, offset: int) -> None:
        """Forget the updates before *offset*; a negative offset keeps the last ``-offset``."""
        if offset < 0:
            offset = self._next_id if not self._waiting else self._waiting[max(0, len(self) + offset)]["update_id"]
        while offset and self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109  the API's own word
        """Return what waits from *offset* on, or what comes within *timeout* seconds.

        Raises:
            Conflict: a webhook is set, or another poll came after this one.
        """
        if self.webhook:
            raise Conflict(WEBHOOK_ACTIVE)
        if (older := self._open()) is not None:
            older.set_exception(Conflict(TAKEN_OVER))
        self.confirm(offset)
        if not self._waiting and timeout > 0 and not self._closed:
            await self._wait(min(timeout, MAX_TIMEOUT))
        return list(self._waiting)[: limit if 1 <= limit <= MAX_LIMIT else MAX_LIMIT]

    def close(self) -> None:
        """End an open poll with nothing."""
        self._closed = True
        self._wake()

    def _open(self) -> "asyncio.Future[None] | None":
        return self._poll if self._poll is not None and not self._poll.done() else None

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self.polled.set()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
                self.polled.clear()

    def _wake(self) -> None:
        self.changed.set()
        if (poll := self._open()) is not None:
            poll.set_result(None)


def checked_kinds(value: object) -> list[str] | None:
    """Check the parameter ``allowed_updates``; None where it is not given and the former list stays."""
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        raise BadRequest("can't parse allowed_updates JSON object")
    return value
