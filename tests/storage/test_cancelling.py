import asyncio

import pytest
from sqlalchemy import select, union_all

from storage.database import Database
from storage.tables import leases


# The driver leaves the connection of a cancelled task to the collector, which Python 3.13 remarks on.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*sqlite3:pytest.PytestUnraisableExceptionWarning")
async def test_a_transaction_cancelled_in_the_middle_of_a_read_holds_up_nobody(database: Database) -> None:
    async def read_on() -> None:
        while True:
            async with database.transaction() as tx:
                await tx.connection.execute(union_all(select(leases), select(leases)))

    for turns in range(1, 41):
        task = asyncio.get_running_loop().create_task(read_on())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

        async with asyncio.timeout(5), database.transaction() as tx:  # SQLite's own patience is 15 s
            await tx.connection.execute(leases.update().values(owner="next"))
