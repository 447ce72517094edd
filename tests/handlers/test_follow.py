from emulator.people import LAYLA
from tests.handlers.conftest import House


async def test_a_place_of_one_meaning_is_followed_at_once(house: House) -> None:
    [answer] = await house.says(LAYLA, "درعا البلد")

    assert "تمت متابعة" in answer
    assert "درعا البلد" in answer
