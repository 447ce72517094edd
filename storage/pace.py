"""One pace for all senders: a row a bucket, holding when the next call may go (GCRA).

ITU-T I.371's generic cell rate algorithm: ``free_at`` is the theoretical arrival time; a bucket that rested has
*burst* calls free, and those of the next *ahead* may be reserved early, each to be made at its own moment: so the calls
leave evenly whenever their sender finds the time to claim them. Reserved in the claim's transaction, so that any number
of processes keep the pace together and a crashed one only wastes its slots. The row also says which share of the
configured pace may go: floods lower it for all senders, and it comes back by itself (AIMD).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from storage.columns import Instant
from storage.database import Transaction
from storage.tables import pace

ALERTS = "alerts"
ANSWERS = "answers"

BACK_A_MINUTE = 0.05  # of the configured pace: a half is back after ten minutes
LEAST_SHARE = 0.1
MOST_AHEAD = timedelta(milliseconds=160)  # of a bucket: what is more urgent comes after what has its moment
EASED_EVERY = timedelta(minutes=1)  # as much comes back in it: chats flooded one by one never slow all down for long

# Built once: they run with every claim, and building them costs as much as running them.
_STATES = select(pace).order_by(pace.c.name).with_for_update()
_SET = update(pace).where(pace.c.name == bindparam("which")).values(free_at=bindparam("at", type_=Instant()))


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many calls a second may go, how many at once after a rest, and how long before its moment one is given."""

    per_second: float
    burst: int
    ahead: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram's 30 a second, shared out (measured: 25 + 5 met no 429), and the spacing within one chat."""

    alerts: Bucket = Bucket(25.0, 5)
    answers: Bucket = Bucket(5.0, 3)
    private_spacing: timedelta = timedelta(seconds=1)
    group_spacing: timedelta = timedelta(seconds=3)
    answer_burst: int = 3


@dataclass(frozen=True, slots=True)
class State:
    """What a bucket's row says."""

    free_at: datetime
    share: float
    slowed_at: datetime

    def slots(self, bucket: Bucket, now: datetime, most: int) -> list[timedelta]:
        """Return how long after *now* each of the next calls may go, at most *most* of those that are given already."""
        start, per_second = self._start(bucket, now), self.per_second(bucket, now)
        # A microsecond is lost in each division; without the margin one call of a full bucket would wait for it.
        given = int((now + bucket.ahead - start).total_seconds() * per_second + 1e-4)
        moments = (start + timedelta(seconds=n / per_second) for n in range(1, min(most, given) + 1))
        return [max(timedelta(0), moment - now) for moment in moments]

    def after(self, n: int, bucket: Bucket, now: datetime) -> datetime:
        """Return ``free_at`` once *n* calls are used at *now*."""
        return self._start(bucket, now) + timedelta(seconds=n / self.per_second(bucket, now))

    def share_at(self, now: datetime) -> float:
        """Return the share of the pace that may go at *now*: additive increase, multiplicative decrease."""
        return min(1.0, self.share + BACK_A_MINUTE * ((now - self.slowed_at) / timedelta(minutes=1)))

    def per_second(self, bucket: Bucket, now: datetime) -> float:
        """Return how many calls may go in a second at *now*."""
        return bucket.per_second * self.share_at(now)

    def _start(self, bucket: Bucket, now: datetime) -> datetime:
        return max(self.free_at, now - timedelta(seconds=bucket.burst / self.per_second(bucket, now)))


async def states(tx: Transaction) -> dict[str, State]:
    """Return the state of each bucket by its name; no other transaction can reserve until this one ends."""
    rows = await tx.connection.execute(_STATES)
    return {row.name: State(row.free_at, row.share, row.slowed_at) for row in rows}


async def spend(tx: Transaction, name: str, state: State, n: int, bucket: Bucket) -> None:
    """Use *n* calls of a bucket whose *state* this transaction has asked for."""
    if n:
        await _set(tx, name, state.after(n, bucket, await tx.now()))


async def give_back(tx: Transaction, name: str, n: int, bucket: Bucket) -> None:
    """Take back what was spent for *n* calls that are not made."""
    if n:
        state = (await states(tx))[name]
        await _set(tx, name, state.free_at - timedelta(seconds=n / state.per_second(bucket, await tx.now())))


async def pause(tx: Transaction, name: str, seconds: float) -> bool:
    """Let none go for *seconds*; a longer pause stays. Return whether it is a new pause."""
    now = await tx.now()
    state = (await states(tx))[name]
    await _set(tx, name, max(state.free_at, now + timedelta(seconds=seconds)))
    return state.free_at <= now + MOST_AHEAD  # only a pause brings it further


async def halve(tx: Transaction, name: str) -> None:
    """Let half of what went until now go from now on: several chats were flooded at once. It comes back slowly."""
    await _slow_down(tx, name, 0.5)


async def ease(tx: Transaction, name: str) -> None:
    """Let a little less go from now on: one chat was flooded, which may be its own affair. At most once a minute."""
    if await tx.now() - (await states(tx))[name].slowed_at >= EASED_EVERY:
        await _slow_down(tx, name, 0.95)


async def _slow_down(tx: Transaction, name: str, to: float) -> None:
    now = await tx.now()
    share = max(LEAST_SHARE, (await states(tx))[name].share_at(now) * to)
    await tx.connection.execute(update(pace).where(pace.c.name == name).values(share=share, slowed_at=now))


async def _set(tx: Transaction, name: str, free_at: datetime) -> None:
    await tx.connection.execute(_SET, {"which": name, "at": free_at})
