"""Look at all feeds now and then, and tell the admins once of each that became another: ``feeds/doctor.py`` judges.

A permanent redirect that held for a day is stored here. While most hosts fail at once it is we who are offline: then no
feed is judged, and there is one notice at the beginning of it and one at its end.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import storage.feeds
import storage.preferences
import storage.verdicts
from alerts.texts import verdicts as texts
from bot import notices
from domain.feeds import Feed, Verdict
from feeds import doctor, outage
from storage.database import Transaction

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)
_ABSENT = timedelta(minutes=30)  # without a look for so long, we were not running
_KEY = "doctor"  # of what is remembered between two looks


@dataclass(frozen=True, slots=True)
class Watch:
    """What is remembered: the last look, since when polls can be trusted, and whether we are offline."""

    looked_at: datetime
    since: datetime
    is_offline: bool = False


class Doctor:
    """Examine feeds; *admins* are Telegram's user ids. Who never wrote to the bot cannot be told."""

    def __init__(self, admins: Collection[int]) -> None:
        self._admins = admins

    async def examine(self, tx: Transaction, now: datetime) -> int:
        """Judge every feed, store what changed and tell of it; return how many verdicts changed."""
        feeds = await storage.feeds.all_active(tx)
        before = await _remembered(tx, now)
        watch = replace(before, looked_at=now, is_offline=outage.of(feeds).are_ours(now.timestamp()))
        if watch.is_offline != before.is_offline:
            log.warning("offline" if watch.is_offline else "online_again")
            watch = replace(watch, since=now)
            await notices.tell(
                tx, self._admins, "network", [texts.offline() if watch.is_offline else texts.online_again()]
            )
        await _remember(tx, watch)
        return 0 if watch.is_offline else await self._judge(tx, feeds, now, watch.since)

    async def _judge(self, tx: Transaction, feeds: Iterable[Feed], now: datetime, since: datetime) -> int:
        changed = []
        for feed in feeds:
            verdict = doctor.diagnose(feed, now, since=since)
            if verdict is Verdict.MOVED and not await storage.verdicts.move(tx, feed, feed.signs.moved_to):
                verdict = Verdict.DOUBLE
            if verdict is not None and verdict is not feed.verdict:
                log.info("feed_verdict feed=%s before=%s after=%s", feed.id, feed.verdict, verdict)
                changed.append((feed, verdict))
        await storage.verdicts.store(tx, {feed.id: verdict for feed, verdict in changed}, now)
        told = [each for each in changed if doctor.is_worth_telling(each[0].verdict, each[1])]
        if told:
            await notices.tell(tx, self._admins, "feeds", texts.changes(told))
        return len(changed)


async def _remembered(tx: Transaction, now: datetime) -> Watch:
    stored: dict[str, Any] | None = await storage.preferences.get(tx, _KEY)
    if stored is None:
        return Watch(now, now)
    watch = Watch(_moment(stored["looked_at"]), _moment(stored["since"]), stored["is_offline"])
    return replace(watch, since=now) if now - watch.looked_at > _ABSENT else watch


async def _remember(tx: Transaction, watch: Watch) -> None:
    value = {
        "looked_at": watch.looked_at.timestamp(),
        "since": watch.since.timestamp(),
        "is_offline": watch.is_offline,
    }
    await storage.preferences.set_(tx, _KEY, value)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
