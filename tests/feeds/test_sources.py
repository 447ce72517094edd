"""What the shipped feeds must be."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from domain.errors import ConfigurationError
from domain.feeds import Source
from feeds.sources import read, shipped


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


def test_an_operators_file_is_read_in_the_same_form(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\nurl = "https://news.example/feed"\nname = "صحيفة المثال"\n', encoding="utf-8")

    assert read(file) == [Source(url="https://news.example/feed", name="صحيفة المثال")]


@pytest.mark.parametrize("text", ["[[source]]\nurl =", "[[feed]]\n", "[[source]]\naddress = 'x'\n", None])
def test_a_file_that_cannot_be_read_names_what_to_write(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "sources.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"feeds/sources\.toml"):
        read(file)
