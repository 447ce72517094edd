"""``python -m bot feeds``: what an operator does with feeds on the command line."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import storage.feeds
from bot import cli
from domain.feeds import Feed
from feeds import opml
from storage.database import Database
from tests.bot.conftest import item, rss

PAGES = {
    "/": b"<html><head><link rel=alternate type='application/rss+xml' href=/feed></head></html>",
    "/feed": rss(item("\u062e\u0628\u0631 \u0623\u0648\u0644")),
    "/many": b"<html><head><link rel=feed href=/a title=A><link rel=feed href=/b></head></html>",
}


class Pages(BaseHTTPRequestHandler):
    """Answer with what stands in PAGES."""

    def do_GET(self) -> None:
        """Answer."""
        body = PAGES.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own word
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent.parent))
    monkeypatch.setenv("MIRSAL_DATABASE_URL", f"sqlite:///{tmp_path}/mirsal.db")
    monkeypatch.setenv("MIRSAL_FEEDS_ALLOW_LOOPBACK", "true")
    yield
    root.handlers = before
    root.setLevel(level)


def stored(tmp_path: Path) -> list[Feed]:
    async def read() -> list[Feed]:
        async with Database(f"sqlite:///{tmp_path}/mirsal.db") as database, database.reading() as tx:
            return await storage.feeds.all_active(tx)

    return asyncio.run(read())


def test_the_feed_of_a_page_is_added_listed_and_removed(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["feeds", "add", site, "--full-text", "--yes"]) == 0
    assert cli.main(["feeds", "add", f"{site}/feed", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "items=1" in said
    assert f"Added as 1: {site}/feed" in said
    assert f"Already there as 1: {site}/feed" in said
    assert [feed.full_text for feed in stored(tmp_path)] == [True]

    assert cli.main(["feeds", "list"]) == 0
    assert capsys.readouterr().out == f"1\tnew\t{site}/feed\t\u0648\u0643\u0627\u0644\u0629\n"

    assert cli.main(["feeds", "remove", "1"]) == 0
    assert cli.main(["feeds", "remove", f"{site}/feed"]) == 1
    assert stored(tmp_path) == []


def test_several_feeds_are_listed_and_none_is_added(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["feeds", "add", f"{site}/many"]) == 1

    assert f"  {site}/a  A\n  {site}/b\n" in capsys.readouterr().err
    assert stored(tmp_path) == []


def test_what_is_no_feed_is_one_line(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["feeds", "add", f"{site}/none"]) == 1

    assert "not_found" in capsys.readouterr().err


def test_at_a_terminal_it_is_asked_first(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "n")

    assert cli.main(["feeds", "add", site]) == 1

    assert stored(tmp_path) == []


def test_a_list_is_imported_and_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.opml").write_text(
        "<opml><body>\n<outline type='rss' text='x'/>\n"
        + "".join(f"<outline text='{n}' xmlUrl='https://a.example/{n}'/>\n" for n in range(600))
        + "</body></opml>",
        "utf-8",
    )

    assert cli.main(["feeds", "import", "in.opml"]) == 0
    assert cli.main(["feeds", "import", "in.opml"]) == 0
    said = capsys.readouterr()
    assert "added=600 already_there=0 refused=1" in said.out
    assert "added=0 already_there=600 refused=1" in said.out
    assert "in.opml:2: no xmlUrl x" in said.err
    assert "500 of 600" in said.err

    assert cli.main(["feeds", "export", "out.opml"]) == 0
    assert cli.main(["feeds", "export"]) == 0
    assert len(opml.read((tmp_path / "out.opml").read_bytes()).feeds) == 600
    assert '<opml version="2.0"' in capsys.readouterr().out


@pytest.mark.parametrize(("content", "word"), [("<rss/>", "no OPML"), ("x", "no XML"), (None, "No such file")])
def test_what_is_no_list_is_one_line(content: str | None, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        Path("in.opml").write_text(content, "utf-8")

    assert cli.main(["feeds", "import", "in.opml"]) == 1

    assert word in capsys.readouterr().err


def test_of_many_wrong_lines_the_first_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.opml").write_text("<opml><body>" + "<outline type='rss'/>\n" * 60 + "</body></opml>", "utf-8")

    assert cli.main(["feeds", "import", "in.opml"]) == 1

    assert "… and 10 more" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["feeds", "export", "none/out.opml"]) == 1

    assert "none/out.opml" in capsys.readouterr().err
