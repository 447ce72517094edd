from emulator.people import LAYLA
from news.arabic.marks import RIGHT_TO_LEFT
from storage import tables
from tests.handlers.conftest import House

WORDS = ["زلزال", "فيضان", "حريق", "جفاف", "عاصفة", "وباء", "هدنة", "انتخابات", "امتحانات", "قمح"]


async def test_the_list_is_paged_with_a_stop_button_each(house: House) -> None:
    for word in WORDS:
        await house.says(LAYLA, word)

    [first] = await house.says(LAYLA, "اشتراكاتي")
    assert "١٠ اشتراكات" in first
    assert "صفحة ١ من ٢" in first
    assert house.labels() == [*(f"⛔ أوقف كلمة «{word}»" for word in WORDS[:8]), "التالي ←"]

    [second] = await house.taps(LAYLA, "التالي")
    assert "١٠. كلمة «قمح»" in second
    assert house.labels() == ["⛔ أوقف كلمة «امتحانات»", "⛔ أوقف كلمة «قمح»", "→ السابق"]


async def test_a_stop_in_the_list_edits_it_and_can_be_undone_on_the_same_page(house: House) -> None:
    for word in WORDS:
        await house.says(LAYLA, word)
    await house.says(LAYLA, "/list")
    messages = len(house.said())

    [after] = await house.taps(LAYLA, "حريق")
    assert "٩ اشتراكات" in after
    assert "↩️ أعد كلمة «حريق»" in house.labels()

    await house.taps(LAYLA, "جفاف")
    assert [label for label in house.labels() if "أعد" in label] == ["↩️ أعد كلمة «حريق»", "↩️ أعد كلمة «جفاف»"]

    await house.taps(LAYLA, "أعد كلمة «حريق»")
    assert [label for label in house.labels() if "أعد" in label] == ["↩️ أعد كلمة «جفاف»"]
    assert len(await house.rows(tables.subscriptions)) == 9
    assert len(house.said()) == messages


async def test_the_last_one_stopped_leaves_an_empty_list_and_its_undo(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/list")

    [after] = await house.taps(LAYLA, "زلزال")

    assert "لا اشتراكات هنا" in after
    assert house.labels() == ["↩️ أعد كلمة «زلزال»"]


async def test_a_stop_button_tapped_twice_says_that_it_is_done(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/list")
    button = house.last()["reply_markup"]
    await house.taps(LAYLA, "زلزال")
    house.last()["reply_markup"] = button

    await house.taps(LAYLA, "زلزال")

    assert house.toasts()[-1] == "هذه المتابعة متوقفة من قبل."


async def test_a_stop_under_the_answer_about_one_is_undone_there(house: House) -> None:
    await house.says(LAYLA, "«الفيلق الخامس»")

    [stopped] = await house.taps(LAYLA, "أوقف")
    assert stopped.lstrip(RIGHT_TO_LEFT) == "⛔ توقفت متابعة عبارة «الفيلق الخامس» كما هي."

    [restored] = await house.taps(LAYLA, "أعد")
    assert restored.lstrip(RIGHT_TO_LEFT) == "✅ عادت متابعة عبارة «الفيلق الخامس» كما هي."
    [row] = await house.rows(tables.subscriptions)
    assert row.label == "«الفيلق الخامس»"


async def test_the_undo_of_a_place_brings_back_that_very_place(house: House) -> None:
    await house.says(LAYLA, "درعا")
    await house.taps(LAYLA, "مدينة درعا")
    await house.taps(LAYLA, "أوقف")

    await house.taps(LAYLA, "أعد")

    [answer] = await house.says(LAYLA, "/list")
    assert "مدينة درعا — محافظة درعا" in answer


async def test_an_old_button_alone_that_is_tapped_again_is_only_told(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    button = house.last()["reply_markup"]
    await house.taps(LAYLA, "أوقف")
    house.last()["reply_markup"] = button

    assert await house.taps(LAYLA, "أوقف") == []
    assert house.toasts()[-1] == "هذه المتابعة متوقفة من قبل."


async def test_the_list_of_a_paused_chat_says_so(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "/stop")

    [answer] = await house.says(LAYLA, "/list")

    assert "التنبيهات متوقفة الآن" in answer


async def test_each_tap_is_answered_once_so_that_its_button_stops_turning(house: House) -> None:
    await house.says(LAYLA, "/start")

    await house.taps(LAYLA, "اشتراكاتي")
    await house.taps(LAYLA, "مساعدة")

    assert len(house.toasts()) == 2
