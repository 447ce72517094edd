"""Keep the places that an operator adds over the shipped ones, in this process and its readers.

Imports are rows; a number in the table of settings counts them. Each process looks at it every few seconds and, when
it has changed, builds the gazetteer anew beside the old one, which then becomes it: first here, so that what a reader
names is known, then in each reader before its next article, and the index of queries is filled anew.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

import storage.places
from bot import reading
from bot.grouping import Desk
from bot.loops import repeat, wait_for
from bot.workers import Workers
from domain.errors import GazetteerError
from news.places.gazetteer import Gazetteer, laid_over
from news.places.records import Record
from storage.database import Database

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=5)


class Overlay:
    """The places of an operator's *file*, which *gazetteer* holds and readers do not yet, and of imports over both."""

    def __init__(
        self, database: Database, gazetteer: Gazetteer, workers: Workers, desk: Desk, file: Sequence[Record]
    ) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self._workers = workers
        self._desk = desk
        self._file = file
        self._version: int | None = None
        if file:
            workers.begin_with(reading.lay_over, file)

    async def run(self, stopping: asyncio.Event) -> None:
        """Look every few seconds until *stopping* is set."""

        async def step() -> None:
            await self.look()
            await wait_for(stopping, EVERY)

        await repeat("overlay", step, stopping)

    async def look(self) -> None:
        """Take over what was imported since the last look; what contradicts the rest is told and left out."""
        async with self._database.reading() as tx:
            version = await storage.places.version(tx)
            if version == self._version:
                return
            imported = await storage.places.all_(tx)
        self._version = version
        if not imported:
            return
        layers = (self._file, imported)
        try:
            built = await asyncio.to_thread(laid_over, *layers)
        except GazetteerError as error:
            log.error("places_refused version=%s error=%s", version, error)
            return
        self._gazetteer.become(built)
        self._workers.begin_with(reading.lay_over, *layers)
        self._desk.look_anew()
        log.info("places_laid_over version=%s file=%s imported=%s", version, len(self._file), len(imported))
