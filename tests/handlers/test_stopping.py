import pytest

from emulator.people import ABU_KHALED, LAYLA, NEIGHBOURS_ID
from storage import tables
from tests.handlers.conftest import House


async def labels(house: House) -> list[str]:
    return [row.label for row in await house.rows(tables.subscriptions)]


@pytest.mark.parametrize("words", ["أوقف حلب", "ألغِ متابعة حلب", "الغ متابعه حَلَب", "احذف حلب"])
async def test_words_stop_the_one_subscription_they_name_and_offer_to_take_that_back(house: House, words: str) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "مدينة حلب")

    [answer] = await house.says(LAYLA, words)

    assert "⛔ توقفت متابعة مدينة حلب" in answer
    assert await labels(house) == ["زلزال"]

    await house.taps(LAYLA, "↩️ أعد")
    assert len(await labels(house)) == 2


async def test_a_name_of_two_subscriptions_is_asked_about(house: House) -> None:
    await house.says(LAYLA, "مدينة درعا")
    await house.says(LAYLA, "محافظة درعا")

    [question] = await house.says(LAYLA, "أوقف درعا")

    assert "أكثر من شيء باسم «درعا»" in question
    assert len(house.labels()) == 2

    [stopped] = await house.taps(LAYLA, "أوقف محافظة درعا")
    assert "توقفت متابعة" in stopped
    assert len(await labels(house)) == 1


async def test_a_part_of_a_name_is_enough_where_it_fits_one_alone(house: House) -> None:
    await house.says(LAYLA, "درعا البلد")
    await house.says(LAYLA, "«الفيلق الخامس»")

    [answer] = await house.says(LAYLA, "أوقف الفيلق")

    assert "توقفت متابعة عبارة «الفيلق الخامس» كما هي" in answer


async def test_a_near_miss_shows_what_is_followed_under_a_name_like_it(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "فيضان")

    [answer] = await house.says(LAYLA, "أوقف زلازل")

    assert "ليس «زلازل» بين الاشتراكات. هل تقصد" in answer
    assert house.labels() == ["⛔ أوقف كلمة «زلزال»"]
    assert len(await labels(house)) == 2


async def test_what_is_not_followed_at_all_shows_the_list(house: House) -> None:
    await house.says(LAYLA, "زلزال")

    [answer] = await house.says(LAYLA, "أوقف باريس")

    assert answer.startswith("ليس «باريس» بين الاشتراكات.")
    assert "زلزال" in answer
    assert "⛔ أوقف كلمة «زلزال»" in house.labels()


async def test_only_an_admin_of_the_group_stops_by_words(house: House) -> None:
    await house.says(LAYLA, "/add زلزال", chat=NEIGHBOURS_ID)

    [refusal] = await house.says(ABU_KHALED, f"@{house.bot.username} أوقف زلزال", chat=NEIGHBOURS_ID)

    assert "لمشرفيها فقط" in refusal
    assert await labels(house) == ["زلزال"]
