"""Telegram's updates → the inbox: the own ``getUpdates`` loop of whoever holds its lease.

python-telegram-bot's Updater confirms what it has only in memory (10 of 20 updates lost when killed) and goes deaf
after one 401 (measured). Here an update is confirmed, by the next call's offset, once its row is committed. The first
call, and each after an empty answer, gives no offset: Telegram may begin its numbers anew after a quiet week. The
offset is kept in memory only.

Two that poll at once disturb each other (409), so the lease ``getUpdates`` has one holder in the installation. A 409
that comes all the same (another program uses the token), a 401 and a dead network pause this loop alone, with
back-off, and are told in one line each; admins get a notice of what lasts, where they can be reached.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

import storage.inbox
import storage.leases
from alerts.texts import intake as texts
from bot import notices
from bot.alarm import Alarm
from bot.loops import repeat
from domain.errors import StorageError
from storage.database import Database
from storage.leases import Lease

log = logging.getLogger(__name__)

LEASE = "getUpdates"
ALLOWED = ["message", "callback_query", "my_chat_member"]
MOST = 100  # Bot API, getUpdates: 1-100


@dataclass(frozen=True, slots=True)
class Patience:
    """How long polling waits: for updates, between failures, and how the lease is kept."""

    poll: timedelta = timedelta(seconds=25)  # Telegram answers at once when there is something; at most 50 s
    answer: timedelta = timedelta(seconds=10)  # beyond it
    first: timedelta = timedelta(seconds=1)  # after a failure, doubled up to …
    longest: timedelta = timedelta(seconds=30)
    lease: timedelta = timedelta(seconds=6)
    renewal: timedelta = timedelta(seconds=2)
    deaf: timedelta = timedelta(seconds=120)  # without a successful poll: an operator should look
    told: timedelta = timedelta(seconds=60)  # of trouble before admins are told of it
    quiet: timedelta = timedelta(minutes=5)  # without it before they are told that it is over


class LeaseLost(Exception):
    """Leave the polling: another process holds the lease."""


class Polling:
    """Ask Telegram for updates while the lease is held, and store them; *admins* are told of trouble that lasts."""

    def __init__(
        self, bot: ExtBot[None], database: Database, patience: Patience, admins: frozenset[int] = frozenset()
    ) -> None:
        self._bot = bot
        self._database = database
        self._patience = patience
        self._admins = admins
        after, quiet = patience.told.total_seconds(), patience.quiet.total_seconds()
        self._alarms = {trouble: Alarm(after, quiet) for trouble in ("conflict", "refused")}
        self._owner = secrets.token_hex(8)
        self._lease: Lease | None = None
        self._trouble = ""
        self._is_deaf = False
        self._wait = patience.first
        self.offset: int | None = None
        self.succeeded_at: float | None = None  # time.monotonic() of the last answer that was stored

    async def run(self) -> None:
        """Poll whenever the lease can be had, and watch whether that succeeds; gives the lease up at the end."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(repeat("polling", self._poll_while_held))
                tasks.create_task(repeat("watch", self._watch))
        finally:
            await self._release()

    async def _watch(self) -> None:
        """Tell once when the last successful poll is too long ago, and once when they succeed again."""
        since = time.monotonic()
        while True:
            await asyncio.sleep(self._patience.deaf.total_seconds() / 10)
            if self._lease is None:
                since = time.monotonic()  # another process listens
            quiet = time.monotonic() - max(since, self.succeeded_at or 0.0)
            if (quiet > self._patience.deaf.total_seconds()) == self._is_deaf:
                continue
            self._is_deaf = not self._is_deaf
            if self._is_deaf:
                log.error("polling_deaf for_s=%d trouble=%s", quiet, self._trouble or "none")
            else:
                log.info("polling_hears_again")
            about, text = ("deaf", texts.deaf()) if self._is_deaf else ("deaf_over", texts.deaf_over())
            await self._tell(about, text)

    async def ask(self) -> int:
        """Ask once, store what came and return how many updates that were; the next call confirms them.

        Raises:
            TelegramError: if Telegram did not answer, or refused.
        """
        updates = await self._updates()
        await self._store(updates)
        self._heard()
        return len(updates)

    async def _poll_while_held(self) -> None:
        async with self._database.transaction() as tx:
            self._lease = await storage.leases.acquire(tx, LEASE, self._owner, self._patience.lease)
        if self._lease is None:
            await asyncio.sleep(self._patience.renewal.total_seconds())
            return
        self.offset = None
        away: StorageError | None = None
        try:
            async with asyncio.TaskGroup() as holding:
                holding.create_task(self._keep(self._lease))
                holding.create_task(self._poll())
        except* LeaseLost:
            log.warning("polling_lease_lost")
        except* StorageError as group:
            away = next(error for error in group.exceptions if isinstance(error, StorageError))
        self._lease = None
        if away is not None:
            raise away

    async def _keep(self, lease: Lease) -> None:
        while True:
            await asyncio.sleep(self._patience.renewal.total_seconds())
            async with self._database.transaction() as tx:
                if await storage.leases.renew(tx, lease, self._patience.lease) is None:
                    raise LeaseLost

    async def _poll(self) -> None:
        while True:
            try:
                await self.ask()
            except TelegramError as error:
                await self._put_off(error)
            else:
                await self._tell_what_is_over()

    async def _updates(self) -> list[dict[str, Any]]:
        parameters: dict[str, Any] = {
            "timeout": int(self._patience.poll.total_seconds()),
            "limit": MOST,
            "allowed_updates": ALLOWED,
        }
        if self.offset is not None:
            parameters["offset"] = self.offset
        # In lower case, since Bot API methods may be written in any: python-telegram-bot warns of the name that has a
        # method of its own, which parses, and one update it could not parse would stop all that come after it.
        read = (self._patience.poll + self._patience.answer).total_seconds()
        try:
            # httpx counts the silence between two pieces, and the wait for a connection apart: a poll that trickles
            # would never end.
            async with asyncio.timeout(2 * read):
                found = await self._bot.do_api_request("getupdates", api_kwargs=parameters, read_timeout=read)
        except TimeoutError as error:
            raise TimedOut from error
        return [each for each in found if isinstance(each.get("update_id"), int)]

    async def _store(self, updates: Sequence[Mapping[str, Any]]) -> None:
        if not updates:
            self.offset = None
            return
        async with self._database.transaction() as tx:
            await storage.inbox.store(tx, [(int(each["update_id"]), chat_of(each), dict(each)) for each in updates])
        self.offset = max(int(each["update_id"]) for each in updates) + 1

    def _heard(self) -> None:
        if self._trouble:
            log.info("polling_recovered after=%s", self._trouble)
        self._trouble, self._wait = "", self._patience.first
        self.succeeded_at = time.monotonic()

    async def _put_off(self, error: TelegramError) -> None:
        trouble = _trouble(error)
        if trouble != self._trouble:  # one line each, however long it lasts
            level = logging.ERROR if trouble in {"refused", "conflict"} else logging.WARNING
            log.log(level, "polling_put_off trouble=%s error=%s", trouble, type(error).__name__)
        self._trouble = trouble
        if trouble == "conflict" and "webhook" in str(error).lower():
            await self._remove_webhook()
        if trouble in self._alarms and self._alarms[trouble].trouble(time.monotonic()) and trouble == "conflict":
            await self._tell("conflict", texts.conflict())  # of a refused token nobody can be told before it is over
        wait = max(self._wait, _asked_for(error))
        self._wait = min(2 * self._wait, self._patience.longest)
        await asyncio.sleep(wait.total_seconds())

    async def _tell_what_is_over(self) -> None:
        over = {"conflict": texts.conflict_over, "refused": texts.refused_over}
        for trouble, alarm in self._alarms.items():
            if alarm.fine(time.monotonic()):
                await self._tell(f"{trouble}_over", over[trouble]())

    async def _tell(self, about: str, text: str) -> None:
        async with self._database.transaction() as tx:
            await notices.tell(tx, self._admins, about, [text])

    async def _remove_webhook(self) -> None:
        """Remove the webhook of an earlier installation, which holds all updates back; none of them is dropped."""
        with suppress(TelegramError):
            await self._bot.delete_webhook(drop_pending_updates=False)
            log.warning("webhook_removed")

    async def _release(self) -> None:
        if self._lease is None:
            return
        with suppress(StorageError):  # it is over by itself in a few seconds
            async with self._database.transaction() as tx:
                await storage.leases.release(tx, self._lease)


def chat_of(update: Mapping[str, Any]) -> int:
    """Return the Telegram id of the chat whose order *update* belongs to, 0 if it belongs to none."""
    for part in update.values():
        if isinstance(part, Mapping):
            message = part.get("message")
            of_message = message.get("chat") if isinstance(message, Mapping) else None
            place = part.get("chat") or of_message or part.get("from")
            if isinstance(place, Mapping) and isinstance(place.get("id"), int):
                return int(place["id"])
    return 0


def _trouble(error: TelegramError) -> str:
    match error:
        case Conflict():
            return "conflict"
        case InvalidToken() | EndPointNotFound():
            return "refused"
        case RetryAfter():
            return "flood"
        case _:
            return "network"


def _asked_for(error: TelegramError) -> timedelta:
    if not isinstance(error, RetryAfter):
        return timedelta()
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
