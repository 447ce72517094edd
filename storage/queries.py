"""Queries and their terms: stored once, whoever follows them."""

from datetime import datetime

from sqlalchemy import select

from domain.queries import Query, QueryId, from_canonical, simples
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import queries, query_terms, subscriptions, terms


async def ensure(tx: Transaction, query: Query) -> QueryId:
    """Return the id of *query*, stored with its terms if it is new."""
    known = select(queries.c.id).where(queries.c.canonical == query.canonical)
    if (id_ := await tx.connection.scalar(known)) is not None:
        return QueryId(id_)
    now = await tx.now()
    await tx.connection.execute(
        insert(tx.dialect, queries).values(canonical=query.canonical, created_at=now).on_conflict_do_nothing()
    )
    id_ = QueryId((await tx.connection.execute(known)).scalar_one())
    for kind, _, text in sorted(simple.canonical.partition(":") for simple in simples(query)):
        await _ensure_term(tx, id_, kind, text)
    return id_


async def since(tx: Transaction, at: datetime) -> list[tuple[QueryId, Query]]:
    """Return the queries that someone began to follow at *at* or later.

    A row is committed later than its time says: look a minute further back than the last time, and take some twice.
    """
    followed = select(subscriptions.c.query_id).where(subscriptions.c.added_at >= at)
    rows = await tx.connection.execute(
        select(queries.c.id, queries.c.canonical).where(queries.c.id.in_(followed)).order_by(queries.c.id)
    )
    return [(QueryId(row.id), from_canonical(row.canonical)) for row in rows]


async def all_followed(tx: Transaction) -> list[tuple[QueryId, Query]]:
    """Return every query that someone follows."""
    rows = await tx.connection.execute(
        select(queries.c.id, queries.c.canonical)
        .where(select(subscriptions.c.id).where(subscriptions.c.query_id == queries.c.id).exists())
        .order_by(queries.c.id)
    )
    return [(QueryId(row.id), from_canonical(row.canonical)) for row in rows]


async def _ensure_term(tx: Transaction, query: QueryId, kind: str, text: str) -> None:
    now = await tx.now()
    await tx.connection.execute(
        insert(tx.dialect, terms).values(kind=kind, text=text, created_at=now).on_conflict_do_nothing()
    )
    term = await tx.connection.scalar(select(terms.c.id).where(terms.c.kind == kind, terms.c.text == text))
    await tx.connection.execute(
        insert(tx.dialect, query_terms).values(query_id=query, term_id=term).on_conflict_do_nothing()
    )
