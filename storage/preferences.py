"""Settings that admins change while the bot runs: JSON values by name, in the table ``settings``."""

from typing import Any

from sqlalchemy import select

from storage.database import Transaction
from storage.dialects import insert
from storage.tables import settings


async def get(tx: Transaction, key: str, default: Any = None) -> Any:
    """Return the value stored under *key*, or *default*."""
    row = (await tx.connection.execute(select(settings.c.value).where(settings.c.key == key))).first()
    return row.value if row else default


async def set_(tx: Transaction, key: str, value: Any) -> None:
    """Store *value*, anything JSON can hold, under *key*."""
    statement = insert(tx.dialect, settings).values(key=key, value=value, changed_at=await tx.now())
    changed = {"value": statement.excluded.value, "changed_at": statement.excluded.changed_at}
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=changed))
