"""Laws of the «و» at the head of a summary."""

import pytest

from news.summary.opening import without_and


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("وقال الناطق إن المعبر مفتوح.", 1),
        ("وَقال الناطق إن المعبر مفتوح.", 2),
        ("وفي المدينة عادت المياه.", 1),
        ("وزير الصحة زار المشفى.", 0),
        ("وصل الوفد إلى المدينة.", 0),
        ("وافق المجلس على الخطة.", 0),
        ("وفر المركز خيامًا.", 0),
        ("وفيات بسبب البرد.", 0),
        ("وداع مهيب للشاعر.", 0),
        ("وحلب تنتظر المطر.", 0),
        ("وذكر المركز أن الماء عاد.", 1),
        ("وفاة ثلاثة أطفال غرقًا.", 0),
        ("واشنطن تعلن موقفها.", 0),
        ("وسسس لا معنى لها.", 0),
        ("قال الناطق.", 0),
        ("و", 0),
        ("", 0),
    ],
)
def test_the_and_goes_only_where_the_rest_is_a_word(sentence: str, cut: int) -> None:
    assert without_and(sentence) == cut
