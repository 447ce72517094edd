"""Decide what becomes of a delivery that is due: send it now, put it off, keep it, or drop it. Pure.

Answers to a person always go; what is paused, late or quiet concerns alerts alone.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.alerts import Call, Delivery, Lane


@dataclass(frozen=True, slots=True)
class Send:
    """Send *call* now."""

    call: Call


@dataclass(frozen=True, slots=True)
class PutOff:
    """Look again at *until*."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep the alert without a delivery: its target is paused, «استأنف» counts and offers it."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Send nothing; *reason* is ``expired``, or ``empty`` where nothing is left to be said."""

    reason: str


Decision = Send | PutOff | Hold | Drop


def plan(delivery: Delivery, call: Call | None, *, now: datetime, paused: bool = False) -> Decision:
    """Return what to do with *delivery* at *now*.

    *call* is the one stored with it, else the one just composed; None where its article is no longer there.
    *paused* says whether its target is. Holding comes before expiry: what was missed in a pause is not late.
    """
    if paused and delivery.lane is not Lane.ANSWER:
        return Hold()
    if delivery.expires_at <= now:
        return Drop("expired")
    return Send(call) if call else Drop("empty")
