"""Decide what becomes of a delivery that is due: send it now, put it off, collect it, or drop it. Pure.

Answers go at any hour, and edits make no sound; alerts, updates, corrections and digests keep to what their chat
asked for:

    muted                 nothing until the mute is over; what is about muted subscriptions alone is dropped
    quiet hours           nothing until they end, but for urgent news where that passes
    in the digest         alerts about nothing but subscriptions told in digests: instant wins
    late                  more than five that wait too long become one message that lists them, the catch-up
    so many an hour       the rest goes into the next digest
    beneath an alert      an update or a correction comes without a sound, unless it is urgent or told otherwise

What was put off expires as if it had come at the end of the quiet hours or the mute. A target that pauses needs no
decision here: its alerts are held, and their deliveries end, as it pauses.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo

from alerts import hours
from alerts.texts.times import DAMASCUS
from domain.alerts import EXPIRES_IN, Call, Delivery, Kind, Lane
from domain.preferences import Circumstances
from domain.queries import QueryId

MOST_LATE = 5  # alerts that come one by one although they are late; more make one catch-up


@dataclass(frozen=True, slots=True)
class Send:
    """Send *call* now; *silent* without a sound."""

    call: Call
    silent: bool = False


@dataclass(frozen=True, slots=True)
class PutOff:
    """Look again at *until*; it expires at *expires_at*."""

    until: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Collect:
    """Leave its alert to the next digest."""


@dataclass(frozen=True, slots=True)
class CatchUp:
    """List its alert in one message with all others that are late, or with the urgent ones alone."""

    urgent_only: bool


@dataclass(frozen=True, slots=True)
class Drop:
    """Send nothing; *reason* is ``expired``, ``muted``, or ``empty`` where nothing is left to be said."""

    reason: str


Decision = Send | PutOff | Collect | CatchUp | Drop


def plan(
    delivery: Delivery,
    call: Call | None,
    circumstances: Circumstances | None = None,
    *,
    now: datetime,
    followed: Collection[QueryId] = (),
    zone: tzinfo = DAMASCUS,
) -> Decision:
    """Return what to do with *delivery* at *now*.

    *call* is the one stored with it, else the one just composed; None where its article is no longer there. *followed*
    are the queries it is about, none where that is not known. *zone* is the chat's.
    """
    if delivery.expires_at <= now:
        return Drop("expired")
    if call is None:
        return Drop("empty")
    if delivery.lane in {Lane.ANSWER, Lane.EDIT}:
        return Send(call)
    about = circumstances or Circumstances()
    if followed and about.muted.issuperset(followed):
        return Drop("muted")
    if until := _silence(delivery, about, now, zone):
        return PutOff(until, until + EXPIRES_IN[delivery.lane])
    if delivery.kind is Kind.FIRST and not delivery.unknowns:  # one that may have been told is no longer moved
        is_night = hours.quiet_until(about.preferences.quiet, now, zone) is not None  # then it is urgent, and passes
        if (about.late_urgent if is_night else about.late) > MOST_LATE:
            return CatchUp(urgent_only=is_night)
        if _is_collected(about, followed):
            return Collect()
    is_beneath = delivery.kind in {Kind.UPDATE, Kind.CORRECTION}
    return Send(call, silent=is_beneath and delivery.lane is not Lane.URGENT and about.preferences.silent_updates)


def _silence(delivery: Delivery, about: Circumstances, now: datetime, zone: tzinfo) -> datetime | None:
    """Return until when nothing may be sent, None if it may."""
    if about.muted_until and about.muted_until > now:
        return about.muted_until
    if delivery.lane is Lane.URGENT and about.preferences.urgent_passes:
        return None
    return hours.quiet_until(about.preferences.quiet, now, zone)


def _is_collected(about: Circumstances, followed: Collection[QueryId]) -> bool:
    if followed and (about.collected | about.muted).issuperset(followed):
        return True
    most = about.preferences.most_an_hour
    return most is not None and about.told >= most
