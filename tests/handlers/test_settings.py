from datetime import timedelta
from typing import Any

import pytest

from emulator.people import ABU_KHALED, LAYLA, NEIGHBOURS_ID
from storage import tables
from tests.handlers.conftest import House

# The clock of the house stands at 12:00 UTC on 20 November 2026: three in the afternoon in Damascus.


async def preferences(house: House) -> Any:
    [row] = await house.rows(tables.chat_preferences)
    return row


def forge(house: House, data: str) -> None:
    """Press a button that the bot never made."""
    message = house.last()
    message["reply_markup"]["inline_keyboard"].append([{"text": "زر", "callback_data": data}])
    house.world.press(LAYLA, message["message_id"], data)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "صامت من ١١ إلى ٦",
            "🌙 لن تصلك تنبيهات بين ١١ مساءً و٦ صباحًا بتوقيت دمشق، إلا العاجل. وما يرد فيها يصلك بعدها.",
        ),
        ("ألغِ الصمت", "🔔 لا ساعات هدوء الآن: تصلك التنبيهات في كل وقت."),
        ("ملخص يومي ٨ صباحًا", "🗞 تصلك الأخبار مجموعة في ملخص واحد كل يوم، الساعة ٨ صباحًا بتوقيت دمشق."),
        (
            "ملخص يومي منتصف الليل",
            "🗞 تصلك الأخبار مجموعة في ملخص واحد كل يوم، عند منتصف الليل بتوقيت دمشق.",
        ),
        ("ملخص كل ساعة", "🗞 تصلك الأخبار مجموعة في ملخص كل ساعة."),
        ("فوري", "🔔 يصلك كل خبر فور وروده."),
        ("٥ تنبيهات في الساعة", "🚦 لن يصلك أكثر من ٥ تنبيهات في الساعة، وما زاد يصلك في ملخص."),
        ("بلا حد", "🚦 لا حد لعدد التنبيهات: يصلك كل خبر."),
        ("توقيت برلين", "🌍 الأوقات هنا بتوقيت برلين، والساعة هناك الآن ١:٠٠ م."),
        ("التحديثات بصوت", "🔈 تصلك تحديثات الأخبار بصوت."),
        ("التحديثات بلا صوت", "🔈 تصلك تحديثات الأخبار بلا صوت."),
        ("اكتم ساعة", "🔕 لن تصلك تنبيهات حتى ٤:٠٠ م، ولا العاجل منها. وما يرد حتى ذلك الوقت يصلك بعده."),
        ("ألغِ الكتم", "🔔 لا كتم الآن: تصلك التنبيهات كالمعتاد."),
    ],
)
async def test_one_sentence_says_what_holds_now(house: House, words: str, sentence: str) -> None:
    [answer] = await house.says(LAYLA, words)

    assert answer.removeprefix("\u200f") == sentence
    assert house.labels() == ["⚙️ الإعدادات"]


async def test_urgent_news_that_waits_is_said_of_the_quiet_hours(house: House) -> None:
    await house.says(LAYLA, "صامت من ١١ مساء إلى ٦ صباحا")

    [answer] = await house.says(LAYLA, "العاجل ينتظر")

    assert "ولا العاجل منها" in answer
    assert not (await preferences(house)).urgent_passes


async def test_each_change_leaves_the_others_as_they_are(house: House) -> None:
    for words in ("صامت من ١١ إلى ٦", "ملخص يومي ٨ مساء", "٣ تنبيهات في الساعة", "توقيت بيروت", "التحديثات بصوت"):
        await house.says(LAYLA, words)

    row = await preferences(house)
    assert (row.quiet_start, row.quiet_end, row.digest, row.daily_at) == (1380, 360, "daily", 1200)
    assert (row.most_an_hour, row.zone, row.silent_updates, row.urgent_passes) == (3, "Asia/Beirut", False, True)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("صامت من ٢٥ إلى ٦", "صامت من ١١ مساءً إلى ٦ صباحًا"),
        ("ملخص يومي ٣", "ملخص يومي ٨ صباحًا"),
        ("١٠٠ تنبيه في الساعة", "من ١ إلى ٦٠"),
        ("توقيت أمريكا", "توقيت برلين"),
        ("اكتم ٩٠ يومًا", "أطولها ٣٠ يومًا"),
        ("/settings كيفما كان", "اكتم ساعة"),
    ],
)
async def test_what_cannot_be_understood_is_answered_by_what_to_write(house: House, words: str, hint: str) -> None:
    [answer] = await house.says(LAYLA, words)

    assert hint in answer
    assert await house.rows(tables.chat_preferences) == []


async def test_words_behind_the_command_do_the_same(house: House) -> None:
    [answer] = await house.says(LAYLA, "/settings صامت من ١١ إلى ٦")

    assert "لن تصلك تنبيهات بين ١١ مساءً و٦ صباحًا" in answer


async def test_a_mute_of_one_subscription_names_it_and_its_end(house: House) -> None:
    await house.says(LAYLA, "مدينة حلب")
    await house.says(LAYLA, "زلزال")

    [answer] = await house.says(LAYLA, "اكتم حلب يومًا")

    assert "لن تصلك تنبيهات عن مدينة حلب" in answer
    assert "ولا يصلك بعد ذلك ما فات منها" in answer
    assert "حتى ٣:٠٠ م، ٢١ تشرين الثاني" in answer
    assert await house.publish("قصف على مدينة حلب") is None
    assert await house.publish("زلزال في حلب") is not None

    told = await house.says(LAYLA, "ألغ كتم حلب")
    assert "عادت التنبيهات عن مدينة حلب" in "".join(told)
    assert await house.publish("هدنة في مدينة حلب") is not None


async def test_a_mute_ends_by_itself(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "اكتم زلزال ساعتين")
    house.clock.forward(hours=2)

    assert await house.publish("زلزال في الساحل") is not None


async def test_ending_one_mute_reminds_of_that_of_all(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "اكتم زلزال")
    await house.says(LAYLA, "اكتم كل شيء ٣ ساعات")

    [answer] = await house.says(LAYLA, "ألغ كتم زلزال")

    assert "التنبيهات مكتومة الآن حتى ٦:٠٠ م" in answer


async def test_a_mute_of_what_is_not_followed_changes_nothing(house: House) -> None:
    await house.says(LAYLA, "زلزال")

    [answer] = await house.says(LAYLA, "اكتم باريس يومًا")

    assert "ليس «باريس» بين الاشتراكات" in answer
    assert [row.muted_until for row in await house.rows(tables.subscriptions)] == [None]


async def test_a_bare_mute_asks_for_how_long(house: House) -> None:
    await house.says(LAYLA, "اكتم")

    assert house.labels()[:3] == ["ساعة", "٣ ساعات", "يوم"]


async def test_the_first_page_shows_all_that_holds(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    for words in ("صامت من ١١ إلى ٦", "٥ تنبيهات في الساعة", "ملخص كل ساعة", "توقيت برلين", "اكتم زلزال"):
        await house.says(LAYLA, words)

    [page] = await house.says(LAYLA, "الإعدادات")

    for line in (
        "• الأخبار: في ملخص كل ساعة",
        "• ساعات الهدوء: من ١١ مساءً إلى ٦ صباحًا، إلا العاجل",
        "• الحد: ٥ تنبيهات في الساعة على الأكثر",
        "• الكتم: اشتراك واحد",
        "• تحديثات الأخبار: بلا صوت",
        "• صورة الخبر: بلا",
        "• التوقيت: برلين، والساعة الآن ١:٠٠ م",
    ):
        assert line in page


async def test_buttons_change_and_show_what_holds(house: House) -> None:
    await house.says(LAYLA, "/settings")

    await house.taps(LAYLA, "ساعات الهدوء")
    [page] = await house.taps(LAYLA, "١١ مساءً – ٦ صباحًا")
    assert "لن تصلك تنبيهات بين ١١ مساءً و٦ صباحًا" in page
    assert "✓ ١١ مساءً – ٦ صباحًا" in house.labels()

    [page] = await house.taps(LAYLA, "العاجل يصل فيها: نعم")
    assert "ولا العاجل منها" in page

    await house.taps(LAYLA, "رجوع")
    await house.taps(LAYLA, "متى تصل")
    [page] = await house.taps(LAYLA, "كل يوم ٨ صباحًا")
    assert "كل يوم، الساعة ٨ صباحًا" in page

    await house.taps(LAYLA, "رجوع")
    await house.taps(LAYLA, "الحد")
    [page] = await house.taps(LAYLA, "١٠")
    assert "أكثر من ١٠ تنبيهات" in page

    await house.taps(LAYLA, "رجوع")
    await house.taps(LAYLA, "التوقيت")
    [page] = await house.taps(LAYLA, "برلين")
    assert "بتوقيت برلين" in page

    await house.taps(LAYLA, "رجوع")
    [page] = await house.taps(LAYLA, "التحديثات: بلا صوت")
    assert "• تحديثات الأخبار: بصوت" in page
    row = await preferences(house)
    assert (row.zone, row.most_an_hour, row.digest, row.urgent_passes) == ("Europe/Berlin", 10, "daily", False)


async def test_buttons_mute_all_and_one(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "اكتم")

    [page] = await house.taps(LAYLA, "٣ ساعات")
    assert "لن تصلك تنبيهات حتى ٦:٠٠ م" in page
    [page] = await house.taps(LAYLA, "إنهاء كل كتم")
    assert "لا كتم الآن" in page

    await house.taps(LAYLA, "كتم اشتراك واحد")
    assert house.labels() == ["🔔 كلمة «زلزال»", "→ رجوع"]
    await house.taps(LAYLA, "🔔 كلمة")
    assert house.labels() == ["🔕 كلمة «زلزال»", "→ رجوع"]
    assert (await house.rows(tables.subscriptions))[0].muted_until - house.clock() > timedelta(hours=23)
    await house.taps(LAYLA, "🔕 كلمة")
    assert (await house.rows(tables.subscriptions))[0].muted_until is None


@pytest.mark.parametrize(
    "data", ["s=z:Atlantis/City", "s=l:1000", "s=q:5:5", "s=q:x:9", "s=d:weekly", "s=d:daily:9999", "s=?"]
)
async def test_a_forged_button_changes_nothing(house: House, data: str) -> None:
    await house.says(LAYLA, "/settings")
    forge(house, data)

    await house.hear(LAYLA.id)

    assert await house.rows(tables.chat_preferences) == []


async def test_a_forged_number_mutes_nothing_of_others(house: House) -> None:
    await house.says(ABU_KHALED, "زلزال")
    [theirs] = await house.rows(tables.subscriptions)
    await house.says(LAYLA, "/settings")
    forge(house, f"s=k:1:{theirs.id}")

    await house.hear(LAYLA.id)

    assert (await house.rows(tables.subscriptions))[0].muted_until is None


async def test_in_a_group_everybody_looks_and_its_admins_change(house: House) -> None:
    [page] = await house.says(ABU_KHALED, "/settings", chat=NEIGHBOURS_ID)
    assert "الإعدادات" in page

    [refusal] = await house.says(ABU_KHALED, "/settings صامت من ١١ إلى ٦", chat=NEIGHBOURS_ID)
    assert "لمشرفيها فقط" in refusal
    await house.taps(ABU_KHALED, "التحديثات", chat=NEIGHBOURS_ID)
    assert "لمشرفيها فقط" in house.toasts()[-1]
    assert await house.rows(tables.chat_preferences) == []

    await house.taps(LAYLA, "التحديثات", chat=NEIGHBOURS_ID)
    assert not (await preferences(house)).silent_updates


async def test_a_keyword_that_sounds_like_a_setting_can_be_followed_in_quotation_marks(house: House) -> None:
    [answer] = await house.says(LAYLA, "«توقيت صيفي»")

    assert "تمت متابعة" in answer


async def test_what_is_followed_after_a_digest_was_chosen_goes_into_it(house: House) -> None:
    await house.says(LAYLA, "زلزال")
    await house.says(LAYLA, "ملخص كل ساعة")
    await house.says(LAYLA, "فيضان")
    assert [row.mode for row in await house.rows(tables.subscriptions)] == ["digest", "digest"]

    await house.says(LAYLA, "فوري")
    assert [row.mode for row in await house.rows(tables.subscriptions)] == ["instant", "instant"]


async def test_forgetting_takes_the_settings_too(house: House) -> None:
    await house.says(LAYLA, "صامت من ١١ إلى ٦")
    await house.says(LAYLA, "/forget")

    await house.taps(LAYLA, "نعم، احذف")

    assert await house.rows(tables.chat_preferences) == []


async def test_a_paused_chat_is_reminded_of_it(house: House) -> None:
    await house.says(LAYLA, "/stop")

    [answer] = await house.says(LAYLA, "فوري")

    assert "التنبيهات متوقفة الآن" in answer


async def test_each_page_says_that_a_chat_is_paused(house: House) -> None:
    await house.says(LAYLA, "/stop")

    [first] = await house.says(LAYLA, "/settings")
    [other] = await house.taps(LAYLA, "متى تصل")

    assert "⏸ التنبيهات متوقفة الآن" in first
    assert "⏸ التنبيهات متوقفة الآن" in other


async def test_the_picture_goes_above_below_and_away_by_one_button(house: House) -> None:
    await house.says(LAYLA, "/settings")
    shown = []
    for _ in range(3):
        await house.taps(LAYLA, "الصورة")
        shown.append((house.labels()[-1], (await preferences(house)).picture))

    assert shown == [("🖼 الصورة: فوق", "above"), ("🖼 الصورة: تحت", "below"), ("🖼 الصورة: بلا", "none")]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("الصورة فوق", "🖼 تظهر صورة الخبر فوق التنبيه، إن كانت للخبر صورة."),
        ("الصورة تحت", "🖼 تظهر صورة الخبر تحت التنبيه، إن كانت للخبر صورة."),
        ("بلا صور", "🖼 تصلك التنبيهات بلا صور."),
    ],
)
async def test_the_picture_is_set_by_words_too(house: House, words: str, answer: str) -> None:
    [said] = await house.says(LAYLA, words)

    assert said.endswith(answer)
