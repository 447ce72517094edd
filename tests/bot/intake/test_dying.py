"""A process that dies of an update: counted before the handler runs, and set aside with nobody else blamed."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.ext import ExtBot

import storage.inbox
from domain.errors import StorageError
from emulator.people import ABU_KHALED, EDITOR, LAYLA
from handlers.answering import Context
from storage import tables
from storage.inbox import DIED
from tests.bot.intake.conftest import LIMITS, Post, running

ROOT = Path(__file__).parent.parent.parent.parent
DEADLY = "اقتل"
DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from telegram.ext import ExtBot
from emulator.people import TOKEN
from storage.database import Database
from tests.bot.intake.conftest import Post

async def handle(update, context):
    if "{word}" in update.message.text:
        os.kill(os.getpid(), signal.SIGKILL)

async def main(url, api):
    async with Database(url) as database:
        intake = Post(None, database).intake(ExtBot(TOKEN, base_url=api), handle)
        await intake.open()
        while await intake.handle_due():
            pass

asyncio.run(main(*sys.argv[1:]))
"""


async def errors(post: Post) -> list[str]:
    async with post.database.reading() as tx:
        rows = await tx.connection.execute(select(tables.inbox.c.error).order_by(tables.inbox.c.update_id))
        return list(rows.scalars())


async def answered(post: Post) -> list[str]:
    async with post.database.reading() as tx:
        return list((await tx.connection.execute(select(tables.deliveries.c.key))).scalars())


async def test_an_update_that_kills_its_process_three_times_is_set_aside_and_all_others_are_handled(
    post: Post, bot: ExtBot[None], tmp_path: Path
) -> None:
    post.world.say(LAYLA, DEADLY)
    post.world.say(LAYLA, "بعده")
    for person in (ABU_KHALED, EDITOR):
        post.world.say(person, "معه")
    intake = post.intake(bot)
    await intake.open()
    await intake.polling.ask()
    script = tmp_path / "dies.py"
    script.write_text(DIES.replace("{word}", DEADLY), "utf-8")

    assert await _run(script, post, tmp_path / "mirsal.db") == -9
    for attempts in (2, 3):  # and twice more, which need no process of their own
        async with post.database.transaction() as tx:
            again = await storage.inbox.claim_suspect(tx, timedelta())
        assert again
        assert (again.payload["message"]["text"], again.attempts) == (DEADLY, attempts)
    while await intake.handle_due():
        continue

    assert sorted(post.seen) == ["بعده", "معه", "معه"]
    assert await post.states() == [2, 1, 1, 1]
    assert (await errors(post))[0] == DIED
    assert [key.split(":")[0] for key in await answered(post)] == ["answer"]  # the apology, to Layla alone


async def _run(script: Path, post: Post, file: Path) -> int:
    """Run the script, then let what was leased be due, as if the time had gone by; return how it ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, f"sqlite:///{file}", post.emulator.api, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    code = await process.wait()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE inbox SET due_at = due_at - 100 WHERE state = 0")
    return code


async def test_a_suspect_is_handled_alone(post: Post, bot: ExtBot[None]) -> None:
    at_once = most = 0
    seen = []

    async def count(update: Update, context: Context) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1
        seen.append(update.update_id)

    for person in (LAYLA, ABU_KHALED, EDITOR):
        post.world.say(person, "درعا")
    intake = post.intake(bot, count)
    await intake.open()
    await intake.polling.ask()
    async with post.database.transaction() as tx:  # a process that has died since
        assert len(await storage.inbox.claim(tx, 16, timedelta())) == 3

    async with running(intake):
        await post.until_handled(3)

    assert (most, len(seen)) == (1, 3)


async def test_what_could_not_be_ended_counts_as_a_failure_and_is_tried_again(
    post: Post, bot: ExtBot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = storage.inbox.done
    refused = iter([StorageError("away")])

    async def done_later(*arguments: object) -> bool:
        for error in refused:
            raise error
        return await done(*arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(storage.inbox, "done", done_later)
    post.world.say(LAYLA, "درعا")

    async with running(post.intake(bot)):
        await post.until_handled(1)

    assert post.seen == ["درعا", "درعا"]
    assert "StorageError: away" in (await errors(post))[0]


async def test_one_that_was_given_back_is_no_suspect(post: Post) -> None:
    async with post.database.transaction() as tx:
        await storage.inbox.store(tx, [(1, 5, {})])
        held = await storage.inbox.claim(tx, 16, timedelta(seconds=60))
        await storage.inbox.give_back(tx, held)

        assert not await storage.inbox.any_suspect(tx)
        assert len(await storage.inbox.claim(tx, 16, timedelta(seconds=60))) == 1


async def test_what_takes_longer_than_a_lease_keeps_it_and_is_no_suspect(post: Post, bot: ExtBot[None]) -> None:
    lease, runs = timedelta(milliseconds=300), []

    async def slow(update: Update, context: Context) -> None:
        runs.append(update.update_id)
        if update.message and update.message.text == "طويل":
            async with asyncio.timeout(10):
                while len(await post.states()) < 2 or 1 not in await post.states():
                    await asyncio.sleep(0.02)
            await asyncio.sleep(3 * lease.total_seconds())  # what is tested is that time goes by

    post.world.say(LAYLA, "طويل")
    async with running(post.intake(bot, slow, limits=replace(LIMITS, lease=lease))):
        await post.until(lambda: len(runs) == 1)
        post.world.say(ABU_KHALED, "بعده")
        await post.until_handled(2)

    assert len(runs) == 2
    assert await post.states() == [1, 1]


async def test_a_handler_that_hangs_holds_up_its_own_chat_alone(post: Post, bot: ExtBot[None]) -> None:
    async def hang(update: Update, context: Context) -> None:
        if update.message and update.message.text == "معلق":
            context.turn.looking.reschedule(None)  # as in a long piece of work
            await asyncio.Event().wait()
        post.seen.append("done")

    limits = replace(LIMITS, lease=timedelta(milliseconds=50), work=timedelta(milliseconds=50), stop=timedelta())
    post.world.say(LAYLA, "معلق")
    async with running(post.intake(bot, hang, limits=limits)):
        await asyncio.sleep(0.2)  # what is tested is that time goes by
        post.world.say(ABU_KHALED, "بعده")
        await post.until(lambda: post.seen == ["done"])


async def test_what_kills_and_cannot_even_be_read_is_set_aside_without_a_word(
    post: Post, bot: ExtBot[None], caplog: pytest.LogCaptureFixture
) -> None:
    post.emulator.updates.add("message", {"message_id": "?", "chat": {"id": LAYLA.id}})
    post.world.say(LAYLA, "بعده")
    intake = post.intake(bot)
    await intake.open()
    await intake.polling.ask()
    async with post.database.transaction() as tx:
        await storage.inbox.claim(tx, 1, timedelta())
        for _ in range(2):
            await storage.inbox.claim_suspect(tx, timedelta())

    while await intake.handle_due():
        continue

    assert await post.states() == [2, 1]
    assert "why=process_died" in caplog.text
    assert "apology_failed" in caplog.text
    assert await answered(post) == []
