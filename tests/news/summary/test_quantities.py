"""Numbers, dates and duals have one value however they are written."""

import pytest

from news.arabic.fold import fold
from news.summary.quantities import quantities


def _values(text: str, language: str) -> list[str]:
    return ["|".join(sorted(one.values)) for one in quantities(fold(text), language)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("خمسة وعشرون شخصًا و3 أطفال", ["25", "3"]),
        ("٢٥ شخصًا", ["25"]),
        ("أحد عشر جنديًا وواحدٌ وعشرون", ["11", "21"]),
        ("أحد المارة", []),
        ("غارتان ويومين", ["2", "2"]),
        ("مدنيين ومصلين", []),  # two, or many
        ("١٬٢٠٠ ليرة", ["1.2|1200"]),
        ("1,200.50 دولار", ["1|200|50"]),
        ("7.5 ملايين", ["7500000"]),
        ("مليون ونصف", ["1500000"]),
        ("3 آلاف و200 ليرة", ["3200"]),
        ("ثلاثمئة وخمسة آلاف", ["305000"]),
        ("مئة وخمسة عشر ألفًا", ["115000"]),
        ("ثلاث مئة", ["300"]),
        ("عشرين مئة", ["20", "100"]),
        ("ألف ومئتان", ["1200"]),
        ("ألف ومئة", ["1100"]),
        ("مليون وألف", ["1001000"]),
        ("عشرون وثلاثون", ["20", "30"]),
        ("عشرة، وخمسة", ["10", "5"]),
        ("آلاف النازحين وعشرات الجرحى", ["x1000", "x10"]),
        ("5 في المئة و٧٪ وعشرة بالمئة", ["5%", "7%", "10%"]),
        ("مئة", ["100"]),
        ("يوم الجمعة 28 تشرين الثاني 2026", ["w5", "28", "m11", "2026"]),
        ("نوفمبر وكانون الأول", ["m11", "m12"]),
        ("في ذي الحجة", ["h12"]),
        ("28/11/2026", ["28", "m11", "11", "2026"]),
        ("2026-11-28", ["2026", "m11", "11", "28"]),
        ("الفيلق الخامس أمس والأحد", ["o5", "r-1", "w7"]),
        ("نصف السكان", ["f2"]),
        ("الساعة 10:30", ["10", "30"]),
    ],
)
def test_arabic_numbers(text: str, values: list[str]) -> None:
    assert _values(text, "ar") == values


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "twenty-five people", ["25"]),
        ("en", "two hundred thousand", ["200000"]),
        ("en", "five hundred and three", ["503"]),
        ("en", "dozens on Friday, March 3", ["x10", "w5", "m3", "3"]),
        ("en", "both sides, third time, 5 percent", ["2", "o3", "5%"]),
        ("en", "one and the other", ["1"]),
        ("fr", "quatre-vingt-dix, soixante-dix, vingt et un", ["90", "70", "21"]),
        ("fr", "deux mille cent", ["2100"]),
        ("fr", "12 500 euros", ["12", "12500", "500"]),
        ("fr", "deux millions, des milliers, une ville", ["2000000", "x1000"]),
        ("tr", "yirmi beş kişi, bin yüz elli, yüzde 5", ["25", "1150", "5%"]),
        ("fa", "سه نفر و ۱۲ نفر", ["12"]),  # no table: digits alone
    ],
)
def test_numbers_of_other_languages(language: str, text: str, values: list[str]) -> None:
    assert sorted(_values(text, language)) == sorted(values)
