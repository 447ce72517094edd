"""A number stands with its own place, in whichever language it is told."""

import pytest

from domain.news import PlaceId
from news.summary.together import Named, are_together

PLACES = {"Daraa": "d", "Idlib": "i", "درعا": "d", "إدلب": "i"}


def _named(text: str) -> list[Named]:
    found = [Named(text.index(name), frozenset({PlaceId(place)})) for name, place in PLACES.items() if name in text]
    return sorted(found, key=lambda one: one.start)


@pytest.mark.parametrize(
    ("answer", "source", "together"),
    [
        ("قتل 3 في درعا وأصيب 5 في إدلب.", "3 killed in Daraa and 5 wounded in Idlib.", True),
        ("قتل 3 في إدلب وأصيب 5 في درعا.", "3 killed in Daraa and 5 wounded in Idlib.", False),
        ("قتل ثلاثة في درعا.", "Shells hit Daraa, killing three.", True),
        ("في درعا قصف، وقتل 3.", "Shells hit Daraa. Three were killed.", True),
        ("قتل 3 في درعا.", "Shells hit Daraa. Three were killed.", False),
        ("في إدلب قصف، وقتل 3.", "Shells hit Idlib. Calm in Daraa. Three were killed.", False),
        ("قتل 3، وأصيب 5 في إدلب.", "3 killed, 5 wounded in Idlib.", True),
        ("قتل 3.", "3 killed in Daraa.", True),
        ("قتل 3 في درعا.", "", False),
        ("قصف على درعا.", "Shells hit Daraa.", True),
    ],
)
def test_a_number_keeps_its_place(answer: str, source: str, together: bool) -> None:  # noqa: FBT001  a column of the table
    assert are_together(answer, _named(answer), source, _named(source), "en") is together


def test_an_empty_source_holds_nothing() -> None:
    assert not are_together("قتل 3 في درعا", _named("قتل 3 في درعا"), "", [Named(0, frozenset({PlaceId("d")}))], "en")
