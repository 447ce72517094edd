"""Loop: know our outages, and tell subscribers of each once, from when to when.

Every minute Telegram is asked who we are; an answer is stored as the heartbeat. Whatever kept us away (stopped, killed,
no network, no database, Telegram down), the next heartbeat sees how long ago the last one was. The notices are written
in the transaction that moves the heartbeat, so that a kill at any moment neither loses nor repeats them.
"""

import asyncio
import logging
from datetime import datetime, timedelta, tzinfo

import telegram
from telegram.error import TelegramError

import storage.standing
from alerts.texts import outage
from bot.loops import repeat, wait_for
from domain.alerts import Call
from storage.database import Database

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
ANSWER_WITHIN = timedelta(seconds=10)
EXPIRES = timedelta(hours=12)  # later than that nobody asks any more


class Heartbeat:
    """Beat until told to stop; after *least* without a beat subscribers are told, never if it is nothing."""

    def __init__(self, database: Database, bot: telegram.Bot, zone: tzinfo, least: timedelta) -> None:
        self._database = database
        self._bot = bot
        self._zone = zone
        self._least = least

    async def run(self, stopping: asyncio.Event) -> None:
        """Beat every minute until *stopping* is set."""

        async def step() -> None:
            await self.beat()
            await wait_for(stopping, EVERY)

        await repeat("heartbeat", step, stopping)

    async def beat(self) -> int:
        """Store that Telegram answers, if it does; return how many targets are told of an outage that is over."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
                await self._bot.get_me()
        except (TelegramError, TimeoutError):
            return 0
        async with self._database.transaction() as tx:
            now = await tx.now()
            last = await storage.standing.beat(tx)
            if last is None or not self._least or now - last < self._least:
                return 0
            told = await storage.standing.owe_everyone(
                tx, f"notice:outage:{last.timestamp():.0f}", self._notice(last, now), expires_in=EXPIRES
            )
        log.warning("outage_over minutes=%d told=%d", (now - last).total_seconds() // 60, told)
        return told

    def _notice(self, since: datetime, until: datetime) -> Call:
        words = outage.over(since, until, self._zone)
        return Call("sendMessage", {"text": words, "parse_mode": "HTML", "disable_notification": True})
