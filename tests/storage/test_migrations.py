import asyncio
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from domain.errors import StorageError
from storage import migrate
from storage.database import Database
from storage.tables import feeds
from storage.urls import normalised


async def test_migrations_make_the_tables_that_the_code_names(empty_url: str) -> None:
    async with Database(empty_url) as database:
        await database.migrate()

        async with database.reading() as tx:
            differences = await tx.connection.run_sync(_differences)

    assert differences == []


async def test_checks_have_the_names_of_the_convention_on_postgresql(postgresql_url: str) -> None:
    async with Database(postgresql_url) as database, database.reading() as tx:
        made = await tx.connection.run_sync(_names_of_checks)
        names = tx.connection.dialect.identifier_preparer
        wanted = {
            names.format_constraint(each)
            for table in feeds.metadata.tables.values()
            for each in table.constraints
            if isinstance(each, CheckConstraint)
        }

    assert made == wanted


async def test_migrating_twice_and_at_once_is_migrating_once(empty_url: str) -> None:
    async with Database(empty_url) as one, Database(empty_url) as other:
        async with asyncio.TaskGroup() as processes:
            processes.create_task(one.migrate())
            processes.create_task(other.migrate())
        await one.migrate()

        async with other.reading() as tx:
            names = list(await tx.connection.scalars(text("SELECT name FROM pace ORDER BY name")))

    assert names == ["alerts", "answers"]


async def test_migrations_can_be_taken_back(empty_url: str) -> None:
    async with Database(empty_url) as database:
        await database.migrate()
    engine = create_async_engine(normalised(empty_url))
    async with engine.begin() as connection:
        await connection.run_sync(lambda each: command.downgrade(migrate.config(each), "base"))
        left = await connection.run_sync(lambda each: inspect(each).get_table_names())
    await engine.dispose()

    assert left == ["alembic_version"]


async def test_a_migration_that_breaks_a_reference_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mirsal.db"
    async with Database(url) as database:
        await database.migrate()
    engine = create_async_engine(normalised(url))  # foreign keys are off here
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO seen VALUES (404, 'x', 0, '')"))
    await engine.dispose()

    with pytest.raises(StorageError, match="seen"):
        await migrate.upgrade(normalised(url))


def _names_of_checks(connection: Connection) -> set[str | None]:
    inspector = inspect(connection)
    return {each["name"] for table in inspector.get_table_names() for each in inspector.get_check_constraints(table)}


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), feeds.metadata))
