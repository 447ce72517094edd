from collections.abc import Callable

import pytest

from domain.news import Field, PlaceId
from news.arabic.tokens import tokenise
from news.places.casing import small
from news.places.gazetteer import Gazetteer, shipped
from news.places.hashtags import hashtags
from news.places.mentions import mentions

Found = list[tuple[str, tuple[str, ...]]]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return shipped()


@pytest.fixture(scope="session")
def found(gazetteer: Gazetteer) -> Callable[..., Found]:
    """Give a function from a text to the names in it, as published, with the places that they mean."""

    def read(text: str, region: str = "") -> Found:
        told = mentions(
            tokenise(text, Field.TEXT),
            gazetteer,
            PlaceId(region) if region else None,
            hashtags(text, Field.TEXT),
            small("", text),
        )
        return [(text[one.span.start : one.span.end], one.places) for one in told]

    return read
