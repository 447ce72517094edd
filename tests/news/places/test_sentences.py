"""Sentences with the names that must be read in them, and nothing else: sentences.txt says how they are written."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from domain.news import PlaceId
from news.places.gazetteer import Gazetteer

Found = Callable[..., list[tuple[str, tuple[str, ...]]]]

_NAME = re.compile(r"\[([^]=]*)(?:=([^]]*))?\]")


def _sentences(file: str) -> Iterator[ParameterSet]:
    section = ""
    for line in (Path(__file__).parent / file).read_text("utf-8").splitlines():
        if line.startswith("##"):
            section = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            name, _, marked = line.partition(": ")
            yield pytest.param(marked.replace("\\n", "\n"), id=f"{section}: {name}")


@pytest.mark.parametrize("marked", list(_sentences("sentences.txt")))
def test_these_names_are_read_and_no_others(found: Found, gazetteer: Gazetteer, marked: str) -> None:
    said = found(_NAME.sub(r"\1", marked))

    names = _NAME.findall(marked)
    assert [name for name, _ in said] == [name for name, _ in names]
    for (_, places), (name, place) in zip(said, names, strict=True):
        assert not place or places[0] == place, f"{name} is {gazetteer.describe(PlaceId(places[0]))}"


@pytest.mark.parametrize("marked", list(_sentences("sentences_latin.txt")))
def test_these_latin_names_are_read_and_no_others(found: Found, marked: str) -> None:
    """A name of the file stands for the place of this id, or for one within it: the city of the governorate."""
    said = found(_NAME.sub(r"\1", marked))

    names = _NAME.findall(marked)
    assert [name for name, _ in said] == [name for name, _ in names]
    for (name, places), (_, place) in zip(said, names, strict=True):
        assert f"{places[0]}.".startswith(f"{place}."), f"{name} is {places[0]}"
