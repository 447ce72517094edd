"""Pages are fetched as robots.txt allows, which is asked once a host and under the same guard."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.errors import AddressRefused, FetchError
from feeds import pages
from feeds.fetch import Fetcher, Limits
from feeds.pages import Pages
from tests.feeds.conftest import Serve

FORBIDS = b"User-agent: *\nDisallow: /private\n"


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return what it shows."""
        return self.now


class Host:
    """A server whose robots.txt and pages are set by path; it notes what it is asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes, str]] = {}
        self.asked: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str) -> None:
        """Answer one request."""
        path = head.split(" ")[1]
        self.asked.append(path)
        status, body, location = self.answers.get(path, (200, b"<p>page</p>", ""))
        more = f"Location: {location}\r\n" if location else ""
        writer.write(
            f"HTTP/1.1 {status} X\r\n{more}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
        )

    def robots(self, status: int, body: bytes = b"") -> None:
        """Set robots.txt."""
        self.answers["/robots.txt"] = (status, body, "")


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(Limits(total=timedelta(seconds=5)), user_agent="test", allow_loopback=True) as fetcher:
        yield fetcher


@pytest.fixture
def host() -> Host:
    return Host()


async def test_what_robots_txt_forbids_is_not_asked(fetcher: Fetcher, serve: Serve, host: Host) -> None:
    url = await serve(host)
    host.robots(200, FORBIDS)
    found = Pages(fetcher, "Mirsal")

    with pytest.raises(FetchError, match="robots"):
        await found.fetch(f"{url}/private/1?a=1")
    page = await found.fetch(f"{url}/news/1")

    assert page.body == b"<p>page</p>"
    assert host.asked == ["/robots.txt", "/news/1"]


async def test_several_pages_at_once_ask_for_robots_txt_once(fetcher: Fetcher, serve: Serve, host: Host) -> None:
    url = await serve(host)
    found = Pages(fetcher, "Mirsal")

    async with asyncio.TaskGroup() as tasks:
        for number in range(5):
            tasks.create_task(found.fetch(f"{url}/{number}"))

    assert host.asked.count("/robots.txt") == 1


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (429, False), (500, False)])
async def test_none_allows_everything_and_a_failure_nothing(
    fetcher: Fetcher,
    serve: Serve,
    host: Host,
    status: int,
    allowed: bool,  # noqa: FBT001  a table
) -> None:
    url = await serve(host)
    host.robots(status)

    if allowed:
        await Pages(fetcher, "Mirsal").fetch(f"{url}/news")
    else:
        with pytest.raises(FetchError, match="robots"):
            await Pages(fetcher, "Mirsal").fetch(f"{url}/news")


async def test_rules_are_kept_for_a_day_and_a_failure_for_minutes(fetcher: Fetcher, serve: Serve, host: Host) -> None:
    url = await serve(host)
    clock = Clock()
    found = Pages(fetcher, "Mirsal", clock=clock)
    host.robots(500)
    with pytest.raises(FetchError):
        await found.fetch(f"{url}/news")

    host.robots(200, FORBIDS)
    with pytest.raises(FetchError):
        await found.fetch(f"{url}/news")
    clock.now += 601
    await found.fetch(f"{url}/news")
    clock.now += 24 * 60 * 60 - 1
    await found.fetch(f"{url}/news")
    assert host.asked.count("/robots.txt") == 2
    clock.now += 2
    await found.fetch(f"{url}/news")

    assert host.asked.count("/robots.txt") == 3


async def test_a_server_that_does_not_answer_allows_nothing(
    fetcher: Fetcher, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str) -> None:
        await reader.read()

    monkeypatch.setattr(pages, "LIMIT", timedelta(milliseconds=100))

    with pytest.raises(FetchError, match="robots"):
        await Pages(fetcher, "Mirsal").fetch(f"{await serve(silent)}/news")


async def test_where_a_redirect_leads_another_robots_txt_holds(fetcher: Fetcher, serve: Serve, host: Host) -> None:
    other = Host()
    other.robots(200, FORBIDS)
    host.answers["/news"] = (302, b"", f"{await serve(other)}/private/1")

    with pytest.raises(FetchError, match="robots"):
        await Pages(fetcher, "Mirsal").fetch(f"{await serve(host)}/news")


async def test_an_address_that_is_not_public_is_refused(serve: Serve, host: Host) -> None:
    url = await serve(host)
    async with Fetcher(Limits(), user_agent="test") as guarded:
        with pytest.raises(AddressRefused):
            await Pages(guarded, "Mirsal").fetch(f"{url}/news")

    assert host.asked == []


async def test_the_rules_of_many_hosts_are_not_kept_for_ever(
    fetcher: Fetcher, serve: Serve, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_HOSTS", 1)
    found = Pages(fetcher, "Mirsal")
    one, two = await serve(host), await serve(Host())

    for url in (one, two, one):
        await found.fetch(f"{url}/news")

    assert host.asked.count("/robots.txt") == 2
