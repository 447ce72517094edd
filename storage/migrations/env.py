"""Alembic's entry: use the connection of ``storage.migrate``, within its transaction."""

from alembic import context

from storage import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.feeds.metadata,  # through the tables, so that all of them are known
    render_as_batch=True,  # SQLite alters a table by rebuilding it
    transactional_ddl=True,  # true of SQLite too, once the driver begins nothing by itself
)
context.run_migrations()
