"""The feed that someone means is found from the address of a page, without asking a site more than needed."""

from datetime import timedelta

import pytest
from aiohttp import web

from bot.finding import MOST, Finder
from domain.errors import AddressRefused, FetchError, NotAFeed
from feeds.fetch import Fetcher
from handlers.answering import Choice, Preview
from tests.bot.conftest import BALAD, InProcess, Site, item, rss

FEED = rss(item("قصف على درعا البلد"))


def html(*links: str) -> bytes:
    named = "".join(f'<link rel=alternate type="application/rss+xml" title="{url}" href="{url}">' for url in links)
    return f"<!doctype html><html><head>{named}</head><body><p>مرحبًا</p></body></html>".encode()


@pytest.fixture
def finder(fetcher: Fetcher) -> Finder:
    return Finder(fetcher, InProcess(), limit=timedelta(seconds=5))


def asked(site: Site) -> list[str]:
    return [request.path for request in site.requests]


def missing(request: web.Request) -> web.StreamResponse:
    return web.Response(status=404)


async def test_the_address_of_a_feed_is_that_feed(finder: Finder, site: Site) -> None:
    site["/feed"] = FEED

    found = await finder.find(site.url("/feed"), [BALAD])

    assert isinstance(found, Preview)
    assert (found.url, found.title, found.entries, found.matched) == (site.url("/feed"), "وكالة", 1, 1)
    assert asked(site) == ["/feed"]


async def test_the_one_feed_that_a_page_names_is_looked_at(finder: Finder, site: Site) -> None:
    site["/"] = html("/ar/rss")
    site["/ar/rss"] = FEED

    found = await finder.find(site.url("/"), [])

    assert isinstance(found, Preview)
    assert found.url == site.url("/ar/rss")


async def test_several_feeds_are_a_choice_and_none_is_asked(finder: Finder, site: Site) -> None:
    site["/"] = html(*(f"/{number}.xml" for number in range(MOST + 3)))

    found = await finder.find(site.url("/"), [])

    assert found == Choice(tuple((site.url(f"/{number}.xml"), f"/{number}.xml") for number in range(MOST)))
    assert asked(site) == ["/"]


async def test_where_a_page_names_none_the_usual_places_are_asked_until_one_is_found(
    finder: Finder, site: Site
) -> None:
    site["/"] = html()
    site["/feed"] = missing
    site["/rss"] = html()
    site["/rss.xml"] = FEED

    found = await finder.find(site.url("/"), [])

    assert isinstance(found, Preview)
    assert found.url == site.url("/rss.xml")
    assert asked(site) == ["/", "/feed", "/rss", "/rss.xml"]


async def test_a_feed_that_a_page_names_and_that_is_gone_is_looked_for_elsewhere(finder: Finder, site: Site) -> None:
    site["/"] = html("/old.xml")
    site["/old.xml"] = missing
    site["/feed"] = FEED

    found = await finder.find(site.url("/"), [])

    assert isinstance(found, Preview)
    assert found.url == site.url("/feed")


async def test_a_site_without_a_feed_has_none(finder: Finder, site: Site) -> None:
    site["/news"] = html()

    with pytest.raises(NotAFeed):
        await finder.find(site.url("/news"), [])

    urls = [str(request.rel_url) for request in site.requests]
    assert len(urls) == len(set(urls)) <= 12


async def test_a_site_that_asks_to_slow_down_is_asked_no_more(finder: Finder, site: Site) -> None:
    site["/"] = html()
    site["/feed"] = lambda request: web.Response(status=429)

    with pytest.raises(FetchError, match="too_many_requests"):
        await finder.find(site.url("/"), [])

    assert asked(site) == ["/", "/feed"]


async def test_the_address_that_a_feed_moved_to_for_good_is_the_one_to_poll(finder: Finder, site: Site) -> None:
    def moved(request: web.Request) -> web.StreamResponse:
        return web.Response(status=301, headers={"Location": "/new"})

    site["/old"] = moved
    site["/new"] = FEED

    found = await finder.find(site.url("/old"), [])

    assert isinstance(found, Preview)
    assert found.url == site.url("/new")


@pytest.mark.parametrize("link", ["http://10.0.0.1/feed", "http://169.254.169.254/latest", "http://[::ffff:10.0.0.1]/"])
async def test_a_page_cannot_lead_to_an_address_that_is_not_public(finder: Finder, site: Site, link: str) -> None:
    site["/"] = html(link)

    with pytest.raises(NotAFeed):  # it was refused, and the usual places hold none
        await finder.find(site.url("/"), [])
    with pytest.raises(AddressRefused):
        await finder.find(link, [])
