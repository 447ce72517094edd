"""What handlers are given: answers in time, also while the workers are busy with feeds."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot import app
from config.settings import Settings
from domain.errors import FetchError
from feeds.fetch import Fetcher
from news.places.gazetteer import shipped
from storage.database import Database
from tests.bot.conftest import BALAD, InProcess, Site, item, rss


class Busy(InProcess):
    """Workers of which none becomes free."""

    async def run(self, job: Callable[..., Any], *arguments: object, limit: timedelta) -> Any:
        """Wait for ever."""
        await asyncio.Event().wait()


async def test_who_asks_is_answered_while_no_worker_is_free(
    database: Database, fetcher: Fetcher, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LOOK_LIMIT", timedelta(milliseconds=300))
    site["/feed"] = rss(item("خبر"))
    services = app._services(Settings(_env_file=None), database, shipped(), Busy(), fetcher)

    with pytest.raises(FetchError, match="timeout"):
        await services.preview(site.url("/feed"))
    with pytest.raises(FetchError, match="timeout"):
        await services.backtest(BALAD)
