import pytest

from emulator.people import LAYLA
from news.summary.events import EVENTS
from storage import tables
from tests.handlers.conftest import House


@pytest.mark.parametrize("words", ["/events", "أنواع الأحداث"])
async def test_every_kind_of_event_is_offered_and_one_tap_follows_it(house: House, words: str) -> None:
    await house.says(LAYLA, words)

    assert len(house.labels()) == len(EVENTS)
    [answer] = await house.taps(LAYLA, "زلزال")
    assert "كل خبر نوعه «زلزال»" in answer
    assert [row.canonical for row in await house.rows(tables.queries)] == ["event:earthquake"]


async def test_kinds_stand_in_the_order_of_the_alphabet(house: House) -> None:
    await house.says(LAYLA, "/events")

    labels = house.labels()
    assert labels.index("اعتقال") < labels.index("زلزال") < labels.index("قصف") < labels.index("نزوح")
