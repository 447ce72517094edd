"""The whole service as a process: killed in the middle of a burst, told to stop, and started wrongly."""

import asyncio
import signal
from collections import Counter
from pathlib import Path

import pytest

from emulator.server import Emulator
from storage.database import Database
from tests.alerts.model_server import KEY, serving
from tests.bot.conftest import Site, follow, item, rows, rss
from tests.bot.test_modeller import GOOD, TEXT, TITLE
from tests.bot.town import HEADLINES, IN_FLIGHT, OLD, PEOPLE, Town, service, until


async def _publish(town: Town) -> None:
    await until(lambda: town.count("SELECT count(*) FROM feeds WHERE primed = 1") == 1)
    town.site["/feed"] = rss(*(item(headline) for headline in reversed(HEADLINES)), OLD)


async def test_killed_in_the_middle_of_a_burst_it_loses_no_alert(town: Town) -> None:
    kills = [40, 120, 200]
    async with service(town.settings) as process:
        await _publish(town)
        await until(lambda: town.sent >= kills[0])
        process.kill()
        await process.wait()
    for most in kills[1:]:
        town.let_leases_end()
        async with service(town.settings) as process:
            await until(lambda most=most: town.sent >= most)  # type: ignore[misc]  # mypy infers no lambda with a default
            process.kill()
            await process.wait()
    town.let_leases_end()
    async with service(town.settings) as process:
        await until(lambda: town.count("SELECT count(*) FROM deliveries WHERE state = 0") == 0)
        process.send_signal(signal.SIGTERM)
        await process.wait()

    repeats = 0
    for person in PEOPLE:
        told = town.told(person)
        assert list(dict.fromkeys(told)) == HEADLINES
        repeats += len(told) - len(HEADLINES)
    assert repeats <= len(kills) * IN_FLIGHT
    assert town.count("SELECT count(*) FROM alerts WHERE state <> 'told'") == 0


async def test_told_to_stop_in_the_middle_of_a_burst_it_repeats_nothing(town: Town) -> None:
    async with service(town.settings) as process:
        await _publish(town)
        await until(lambda: town.sent >= 50)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(5):
            assert await process.wait() == 0
    sent = town.sent
    assert town.count("SELECT count(*) FROM deliveries WHERE begun_at IS NOT NULL") == 0
    async with service(town.settings) as process:
        await until(lambda: town.count("SELECT count(*) FROM alerts WHERE state = 'told'") == 3 * len(PEOPLE))
        process.send_signal(signal.SIGTERM)
        await process.wait()

    assert sent < 3 * len(PEOPLE)
    assert Counter(len(town.told(person)) for person in PEOPLE) == {3: len(PEOPLE)}


async def test_it_starts_and_stops_while_telegram_is_away(town: Town) -> None:
    settings = {**town.settings, "MIRSAL_TELEGRAM_API": "http://127.0.0.1:9/bot"}

    async with service(settings) as process:
        await until(lambda: town.count("SELECT count(*) FROM feeds WHERE primed = 1") == 1)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(5):
            assert await process.wait() == 0


async def test_the_same_service_runs_on_postgresql(
    postgresql_url: str, tmp_path: Path, emulator: Emulator, site: Site
) -> None:
    site["/feed"] = rss(OLD)
    town = Town(tmp_path, emulator, site)
    person = PEOPLE[0]
    emulator.world.add_person(person)
    emulator.world.unblock(person)
    async with Database(postgresql_url) as database:
        await follow(database, person.id)
        async with service({**town.settings, "MIRSAL_DATABASE_URL": postgresql_url}) as process:
            while not any(feed.primed for feed in await rows(database, "feeds")):
                await asyncio.sleep(0.05)
            site["/feed"] = rss(item(HEADLINES[0]), OLD)
            await until(lambda: town.told(person) == [HEADLINES[0]])
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(5):
                assert await process.wait() == 0


async def test_no_reading_process_outlives_a_service_that_was_killed(town: Town) -> None:
    async with service(town.settings) as process:
        await until(lambda: town.count("SELECT count(*) FROM feeds WHERE primed = 1") == 1)
        workers = _children(process.pid)
        process.kill()
        await process.wait()

        await until(lambda: not any(_lives(worker) for worker in workers))

    assert workers


def _children(number: int) -> list[Path]:
    children = Path(f"/proc/{number}/task/{number}/children")
    if not children.exists():
        pytest.skip("this system does not tell a process's children under /proc")
    return [Path("/proc", each) for each in children.read_text("utf-8").split()]


def _lives(process: Path) -> bool:
    """Tell whether a process of /proc still runs; one that waits to be reaped does not."""
    try:
        return process.joinpath("stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_with_a_language_model_its_summary_is_told_and_its_key_is_in_no_log(
    tmp_path: Path, emulator: Emulator, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site["/feed"] = rss(OLD)
    town = Town(tmp_path, emulator, site)
    await town.settle(PEOPLE[:1])
    async with serving() as model:
        model.says(GOOD)
        settings = {
            "MIRSAL_MODEL_URL": model.url,
            "MIRSAL_MODEL_NAME": "m",
            "MIRSAL_MODEL_KEY": KEY,
            "MIRSAL_LOG_LEVEL": "DEBUG",
        }
        async with service(town.settings | settings) as process:
            await until(lambda: town.count("SELECT count(*) FROM feeds WHERE primed = 1") == 1)
            site["/feed"] = rss(item(TITLE, TEXT), OLD)
            await until(lambda: town.sent == 1)
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0

    messages = emulator.world.chats[PEOPLE[0].id].messages.values()
    assert ["ملخص آلي" in each["text"] for each in messages if each["from"]["is_bot"]] == [True]
    assert [headers["Authorization"] for headers in model.headers] == [f"Bearer {KEY}"]
    log = capsys.readouterr().err
    assert "model_answered" in log
    assert KEY not in log
