"""Telegram's updates → the inbox, pushed: an own route of the web server instead of ``getUpdates``.

A push is answered with 200 only once its update is committed; whatever else Telegram gets ("different from 2XY", Bot
API, ``setWebhook``) it pushes again, for a day, and holds back what comes after in that chat. So what can never be read
is answered with 200 too: no repetition makes it better. What is over the configured size is not: Telegram keeps it and
tells of it in ``getWebhookInfo``, which admins read; it arrives once the size is raised.

Who does not know the secret is refused before the body is read. Any number of processes may serve the route.

``setWebhook`` is called at each start, and what Telegram says of the webhook is looked at every minute: one that
another program has changed is set again, pushes that fail are told with Telegram's own reason.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from telegram.error import EndPointNotFound, InvalidToken, TelegramError
from telegram.ext import ExtBot

import storage.inbox
from alerts.texts import intake as texts
from bot import notices
from bot.alarm import Alarm
from bot.loops import repeat
from bot.polling import ALLOWED, Patience, chat_of
from storage.database import Database

log = logging.getLogger(__name__)

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOK = timedelta(minutes=1)
MOST_ID = 2**63  # of what a column holds
REFUSALS_EVERY = 60.0  # seconds: a scanner must not fill the log


@dataclass(frozen=True, slots=True)
class Address:
    """Where Telegram pushes, and what proves that it is Telegram; *connections* are the most pushes at once."""

    url: str
    secret: str
    max_bytes: int
    connections: int


class Webhook:
    """Receive pushes, and keep Telegram pushing to us; *admins* are told of trouble that lasts."""

    def __init__(
        self,
        bot: ExtBot[None],
        database: Database,
        address: Address,
        *,
        admins: frozenset[int] = frozenset(),
        patience: Patience | None = None,
        look: timedelta = LOOK,
    ) -> None:
        self._bot = bot
        self._database = database
        self._address = address
        self._admins = admins
        self._patience = patience or Patience()
        self._look = look
        self._is_set = False
        self._failed_at: datetime | None = None
        self._trouble = ""
        self._wait = self._patience.first
        self._refused_at = -REFUSALS_EVERY
        self._unreadable = 0
        self._taken = Alarm(0.0, self._patience.quiet.total_seconds())
        self._failing = Alarm(self._patience.told.total_seconds(), self._patience.quiet.total_seconds())

    def routes(self) -> list[web.RouteDef]:
        """Return the route to which Telegram pushes."""
        return [web.post(PATH, self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """Store what is pushed, then say so."""
        if not self._is_telegram(request):
            self._note_refusal()
            return web.Response(status=403)
        body = await self._body(request)
        update = _read(body)
        if update is None:
            self._unreadable += 1
            log.warning("webhook_unreadable bytes=%d count=%d", len(body), self._unreadable)
            return web.Response()
        async with self._database.transaction() as tx:
            await storage.inbox.store(tx, [(update["update_id"], chat_of(update), update)])
        return web.Response()

    async def run(self) -> None:
        """Set the webhook, and look after it."""
        await repeat("webhook", self._keep)

    async def look(self) -> None:
        """Set the webhook if it is not ours yet, else see how Telegram fares with it.

        Raises:
            TelegramError: if Telegram did not answer, or refused.
        """
        if not self._is_set:
            await self._set()
            return
        info = await self._bot.get_webhook_info()
        if info.url != self._address.url:
            log.error("webhook_taken; another program uses the token")
            await self._set()
            if self._taken.trouble(time.monotonic()):  # once, however long the two fight over it
                await self._tell("webhook_taken", texts.webhook_taken())
        else:
            self._taken.fine(time.monotonic())
        is_new = info.last_error_date is not None and info.last_error_date != self._failed_at
        self._failed_at = info.last_error_date
        await self._note(info.last_error_message or "" if is_new else "", info.pending_update_count)

    async def _keep(self) -> None:
        try:
            await self.look()
        except TelegramError as error:
            await self._put_off(error)
            return
        if self._trouble:
            log.info("webhook_recovered after=%s", self._trouble)
        self._trouble, self._wait = "", self._patience.first
        await asyncio.sleep(self._look.total_seconds())

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._address.url,
            secret_token=self._address.secret,
            allowed_updates=ALLOWED,
            max_connections=self._address.connections,
            drop_pending_updates=False,
        )
        log.info("webhook_set connections=%d", self._address.connections)
        self._is_set = True

    async def _note(self, failure: str, pending: int) -> None:
        now = time.monotonic()
        if failure:
            log.warning("webhook_failing pending=%d error=%s", pending, failure)
            if self._failing.trouble(now):
                await self._tell("webhook_failing", texts.webhook_failing(failure))
        elif self._failing.fine(now):
            log.info("webhook_works")
            await self._tell("webhook_works", texts.webhook_works())

    async def _put_off(self, error: TelegramError) -> None:
        trouble = "refused" if isinstance(error, InvalidToken | EndPointNotFound) else "network"
        if trouble != self._trouble:  # one line each, however long it lasts
            level = logging.ERROR if trouble == "refused" else logging.WARNING
            log.log(level, "webhook_put_off trouble=%s error=%s", trouble, type(error).__name__)
        self._trouble = trouble
        wait, self._wait = self._wait, min(2 * self._wait, self._patience.longest)
        await asyncio.sleep(wait.total_seconds())

    async def _tell(self, about: str, text: str) -> None:
        async with self._database.transaction() as tx:
            await notices.tell(tx, self._admins, about, [text])

    async def _body(self, request: web.Request) -> bytes:
        try:
            return await request.clone(client_max_size=self._address.max_bytes).read()
        except web.HTTPRequestEntityTooLarge:
            log.warning("webhook_too_large most=%d", self._address.max_bytes)
            raise

    def _is_telegram(self, request: web.Request) -> bool:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._address.secret.encode())

    def _note_refusal(self) -> None:
        now = time.monotonic()
        if now - self._refused_at >= REFUSALS_EVERY:
            self._refused_at = now
            log.warning("webhook_refused; a caller without the secret")


def secret_of(token: str) -> str:
    """Derive a secret from the bot's *token*: the same in each process, and it tells nothing of the token."""
    return hmac.new(token.encode(), b"Mirsal: the secret of the webhook", hashlib.sha256).hexdigest()


def _read(body: bytes) -> Mapping[str, Any] | None:
    """Return the update of *body*, None where there is none that can be stored."""
    try:
        update = json.loads(body)
        if rb"\ud" in body.lower():  # half of a pair is JSON, but no text that a database takes
            json.dumps(update, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if isinstance(number, int) and 0 <= number < MOST_ID else None
