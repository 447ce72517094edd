"""Decide what becomes of a delivery that is due: send it now, put it off, or drop it. Pure.

A target that pauses needs no decision here: its alerts are held, and their deliveries end, as it pauses.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.alerts import Call, Delivery


@dataclass(frozen=True, slots=True)
class Send:
    """Send *call* now."""

    call: Call


@dataclass(frozen=True, slots=True)
class PutOff:
    """Look again at *until*."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """Send nothing; *reason* is ``expired``, or ``empty`` where nothing is left to be said."""

    reason: str


Decision = Send | PutOff | Drop


def plan(delivery: Delivery, call: Call | None, *, now: datetime) -> Decision:
    """Return what to do with *delivery* at *now*.

    *call* is the one stored with it, else the one just composed; None where its article is no longer there.
    """
    if delivery.expires_at <= now:
        return Drop("expired")
    return Send(call) if call else Drop("empty")
