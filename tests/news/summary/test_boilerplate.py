"""Laws of what is left out of a summary."""

from collections.abc import Callable

import pytest

from domain.news import Article
from news.summary.boilerplate import dateline, is_boilerplate, worthwhile

Write = Callable[..., Article]
NEWS = "أعلنت إدارة المياه في المدينة أن الضخ يعود تدريجيًا إلى الأحياء الشرقية بدءًا من صباح الغد."


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضًا: السيول تقطع الطريق",
        "شاهد الفيديو",
        "شاهد أيضًا: صور من المعرض",
        "للمزيد من الأخبار تابعونا",
        "The post appeared first on Site.",
        "ظهرت المقالة أولًا على موقعنا",
        "شارك من خلال تويتر فيسبوك",
        "Next Previous",
        "رابط الخبر بصحيفة النهار: عنوان",
        "* *",
        "...المزيد",
        "https://example.org/a",
        "news@example.org",
        "#وسم",
        "(رويترز)",
        "جميع الحقوق محفوظة",
        "المصدر: وكالات",
        "إعلان",
        "12345",
    ],
)
def test_furniture_of_the_page_is_known(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "شاهد عيان قال إن الحافلة انقلبت.",
        "إعلان الطوارئ في المحافظة",
        "اشتركت ثلاث فرق في إخماد الحريق.",
        "المصدر المسؤول نفى الخبر.",
        NEWS,
        "شاهدوا بأعينهم " + "ما جرى في السوق القديم " * 8,
    ],
)
def test_news_is_no_furniture(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("سامر النجار - الأفق - المدينة: ", ""),
        ("الأفق- متابعة: ", ""),
        ("دمشق – سانا: ", ""),
        ("رويترز: ", ""),
        ("(أ ف ب) - ", ""),
        ("دمشق-سانا ", ""),
        ("بيروت (رويترز) - ", ""),
        ("القاهرة – ", ""),
        ("• ", ""),
        ("\u200f* دمشق – سانا: \u202b", ""),
        ("الوزير: ", "الوزير: "),
        ("قال الوزير - أمس - في المؤتمر: ", "قال الوزير - أمس - في المؤتمر: "),
        ("ثلاثة أحياء في المدينة - ", "ثلاثة أحياء في المدينة - "),
    ],
)
def test_a_dateline_goes_and_a_speaker_stays(head: str, kept: str) -> None:
    sentence = head + NEWS

    assert sentence[dateline(sentence) :] == kept + NEWS


def test_a_sentence_that_is_nothing_but_a_dateline_stays() -> None:
    assert dateline("رويترز: ") == 0


def test_headings_captions_and_what_repeats_the_title_are_left_out(write: Write) -> None:
    dated = "المدينة 25 رجب 1447 هـ الموافق 14 كانون الثاني 2026 م وكالة الأخبار المحلية"
    text = f"عودة المياه إلى الأحياء!\nالأفق – المدينة\n{dated}\n{NEWS}"

    article = write(text, "عودة المياه إلى الأحياء")

    assert [article.text[start:end] for start, end in worthwhile(article)] == [NEWS]


def test_where_there_are_only_headings_they_are_kept(write: Write) -> None:
    article = write("انقطاع المياه\nعودة الكهرباء")

    assert [article.text[start:end] for start, end in worthwhile(article)] == ["انقطاع المياه", "عودة الكهرباء"]


@pytest.mark.parametrize("text", ["", "\n", "* *", "عودة المياه"])
def test_nothing_is_left_of_what_says_nothing(write: Write, text: str) -> None:
    assert worthwhile(write(text, "عودة المياه")) == []
