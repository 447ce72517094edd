from datetime import UTC, datetime

import pytest

from domain.chats import Mode, Subscription, SubscriptionId, TargetId
from domain.queries import QueryId
from handlers.followed import alike, meant
from news.matching.parse import options
from news.places.gazetteer import shipped

NAMES = ("مدينة حلب", "محافظة درعا", "مدينة درعا", "زلزال", "«الفيلق الخامس»", "زلزال + حلب", "درعا البلد")


def followed(*names: str) -> list[Subscription]:
    found = []
    for number, name in enumerate(names):
        option = options(name, shipped())[0]
        ids = (SubscriptionId(number), TargetId(1), QueryId(number))
        found.append(Subscription(*ids, option.query, option.label, Mode.INSTANT, datetime(2026, 11, 20, tzinfo=UTC)))
    return found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("زلزال", [3]),
        ("زِلزال", [3]),
        ("كلمة زلزال", [3]),
        ("الفيلق الخامس", [4]),
        ("الفيلق", [4]),
        ("محافظة درعا", [1]),
        ("درعا البلد", [6]),
        ("باريس", []),
        ("", []),
        ("«", []),
    ],
)
def test_words_mean_what_bears_their_name_else_a_part_of_it(words: str, found: list[int]) -> None:
    there = followed(*NAMES)

    assert [one.id for one in meant(words, there, shipped())] == found


def test_a_bare_name_means_each_of_its_readings_that_is_followed() -> None:
    assert len(meant("درعا", followed("محافظة درعا", "مدينة درعا", "زلزال"), shipped())) == 2


def test_another_spelling_or_script_means_the_same_place() -> None:
    assert [one.label for one in meant("Aleppo", followed("حلب", "زلزال"), shipped())] == ["حلب"]


def test_a_misspelling_is_like_what_it_nearly_is() -> None:
    there = followed("زلزال", "فيضان")

    assert [one.label for one in alike("زلزل", there, shipped())] == ["زلزال"]
    assert alike("باريس", there, shipped()) == []
