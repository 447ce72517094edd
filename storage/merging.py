"""Merge one chat into another: the group that became a supergroup whose messages came first.

Where both have a subscription to one query, or an alert of one story, the earlier stays.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, and_, case, delete, func, select, update

from domain.chats import ChatId
from storage import chat_preferences, digest_times
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import alerts, chats, deliveries, invitations, subscriptions, targets


async def merge(tx: Transaction, chat: ChatId, into: ChatId) -> None:
    """Move everything of *chat* to *into*, both locked, and delete *chat*; a pause or mute of either stays."""
    mine = (await tx.connection.execute(select(targets).where(targets.c.chat_id == chat).order_by(targets.c.id))).all()
    for target in mine:
        there = await _target(tx, into, target)
        await join(tx, target.id, there)
        await tx.connection.execute(update(deliveries).where(deliveries.c.target_id == there).values(chat_id=into))
    await chat_preferences.move(tx, chat, into)
    was_invited = select(chats.c.invited).where(chats.c.id == chat).scalar_subquery()
    await tx.connection.execute(update(chats).where(chats.c.id == into, was_invited).values(invited=True))
    await tx.connection.execute(update(invitations).where(invitations.c.used_by == chat).values(used_by=into))
    await tx.connection.execute(delete(chats).where(chats.c.id == chat))


async def join(tx: Transaction, target: int, there: int) -> None:
    """Move the subscriptions, alerts and deliveries of one target to another."""
    ours = select(deliveries.c.id).where(deliveries.c.target_id.in_((target, there))).order_by(deliveries.c.id)
    await tx.connection.execute(ours.with_for_update(key_share=True))  # before the alerts, as all others do
    await _move(tx, subscriptions, "query_id", target, there)
    await _move(tx, alerts, "story_id", target, there)
    await digest_times.note(tx, alerts.c.target_id == there)
    await tx.connection.execute(update(deliveries).where(deliveries.c.target_id == target).values(target_id=there))


async def _target(tx: Transaction, chat: ChatId, like: Any) -> int:
    kept = ("thread", "paused_at", "shut", "muted_until", "created_at")
    values = {"chat_id": chat} | {name: getattr(like, name) for name in kept}
    statement = insert(tx.dialect, targets).values(values)
    new = statement.excluded
    longer = case((targets.c.muted_until > new.muted_until, targets.c.muted_until), else_=new.muted_until)
    both = {
        "paused_at": func.coalesce(targets.c.paused_at, new.paused_at),
        # Shut is a pause of ours: where a person paused either, the reopened topic does not end it.
        "shut": case(
            (targets.c.paused_at.is_(None), new.shut),
            (new.paused_at.is_(None), targets.c.shut),
            else_=and_(targets.c.shut, new.shut),
        ),
        "muted_until": case((new.muted_until.is_(None), targets.c.muted_until), else_=longer),
    }
    statement = statement.on_conflict_do_update(index_elements=["chat_id", "thread"], set_=both)
    there: int = (await tx.connection.execute(statement.returning(targets.c.id))).scalar_one()
    return there


async def _move(tx: Transaction, table: Table, what: str, target: int, there: int) -> None:
    """Move rows between targets; of two about the same the later is deleted, with its deliveries.

    An alert that was told stays before one that was not: the other would be told again.
    """
    mine, theirs = table.alias("mine"), table.alias("theirs")
    is_kept = mine.c.created_at < theirs.c.created_at
    if table is alerts:
        is_told = [each.c.state == "told" for each in (mine, theirs)]
        is_kept = case((and_(is_told[0], ~is_told[1]), True), (and_(is_told[1], ~is_told[0]), False), else_=is_kept)
    both = (
        select(mine.c.id.label("mine"), theirs.c.id.label("theirs"), is_kept)
        .select_from(mine.join(theirs, mine.c[what] == theirs.c[what]))
        .where(mine.c.target_id == target, theirs.c.target_id == there)
    )
    pairs = (await tx.connection.execute(both)).all()
    if pairs and table is subscriptions:
        await _mute_alike(tx, [(mine, theirs) for mine, theirs, _ in pairs])
    if pairs:
        later = [theirs if is_earlier else mine for mine, theirs, is_earlier in pairs]
        await tx.connection.execute(delete(table).where(table.c.id.in_(later)))
    await tx.connection.execute(update(table).where(table.c.target_id == target).values(target_id=there))


async def _mute_alike(tx: Transaction, pairs: Sequence[tuple[int, int]]) -> None:
    """Mute both subscriptions of each pair as long as the longer: one of the two will be deleted."""
    which = subscriptions.c.id.in_([number for pair in pairs for number in pair])
    muted = select(subscriptions.c.id, subscriptions.c.muted_until).where(
        which, subscriptions.c.muted_until.is_not(None)
    )
    until = {row.id: row.muted_until for row in await tx.connection.execute(muted)}
    for pair in pairs:
        if mutes := [until[number] for number in pair if number in until]:
            both = update(subscriptions).where(subscriptions.c.id.in_(pair))
            await tx.connection.execute(both.values(muted_until=max(mutes)))
