"""Telegram's updates reach the handlers: none is lost, one chat's in order, whatever Telegram or a handler does."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.ext import Application, ExtBot, TypeHandler

import storage.leases
from alerts.texts.times import DAMASCUS
from bot.intake import Intake, Limits
from bot.polling import LEASE, Patience, chat_of
from domain.errors import StorageError
from emulator.people import ABU_KHALED, EDITOR, LAYLA
from emulator.server import Emulator
from handlers import menu
from handlers.answering import Context, Preview, Services
from news.places.gazetteer import shipped
from storage import tables
from storage.database import Database

QUICK = Patience(
    poll=timedelta(seconds=5),
    answer=timedelta(seconds=2),
    first=timedelta(milliseconds=20),
    longest=timedelta(milliseconds=80),
    lease=timedelta(seconds=2),
    renewal=timedelta(milliseconds=50),
    deaf=timedelta(milliseconds=300),
)
LIMITS = Limits(look=timedelta(seconds=5), stop=timedelta(seconds=2), idle=timedelta(milliseconds=20))
Handler = Callable[[Update, Context], Any]


async def nothing(update: Update, context: Context) -> None:
    """Do nothing with an update."""


class Post:
    """Telegram, a database and what it takes to run intake between them."""

    def __init__(self, emulator: Emulator, database: Database) -> None:
        self.emulator = emulator
        self.world = emulator.world
        self.database = database
        self.seen: list[str] = []
        self.changed = asyncio.Event()

    def intake(
        self, bot: ExtBot[None], handler: Handler | None = None, *, patience: Patience = QUICK, limits: Limits = LIMITS
    ) -> Intake:
        """Return an intake whose only handler is *handler*, or one that notes the texts it sees."""

        def route(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
            application.add_handler(TypeHandler(Update, handler or self.note))

        services = Services(
            database=self.database,
            gazetteer=shipped(),
            backtest=self._nothing,
            preview=self._preview,
            admins=frozenset({EDITOR.id}),
            is_open=True,
            username="",
            zone=DAMASCUS,
            now=lambda: datetime.now(UTC),
        )
        return Intake(bot, services, patience=patience, limits=limits, route=route)

    async def note(self, update: Update, context: Context) -> None:
        """Note the text of *update*."""
        self.seen.append((update.message and update.message.text) or "")
        self.changed.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until *holds*, looking whenever an update was seen or Telegram was called."""
        async with asyncio.timeout(10):
            while not holds():
                await asyncio.sleep(0.01)

    async def states(self) -> list[int]:
        """Return the states of the inbox, in order of the updates."""
        async with self.database.reading() as tx:
            rows = await tx.connection.execute(select(tables.inbox.c.state).order_by(tables.inbox.c.update_id))
            return list(rows.scalars())

    async def until_handled(self, number: int) -> None:
        """Wait until *number* updates are handled or set aside."""
        async with asyncio.timeout(10):
            while sum(state != 0 for state in await self.states()) < number:
                await asyncio.sleep(0.02)

    def polls(self) -> list[dict[str, Any]]:
        """Return the parameters of all getUpdates calls."""
        return [call.params for call in self.emulator.calls if call.method == "getUpdates"]

    async def _nothing(self, query: object) -> list[Any]:
        return []

    async def _preview(self, url: str) -> Preview:
        return Preview("", 0)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("intake") / "template.db"

    async def migrate() -> None:
        async with Database(f"sqlite:///{path}") as database:
            await database.migrate()

    asyncio.run(migrate())
    return path


@pytest.fixture
async def post(migrated: Path, tmp_path: Path) -> AsyncIterator[Post]:
    """Return Telegram and a database, open."""
    path = shutil.copy(migrated, tmp_path / "mirsal.db")
    async with Emulator(newsroom=False) as emulator, Database(f"sqlite:///{path}") as database:
        yield Post(emulator, database)


@pytest.fixture
async def bot(post: Post) -> AsyncIterator[ExtBot[None]]:
    """Return a bot of the emulator, not opened: intake does that."""
    bot = ExtBot(post.emulator.token, base_url=post.emulator.api)
    yield bot
    await bot.shutdown()


@asynccontextmanager
async def running(intake: Intake) -> AsyncIterator[asyncio.Event]:
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(intake.run(stopping))
        try:
            yield stopping
        finally:
            stopping.set()


async def test_updates_of_before_the_start_and_after_it_are_handled_in_order(post: Post, bot: ExtBot[None]) -> None:
    for number in range(5):
        post.world.say(LAYLA, f"قبل {number}")

    async with running(post.intake(bot)):
        await post.until(lambda: len(post.seen) == 5)
        for number in range(5):
            post.world.say(LAYLA, f"بعد {number}")
        await post.until(lambda: len(post.seen) == 10)

    assert post.seen == [f"{when} {number}" for when in ("قبل", "بعد") for number in range(5)]
    assert set(await post.states()) == {1}


async def test_only_what_is_committed_is_confirmed(post: Post, bot: ExtBot[None]) -> None:
    post.world.say(LAYLA, "درعا")
    intake = post.intake(bot)
    await intake.open()

    await intake.polling.ask()
    assert "offset" not in post.polls()[-1]
    assert len(post.emulator.updates) == 1  # still Telegram's: nothing was confirmed

    patient = replace(QUICK, poll=timedelta())
    second = post.intake(bot, patience=patient)
    second.polling.offset = intake.polling.offset
    await second.polling.ask()
    assert post.polls()[-1]["offset"] == intake.polling.offset
    assert len(post.emulator.updates) == 0

    await second.polling.ask()
    assert "offset" not in post.polls()[-1]  # after an empty answer Telegram may number anew


async def test_an_update_that_telegram_repeats_is_handled_once(post: Post, bot: ExtBot[None]) -> None:
    post.world.say(LAYLA, "درعا")
    intake = post.intake(bot)
    await intake.open()
    await intake.polling.ask()
    await intake.handle_due()

    again = post.intake(bot)  # a process that starts anew and asks without an offset
    await again.open()
    await again.polling.ask()
    await again.handle_due()

    assert post.seen == ["درعا"]


async def test_what_is_not_stored_is_not_confirmed(
    post: Post, bot: ExtBot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    post.world.say(LAYLA, "درعا")
    store = storage.inbox.store
    refused = iter([StorageError("disk full")])

    async def store_later(*arguments: Any) -> int:
        for error in refused:
            raise error
        return await store(*arguments)

    monkeypatch.setattr(storage.inbox, "store", store_later)
    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])


async def test_different_chats_are_handled_at_once(post: Post, bot: ExtBot[None]) -> None:
    met = asyncio.Barrier(2)

    async def meet(update: Update, context: Context) -> None:
        async with asyncio.timeout(5):
            await met.wait()
        post.seen.append("met")

    post.world.say(LAYLA, "درعا")
    post.world.say(ABU_KHALED, "حلب")
    async with running(post.intake(bot, meet)):
        await post.until(lambda: len(post.seen) == 2)


async def test_one_chats_next_waits_until_the_one_before_is_done(post: Post, bot: ExtBot[None]) -> None:
    first_may_end = asyncio.Event()

    async def slow(update: Update, context: Context) -> None:
        await post.note(update, context)
        if post.seen == ["أول"]:
            await first_may_end.wait()
            post.seen.append("انتهى الأول")

    post.world.say(LAYLA, "أول")
    post.world.say(LAYLA, "ثان")
    post.world.say(ABU_KHALED, "غيره")
    async with running(post.intake(bot, slow)):
        await post.until(lambda: "غيره" in post.seen)
        assert "ثان" not in post.seen
        first_may_end.set()
        await post.until(lambda: "ثان" in post.seen)

    assert post.seen.index("انتهى الأول") < post.seen.index("ثان")


async def test_a_look_that_takes_too_long_is_ended_and_counts_as_a_failure(post: Post, bot: ExtBot[None]) -> None:
    async def endless(update: Update, context: Context) -> None:
        await asyncio.Event().wait()

    post.world.say(LAYLA, "درعا")
    intake = post.intake(bot, endless, limits=replace(LIMITS, look=timedelta(milliseconds=20)))
    async with running(intake):
        await post.until_handled(1)

    assert await post.states() == [2]
    async with post.database.reading() as tx:
        [error] = (await tx.connection.execute(select(tables.inbox.c.error))).scalars()
    assert "TimeoutError" in error


async def test_an_update_that_cannot_be_parsed_is_set_aside_and_the_others_go_on(post: Post, bot: ExtBot[None]) -> None:
    post.emulator.updates.add("message", {"message_id": "?", "chat": {"id": LAYLA.id}})
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])

    assert await post.states() == [2, 1]


async def test_told_to_stop_it_lets_those_in_flight_finish(post: Post, bot: ExtBot[None]) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(update: Update, context: Context) -> None:
        begun.set()
        await may_end.wait()
        post.seen.append("done")

    post.world.say(LAYLA, "درعا")
    async with running(post.intake(bot, slow)) as stopping:
        await begun.wait()
        stopping.set()
        await asyncio.sleep(0)
        may_end.set()

    assert post.seen == ["done"]
    assert await post.states() == [1]


async def test_what_does_not_finish_in_time_is_given_back_at_once(post: Post, bot: ExtBot[None]) -> None:
    begun = asyncio.Event()

    async def endless(update: Update, context: Context) -> None:
        begun.set()
        await asyncio.Event().wait()

    post.world.say(LAYLA, "درعا")
    limits = replace(LIMITS, stop=timedelta(milliseconds=20))
    async with running(post.intake(bot, endless, limits=limits)):
        await begun.wait()

    await post.intake(bot).open()
    again = post.intake(bot)
    await again.open()
    assert await again.handle_due() == 1
    assert post.seen == ["درعا"]


async def test_cancelled_it_ends_in_the_same_way_and_gives_the_lease_up(post: Post, bot: ExtBot[None]) -> None:
    intake = post.intake(bot)
    task = asyncio.get_running_loop().create_task(intake.run(asyncio.Event()))
    await post.until(lambda: len(post.polls()) > 0)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with post.database.transaction() as tx:
        assert await storage.leases.acquire(tx, LEASE, "another", timedelta(seconds=6)) is not None


async def test_only_one_of_two_processes_polls_and_the_other_takes_over(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    async with running(post.intake(bot)) as first:
        await post.until(lambda: len(post.polls()) == 1)
        async with ExtBot(post.emulator.token, base_url=post.emulator.api) as other:
            second = post.intake(other)
            async with running(second):
                await asyncio.sleep(0.2)  # several renewals: time enough to poll, were it allowed
                assert second.polling.succeeded_at is None

                first.set()
                post.world.say(LAYLA, "درعا")
                await post.until(lambda: second.polling.succeeded_at is not None)
                await post.until(lambda: post.seen == ["درعا"])
    assert "trouble=conflict" not in caplog.text


async def test_a_lease_that_is_lost_ends_the_polling_until_it_is_ours_again(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    async with running(post.intake(bot)):
        await post.until(lambda: len(post.polls()) == 1)
        async with post.database.transaction() as tx:
            stolen = {"owner": "another", "token": tables.leases.c.token + 1}
            await tx.connection.execute(tables.leases.update().where(tables.leases.c.name == LEASE).values(stolen))
        await post.until(lambda: "polling_lease_lost" in caplog.text)
        async with post.database.transaction() as tx:
            free = {"expires_at": await tx.now()}
            await tx.connection.execute(tables.leases.update().where(tables.leases.c.name == LEASE).values(free))

        post.world.say(LAYLA, "درعا")
        await post.until(lambda: post.seen == ["درعا"])


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        pytest.param(
            {"code": 409, "description": "Conflict: terminated by other getUpdates request"}, "conflict", id="409"
        ),
        pytest.param({"code": 401, "description": "Unauthorized"}, "refused", id="401"),
        pytest.param({"code": 502, "description": "Bad Gateway"}, "network", id="502"),
        pytest.param(
            {"code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}, "flood", id="429"
        ),
    ],
)
async def test_trouble_pauses_polling_alone_is_told_in_one_line_and_ends_by_itself(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture, fault: dict[str, Any], trouble: str
) -> None:
    caplog.set_level(logging.INFO)
    times = 1 if trouble == "flood" else 4
    post.emulator.faults.order("error", method="getUpdates", times=times, **fault)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])

    told = [record.getMessage() for record in caplog.records if record.name == "bot.polling"]
    assert [line for line in told if "put_off" in line and f"trouble={trouble}" in line] == [told[0]]
    assert f"polling_recovered after={trouble}" in told


async def test_a_broken_connection_is_trouble_like_any_other(post: Post, bot: ExtBot[None]) -> None:
    post.emulator.faults.order("drop_before", method="getUpdates", times=2)
    post.emulator.faults.order("html", method="getUpdates", times=1)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])


async def test_a_webhook_of_an_earlier_installation_is_removed_and_nothing_dropped(
    post: Post, bot: ExtBot[None]
) -> None:
    post.emulator.updates.set_webhook("https://example.org/hook")
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])


async def test_telegram_that_is_away_at_the_start_is_waited_for(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    post.emulator.faults.order("html", method="getMe", times=3)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until(lambda: post.seen == ["درعا"])

    assert caplog.text.count("telegram_away") == 3


async def test_a_deaf_poll_is_told_once_and_so_is_its_end(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fault = post.emulator.faults.order("html", method="getUpdates", times=None)

    async with running(post.intake(bot)):
        await post.until(lambda: "polling_deaf" in caplog.text)
        post.emulator.faults.clear()
        post.world.say(LAYLA, "درعا")
        await post.until(lambda: "polling_hears_again" in caplog.text)

    assert fault.times is None
    assert caplog.text.count("polling_deaf") == 1


async def test_a_handlers_failure_is_logged_without_a_persons_words(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(update: Update, context: Context) -> None:
        raise ValueError(f"cannot read {update.message and update.message.text}")

    post.world.say(LAYLA, "سر صغير")
    async with running(post.intake(bot, broken)):
        await post.until_handled(1)

    assert "ValueError" in caplog.text
    assert "سر صغير" not in caplog.text
    assert str(LAYLA.id) not in caplog.text


async def test_a_row_that_cannot_be_ended_is_left_to_its_lease(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*arguments: Any) -> bool:
        raise StorageError("disk full")

    post.world.say(LAYLA, "درعا")
    intake = post.intake(bot)
    await intake.open()
    await intake.polling.ask()
    monkeypatch.setattr(storage.inbox, "done", broken)

    await intake.handle_due()

    assert "update_not_ended" in caplog.text
    assert await post.states() == [0]


async def test_the_commands_are_set_in_arabic_for_each_scope_and_language(post: Post, bot: ExtBot[None]) -> None:
    async with running(post.intake(bot)):
        await post.until(lambda: any(call.method == "setMyShortDescription" for call in post.emulator.calls))

    calls = [call.params for call in post.emulator.calls if call.method == "setMyCommands"]
    assert len(calls) == len(menu.SCOPES) * 2
    assert {(call["scope"]["type"], call.get("language_code", "")) for call in calls} == {
        (scope.type, language) for scope, _ in menu.SCOPES for language in menu.LANGUAGES
    }
    assert all("\u0600" <= command["description"][0] <= "\u06ff" for call in calls for command in call["commands"])


async def test_commands_that_cannot_be_set_are_no_reason_to_be_silent(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    post.emulator.faults.order("error", method="setMyCommands", code=400, description="Bad Request: no")
    async with running(post.intake(bot)):
        await post.until(lambda: "commands_not_set" in caplog.text)
        post.world.say(LAYLA, "درعا")
        await post.until(lambda: post.seen == ["درعا"])


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 5}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "inline_message_id": "1"}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 9}, "from": {"id": 7}}}, 9),
        ({"update_id": 1, "inline_query": {"from": {"id": 7}}}, 7),
        ({"update_id": 1, "poll": {"id": "5"}}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_the_chat_whose_order_an_update_belongs_to(update: dict[str, Any], chat: int) -> None:
    assert chat_of(update) == chat
