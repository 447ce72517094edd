"""The command line: each command does its work, and what is wrong is one line that says what to do."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import cli


@pytest.fixture(autouse=True)
def _the_log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers = before
    root.setLevel(level)


@pytest.fixture(autouse=True)
def _an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DYNO", "DATABASE_URL", "MIRSAL_BOT_TOKEN", "MIRSAL_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_the_settings_are_checked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli.main(["check"]) == 0
    assert "the demo" in capsys.readouterr().out

    monkeypatch.setenv("MIRSAL_BOT_TOKEN", "1:x")
    assert cli.main(["check"]) == 0
    assert "Telegram" in capsys.readouterr().out


def test_a_database_of_another_kind_is_found_by_the_check(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://u:hunter2@host/db")

    assert cli.main(["check"]) == cli.FAILED
    said = capsys.readouterr().err
    assert "DATABASE_URL" in said
    assert "hunter2" not in said


def test_each_wrong_setting_is_a_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRSAL_PACE", "fast")
    monkeypatch.setenv("MIRSAL_ADMINS", "layla")

    assert cli.main(["run"]) == cli.WRONG_SETTINGS

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("Wrong setting. MIRSAL_") for line in lines)


def test_sqlite_on_a_throwaway_disk_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYNO", "worker.1")
    monkeypatch.setenv("MIRSAL_BOT_TOKEN", "1:x")

    assert cli.main(["run"]) == cli.WRONG_SETTINGS
    assert "DATABASE_URL" in capsys.readouterr().err


def test_a_file_of_feeds_that_is_wrong_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "feeds.toml").write_text("[[source]]\nname = 'no address'\n", "utf-8")
    monkeypatch.setenv("MIRSAL_FEEDS_FILE", "feeds.toml")

    assert cli.main(["check"]) == cli.FAILED
    assert "feeds.toml" in capsys.readouterr().err


def test_the_database_is_migrated_and_again_without_harm(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["db", "migrate"]) == 0
    assert cli.main(["db", "migrate"]) == 0

    assert (tmp_path / "var" / "mirsal.db").exists()
    assert capsys.readouterr().out.count("up to date") == 2


def test_a_database_that_is_not_there_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@127.0.0.1:9/none")

    assert cli.main(["db", "migrate"]) == cli.FAILED

    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "hunter2" not in error


def test_articles_are_analyzed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("قصف على أحياء درعا البلد.", "utf-8")

    assert cli.main(["analyze", "one.txt", "--follow", "درعا البلد"]) == 0

    (match,) = json.loads(capsys.readouterr().out)["matched"]
    assert match["query"] == "درعا البلد"


@pytest.mark.parametrize("arguments", [[], ["db"], ["fly"]], ids=str)
def test_what_is_no_command_is_told_how_to_write_one(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(arguments)

    assert "usage: python -m bot" in capsys.readouterr().err


def test_a_bug_that_ends_the_service_is_told_without_secrets(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("no answer from http://layla:hunter2@proxy.example:8080")

    monkeypatch.setenv("MIRSAL_BOT_TOKEN", "1:x")
    monkeypatch.setenv("MIRSAL_TELEGRAM_PROXY", "http://layla:hunter2@proxy.example:8080")
    monkeypatch.setattr("bot.app.serve", broken)

    assert cli.main(["run"]) == cli.FAILED

    told = capsys.readouterr().err
    assert "RuntimeError" in told
    assert "hunter2" not in told
