"""The composition root: every object is built here, once, and the loops run until the service is told to stop.

Resources enter top-down and leave in reverse: database, workers, fetcher, Telegram. ``SIGTERM`` and ``SIGINT`` set one
event; each loop then stops claiming at once, ends or gives back what it holds, and returns.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import storage.articles
import storage.feeds
import storage.queries
from bot import reading
from bot.grouping import Desk
from bot.intake import Intake
from bot.periodic import Periodic
from bot.poller import Poller, Rhythm
from bot.sender import Sender
from bot.telegram import bot_of
from bot.workers import Workers
from config.settings import Settings
from domain.feeds import Source
from domain.news import ArticleId
from domain.queries import Match, PlaceQuery, Query
from feeds import schedule, sources
from feeds.fetch import Fetcher, Limits
from handlers.answering import Services
from news.places.gazetteer import Gazetteer, shipped
from storage.database import Database

log = logging.getLogger(__name__)

USER_AGENT = "Mirsal/0.1 (news alerts; a feed reader)"
BACKTEST_DAYS = timedelta(days=7)
BACKTEST_MOST = 500  # articles; about 1.5 s of a worker
BACKTEST_LIMIT = timedelta(seconds=15)
