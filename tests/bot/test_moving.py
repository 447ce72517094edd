"""``db export`` and ``db import``: from one database to another, or nothing at all."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import cli
from domain.chats import TargetId
from storage.database import Database
from storage.moving import followed
from tests.bot.conftest import follow


@pytest.fixture(autouse=True)
def _an_empty_folder_and_the_log_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in ("DYNO", "MIRSAL_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers = before
    root.setLevel(level)


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch, migrated_file: Path, tmp_path: Path) -> str:
    """Return the database of the old bot, in which one person follows something; commands work on it."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    (tmp_path / "old.db").write_bytes(migrated_file.read_bytes())
    monkeypatch.setenv("DATABASE_URL", url)
    asyncio.run(_follow(url))
    return url


async def _follow(url: str) -> TargetId:
    async with Database(url) as database:
        return await follow(database, 7)


async def _waiting(url: str) -> int:
    async with Database(url) as database, database.reading() as tx:
        return len(await followed(tx))


def test_what_one_bot_exports_another_imports(
    old: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["db", "export", "all.jsonl"]) == 0
    monkeypatch.setenv("DATABASE_URL", "sqlite:///new.db")
    assert cli.main(["db", "import", "all.jsonl"]) == 0
    assert cli.main(["db", "import", "all.jsonl"]) == 0

    assert capsys.readouterr().out.count("chats=1 subscriptions=1") == 3
    assert asyncio.run(_waiting("sqlite:///new.db")) == 1


def test_without_a_file_it_is_printed(old: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "export"]) == 0

    head, chat = capsys.readouterr().out.splitlines()
    assert head == '{"mirsal": 1}'
    assert '"label": "درعا البلد"' in chat


def test_a_file_with_a_mistake_is_refused_as_a_whole_and_each_line_named(
    old: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cli.main(["db", "export", "all.jsonl"])
    file = tmp_path / "all.jsonl"
    file.write_text(file.read_text("utf-8") + '{"chat": 8}\n' + "junk\n" * 60, "utf-8")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///new.db")

    assert cli.main(["db", "import", "all.jsonl"]) == 1

    said = capsys.readouterr().err.splitlines()
    assert said[0] == "all.jsonl:3: kind is missing, or not str"
    assert said[1] == "all.jsonl:4: no JSON"
    assert said[-1] == "61 wrong lines; nothing was imported"
    assert len(said) == 51
    assert asyncio.run(_waiting("sqlite:///new.db")) == 0


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"], ids=["not there", "empty", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_told(
    old: str, content: bytes | None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "all.jsonl").write_bytes(content)

    assert cli.main(["db", "import", "all.jsonl"]) == 1
    assert capsys.readouterr().err.startswith("all.jsonl")


def test_a_file_that_cannot_be_written_is_told(old: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "export", "no/such/folder.jsonl"]) == 1
    assert "folder.jsonl" in capsys.readouterr().err
