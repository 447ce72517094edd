"""Subscriptions on their way from one bot to another: exported, imported, and dormant until their chat comes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import delete, select

from domain.chats import Chat, ChatId, ChatKind, Mode, TelegramId, Thread
from domain.moving import MovedChat, MovedSubscription, MovedTarget, chat_of, content_of, upgraded
from domain.preferences import Preferences
from domain.queries import Query, from_canonical
from storage import chat_preferences
from storage import queries as stored_queries
from storage import subscriptions as stored_subscriptions
from storage import targets as stored_targets
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import chats, dormant, queries, subscriptions, targets


async def followed(tx: Transaction) -> list[MovedChat]:
    """Return every chat that follows something, those that still wait for their chat too."""
    statement = (
        select(
            chats.c.id,
            chats.c.telegram_id,
            chats.c.kind,
            chats.c.invited,
            targets.c.thread,
            (targets.c.paused_at.is_not(None) & targets.c.shut.is_(False)).label("paused"),
            subscriptions.c.label,
            subscriptions.c.mode,
            queries.c.canonical,
        )
        .select_from(chats.join(targets).join(subscriptions).join(queries))
        .order_by(chats.c.id, targets.c.thread, subscriptions.c.id)
    )
    rows = (await tx.connection.execute(statement)).all()
    found = []
    wanted = await chat_preferences.all_(tx)
    for (id_, telegram_id, kind, invited), of_chat in groupby(
        rows, lambda row: (row.id, row.telegram_id, row.kind, row.invited)
    ):
        moved = tuple(
            MovedTarget(
                Thread(thread),
                bool(paused),
                tuple(MovedSubscription(row.canonical, row.label, Mode(row.mode)) for row in of_target),
            )
            for (thread, paused), of_target in groupby(of_chat, lambda row: (row.thread, row.paused))
        )
        preferences = wanted.get(ChatId(id_), Preferences())
        found.append(MovedChat(TelegramId(telegram_id), ChatKind(kind), invited, moved, preferences))
    there = {chat.telegram_id for chat in found}
    waiting = await tx.connection.scalars(select(dormant.c.content).order_by(dormant.c.telegram_id))
    return found + [chat for chat in map(chat_of, waiting) if chat.telegram_id not in there]


async def store(tx: Transaction, moved: Sequence[MovedChat]) -> None:
    """Let *moved* wait for their chats; who waits already waits for the new."""
    if not moved:
        return
    now = await tx.now()
    statement = insert(tx.dialect, dormant)
    new = {name: statement.excluded[name] for name in ("kind", "content", "created_at")}
    rows = [
        {
            "telegram_id": chat.telegram_id,
            "kind": chat.kind.value,
            "content": content_of(chat),
            "created_at": now,
        }
        for chat in moved
    ]
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=["telegram_id"], set_=new), rows)


async def is_invited(tx: Transaction, telegram_id: TelegramId) -> bool:
    """Return whether a chat was let in by the earlier bot, and has not come yet."""
    content = await tx.connection.scalar(select(dormant.c.content).where(dormant.c.telegram_id == telegram_id))
    return content is not None and chat_of(content).invited


async def follow(tx: Transaction, group: TelegramId, to: TelegramId) -> None:
    """Let what waits for *group* wait for the supergroup *to* that it became."""
    taken = delete(dormant).where(dormant.c.telegram_id.in_((group, to))).returning(dormant.c.content)
    found = {chat.telegram_id: chat for chat in map(chat_of, await tx.connection.scalars(taken))}
    there = found.get(to)
    if group in found:
        there = upgraded(found[group], to, there)
    await store(tx, [there] if there else [])


async def restore(
    tx: Transaction, chat: Chat, *, most: int, is_known: Callable[[Query], bool]
) -> tuple[int, int] | None:
    """Give *chat* what waits for it, at most *most* subscriptions a target; None if nothing does.

    Its preferences come back too, unless it asked for something itself since.

    Returns how many subscriptions are new, and how many are not: beyond *most*, or of what *is_known* no more.
    """
    statement = delete(dormant).where(dormant.c.telegram_id == chat.telegram_id).returning(dormant.c.content)
    content = await tx.connection.scalar(statement)
    if content is None:
        return None
    restored = left = 0
    came = chat_of(content)
    if came.preferences != Preferences() and await chat_preferences.of(tx, chat.id) == Preferences():
        await chat_preferences.set_(tx, chat.id, came.preferences)
    for moved in came.targets:
        target = await stored_targets.ensure(tx, chat.id, moved.thread)
        room = most - await stored_subscriptions.count(tx, target.id)
        for one in moved.subscriptions:
            query = from_canonical(one.query)
            if room <= 0 or not is_known(query):
                left += 1
                continue
            query_id = await stored_queries.ensure(tx, query)
            _, is_new = await stored_subscriptions.add(tx, target.id, query_id, one.label, one.mode)
            restored += is_new
            room -= is_new
        if moved.paused:
            await stored_targets.pause(tx, target.id, await tx.now())
    return restored, left


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete what has waited since before *before*; return how many chats that were."""
    return (await tx.connection.execute(delete(dormant).where(dormant.c.created_at < before))).rowcount
