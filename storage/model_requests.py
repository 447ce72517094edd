"""Model requests: what the language model is asked, one question a story, and what it answered.

    PENDING ──claim──▶ PENDING, fence + 1, due_at = end of the lease
            ──answered─▶ ANSWERED     ──given_up─▶ GIVEN UP     ──put_off─▶ PENDING, failures + 1, due later

While a request waits, first alerts of its story are due at ``held_until``; its end, or a wait that is longer, makes
them due at once. An answer belongs to the words it was made of: copies share it, an edited article has none.
Locks are taken in the order model_use, model_requests, deliveries.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update

from domain.alerts import AlertId, Material
from domain.news import ArticleId, StoryId
from domain.retellings import ModelRequest, ModelRequestId, Retelling, RetellingKind
from storage import articles as stored_articles
from storage.database import Transaction
from storage.dialects import insert
from storage.schema import is_waiting
from storage.tables import alerts, articles, deliveries, model_requests

ANSWERED, GIVEN_UP = 1, 2
MOST_CLAIMS = 3  # of a request whose process died each time


async def add(
    tx: Transaction, *, story: StoryId, article: ArticleId, fingerprint: str, kind: RetellingKind, held_until: datetime
) -> None:
    """Ask about *article*, unless something was asked about its story before."""
    now = await tx.now()
    values = {
        "story_id": story,
        "article_id": article,
        "fingerprint": fingerprint,
        "kind": kind.value,
        "due_at": now,
        "held_until": held_until,
        "created_at": now,
    }
    statement = insert(tx.dialect, model_requests).values(values)
    await tx.connection.execute(statement.on_conflict_do_nothing(index_elements=["story_id"]))
    tx.wake("model")


async def of_story(tx: Transaction, story: StoryId, fingerprint: str) -> tuple[bool, datetime | None]:
    """Return whether something was asked about *story*, and until when alerts of *fingerprint* wait for the answer.

    The request does not end before this transaction does: what it enqueues is made due then like the rest.
    """
    columns = (model_requests.c.state, model_requests.c.fingerprint, model_requests.c.held_until)
    statement = select(*columns).where(model_requests.c.story_id == story).with_for_update(key_share=True)
    row = (await tx.connection.execute(statement)).first()
    if row is None:
        return False, None
    is_held = row.state == 0 and row.fingerprint == fingerprint and row.held_until > await tx.now()
    return True, row.held_until if is_held else None


async def next_due(tx: Transaction) -> datetime | None:
    """Return when the next request is due, None if none waits."""
    statement = select(func.min(model_requests.c.due_at)).where(is_waiting(model_requests))
    due_at: datetime | None = await tx.connection.scalar(statement)
    return due_at


async def claim(tx: Transaction, limit: int, lease: timedelta) -> list[ModelRequest]:
    """Take at most *limit* requests, the newest first: of a crowd some alerts still wait for the last ones."""
    now = await tx.now()
    is_due = and_(is_waiting(model_requests), model_requests.c.due_at <= now)
    same = select(articles.c.id).where(
        articles.c.id == model_requests.c.article_id, articles.c.fingerprint == model_requests.c.fingerprint
    )
    over = or_(model_requests.c.fence >= MOST_CLAIMS, ~same.exists())  # or its article was edited meanwhile
    await tx.connection.execute(update(model_requests).where(is_due, over).values(state=GIVEN_UP, error="over"))
    pick = (
        select(model_requests.c.id)
        .where(is_due)
        .order_by(model_requests.c.id.desc())
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
        .cte("pick")
    )
    statement = (
        update(model_requests)
        .where(model_requests.c.id.in_(select(pick.c.id)))
        .values(due_at=now + lease, fence=model_requests.c.fence + 1)
        .returning(model_requests.c.id)
    )
    ids = list(await tx.connection.scalars(statement))
    return await _requests(tx, ids)


async def answered(tx: Transaction, request: ModelRequest, told: Retelling) -> bool:
    """Store the answer under its claim, and let the story's alerts go; False if the claim is over."""
    return await _end(tx, request, {"state": ANSWERED, "title": told.title, "summary": told.summary, "error": ""})


async def given_up(tx: Transaction, request: ModelRequest, error: str) -> bool:
    """Store that there will be no answer, and let the story's alerts go; False if the claim is over."""
    return await _end(tx, request, {"state": GIVEN_UP, "error": error})


async def put_off(tx: Transaction, request: ModelRequest, due_at: datetime, error: str) -> bool:
    """Ask again at *due_at*; the story's alerts wait for that only if it is before they go anyway."""
    values = {"due_at": due_at, "failures": model_requests.c.failures + 1, "error": error}
    if due_at >= request.held_until:
        return await _end(tx, request, values)
    return await _change(tx, request, values)


async def give_back(tx: Transaction, held: Collection[ModelRequest]) -> None:
    """Let claimed requests be due now, each under its claim."""
    now = await tx.now()
    for request in held:
        await _change(tx, request, {"due_at": now})


async def with_retellings(tx: Transaction, materials: Mapping[AlertId, Material]) -> dict[AlertId, Material]:
    """Return *materials* with what a language model made of their articles' words."""
    if not materials:
        return {}
    same = and_(
        model_requests.c.story_id == articles.c.story_id,
        model_requests.c.fingerprint == articles.c.fingerprint,
        model_requests.c.state == ANSWERED,
    )
    columns = (articles.c.id, model_requests.c.kind, model_requests.c.title, model_requests.c.summary)
    wanted = {each.article_id for each in materials.values()}
    rows = await tx.connection.execute(
        select(*columns).select_from(articles.join(model_requests, same)).where(articles.c.id.in_(wanted))
    )
    told = {ArticleId(row.id): Retelling(RetellingKind(row.kind), row.title, row.summary) for row in rows}
    return {alert: replace(each, retelling=told.get(each.article_id)) for alert, each in materials.items()}


async def prune(tx: Transaction, before: datetime) -> int:
    """Delete what was asked before *before*; return how much."""
    return (await tx.connection.execute(delete(model_requests).where(model_requests.c.created_at < before))).rowcount


async def _requests(tx: Transaction, ids: Collection[int]) -> list[ModelRequest]:
    columns = (model_requests.c.id.label("request"), model_requests.c.kind, model_requests.c.fence)
    more = (model_requests.c.failures, model_requests.c.held_until, model_requests.c.created_at)
    statement = select(articles, *columns, *more).join(model_requests, model_requests.c.article_id == articles.c.id)
    rows = await tx.connection.execute(statement.where(model_requests.c.id.in_(ids)).order_by(model_requests.c.id))
    return [
        ModelRequest(
            id=ModelRequestId(row.request),
            story=StoryId(row.story_id),
            article=stored_articles.read(row),
            language=row.language,
            kind=RetellingKind(row.kind),
            fence=row.fence,
            failures=row.failures,
            held_until=row.held_until,
            created_at=row.created_at,
        )
        for row in rows
    ]


async def _end(tx: Transaction, request: ModelRequest, values: Mapping[str, Any]) -> bool:
    """Change *request* under its claim, and make due what waits for it."""
    if not await _change(tx, request, values):
        return False
    of_story = select(alerts.c.id).where(alerts.c.story_id == request.story)
    held = and_(
        is_waiting(deliveries),
        deliveries.c.due_at == request.held_until,  # what was claimed or put off since has another time
        deliveries.c.begun_at.is_(None),
        deliveries.c.alert_id.in_(of_story),
    )
    await tx.connection.execute(update(deliveries).where(held).values(due_at=await tx.now()))
    tx.wake("deliveries")
    return True


async def _change(tx: Transaction, request: ModelRequest, values: Mapping[str, Any]) -> bool:
    mine = and_(model_requests.c.id == request.id, model_requests.c.fence == request.fence, is_waiting(model_requests))
    return (await tx.connection.execute(update(model_requests).where(mine).values(values))).rowcount == 1
