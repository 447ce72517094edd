"""Places that an operator imported, laid over the shipped ones, and the version that tells processes to look again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from domain.news import Alias, Place, PlaceId, PlaceKind, Point, Tier
from news.places.records import Record
from storage import preferences
from storage.database import Transaction
from storage.dialects import insert
from storage.tables import places

VERSION = "places_version"  # its key in the table of settings
BATCH = 1000  # rows a statement


async def add(tx: Transaction, records: Sequence[Record]) -> None:
    """Store *records*, each over the one with its id, and make the next version of all of them."""
    for start in range(0, len(records), BATCH):
        rows = [_row(record) for record in records[start : start + BATCH]]
        statement = insert(tx.dialect, places)
        changed = {column: statement.excluded[column] for column in rows[0] if column != "id"}
        await tx.connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), rows)
    await preferences.set_(tx, VERSION, await version(tx) + 1)


async def version(tx: Transaction) -> int:
    """Return how often places were imported: another number means other places."""
    return int(await preferences.get(tx, VERSION, 0))


async def all_(tx: Transaction) -> list[Record]:
    """Return all imported places, by id."""
    return [_record(row) for row in await tx.connection.execute(select(places).order_by(places.c.id))]


def _row(record: Record) -> dict[str, Any]:
    place, point = record.place, record.place.point
    return {
        "id": place.id,
        "kind": place.kind.value,
        "parent": place.parent,
        "name": place.name,
        "aliases": [[alias.text, alias.language, alias.tier.value] for alias in place.aliases],
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
        "source": point.source if point else "",
        "file": record.file,
        "line": record.line,
    }


def _record(row: Any) -> Record:
    place = Place(
        id=PlaceId(row.id),
        kind=PlaceKind(row.kind),
        name=row.name,
        parent=PlaceId(row.parent),
        aliases=tuple(Alias(text, language, Tier(tier)) for text, language, tier in row.aliases),
        point=Point(row.latitude, row.longitude, row.source) if row.source else None,
    )
    return Record(row.file, row.line, place, PlaceId(""))
