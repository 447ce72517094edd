"""Hubs: the one that a feed names, our subscription there, and whether it keeps its word.

A row waits until its hub is to be asked: for the first time, again after a failure, or before its lease ends. What a
request leads to comes by the callback, which may be earlier than the answer to the request itself: it ends the claim.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, and_, delete, select, update

from domain.feeds import Feed, FeedId, HubState
from domain.hubs import Hub
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import is_waiting
from storage.tables import feeds, hubs

CHANGED_AFTER = timedelta(days=1)
TRUSTED_AFTER = 3  # pushes with news in a row


async def named(tx: Transaction, feed: Feed, url: str, topic: str) -> None:
    """Store which hub *feed* names; one that it did not name before is to be asked at once.

    Some feeds write another address at each poll: a change counts once a day at most.
    """
    now = await tx.now()
    known = (await tx.connection.execute(select(hubs).where(hubs.c.feed_id == feed.id))).first()
    if known is not None and ((known.url, known.topic) == (url, topic) or now - known.named_at < CHANGED_AFTER):
        return
    fresh = {
        "url": url,
        "topic": topic,
        "token": secrets.token_urlsafe(24),
        "secret": secrets.token_hex(32),
        "named_at": now,
        "due_at": now,
        "failures": 0,
        "error": "",
        "verified_at": None,
        "lease_until": None,
        "streak": 0,
    }
    statement = insert(tx.dialect, hubs).values(feed_id=feed.id, **fresh)
    again = fresh | {"fence": hubs.c.fence + 1}
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=["feed_id"], set_=again))
    await _say(tx, feed.id, HubState.ASKED)
    tx.wake("hubs")


async def claim(tx: Transaction, limit: int, lease: timedelta) -> list[Hub]:
    """Take at most *limit* hubs that are to be asked, of feeds that are polled; due again when *lease* is over."""
    now = await tx.now()
    pick = (
        select(hubs.c.feed_id)
        .where(hubs.c.due_at <= now, hubs.c.feed_id.in_(select(feeds.c.id).where(is_waiting(feeds))))
        .order_by(hubs.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
        .cte("pick")
    )
    statement = (
        update(hubs)
        .where(hubs.c.feed_id.in_(select(pick.c.feed_id)))
        .values(due_at=now + lease, fence=hubs.c.fence + 1)
        .returning(hubs)
    )
    return [_hub(row) for row in await tx.connection.execute(statement)]


async def asked(tx: Transaction, hub: Hub, *, due_at: datetime, error: str = "") -> None:
    """Store how the request to *hub* went, under its claim: it is to be asked again at *due_at* if nothing follows."""
    values = {"due_at": due_at, "failures": hub.failures + 1, "error": error}
    await tx.connection.execute(
        update(hubs).where(hubs.c.feed_id == hub.feed, hubs.c.fence == hub.fence).values(values)
    )


async def by_token(tx: Transaction, token: str) -> Hub | None:
    """Return the hub of the callback *token*, if its feed is polled."""
    statement = select(hubs).join(feeds).where(hubs.c.token == token, is_waiting(feeds))
    row = (await tx.connection.execute(statement)).first()
    return _hub(row) if row else None


async def verified(tx: Transaction, hub: Hub, *, lease_until: datetime, due_at: datetime) -> None:
    """Store that *hub* pushes until *lease_until*, and is to be asked again at *due_at*."""
    values = {
        "verified_at": await tx.now(),
        "lease_until": lease_until,
        "due_at": due_at,
        "failures": 0,
        "error": "",
        "fence": hubs.c.fence + 1,
    }
    await tx.connection.execute(update(hubs).where(hubs.c.token == hub.token).values(values))
    await _say(tx, hub.feed, HubState.ASKED, after=(HubState.REFUSED,))


async def denied(tx: Transaction, hub: Hub, *, due_at: datetime, reason: str) -> None:
    """Store that *hub* refuses to push, and is to be asked again at *due_at*."""
    values = {
        "verified_at": None,
        "lease_until": None,
        "due_at": due_at,
        "failures": hub.failures + 1,
        "error": reason,
        "streak": 0,
        "fence": hubs.c.fence + 1,
    }
    await tx.connection.execute(update(hubs).where(hubs.c.token == hub.token).values(values))
    await _say(tx, hub.feed, HubState.REFUSED)


async def lapse(tx: Transaction) -> Sequence[FeedId]:
    """Trust no more the hubs whose lease is over; return the feeds that they pushed."""
    is_over = and_(hubs.c.lease_until.is_not(None), hubs.c.lease_until <= await tx.now())
    over = update(hubs).where(is_over).values(verified_at=None, lease_until=None, streak=0).returning(hubs.c.feed_id)
    lapsed = [FeedId(number) for number in (await tx.connection.execute(over)).scalars()]
    for feed in lapsed:
        await _say(tx, feed, HubState.ASKED)
    return lapsed


async def brought(tx: Transaction, feed: Feed) -> None:
    """Store that a push brought news of *feed* before a poll found them."""
    statement = update(hubs).where(hubs.c.feed_id == feed.id, hubs.c.lease_until.is_not(None))
    statement = statement.values(streak=hubs.c.streak + 1)
    streak = (await tx.connection.execute(statement.returning(hubs.c.streak))).scalar_one_or_none()
    if streak is not None and streak >= TRUSTED_AFTER:
        await _say(tx, feed.id, HubState.KEPT)


async def missed(tx: Transaction, feed: Feed) -> bool:
    """Store that a poll of *feed* found news that its hub told nothing of; return whether that was not known before."""
    await tx.connection.execute(update(hubs).where(hubs.c.feed_id == feed.id).values(streak=0))
    return await _say(tx, feed.id, HubState.SILENT, after=(HubState.ASKED, HubState.KEPT))


async def verified_at(tx: Transaction, feed: Feed) -> datetime | None:
    """Return since when the hub of *feed* is subscribed to, None if it is not."""
    found: datetime | None = await tx.connection.scalar(select(hubs.c.verified_at).where(hubs.c.feed_id == feed.id))
    return found


async def ask_all(tx: Transaction) -> None:
    """Ask every hub anew: our callback has another address now."""
    now = await tx.now()
    await tx.connection.execute(update(hubs).values(due_at=now, verified_at=None, lease_until=None, streak=0))
    await tx.connection.execute(update(feeds).where(feeds.c.hub != "").values(hub=HubState.ASKED.value))


async def forget_all(tx: Transaction) -> None:
    """Forget every hub: there is no address any more to push to."""
    await tx.connection.execute(delete(hubs))
    await tx.connection.execute(update(feeds).where(feeds.c.hub != "").values(hub=""))


async def next_due(tx: Transaction) -> datetime | None:
    """Return when the next hub is to be asked, None if there is none."""
    statement = select(hubs.c.due_at).join(feeds).where(is_waiting(feeds)).order_by(hubs.c.due_at).limit(1)
    due_at: datetime | None = await tx.connection.scalar(statement)
    return due_at


async def _say(tx: Transaction, feed: FeedId, state: HubState, after: Sequence[HubState] = ()) -> bool:
    """Store in the feed's row what its hub does, if it did one of *after*; return whether that is a change."""
    statement = update(feeds).where(feeds.c.id == feed, feeds.c.hub != state.value)
    if after:
        statement = statement.where(feeds.c.hub.in_([each.value for each in after]))
    return (await tx.connection.execute(statement.values(hub=state.value))).rowcount == 1


def _hub(row: Row[tuple[object, ...]]) -> Hub:
    values = row._mapping
    return Hub(
        feed=FeedId(values["feed_id"]),
        **{name: values[name] for name in ("url", "topic", "token", "secret", "fence", "failures", "lease_until")},
    )
