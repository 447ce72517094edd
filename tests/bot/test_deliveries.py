"""``python -m bot deliveries``: what was given up, at the console."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import storage.outcomes
from bot import cli
from domain.alerts import Call, Lane
from domain.chats import GENERAL, ChatKind, TelegramId
from storage import chats, deliveries, targets
from storage.database import Database


@pytest.fixture(autouse=True)
def _the_log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers = before
    root.setLevel(level)


@pytest.fixture
def file(migrated_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'mirsal.db'}"
    (tmp_path / "mirsal.db").write_bytes(migrated_file.read_bytes())
    monkeypatch.setenv("DATABASE_URL", url)
    return url


async def kill(url: str, number: int) -> None:
    async with Database(url) as database, database.transaction() as tx:
        chat = await chats.ensure(tx, TelegramId(number), ChatKind.PRIVATE)
        target = await targets.ensure(tx, chat.id, GENERAL)
        await deliveries.enqueue(
            tx,
            key=f"answer:{number}:0",
            chat=chat.id,
            target=target.id,
            lane=Lane.ANSWER,
            call=Call("sendMessage", {"text": "نص"}),
            expires_in=timedelta(minutes=10),
        )
        [delivery] = await deliveries.claim(tx, 1, timedelta(seconds=90))
        await storage.outcomes.dead(tx, delivery, "refused")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = cli.main(["deliveries", *words])
    return code, capsys.readouterr().out


def test_what_was_given_up_is_printed_and_can_be_sent_anew(file: str, capsys: pytest.CaptureFixture[str]) -> None:

    for number in (1, 2, 3):
        asyncio.run(kill(file, number))

    code, printed = run(capsys, "failed")
    lines = [line.split("\t") for line in printed.splitlines()]
    assert (code, [line[0] for line in lines]) == (0, ["3", "2", "1"])
    assert {(line[1], *line[4:]) for line in lines} == {("answer", "refused", "refused")}

    assert run(capsys, "requeue", "2") == (0, "1 deliveries wait again.\n")
    assert run(capsys, "requeue", "2") == (1, "0 deliveries wait again.\n")
    assert run(capsys, "requeue", "--all") == (0, "2 deliveries wait again.\n")
    assert run(capsys, "failed") == (0, "")
