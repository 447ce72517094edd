"""The composition root: every object is built here, once, and the loops run until the service is told to stop.

Resources enter top-down and leave in reverse: database, workers, fetcher, Telegram. Being told to stop is one event;
each loop then claims nothing more, ends or gives back what it holds, and returns.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from telegram.ext import ExtBot

import storage.feeds
import storage.queries
from bot import callbacks, digests, health, places
from bot.asking import Asking
from bot.grouping import Desk
from bot.heartbeat import Heartbeat
from bot.hints import Hints
from bot.hubs import Hubs
from bot.intake import Intake
from bot.looks import Looks
from bot.loops import Loop
from bot.manner import manner_of
from bot.overlay import Overlay
from bot.periodic import Periodic
from bot.poller import Poller, Rhythm
from bot.sender import Sender
from bot.telegram import bot_of
from bot.web import Web
from bot.webhook import PATH, Address, Webhook, secret_of
from bot.workers import Workers
from config.settings import Settings
from domain.feeds import Source
from domain.queries import PeopleQuery, PlaceQuery, simples
from domain.retellings import Budget
from feeds import schedule, sources
from feeds.fetch import Fetcher, Limits
from feeds.hosts import Courtesy
from handlers.answering import Services
from handlers.metering import Meter
from news.places.gazetteer import Gazetteer, laid_over
from storage.database import Database

log = logging.getLogger(__name__)

USER_AGENT = "Mirsal/0.1 (feed reader)"


async def serve(
    settings: Settings,
    stopping: asyncio.Event,
    first_feeds: Callable[[], Sequence[Source]],
    *,
    clock: Callable[[], datetime] | None = None,
) -> None:
    """Run the whole service until *stopping* is set; a new installation begins with *first_feeds*.

    The time is the database's, or that of *clock*: the demo moves it.
    """
    own_places = places.of_file(settings.places_file)
    gazetteer = laid_over(own_places)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database(settings.database_url, clock=clock))
        await database.migrate()
        workers = await stack.enter_async_context(Workers(settings.worker_count))
        desk = Desk(database, gazetteer, _asking(settings))
        overlay = Overlay(database, gazetteer, workers, desk, own_places)
        await overlay.look()
        await _begin(database, gazetteer, first_feeds, _bounds(settings))
        fetcher = await stack.enter_async_context(fetcher_of(settings))
        bot = await stack.enter_async_context(bot_of(settings))
        services = _services(settings, database, gazetteer, Looks(database, workers, fetcher), clock)
        poller = _poller(settings, database, fetcher, workers, desk)
        sender = Sender(database, bot, gazetteer, manner_of(settings))
        webhook = _webhook(settings, bot, database)
        intake = Intake(bot, services, webhook=webhook)
        heartbeat = Heartbeat(database, bot, ZoneInfo(settings.time_zone), settings.outage_notice)
        log.info("started database=%s workers=%s", database.dialect, settings.worker_count)
        loops: list[Loop] = [
            poller,
            sender,
            intake,
            overlay,
            _periodic(settings, database, gazetteer),
            heartbeat,
            Hubs(database, fetcher, settings.public_url),
            Hints(database),
            *await _modellers(settings, stack, database, gazetteer),
            *_web(settings, database, webhook),
        ]
        async with asyncio.TaskGroup() as tasks:
            for loop in loops:
                tasks.create_task(loop.run(stopping))
        log.info("stopped")


async def _begin(
    database: Database, gazetteer: Gazetteer, first_feeds: Callable[[], Sequence[Source]], bounds: schedule.Bounds
) -> None:
    """Give a new installation its feeds, and tell of followed places that are no longer known."""
    async with database.transaction() as tx:
        now = await tx.now()
        if not await storage.feeds.any_ever(tx):
            found = first_feeds()
            for number, source in enumerate(found):
                await storage.feeds.add(tx, source, schedule.first_due(now, number, len(found), bounds))
            log.info("feeds_added count=%s", len(found))
        for number, query in await storage.queries.all_followed(tx):
            for simple in simples(query):
                if isinstance(simple, PlaceQuery | PeopleQuery) and simple.place not in gazetteer:
                    log.error("place_unknown query=%s place=%s; its followers get nothing", number, simple.place)


def first_feeds(settings: Settings) -> list[Source]:
    """Return the feeds that a new installation begins with: the shipped ones, or those of the operator's file."""
    return sources.read(settings.feeds_file) if settings.feeds_file else sources.shipped()


def _periodic(settings: Settings, database: Database, gazetteer: Gazetteer) -> Periodic:
    collected = digests.Digests(gazetteer, ZoneInfo(settings.time_zone))
    more = {"digests": (digests.EVERY, collected.tell)}
    return Periodic(database, settings.keep_articles, settings.admins, more)


def _poller(settings: Settings, database: Database, fetcher: Fetcher, workers: Workers, desk: Desk) -> Poller:
    rhythm = Rhythm(
        _bounds(settings),
        partial(random.uniform, -1.0, 1.0),
        Courtesy(per_host=settings.fetch_per_host, gap=settings.fetch_gap),
    )
    return Poller(database, fetcher, workers, desk, rhythm, at_once=settings.fetch_concurrency)


def _services(
    settings: Settings,
    database: Database,
    gazetteer: Gazetteer,
    looks: Looks,
    clock: Callable[[], datetime] | None,
) -> Services:
    return Services(
        database=database,
        gazetteer=gazetteer,
        backtest=looks.backtest,
        preview=looks.preview,
        outlines=looks.outlines,
        admins=settings.admins,
        is_open=settings.open,
        username="",  # intake fills it in once Telegram was asked
        zone=ZoneInfo(settings.time_zone),
        now=clock or (lambda: datetime.now(UTC)),
        most_subscriptions=settings.subscriptions_limit,
        meter=Meter(settings.commands_limit),
    )


def _asking(settings: Settings) -> Asking | None:
    return Asking(settings.model_languages, _budget(settings)) if settings.model_url else None


def _budget(settings: Settings) -> Budget:
    return Budget(settings.model_requests, settings.model_tokens)


async def _modellers(settings: Settings, stack: AsyncExitStack, database: Database, gazetteer: Gazetteer) -> list[Loop]:
    """Return the loop that asks the language model, none where no model is configured."""
    if not settings.model_url:
        return []
    # Half a second and 20 MB for the client (measured), which only who configured a model should pay.
    from alerts.model import Model  # noqa: PLC0415  as said above
    from bot.modeller import Modeller  # noqa: PLC0415  it imports the client too

    key = settings.model_key.get_secret_value() if settings.model_key else ""
    model = Model(settings.model_url, settings.model_name, key, limit=settings.model_time_limit)
    await stack.enter_async_context(model)
    return [Modeller(database, model, gazetteer, _budget(settings), at_once=settings.model_at_once)]


def _webhook(settings: Settings, bot: ExtBot[None], database: Database) -> Webhook | None:
    if not settings.webhook:
        return None
    address = Address(
        url=settings.public_url + PATH,
        secret=settings.webhook_secret.get_secret_value() if settings.webhook_secret else secret_of(bot.token),
        max_bytes=settings.webhook_max_bytes,
        connections=settings.webhook_connections,
    )
    return Webhook(bot, database, address, admins=settings.admins)


def _web(settings: Settings, database: Database, webhook: Webhook | None) -> list[Web]:
    if settings.web_port is None:
        return []
    routes = health.routes(database)
    routes += callbacks.routes(database) if settings.public_url else []
    routes += webhook.routes() if webhook else []
    return [Web(settings.web_host, settings.web_port, routes, max_bytes=settings.fetch_max_bytes)]


def _bounds(settings: Settings) -> schedule.Bounds:
    return schedule.Bounds(
        shortest=settings.poll_shortest,
        longest=settings.poll_longest,
        worst=settings.poll_worst,
        budget=settings.poll_budget,
        pushed=settings.pushed_longest,
    )


def fetcher_of(settings: Settings) -> Fetcher:
    """Return what asks for feeds, as *settings* want it."""
    return Fetcher(
        Limits(
            max_bytes=settings.fetch_max_bytes,
            per_host=settings.fetch_per_host,
            concurrency=settings.fetch_concurrency,
        ),
        user_agent=USER_AGENT,
        allow_loopback=settings.feeds_allow_loopback,
        proxy=settings.feeds_proxy,
    )
