"""Feeds: what is polled, when, and how it went.

A claim gives a feed to one poller for a lease; whatever is stored afterwards is fenced by the number of that
claim, so that a poller that woke too late changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, delete, func, select, update

from domain.feeds import Feed, FeedId, FeedState, HubState, Signs, Source, Validators, Verdict
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import is_waiting
from storage.tables import feeds, hubs, pushes

_STATES = (FeedState.ACTIVE, FeedState.REMOVED)  # by number
_REMOVED = 1


async def add(tx: Transaction, source: Source, due_at: datetime) -> tuple[Feed, bool]:
    """Store *source* to be polled at *due_at*; a removed feed of this URL comes back.

    Returns the feed, and False when it was already polled.
    """
    is_new = bool(await add_all(tx, [(source, due_at)]))
    feed = await by_url(tx, source.url)
    assert feed is not None  # noqa: S101  just stored, or there before
    return feed, is_new


async def add_all(tx: Transaction, found: Sequence[tuple[Source, datetime]]) -> set[str]:
    """Store sources, each to be polled at its time, as ``add`` does; return the URLs that were not polled before."""
    if not found:
        return set()
    now = await tx.now()
    statement = insert(tx.dialect, feeds)
    again = {"state": 0, "failures": 0, "error": "", "primed": False, "body_hash": "", "etag": "", "last_modified": ""}
    again["verdict"] = ""
    taken = {"due_at": statement.excluded.due_at, "full_text": statement.excluded.full_text}
    statement = statement.on_conflict_do_update(
        index_elements=["url"], set_=again | taken, where=feeds.c.state == _REMOVED
    )
    # One row a URL: PostgreSQL refuses to meet a row twice in one statement.
    rows = {source.url: _values(source, due_at, now) for source, due_at in reversed(found)}
    added = await tx.connection.execute(statement.returning(feeds.c.url), list(reversed(rows.values())))
    tx.wake("feeds")
    return set(added.scalars())


async def set_full_text(tx: Transaction, feed: FeedId, *, wanted: bool) -> None:
    """Complete the articles of *feed* from their pages from now on, or no more."""
    await tx.connection.execute(update(feeds).where(feeds.c.id == feed).values(full_text=wanted))


async def remove(tx: Transaction, feed: FeedId) -> None:
    """Poll *feed* no more, and know nothing of its hub; its articles stay."""
    values = {"state": _REMOVED, "fence": feeds.c.fence + 1, "hub": HubState.NONE.value}
    await tx.connection.execute(update(feeds).where(feeds.c.id == feed).values(values))
    for queue in (hubs, pushes):
        await tx.connection.execute(delete(queue).where(queue.c.feed_id == feed))


async def all_active(tx: Transaction) -> list[Feed]:
    """Return the feeds that are polled, in the order they were added."""
    rows = await tx.connection.execute(select(feeds).where(is_waiting(feeds)).order_by(feeds.c.id))
    return [_feed(row) for row in rows]


async def any_ever(tx: Transaction) -> bool:
    """Tell whether a feed was ever added, removed ones too: whether this installation is new."""
    return (await tx.connection.execute(select(feeds.c.id).limit(1))).first() is not None


async def by_id(tx: Transaction, feed: FeedId) -> Feed | None:
    """Return the feed, a removed one too."""
    row = (await tx.connection.execute(select(feeds).where(feeds.c.id == feed))).first()
    return _feed(row) if row else None


async def by_url(tx: Transaction, url: str) -> Feed | None:
    """Return the feed of exactly this URL, a removed one too."""
    row = (await tx.connection.execute(select(feeds).where(feeds.c.url == url))).first()
    return _feed(row) if row else None


async def claim(tx: Transaction, limit: int, lease: timedelta) -> list[Feed]:
    """Take at most *limit* feeds that are due, the longest due first; they are due again when *lease* is over."""
    now = await tx.now()
    pick = (
        select(feeds.c.id)
        .where(is_waiting(feeds), feeds.c.due_at <= now)
        .order_by(feeds.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
        .cte("pick")
    )
    statement = (
        update(feeds)
        .where(feeds.c.id.in_(select(pick.c.id)))
        .values(due_at=now + lease, fence=feeds.c.fence + 1)
        .returning(feeds)
    )
    return [_feed(row) for row in await tx.connection.execute(statement)]


async def succeeded(
    tx: Transaction,
    feed: Feed,
    *,
    due_at: datetime,
    daily: float,
    validators: Validators,
    body_hash: str,
    primed: bool,
    guid_is_identity: bool,
    lag: timedelta,
    entries: int,
    late: int,
    new: int,
    name: str,
    signs: Signs,
) -> bool:
    """Store a successful read under *feed*'s claim; return False if that is over.

    *late* is added to what came late before; *name* counts only where the feed has none.
    """
    now = await tx.now()
    values: dict[str, Any] = {
        "due_at": due_at,
        "daily": daily,
        "etag": validators.etag,
        "last_modified": validators.last_modified,
        "body_hash": body_hash,
        "primed": primed,
        "guid_is_identity": guid_is_identity,
        "lag": lag.total_seconds(),
        "entries": entries,
        "late": feeds.c.late + late,
        "name": case((feeds.c.name == "", name), else_=feeds.c.name),
        "failures": 0,
        "error": "",
        "checked_at": now,
        "succeeded_at": now,
        **_columns(signs),
    }
    if new:
        values["article_at"] = now
    return await _finish(tx, feed, values)


async def unchanged(tx: Transaction, polls: Sequence[tuple[Feed, datetime, float, Signs]]) -> None:
    """Store reads with nothing new, each under its claim: (feed, due_at, daily, signs)."""
    if not polls:
        return
    now = await tx.now()
    signs = {name: bindparam(f"new_{name}", type_=feeds.c[name].type) for name in _columns(Signs())}
    values = {"due_at": bindparam("next"), "daily": bindparam("rate"), "failures": 0, "error": "", **signs}
    statement = (
        update(feeds)
        .where(_is_held(bindparam("feed"), bindparam("claim")))
        .values(**values, checked_at=now, succeeded_at=now)
    )
    rows = [
        {"feed": feed.id, "claim": feed.fence, "next": due_at, "rate": daily}
        | {f"new_{name}": value for name, value in _columns(found).items()}
        for feed, due_at, daily, found in polls
    ]
    await tx.connection.execute(statement, rows)


async def pushed(tx: Transaction, feed: Feed, *, daily: float, lag: timedelta, late: int, signs: Signs) -> None:
    """Store that a push brought news of *feed*, whoever holds it: when it is polled next stays as it is."""
    now = await tx.now()
    values = {
        "daily": daily,
        "lag": lag.total_seconds(),
        "late": feeds.c.late + late,
        "succeeded_at": now,
        "article_at": now,
        **_columns(signs),
    }
    await tx.connection.execute(update(feeds).where(feeds.c.id == feed.id).values(values))


async def failed(tx: Transaction, feed: Feed, *, due_at: datetime, error: str) -> bool:
    """Store a failed poll under *feed*'s claim; return False if that is over."""
    now = await tx.now()
    return await _finish(
        tx, feed, {"due_at": due_at, "error": error, "failures": feeds.c.failures + 1, "checked_at": now}
    )


async def unreached(tx: Transaction, feed: Feed, *, due_at: datetime, error: str) -> bool:
    """Store a poll that failed through no fault of *feed*'s, under its claim: no failure is counted."""
    return await _finish(tx, feed, {"due_at": due_at, "error": error, "checked_at": await tx.now()})


async def postpone(tx: Transaction, waiting: Sequence[tuple[Feed, datetime, str]]) -> None:
    """Let claimed feeds wait for their host, each under its claim: (feed, due_at, the host's trouble or "")."""
    if not waiting:
        return
    is_troubled = bindparam("trouble", type_=feeds.c.error.type) != ""
    values = {
        "due_at": bindparam("next"),
        "error": case((is_troubled, bindparam("trouble", type_=feeds.c.error.type)), else_=feeds.c.error),
        "failures": case((is_troubled & (feeds.c.failures == 0), 1), else_=feeds.c.failures),
    }
    statement = update(feeds).where(_is_held(bindparam("feed"), bindparam("claim"))).values(values)
    await tx.connection.execute(
        statement,
        [
            {"feed": feed.id, "claim": feed.fence, "next": due_at, "trouble": trouble}
            for feed, due_at, trouble in waiting
        ],
    )


async def give_back(tx: Transaction, held: Sequence[Feed]) -> None:
    """Make claimed feeds due now, each under its claim: the poller stops before it read them."""
    if not held:
        return
    statement = update(feeds).where(_is_held(bindparam("feed"), bindparam("claim"))).values(due_at=await tx.now())
    await tx.connection.execute(statement, [{"feed": feed.id, "claim": feed.fence} for feed in held])


async def hasten(tx: Transaction, url: str) -> None:
    """Make the feed of *url* due now; a poll that is under way stores nothing, for it may have come too early."""
    values = {"due_at": await tx.now(), "fence": feeds.c.fence + 1}
    await tx.connection.execute(update(feeds).where(feeds.c.url == url).values(values))


async def renew(tx: Transaction, held: Sequence[Feed], lease: timedelta) -> datetime:
    """Hold feeds for *lease* from now, and return until when; those finished meanwhile stay as they are."""
    until = await tx.now() + lease
    is_open = feeds.c.due_at == bindparam("lease_end")
    statement = update(feeds).where(_is_held(bindparam("feed"), bindparam("claim")), is_open).values(due_at=until)
    await tx.connection.execute(
        statement, [{"feed": feed.id, "claim": feed.fence, "lease_end": feed.due_at} for feed in held]
    )
    return until


async def holds(tx: Transaction, feed: Feed) -> bool:
    """Return whether *feed*'s claim is still the last one."""
    statement = select(feeds.c.id).where(_is_held(feed.id, feed.fence)).with_for_update(key_share=True)
    return (await tx.connection.execute(statement)).first() is not None


async def next_due(tx: Transaction) -> datetime | None:
    """Return when the next feed is due, None if there is none."""
    due_at: datetime | None = await tx.connection.scalar(select(func.min(feeds.c.due_at)).where(is_waiting(feeds)))
    return due_at


async def _finish(tx: Transaction, feed: Feed, values: dict[str, Any]) -> bool:
    result = await tx.connection.execute(update(feeds).where(_is_held(feed.id, feed.fence)).values(values))
    return result.rowcount == 1


def _values(source: Source, due_at: datetime, now: datetime) -> dict[str, Any]:
    return {
        "url": source.url,
        "name": source.name,
        "country": source.country,
        "family": source.family,
        "region": source.region,
        "full_text": source.full_text,
        "due_at": due_at,
        "created_at": now,
    }


def _is_held(feed: Any, fence: Any) -> ColumnElement[bool]:
    return and_(feeds.c.id == feed, feeds.c.fence == fence, is_waiting(feeds))


def _columns(signs: Signs) -> dict[str, Any]:
    return {
        "hours": list(signs.hours),
        "gap": signs.gap.total_seconds(),
        "ttl": None if signs.ttl is None else signs.ttl.total_seconds(),
        "took": signs.took.total_seconds(),
        "moved_to": signs.moved_to,
        "moved_at": signs.moved_at,
        "certificate_until": signs.certificate_until,
        "repaired": signs.repaired,
        "ahead": signs.ahead.total_seconds(),
    }


def _signs(values: dict[str, Any]) -> Signs:
    """Take the columns of the signs out of a row's *values*."""
    found = {name: values.pop(name) for name in _columns(Signs())}
    spans = {name: timedelta(seconds=found[name]) for name in ("gap", "took", "ahead")}
    ttl = None if found["ttl"] is None else timedelta(seconds=found["ttl"])
    return Signs(**{**found, **spans, "hours": tuple(found["hours"]), "ttl": ttl})


def _feed(row: Row[Any]) -> Feed:
    values = row._asdict()
    values["state"] = _STATES[values["state"]]
    values["lag"] = timedelta(seconds=values["lag"])
    values["signs"] = _signs(values)
    values["hub"] = HubState(values["hub"])
    values["verdict"] = Verdict(values["verdict"]) if values["verdict"] else None
    return Feed(**values)
