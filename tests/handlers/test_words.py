import pytest

from handlers.words import Asked, Wish, apart, asked, typed


@pytest.mark.parametrize(
    ("text", "wish", "words"),
    [
        ("درعا", Wish.FOLLOW, "درعا"),
        ("تابع حلب", Wish.FOLLOW, "حلب"),
        ("تابع -رياضة", Wish.FOLLOW, "-رياضة"),
        ("- حلب -", Wish.FOLLOW, "حلب"),
        ("زلزال + حلب -رياضة", Wish.FOLLOW, "زلزال + حلب -رياضة"),
        ("تابع أخبار حلب", Wish.FOLLOW, "حلب"),
        ("أخبار حلب", Wish.FOLLOW, "حلب"),
        ("اشترك زلزال", Wish.FOLLOW, "زلزال"),
        ("إشترك في «الفيلق الخامس»", Wish.FOLLOW, "«الفيلق الخامس»"),
        ("أضف درعا البلد.", Wish.FOLLOW, "درعا البلد"),
        ("أُريد  أن أتابع إدلب!", Wish.FOLLOW, "إدلب"),
        ("Follow Aleppo", Wish.FOLLOW, "Aleppo"),
        ("أضف", Wish.FOLLOW, ""),
        ("أوقف حلب", Wish.STOP_ONE, "حلب"),
        ("إلغاء اشتراك حلب", Wish.STOP_ONE, "حلب"),
        ("أوقف", Wish.PAUSE, ""),
        ("ايقاف مؤقت", Wish.PAUSE, ""),
        ("استأنف", Wish.RESUME, ""),
        ("إستئناف", Wish.RESUME, ""),
        ("اشتراكاتى", Wish.LIST, ""),
        ("آخر الأخبار", Wish.LATEST, ""),
        ("اخر الاخبار؟", Wish.LATEST, ""),
        ("مساعده", Wish.HELP, ""),
        ("الخصوصيّة", Wish.PRIVACY, ""),
        ("احذف بياناتي", Wish.FORGET, ""),
        ("السلام عليكم", Wish.GREETING, ""),
        ("", Wish.FOLLOW, ""),
        ("?", Wish.HELP, ""),
        ("درعا\nحلب", Wish.FOLLOW, "درعا ، حلب"),
        ("أريد متابعة:\n\nدرعا", Wish.FOLLOW, "درعا"),
        ("آخر\nالأخبار", Wish.LATEST, ""),
        ("تابعوا", Wish.FOLLOW, "تابعوا"),
    ],
)
def test_what_is_written_is_understood_in_any_spelling(text: str, wish: Wish, words: str) -> None:
    found = asked(text)

    assert (found.wish, found.words) == (wish, words)


@pytest.mark.parametrize(("text", "is_said"), [("تابع حلب", True), ("اشتراكاتي", True), ("حلب", False), ("…", False)])
def test_a_request_is_told_from_a_remark(text: str, is_said: bool) -> None:  # noqa: FBT001  a parameter of a table
    assert asked(text).is_said is is_said


def test_words_to_follow_stay_as_they_were_typed() -> None:
    assert asked("تابع إدلب") == Asked(Wish.FOLLOW, "إدلب")
    assert typed("  درعا   البلد. ") == "درعا البلد"


def test_commas_part_names_but_no_numbers() -> None:
    assert apart("درعا، حلب,إدلب ؛") == ["درعا", "حلب", "إدلب"]
    assert apart("زلزال 4,5") == ["زلزال 4,5"]
