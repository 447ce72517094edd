"""``feeds check``: what is in a feed, in one line that a person or a program reads."""

import io
import json
from pathlib import Path

import pytest
from aiohttp import web

from bot import check, cli
from config.settings import Settings
from domain.feeds import Verdict
from tests.bot.conftest import Site, item, rss


@pytest.fixture(autouse=True)
def _an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def write(content: bytes) -> None:
    Path("a.xml").write_bytes(content)


def settings() -> Settings:
    return Settings(feeds_allow_loopback=True, fetch_max_bytes=1 << 20)


async def test_a_file_is_read_as_a_feed_is() -> None:
    write(rss(item("قصف"), item("هدوء")))

    [found] = await check.check(["a.xml"], settings())

    assert (found.ok, found.verdict, found.entries, found.title, found.encoding) == (
        True,
        Verdict.FINE,
        2,
        "وكالة",
        "utf-8",
    )


async def test_a_wrong_encoding_is_told() -> None:
    write(
        "<rss><channel><title>أخبار درعا اليوم</title><item><title>قصف</title></item></channel></rss>".encode("cp1256")
    )

    [found] = await check.check(["a.xml"], settings())

    assert (found.verdict, found.repaired, found.title) == (Verdict.REPAIRED, True, "أخبار درعا اليوم")


@pytest.mark.parametrize(
    ("content", "verdict", "words"),
    [
        pytest.param(b"<html><body>Blocked</body></html>", Verdict.PAGES, "no feed", id="a page"),
        pytest.param(b"", Verdict.PAGES, "empty", id="nothing"),
        pytest.param(b"x" * (1 << 20) + b"x", Verdict.UNREADABLE, "larger than 1048576 bytes", id="too large"),
        pytest.param(None, Verdict.UNREADABLE, "No such file", id="no file"),
    ],
)
async def test_what_is_no_feed_is_told_with_the_reason(content: bytes | None, verdict: Verdict, words: str) -> None:
    if content is not None:
        write(content)

    [found] = await check.check(["a.xml"], settings())

    assert (found.ok, found.verdict) == (False, verdict)
    assert words in found.problem


async def test_an_address_is_asked(site: Site) -> None:
    site["/rss"] = rss(item("قصف"))
    site["/gone"] = lambda _: web.Response(status=410)
    site["/odd"] = lambda _: web.Response(status=304)

    found = await check.check([site.url(path) for path in ("/rss", "/gone", "/odd")], settings())

    assert [(one.ok, one.verdict) for one in found] == [
        (True, Verdict.FINE),
        (False, Verdict.GONE),
        (False, Verdict.DOWN),
    ]


def test_lines_are_for_people_and_for_programs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DYNO", "DATABASE_URL", "MIRSAL_BOT_TOKEN", "MIRSAL_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    write(rss(item("قصف")))

    assert cli.main(["feeds", "check", "a.xml", "b.xml", "--json"]) == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["file"], first["ok"], first["entries"], first["verdict"]) == ("a.xml", True, 1, "fine")
    assert not second["ok"]

    check.show(
        [check.Finding("https://a.example/", ok=False, verdict=Verdict.GONE)], out := io.StringIO(), as_json=True
    )
    assert json.loads(out.getvalue())["url"] == "https://a.example/"

    out = io.StringIO()
    check.show([check.Finding("a.xml", ok=True, verdict=Verdict.FINE, entries=1, encoding="utf-8")], out, as_json=False)
    check.show([check.Finding("b", ok=False, verdict=Verdict.GONE, problem="410")], out, as_json=False)
    assert out.getvalue() == "a.xml: fine: 1 entries, utf-8, without a title\nb: gone: 410\n"
