"""Know whether Telegram is there: an outage of the network or of Telegram must spend no alert's budget.

Three calls in a row that were not sent, or whose answers were lost, with no answer between: no more is claimed,
``getMe`` is tried every five seconds, and its first success resumes, with one call at a time until one is answered:
where Telegram answers ``getMe`` and nothing else, each try costs one row's budget, not that of all in flight. The three
need not be to different chats: where only one or two are served an outage must be known too, and one bad message costs
a ``getMe`` (docs/decisions/0003). A refused token halts in the same way and is said at ERROR: it needs a person.
"""

import asyncio
import logging
from datetime import timedelta

import telegram
from telegram.error import TelegramError

from domain.alerts import Halted, NotSent, Outcome, Unknown

log = logging.getLogger(__name__)

CALLS = 3
TRY_AGAIN = timedelta(seconds=5)
ANSWER_WITHIN = timedelta(seconds=10)


class Connection:
    """What the last calls said about the way to Telegram."""

    def __init__(self, bot: telegram.Bot) -> None:
        self._bot = bot
        self._unanswered = 0
        self._is_halted = False
        self._is_probing = False

    @property
    def is_out(self) -> bool:
        """Tell whether so many calls in a row were not answered."""
        return self._unanswered >= CALLS

    def note(self, outcome: Outcome) -> None:
        """Take what became of a call into account; any answer ends an outage."""
        match outcome:
            case NotSent() | Unknown():
                self._unanswered += 1
            case Halted(reason):
                self._is_halted = True
                log.error("sending_halted reason=%r; is MIRSAL_BOT_TOKEN right, and no other bot running?", reason)
            case _:
                self._unanswered = 0
                self._is_probing = False

    @property
    def is_there(self) -> bool:
        """Tell whether calls may be made."""
        return not self.is_out and not self._is_halted

    def most(self, in_flight: int) -> int:
        """Return how many of *in_flight* calls may be open: one until the first answer after an outage."""
        return 1 if self._is_probing else in_flight

    async def ask(self) -> None:
        """Ask Telegram whether it is back; wait a little if it is not."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
                await self._bot.get_me()
        except (TelegramError, TimeoutError) as error:
            log.warning("telegram_away error=%s", type(error).__name__)
            await asyncio.sleep(TRY_AGAIN.total_seconds())
            return
        log.warning("telegram_back")
        self._is_probing = self.is_out
        self._unanswered = CALLS - 1 if self._is_probing else 0
        self._is_halted = False
