"""Push updates to the webhook, as tdlib/telegram-bot-api does (WebhookActor.cpp).

One POST an update, with the secret in ``X-Telegram-Bot-Api-Secret-Token``; only 2xx ends it. What failed is pushed
again: at once, then after 2, 4, 8 … seconds up to a minute, or when ``Retry-After`` says. Updates of one kind and chat
are pushed in order, one at a time; different ones at once, up to ``max_connections``.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from emulator.clock import Clock
from emulator.faults import Fault, Faults
from emulator.hooks import Webhook
from emulator.updates import Updates
from emulator.wire import Json

HEADER = "X-Telegram-Bot-Api-Secret-Token"
METHOD = "webhook"  # the name under which faults of a push are ordered
MAX_WAIT = 60.0  # seconds
MAX_RETRY_AFTER = 3600.0
PATIENCE = 60.0  # seconds for an answer
LOOK = 0.25  # seconds until it is looked again whether an outage is over
ELSEWHERE = "Failed to resolve host: Name or service not known"


@dataclass(slots=True)
class Line:
    """The updates of one kind and chat; *wait* counts in units."""

    is_busy: bool = False
    failures: int = 0
    wait: float = 1.0
    wakes_at: float = 0.0


class Pusher:
    """Push what waits while a webhook is set. *unit* is the second of the waits; tests take less."""

    def __init__(
        self, updates: Updates, webhook: Callable[[], Webhook], faults: Faults, clock: Clock, *, unit: float = 1.0
    ) -> None:
        self._updates = updates
        self._webhook = webhook
        self._faults = faults
        self._clock = clock
        self._unit = unit
        self._lines: defaultdict[tuple[str, int], Line] = defaultdict(Line)
        self._flying = 0

    async def run(self) -> None:
        """Push until cancelled."""
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as pushes:
            while True:
                self._updates.changed.clear()
                now = time.monotonic()
                for update, line in list(self._ready(now)):
                    line.is_busy = True
                    self._flying += 1
                    pushes.create_task(self._push(session, self._webhook(), update, line))
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._rest(now)):
                        await self._updates.changed.wait()

    def _ready(self, now: float) -> Iterator[tuple[Json, Line]]:
        """Return the first update of each line that may be pushed now, as many as there are connections."""
        hook = self._webhook()
        if not hook.url or self._faults.is_down:
            return
        room, seen = hook.connections - self._flying, set()
        for update in self._updates.first(2 * hook.connections):
            name = line_of(update)
            line = self._lines[name]
            if room > 0 and name not in seen and not line.is_busy and line.wakes_at <= now:
                room -= 1
                yield update, line
            seen.add(name)

    def _rest(self, now: float) -> float | None:
        """Return the seconds until there may be something to push again; None: when something changes."""
        if self._faults.is_down:
            return LOOK
        waking = [line.wakes_at for line in self._lines.values() if line.wakes_at > now and not line.is_busy]
        return min(waking) - now if waking else None

    async def _push(self, session: aiohttp.ClientSession, hook: Webhook, update: Json, line: Line) -> None:
        failure, retry_after = await self._sent(session, hook, update)
        if failure:
            hook.failed_at, hook.failure = self._clock.unix(), failure
            line.wait = min(2 * line.wait, MAX_WAIT) if line.failures else line.wait
            pause = retry_after or (line.wait * self._unit if line.failures else 0.0)
            line.failures += 1
            line.wakes_at = time.monotonic() + pause
            line.is_busy = False
        else:
            self._updates.drop(update["update_id"])
            del self._lines[line_of(update)]
        self._flying -= 1
        self._updates.changed.set()

    async def _sent(self, session: aiohttp.ClientSession, hook: Webhook, update: Json) -> tuple[str, float]:
        """Push once; return what went wrong, "" if nothing, and the seconds of ``Retry-After``."""
        if not hook.is_here:
            return ELSEWHERE, MAX_RETRY_AFTER
        fault = self._faults.take(METHOD, update)
        if fault is not None and fault.kind in ("error", "html", "drop_before"):
            return "Connection timed out", 0.0
        if fault is not None and fault.kind == "latency":
            await asyncio.sleep(fault.seconds)
        try:
            return await self._posted(session, hook, update, fault)
        except TimeoutError:
            return "Read timeout expired", 0.0
        except aiohttp.ClientConnectorError:
            return "Connection refused", 0.0
        except aiohttp.ClientError:
            return "Webhook connection closed", 0.0

    async def _posted(
        self, session: aiohttp.ClientSession, hook: Webhook, update: Json, fault: Fault | None
    ) -> tuple[str, float]:
        headers = {"Content-Type": "application/json"} | ({HEADER: hook.secret} if hook.secret else {})
        body = json.dumps(update, ensure_ascii=False).encode()
        limit = aiohttp.ClientTimeout(total=PATIENCE)
        async with session.post(hook.url, data=body, headers=headers, timeout=limit, allow_redirects=False) as answer:
            if fault is not None and fault.kind in ("drop_after", "late"):
                return "Read timeout expired", 0.0  # the bot has it, and Telegram does not know
            if 200 <= answer.status <= 299:
                return "", 0.0
            asked = answer.headers.get("Retry-After", "")
            seconds = min(float(asked), MAX_RETRY_AFTER) if asked.isdigit() else 0.0
            return f"Wrong response from the webhook: {answer.status} {answer.reason}", seconds


def line_of(update: Json) -> tuple[str, int]:
    """Return what an update waits in: its kind with its chat, with the person where a button was pressed."""
    kind = next(name for name in update if name != "update_id")
    place = update[kind].get("chat") or update[kind].get("from") or {}
    return kind, int(place.get("id", 0))
