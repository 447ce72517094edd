"""What people write to change settings, and what only sounds like it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.preferences import Digest, Picture, Preferences, Quiet
from handlers.changes import (
    Change,
    Digested,
    Limit,
    Mute,
    Pictured,
    QuietHours,
    Setting,
    Unclear,
    Unmute,
    Updates,
    UrgentPasses,
    Zone,
    applied,
    read,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("صامت من ١١ إلى ٦", QuietHours(Quiet(1380, 360))),
        ("صامِت من 11 الى 6", QuietHours(Quiet(1380, 360))),
        ("ساعات الهدوء من ١٠ مساءً حتى ٧ صباحًا.", QuietHours(Quiet(1320, 420))),
        ("لا تزعجني بين ١٢ و٨", QuietHours(Quiet(0, 480))),
        ("صامت ٢٣-٦", QuietHours(Quiet(1380, 360))),
        ("ألغِ الصمت", QuietHours(None)),
        ("بلا هدوء", QuietHours(None)),
        ("إلغاء ساعات الهدوء", QuietHours(None)),
        ("صامت", Unclear("quiethours")),
        ("صامت من حلب إلى درعا", Unclear("quiethours")),
        ("العاجل ينتظر", UrgentPasses(passes=False)),
        ("العاجل يصل دائمًا", UrgentPasses(passes=True)),
        ("ملخص يومي ٨ صباحًا", Digested(Digest.DAILY, 480)),
        ("ملخّص كل يوم الساعة ٩ مساءً", Digested(Digest.DAILY, 1260)),
        ("ملخص يومي", Digested(Digest.DAILY, 480)),
        ("موجز مسائي", Digested(Digest.DAILY, 1200)),
        ("ملخص كل ساعة", Digested(Digest.HOURLY)),
        ("ملخص", Unclear("digested")),
        ("ملخص يومي ٣", Unclear("digested")),
        ("فوري", Digested(Digest.INSTANT)),
        ("تنبيهات فورية", Digested(Digest.INSTANT)),
        ("ألغ الملخص", Digested(Digest.INSTANT)),
        ("٥ تنبيهات في الساعة", Limit(5)),
        ("خمسة تنبيهات كل ساعة", Limit(5)),
        ("تنبيهان في الساعة", Limit(2)),
        ("على الأكثر ١٠ أخبار في الساعة", Limit(10)),
        ("١١ تنبيهًا بالساعة", Limit(11)),
        ("٠ تنبيهات في الساعة", Unclear("limit")),
        ("٦١ تنبيهًا في الساعة", Unclear("limit")),
        ("بلا حد", Limit(None)),
        ("ألغِ الحد", Limit(None)),
        ("توقيت برلين", Zone("Europe/Berlin")),
        ("بتوقيت ألمانيا", Zone("Europe/Berlin")),
        ("توقيت asia/beirut", Zone("Asia/Beirut")),
        ("توقيت", Unclear("zone")),
        ("توقيت أمريكا", Unclear("zone")),
        ("التحديثات بصوت", Updates(silent=False)),
        ("تحديثات بلا صوت", Updates(silent=True)),
        ("اكتم", Mute(None)),
        ("اكتم كل شيء", Mute(None)),
        ("اكتم ساعة", Mute(HOUR)),
        ("اكتم التنبيهات ٣ ساعات", Mute(3 * HOUR)),
        ("اكتم حلب يومًا", Mute(DAY, "حلب")),
        ("اكتم حلب", Mute(DAY, "حلب")),
        ("اكتم أخبار دير الزور لمدة أسبوع", Mute(7 * DAY, "دير الزور")),
        ("اكتم حلب ٩٠ يومًا", Unclear("mute")),
        ("ألغِ الكتم", Unmute()),
        ("الغ كتم حلب", Unmute("حلب")),
        ("فك الكتم عن حلب", Unmute("حلب")),
    ],
)
def test_words_are_read(text: str, change: Change) -> None:
    assert read(text) == change


@pytest.mark.parametrize(
    "text",
    [
        "",
        "درعا البلد",
        "تابع حلب",
        "أوقف حلب",
        "ألغ متابعة حلب",
        "هدوء في درعا",
        "هدوء حذر",
        "صمت",
        "ملخص المباراة",
        "زلزال في الساعة",
        "عاجل",
        "العاجل من درعا",
        "الكتم على الأسرار",
        "«توقيت برلين»",
        "فوري في الساعة كل يوم",
        "كتمان",
        "ألغ كتمان",
    ],
)
def test_what_can_be_a_name_to_follow_changes_nothing(text: str) -> None:
    assert read(text) is None


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert isinstance(read(text), Change | None)
    assert isinstance(read(f"اكتم {text}"), Change | None)
    assert isinstance(read(f"صامت من {text}"), Change | None)


@pytest.mark.parametrize(
    ("setting", "preferences"),
    [
        (QuietHours(Quiet(1, 2)), Preferences(quiet=Quiet(1, 2), daily_at=500)),
        (UrgentPasses(passes=False), Preferences(urgent_passes=False, daily_at=500)),
        (Digested(Digest.DAILY, 600), Preferences(digest=Digest.DAILY, daily_at=600)),
        (Digested(Digest.HOURLY), Preferences(digest=Digest.HOURLY, daily_at=500)),
        (Limit(3), Preferences(most_an_hour=3, daily_at=500)),
        (Zone("UTC"), Preferences(zone="UTC", daily_at=500)),
        (Updates(silent=False), Preferences(silent_updates=False, daily_at=500)),
        (Pictured(Picture.ABOVE), Preferences(picture=Picture.ABOVE, daily_at=500)),
    ],
)
def test_a_setting_changes_itself_alone(setting: Setting, preferences: Preferences) -> None:
    assert applied(Preferences(daily_at=500), setting) == preferences


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("الصورة فوق", Picture.ABOVE),
        ("صورة الخبر أعلى النص", Picture.ABOVE),
        ("الصورة تحت", Picture.BELOW),
        ("الصور أسفل الخبر", Picture.BELOW),
        ("بلا صور", Picture.NONE),
        ("بدون صورة", Picture.NONE),
        ("أوقف الصور", Picture.NONE),
    ],
)
def test_where_the_picture_stands_can_be_said(text: str, where: Picture) -> None:
    assert read(text) == Pictured(where)


@pytest.mark.parametrize("text", ["صور", "أوقف صور", "قصف على صور", "صورة", "ألغ صور"])
def test_the_city_of_tyre_is_no_picture(text: str) -> None:
    assert read(text) is None
