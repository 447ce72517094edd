"""Store what became of calls: each outcome moves its delivery, its chat and its alert (``storage.outcomes``)."""

import logging
from collections.abc import Sequence
from typing import assert_never

import storage.outcomes
import storage.vanishing
from alerts.degrade import degrade
from domain.alerts import (
    Call,
    ChatGone,
    Degradable,
    Delivery,
    Flooded,
    Halted,
    Lane,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Sent,
    Unknown,
)
from handlers import topics
from storage.database import Transaction

log = logging.getLogger(__name__)


async def store(tx: Transaction, known: Sequence[tuple[Delivery, Call, Outcome]], *, outage: bool) -> None:
    """Store *known*: the calls that were made, and what became of them. In an *outage* not being sent costs nothing."""
    made = [(delivery, outcome.message_id) for delivery, _, outcome in known if isinstance(outcome, Sent)]
    await storage.outcomes.sent(tx, made)
    for delivery, call, outcome in known:
        _log(delivery, outcome)
        if not isinstance(outcome, Sent | ChatGone):
            await _store(tx, delivery, call, outcome, outage=outage)
    gone = [(delivery, outcome.reason) for delivery, _, outcome in known if isinstance(outcome, ChatGone)]
    await storage.vanishing.gone(tx, gone)


async def _store(tx: Transaction, delivery: Delivery, call: Call, outcome: Outcome, *, outage: bool) -> None:
    match outcome:
        case Sent() | ChatGone():
            return  # stored together
        case Flooded(retry_after):
            await storage.outcomes.flooded(tx, delivery, retry_after)
        case Migrated(to):
            await storage.outcomes.migrated(tx, delivery, to)
        case Degradable(reason):
            await _degrade(tx, delivery, call, reason)
        case Refused(reason):
            await _give_up(tx, delivery, reason)
        case NotSent(reason):
            await storage.outcomes.not_sent(tx, delivery, reason, outage=outage)
        case Unknown(reason):
            await storage.outcomes.unknown(tx, delivery, reason)
        case Halted():
            await storage.outcomes.halted(tx, [delivery])
        case _ as never:
            assert_never(never)


async def _degrade(tx: Transaction, delivery: Delivery, call: Call, reason: str) -> None:
    """Try a plainer form, once for each reason; then it is final."""
    plainer = None if reason in delivery.degraded else degrade(call, reason)
    if plainer is None:
        await _give_up(tx, delivery, reason)
    else:
        await storage.outcomes.degraded(tx, delivery, plainer, reason)
        if reason == "thread" and delivery.lane is not Lane.ANSWER:
            await topics.shut(tx, delivery.target)


async def _give_up(tx: Transaction, delivery: Delivery, reason: str) -> None:
    if delivery.lane is Lane.EDIT:
        await storage.outcomes.cancelled(tx, delivery, reason)
    else:
        await storage.outcomes.dead(tx, delivery, reason)


def _log(delivery: Delivery, outcome: Outcome) -> None:
    # The message of an edit may have been deleted by its reader: nobody need look at that.
    is_usual = isinstance(outcome, Sent) or (isinstance(outcome, Refused) and delivery.lane is Lane.EDIT)
    level = logging.INFO if is_usual else logging.WARNING
    log.log(
        level,
        "delivery delivery=%s chat=%s lane=%s outcome=%s%s",
        delivery.id,
        delivery.chat_key,
        delivery.lane.name.lower(),
        type(outcome).__name__,
        "" if isinstance(outcome, Sent) else f" {_facts(outcome)}",
    )


def _facts(outcome: Outcome) -> str:
    match outcome:
        case Flooded(retry_after):
            return f"retry_after_s={retry_after:g}"
        case Migrated() | Sent():
            return ""
        case _:
            return f"reason={outcome.reason!r}"
