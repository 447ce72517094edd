"""What the shipped feeds must be."""

import re
from urllib.parse import urlsplit

from feeds.sources import shipped


def test_at_least_fifteen_sources_are_shipped_and_each_is_complete() -> None:
    sources = shipped()

    assert len(sources) >= 15
    assert all(source.name and source.family for source in sources)
    assert all(re.fullmatch(r"[A-Z]{2}", source.country) for source in sources)


def test_each_address_is_https_and_stands_once() -> None:
    urls = [source.url for source in shipped()]

    assert all(urlsplit(url).scheme == "https" and urlsplit(url).path for url in urls)
    assert len(set(urls)) == len(urls)


def test_regions_are_ids_of_places() -> None:
    assert all(re.fullmatch(r"(?:[a-z]{2}(?:\.[a-z-]+)*)?", source.region) for source in shipped())
    assert any(source.region == "sy" for source in shipped())
