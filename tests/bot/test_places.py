"""An operator adds places: what is right is known within seconds in every process, what is wrong changes nothing."""

import asyncio
import io
import logging
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import storage.chats
import storage.places
import storage.queries
import storage.subscriptions
import storage.targets
from bot import cli, places, reading
from bot.grouping import Desk
from bot.overlay import Overlay
from bot.workers import Workers
from config.settings import Settings
from domain.chats import GENERAL, ChatKind, Mode, TelegramId
from domain.errors import ReadingFailed
from domain.feeds import FeedId
from domain.news import Article, PlaceId
from domain.queries import PlaceQuery
from news.places.gazetteer import Gazetteer, laid_over, shipped
from news.places.records import Record, read
from storage.database import Database

LIMIT = timedelta(seconds=30)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
OWN = "sy.daraa.tal-own\tvillage\tsy.daraa\tU\tتل المرسال\t\t\t\n"
DUMP = (
    "170905\tDaraa\tDaraa\tمحافظة درعا\t32.6\t36.1\tA\tADM1\tSY\t\t06\t\t\t\t0\t\t1\tAsia/Damascus\t2024-01-01\n"
    "7\tTell Mirsal\tTell Mirsal\tتل المرسال\t32.5\t36.2\tP\tPPL\tSY\t\t06\t\t\t\t0\t\t1\tAsia/Damascus\t2024-01-01\n"
)
NEW = PlaceId("sy.geonames-7")


@pytest.fixture(autouse=True)
def _the_log_goes_where_it_went() -> Iterator[None]:
    handlers = logging.getLogger().handlers[:]  # a command gives the log a handler of its own
    yield
    logging.getLogger().handlers[:] = handlers


@pytest.fixture(autouse=True)
def _an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))  # for the readers, which start here
    for name in ("DYNO", "DATABASE_URL", "MIRSAL_BOT_TOKEN", "MIRSAL_DATABASE_URL", "MIRSAL_PLACES_FILE"):
        monkeypatch.delenv(name, raising=False)


def written(name: str, content: str | bytes) -> Path:
    file = Path(name)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


async def stored(url: str) -> list[Record]:
    async with Database(url) as database, database.reading() as tx:
        return await storage.places.all_(tx)


async def test_a_dump_is_imported_on_either_engine_and_again_without_harm(url: str) -> None:
    settings, out = Settings(database_url=url), io.StringIO()

    for _ in range(2):
        await places.import_(settings, written("SY.txt", DUMP), None, out)

    assert [(record.place.id, record.place.parent) for record in await stored(url)] == [(NEW, "sy.daraa")]
    assert "1 places imported; 1 known already" in out.getvalue()
    assert "0 places imported; 2 known already" in out.getvalue()


async def test_alternate_names_are_taken(url: str) -> None:
    names = written("alternateNamesV2.txt", "1\t7\tar\tتلة الرسول\n")

    await places.import_(Settings(database_url=url), written("SY.txt", DUMP), names, io.StringIO())

    assert [record.place.name for record in await stored(url)] == ["تلة الرسول"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (DUMP + "no dump", "SY.txt:3: 1 columns, not 19"),
        (DUMP.encode() + "8\tدرعا".encode("cp1256"), "SY.txt:3: not UTF-8"),
        (DUMP.encode() + b"x" * 10_000_000, "SY.txt:3: longer than"),
        (DUMP + DUMP, "SY.txt:3: number 170905 is there twice"),
        (DUMP + DUMP.replace("\tSY\t", "\tXX\t"), "unknown country 'xx'"),
    ],
    ids=["malformed", "encoding", "10 MB line", "twice", "country"],
)
def test_a_wrong_dump_is_one_line_with_its_place_and_imports_nothing(
    content: str | bytes, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["places", "import", str(written("SY.txt", content))]) == cli.FAILED

    error = capsys.readouterr().err
    assert problem in error
    assert error.count("\n") == 1
    assert not Path("var/mirsal.db").exists() or asyncio.run(stored("sqlite:///var/mirsal.db")) == []


def test_a_dump_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["places", "import", "SY.txt"]) == cli.FAILED

    assert "SY.txt:0: No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("sy.x.y\ttown\t.\tU\tبلدة\t\t\t", "own.tsv:1: unknown parent 'sy.x'"),
        (
            "sy.x\ttown\tsy.y\tU\tبلدة\t\t\t\nsy.y\ttown\tsy.x\tU\tبلدة\t\t\t",
            "own.tsv:1: parents of 'sy.x' form a cycle",
        ),
        (OWN + OWN, "own.tsv:2: id 'sy.daraa.tal-own' is there twice"),
        ("sy.x\ttown", "own.tsv:1: 2 columns"),
        (OWN.encode("cp1256"), "own.tsv:1: not UTF-8"),
        (OWN.encode() + b"y" * 10_000_000, "own.tsv:2: longer than"),
    ],
    ids=["parent", "cycle", "twice", "columns", "encoding", "10 MB line"],
)
def test_a_wrong_file_of_places_is_refused_at_the_start_with_its_line(
    content: str | bytes, problem: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIRSAL_PLACES_FILE", str(written("own.tsv", content)))

    assert cli.main(["check"]) == cli.FAILED
    assert problem in capsys.readouterr().err


def test_what_a_name_can_mean_is_shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_PLACES_FILE", str(written("own.tsv", OWN)))

    assert cli.main(["places", "find", "تل", "المرسال"]) == 0
    told = capsys.readouterr().out
    assert "sy.daraa.tal-own" in told
    assert "tier U" in told
    assert "in درعا < سوريا" in told
    assert "of its centre or what it lies in" in told
    assert "from own.tsv:1" in told


def test_a_name_that_is_not_known_gets_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["places", "find", "القامشلر"]) == cli.FAILED
    assert "القامشلي" in capsys.readouterr().out

    assert cli.main(["places", "find", "قققققققق"]) == cli.FAILED
    assert "Spelt" not in capsys.readouterr().out


class Process:
    """A running service's gazetteer, readers and desk."""

    def __init__(self, database: Database, workers: Workers, own: str = "") -> None:
        self.file = read(own, "own.tsv")
        self.gazetteer: Gazetteer = laid_over(self.file)
        self.workers = workers
        self.desk = Desk(database, self.gazetteer)
        self.overlay = Overlay(database, self.gazetteer, workers, self.desk, self.file)


async def _knows(workers: Workers, name: str) -> bool:
    article = Article(FeedId(1), "1", f"قصف على {name}", "", "https://example.org", None, NOW)
    [understood] = await workers.run(reading.understand_all, [article], "", limit=LIMIT)
    return bool(understood.mentions)


@pytest.fixture
def imported(url: str) -> Callable[[], None]:
    def run() -> None:
        asyncio.run(places.import_(Settings(database_url=url), written("SY.txt", DUMP), None, io.StringIO()))

    return run


async def test_an_import_reaches_the_process_and_its_readers(url: str, imported: Callable[[], None]) -> None:
    async with Database(url) as database, Workers(1) as workers:
        process = Process(database, workers)
        await process.overlay.look()
        assert NEW not in process.gazetteer
        assert not await _knows(workers, "تل المرسال")

        await asyncio.to_thread(imported)
        await process.overlay.look()

        assert NEW in process.gazetteer
        assert await _knows(workers, "تل المرسال")


async def test_a_reader_that_replaces_another_knows_it_too(url: str) -> None:
    async with Database(url) as database, Workers(1) as workers:
        process = Process(database, workers, OWN)
        await process.overlay.look()
        with pytest.raises(ReadingFailed, match="worker_died"):
            await workers.run(os._exit, 3, limit=LIMIT)

        assert await _knows(workers, "تل المرسال")


async def test_a_place_followed_before_its_import_is_known_here_waits_for_it(
    url: str, imported: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with Database(url) as database, Workers(1) as workers:
        process = Process(database, workers)
        async with database.transaction() as tx:
            chat = await storage.chats.ensure(tx, TelegramId(7), ChatKind.PRIVATE, invited=True)
            target = await storage.targets.ensure(tx, chat.id, GENERAL)
            query = await storage.queries.ensure(tx, PlaceQuery(NEW))
            await storage.subscriptions.add(tx, target.id, query, "تل المرسال", Mode.INSTANT)
            await process.desk.fill(tx)
        await asyncio.to_thread(imported)
        await process.overlay.look()

        async with database.transaction() as tx:
            await process.desk.fill(tx)

    assert [line for line in caplog.messages if "indexes_filled" in line] == [
        "indexes_filled queries=0 articles=0",
        "indexes_filled queries=1 articles=0",
    ]


async def test_what_contradicts_the_shipped_places_is_told_and_left_out(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Database(url) as database, Workers(1) as workers:
        process = Process(database, workers)
        async with database.transaction() as tx:
            await storage.places.add(tx, read("sy.x.y\ttown\t.\tU\tبلدة\t\t\t", "SY.txt"))

        await process.overlay.look()

    assert "places_refused" in caplog.text
    assert len(process.gazetteer) == len(shipped())


async def test_what_is_wrong_with_imports_does_not_keep_the_operators_file_from_the_readers(url: str) -> None:
    async with Database(url) as database, Workers(1) as workers:
        process = Process(database, workers, OWN)
        async with database.transaction() as tx:
            await storage.places.add(tx, read("sy.x.y\ttown\t.\tU\tبلدة\t\t\t", "SY.txt"))

        await process.overlay.look()

        assert await _knows(workers, "تل المرسال")


async def test_the_loop_looks_until_it_is_told_to_stop(url: str) -> None:
    stopping = asyncio.Event()
    async with Database(url) as database, Workers(1) as workers:
        process = Process(database, workers, OWN)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(process.overlay.run(stopping))
            stopping.set()
