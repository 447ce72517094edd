"""One pace for all senders: a row a bucket, holding when the next call may go (GCRA).

ITU-T I.371's generic cell rate algorithm: ``free_at`` is the theoretical arrival time; a bucket that rested has
*burst* calls free. Reserved in the claim's transaction, so that any number of processes keep the pace together and
a crashed one only wastes its slots.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, select, update

from storage.columns import moment
from storage.database import Transaction
from storage.tables import pace

ALERTS = "alerts"
ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many calls a second may go, and how many at once after a rest."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram's 30 a second, shared out (measured: 25 + 5 met no 429), and the spacing within one chat."""

    alerts: Bucket = Bucket(25.0, 5)
    answers: Bucket = Bucket(5.0, 3)
    private_spacing: timedelta = timedelta(seconds=1)
    group_spacing: timedelta = timedelta(seconds=3)
    answer_burst: int = 3


async def free(tx: Transaction, name: str, bucket: Bucket) -> int:
    """Return how many calls may go now; no other transaction can reserve until this one ends."""
    return _free(await _free_at(tx, name), await tx.now(), bucket)


async def spend(tx: Transaction, name: str, n: int, bucket: Bucket) -> None:
    """Use *n* calls of a bucket that this transaction has asked by ``free``."""
    if n:
        earliest = await tx.now() - timedelta(seconds=bucket.burst / bucket.per_second)
        start = max(await _free_at(tx, name), earliest)
        await _set(tx, name, start + timedelta(seconds=n / bucket.per_second))


async def give_back(tx: Transaction, name: str, n: int, bucket: Bucket) -> None:
    """Take back what was spent for *n* calls that are not made."""
    if n:
        await _set(tx, name, await _free_at(tx, name) - timedelta(seconds=n / bucket.per_second))


async def reserve(tx: Transaction, name: str, n: int, bucket: Bucket) -> int:
    """Use at most *n* calls; return how many were granted."""
    granted = min(n, await free(tx, name, bucket))
    await spend(tx, name, granted, bucket)
    return granted


async def pause(tx: Transaction, name: str, seconds: float) -> None:
    """Let none go for *seconds*; a longer pause stays."""
    until = await tx.now() + timedelta(seconds=seconds)
    later = case((pace.c.free_at > until, pace.c.free_at), else_=moment(until))
    await tx.connection.execute(update(pace).where(pace.c.name == name).values(free_at=later))


async def _free_at(tx: Transaction, name: str) -> datetime:
    row = await tx.connection.execute(select(pace.c.free_at).where(pace.c.name == name).with_for_update())
    free_at: datetime = row.scalar_one()
    return free_at


async def _set(tx: Transaction, name: str, free_at: datetime) -> None:
    await tx.connection.execute(update(pace).where(pace.c.name == name).values(free_at=free_at))


def _free(free_at: datetime, now: datetime, bucket: Bucket) -> int:
    rested = (now - free_at).total_seconds() * bucket.per_second
    # A microsecond is lost in each division; without the margin one call of a full bucket would wait for it.
    return max(0, min(bucket.burst, int(rested + 1e-4)))
