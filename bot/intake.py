"""Loop 2: Telegram's updates → inbox → handlers.

``bot/polling.py`` or ``bot/webhook.py`` fills the inbox; here its rows are claimed under a lease, one of a chat at a
time and in order, different chats at once, and given to the handlers through python-telegram-bot's Application. A
handler that answers ends its row in its own transaction (``handlers/answering.py``); one that opened none has its row
ended here. One that
failed changed nothing: it is run again, and after three failures its update is set aside with the traceback, the
person is told, and the chat's next goes on. So is an update during which the process died three times; what was in
work when a process died is handled alone, so that nothing is blamed for another's crash (``storage/inbox.py``).

When told to stop it claims nothing more, lets the handlers in flight finish for a few seconds, and gives back what
they did not.
"""

import asyncio
import logging
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot

import storage.inbox
from bot.loops import Stopping, repeat, wait_for
from bot.polling import Patience, Polling
from bot.webhook import Webhook
from domain.errors import StorageError
from handlers import menu, routes
from handlers.answering import TURNS, Context, Services, Superseded, Turn, apologise
from storage.inbox import Incoming

log = logging.getLogger(__name__)

AT_ONCE = 16  # chats whose updates are handled at once
TOAST_LIMIT = timedelta(seconds=5)

Route = Callable[[Application[Any, Context, Any, Any, Any, Any]], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long handling may take."""

    look: timedelta = timedelta(seconds=20)  # a handler's reads and network calls, before it answers
    lease: timedelta = timedelta(seconds=90)  # longer than a look and the commit after it
    work: timedelta = timedelta(minutes=10)  # the lease of longer work, an import of feeds, is renewed so long
    stop: timedelta = timedelta(seconds=4)  # for handlers in flight when told to stop
    idle: timedelta = timedelta(milliseconds=500)  # how long a row put off may wait unseen


class Intake:
    """Take Telegram's updates in and have them answered, until told to stop; with a *webhook* they are pushed."""

    def __init__(
        self,
        bot: ExtBot[None],
        services: Services,
        *,
        patience: Patience | None = None,
        limits: Limits | None = None,
        route: Route = routes.add_to,
        webhook: Webhook | None = None,
    ) -> None:
        self._bot = bot
        self._services = services
        self._database = services.database
        self._patience = patience or Patience()
        self._limits = limits or Limits()
        self._turns: dict[int, Turn] = {}  # where contexts find theirs
        self._held: dict[int, tuple[Incoming, float]] = {}  # and since when, by time.monotonic()
        self._renewed_at = time.monotonic()
        self._stirred = services.database.signal("inbox")  # rows came, or one in flight ended
        self._application = _application(bot, self._turns, route)
        self.polling = Polling(bot, services.database, self._patience, services.admins)
        self._source = webhook or self.polling
        self._is_alone = False  # a suspect is in work, and nothing beside it
        self._left: list[tuple[Incoming, str]] = []  # not ended, and why: the database was away

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll and handle until *stopping* is set; cancelled, it ends in the same way."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._serve())
                await stopping.wait()
                raise Stopping
        except* Stopping:
            pass

    async def handle_due(self) -> int:
        """Handle what is due in the inbox, one update of each chat, and return how many there were."""
        found = await self._claim(AT_ONCE)
        async with asyncio.TaskGroup() as turns:
            for incoming in found:
                turns.create_task(self._take(incoming))
        return len(found)

    async def open(self) -> None:
        """Make the handlers ready: the bot's own name is asked for, again and again while Telegram is away."""
        wait = self._patience.first
        while True:
            try:
                # The bot itself belongs to whoever built it: it is opened here if it is not yet, never closed.
                await self._application.initialize()
            except InvalidToken:
                log.error("token_refused wait_s=%g; put the right MIRSAL_BOT_TOKEN and restart", wait.total_seconds())
            except TelegramError as error:
                log.warning("telegram_away wait_s=%g error=%s", wait.total_seconds(), type(error).__name__)
            else:
                self._services = replace(self._services, username=self._bot.username)
                return
            await asyncio.sleep(wait.total_seconds())
            wait = min(2 * wait, self._patience.longest)

    async def _serve(self) -> None:
        await self.open()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._source.run())
            tasks.create_task(menu.publish(self._bot))
            tasks.create_task(self._work())

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as turns:
            try:
                await repeat("intake", partial(self._take_what_is_due, turns))
            finally:
                await self._finish_those_in_flight()

    async def _take_what_is_due(self, turns: asyncio.TaskGroup) -> None:
        self._stirred.clear()
        await self._renew()
        room = 0 if self._is_alone else AT_ONCE - len(self._held)
        found = await self._claim(room) if room > 0 else []
        for incoming in found:
            self._held[incoming.update_id] = (incoming, time.monotonic())
            turns.create_task(self._take(incoming))
        if not found:
            await wait_for(self._stirred, self._limits.idle)

    async def _claim(self, most: int) -> list[Incoming]:
        deadly: list[Incoming] = []
        async with self._database.transaction() as tx:
            for incoming, why in self._left:
                await storage.inbox.failed(tx, incoming, why)
            if not await storage.inbox.any_suspect(tx, self._held):
                found = await storage.inbox.claim(tx, most, self._limits.lease)
            elif self._in_work():
                found = []  # a suspect is handled alone: let those in flight end first
            else:
                deadly = await storage.inbox.set_aside_deadly(tx, self._held)
                suspect = await storage.inbox.claim_suspect(tx, self._limits.lease, self._held)
                found = [suspect] if suspect else await storage.inbox.claim(tx, most, self._limits.lease)
                self._is_alone = suspect is not None
        self._left.clear()
        for incoming in deadly:
            log.error("update_set_aside update=%d why=process_died", incoming.update_id)
            await self._apologise(incoming)
        return found

    def _in_work(self) -> list[Incoming]:
        """Return what is in work, but for what hangs."""
        earliest = time.monotonic() - self._limits.work.total_seconds()
        return [incoming for incoming, since in self._held.values() if since > earliest]

    async def _renew(self) -> None:
        now = time.monotonic()
        if self._held and now - self._renewed_at > self._limits.lease.total_seconds() / 3:
            self._renewed_at = now
            async with self._database.transaction() as tx:
                await storage.inbox.renew(tx, self._in_work(), self._limits.lease)

    async def _apologise(self, incoming: Incoming) -> None:
        try:
            update = Update.de_json(dict(incoming.payload), self._bot)
            async with self._database.transaction() as tx:
                await apologise(tx, update)
        except Exception as error:  # noqa: BLE001  whatever is wrong with it, it is set aside and the others go on
            log.error("apology_failed update=%d at=%s", incoming.update_id, _where(error))

    async def _finish_those_in_flight(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.stop.total_seconds()):
                while self._held:
                    self._stirred.clear()
                    await self._stirred.wait()
        if self._held:
            log.warning("intake_gives_back updates=%d", len(self._held))
            with suppress(StorageError):  # they are due again when their lease is over
                async with self._database.transaction() as tx:
                    await storage.inbox.give_back(tx, [incoming for incoming, _ in self._held.values()])

    async def _take(self, incoming: Incoming) -> None:
        """Handle one update to its end. Nothing of it reaches the other chats: this is the loop's fault boundary."""
        try:
            turn, update = await self._handle(incoming)
            await self._end(turn, update)
        except Exception as error:  # noqa: BLE001  it counts as a failure as soon as the database is back
            log.error("update_not_ended update=%d at=%s", incoming.update_id, _where(error))
            self._left.append((incoming, "".join(traceback.format_exception(error))))
        finally:
            self._held.pop(incoming.update_id, None)
            self._is_alone = False
            self._stirred.set()

    async def _handle(self, incoming: Incoming) -> tuple[Turn, Update | None]:
        update: Update | None = None
        looking = asyncio.timeout(self._limits.look.total_seconds())
        turn = Turn(self._services, incoming, looking)
        self._turns[incoming.update_id] = turn
        try:
            async with looking:
                update = Update.de_json(dict(incoming.payload), self._bot)
                await self._application.process_update(update)
        except Exception as error:  # noqa: BLE001  whatever it was, it is noted in the row and the others go on
            turn.error = error
        finally:
            del self._turns[incoming.update_id]
        return turn, update

    async def _end(self, turn: Turn, update: Update | None) -> None:
        number = turn.incoming.update_id
        if isinstance(turn.error, Superseded):
            log.warning("update_superseded update=%d", number)
            return
        if turn.error is not None:
            log.error("handler_failed update=%d ended=%s at=%s", number, turn.is_ended, _where(turn.error))
        if not turn.is_ended:
            if turn.error is not None:
                await self._put_off(turn, turn.error, update)
                return
            async with self._database.transaction() as tx:
                await storage.inbox.done(tx, turn.incoming)
        await self._toast(update, turn.toast)

    async def _put_off(self, turn: Turn, error: Exception, update: Update | None) -> None:
        story = "".join(traceback.format_exception(error))
        async with self._database.transaction() as tx:
            is_aside = await storage.inbox.failed(tx, turn.incoming, story)
        if is_aside and update is not None:
            log.error("update_set_aside update=%d", turn.incoming.update_id)
            await self._toast(update, "")
            async with self._database.transaction() as tx:
                await apologise(tx, update)

    async def _toast(self, update: Update | None, words: str) -> None:
        """Answer a tap, once and only now, so that its button stops turning; a toast that is lost is lost."""
        if update is None or update.callback_query is None:
            return
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(TOAST_LIMIT.total_seconds()):
                await self._bot.answer_callback_query(update.callback_query.id, text=words or None)


def _application(
    bot: ExtBot[None], turns: dict[int, Turn], route: Route
) -> Application[Any, Context, Any, Any, Any, Any]:
    """Return python-telegram-bot's router, without its own polling and scheduler."""
    builder = ApplicationBuilder().bot(bot).updater(None).job_queue(None)
    application = builder.context_types(ContextTypes(context=Context)).build()
    application.bot_data[TURNS] = turns
    application.add_error_handler(_note)
    route(application)
    return application


async def _note(_: object, context: Context) -> None:
    """Keep what a handler raised: python-telegram-bot swallows it otherwise."""
    context.turn.error = context.error


def _where(error: BaseException) -> str:
    """Return the kind of *error* and its frames, without its text, which may hold a person's words."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} {places}"
