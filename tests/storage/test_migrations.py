from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from storage.database import Database
from storage.tables import feeds


async def test_migrations_make_the_tables_that_the_code_names(empty_url: str) -> None:
    async with Database(empty_url) as database:
        await database.migrate()

        async with database.reading() as tx:
            differences = await tx.connection.run_sync(_differences)

    assert differences == []


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), feeds.metadata))
