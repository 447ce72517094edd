"""Loop: hear from other processes that rows came, where they share a PostgreSQL; else they are found by looking."""

import asyncio

from bot.loops import repeat, until
from storage.database import Database


class Hints:
    """Listen until told to stop, and again whenever the connection breaks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self, stopping: asyncio.Event) -> None:
        """Set this process's signals when another commits what they are about, until *stopping* is set."""
        if self._database.dialect == "postgresql":
            await until(stopping, repeat("hints", self._database.listen))
