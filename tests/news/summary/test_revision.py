"""What a source takes back, it says in the title; a lower toll it just writes."""

from datetime import UTC, datetime

import pytest

from domain.feeds import FeedId
from domain.news import Article
from news.places.gazetteer import shipped
from news.summary.revision import Revision, named, revision
from news.understand import understand

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def article(title: str, text: str = "") -> Article:
    return Article(FeedId(1), "i", title, text, "https://example.org/1", NOW, NOW)


def taken_back(before: Article, after: Article) -> Revision | None:
    return revision(before, understand(after, shipped()))


@pytest.mark.parametrize(
    "title",
    [
        "حُذف",
        "حُذف الخبر",
        "تم حذف هذا الخبر",
        "سُحب الخبر",
        "سحب الخبر: حريق في السوق",
        "[محذوف]",
        "خبر محذوف",
        "حذف المادة لعدم الدقة",
        "سُحب التقرير بسبب خطأ في الأرقام",
        "تم حذف المنشور من الموقع",
        "تم سحب هذا التقرير",
        "حُذف المقال | حريق في السوق",
        "التقرير محذوف",
    ],
)
def test_a_title_says_that_the_news_was_withdrawn(title: str) -> None:
    assert named(title) is Revision.WITHDRAWN


@pytest.mark.parametrize(
    "title",
    [
        "تصحيح: حريق في سوق البلدة",
        "تصحيح | حريق",
        "تصحيح خبر: حريق",
        "استدراك - حريق",
        "حريق في السوق (تصحيح)",
        "تصحيح للخبر السابق: حريق",
    ],
)
def test_a_title_says_that_the_news_was_corrected(title: str) -> None:
    assert named(title) is Revision.CORRECTED


@pytest.mark.parametrize(
    "title",
    [
        "سحب القوات من المدينة",
        "تصحيح مسار الليرة",
        "حذف الأصفار من العملة",
        "إلغاء الضريبة",
        "سحب السفير",
        "سحب مادة المازوت من محطات درعا البلد",
        "سحب مادة غذائية فاسدة من الأسواق",
        "سحب المادة من الصيدليات بسبب تلوثها",
        "سحب التقرير الطبي من المشفى",
        "سحب تقرير الطب الشرعي",
        "إلغاء: رحلات دمشق",
        "إلغاء | رحلات مطار حلب",
        "سحب - قوات روسية من القامشلي",
        "سحب: كميات من الدقيق الفاسد",
        "حذف المادة الثامنة من الدستور",
        "حذف منشور: وزير يعتذر للأهالي",
        "حريق في السوق",
        "",
    ],
)
def test_other_news_uses_these_words_too(title: str) -> None:
    assert named(title) is None


def test_what_was_a_correction_from_the_start_takes_nothing_back() -> None:
    one = article("تصحيح: حريق في سوق البلدة")

    assert taken_back(one, one) is None
    assert taken_back(article("حريق في سوق البلدة"), one) is Revision.CORRECTED
    assert taken_back(one, article("حُذف الخبر")) is Revision.WITHDRAWN


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("مقتل 9 أشخاص في حريق", "مقتل 7 أشخاص في حريق", Revision.LOWERED),
        ("مقتل 7 أشخاص في حريق", "مقتل 9 أشخاص في حريق", None),
        ("مقتل 7 أشخاص في حريق", "مقتل سبعة أشخاص في حريق", None),
        ("مقتل 7 أشخاص في حريق", "حريق في السوق", None),
        ("حريق في السوق", "مقتل 7 أشخاص في حريق", None),
        ("إصابة 9 أشخاص في حريق", "إصابة 4 أشخاص في حريق", Revision.LOWERED),
        ("مقتل شخصين وإصابة 9 في حريق", "مقتل 3 أشخاص وإصابة 8 في حريق", None),
        ("مقتل شخصين وإصابة 9 في حريق", "مقتل شخصين وإصابة 5 في حريق", Revision.LOWERED),
    ],
)
def test_fewer_dead_or_injured_are_a_lower_toll(before: str, after: str, expected: Revision | None) -> None:
    assert taken_back(article(before), article(after)) is expected


def test_the_title_tells_the_toll_and_an_earlier_one_in_the_text_none() -> None:
    text = "وكانت الحصيلة الأولى مقتل 12 شخصًا في الحريق."

    assert taken_back(article("مقتل 9 أشخاص في حريق", text), article("مقتل 7 أشخاص في حريق", text)) is Revision.LOWERED
    assert taken_back(article("حريق", "مقتل 9 أشخاص."), article("حريق", "مقتل 7 أشخاص.")) is Revision.LOWERED


ALEPPO = "وفي حلب، أعلن الدفاع المدني مقتل 40 شخصًا في انهيار مبنى سكني."
MORE = "وأضاف المصدر أن فرق الإسعاف نقلت المصابين إلى المشفى، وأن البحث عن ناجين يستمر تحت الأنقاض. " * 6


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"قصف على درعا أوقع 5 قتلى. {ALEPPO}", "قصف على درعا أوقع 7 قتلى.", id="rose, another is gone"),
        pytest.param(f"قصف أوقع 5 قتلى. {MORE}{ALEPPO}", "قصف أوقع 5 قتلى.", id="another is gone, further down"),
        pytest.param(f"بدأ البحث. {MORE}{ALEPPO}", f"بدأ البحث. {MORE}مقتل 3 في حريق.", id="further down only"),
        pytest.param(
            "ارتفعت الحصيلة إلى 9 قتلى.", "انتشلت الفرق 3 قتلى صباحًا. وارتفعت الحصيلة إلى 12 قتيلًا.", id="more found"
        ),
        pytest.param("أصيب 5 أشخاص. وفي حلب أصيب 30 شخصًا.", "أصيب 6 أشخاص.", id="injured"),
    ],
)
def test_what_else_an_article_tells_is_not_its_toll(before: str, after: str) -> None:
    assert taken_back(article("قصف على درعا", before), article("قصف على درعا", after)) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("قصف أوقع 9 قتلى.", "قصف أوقع 7 قتلى."),
        (f"قصف أوقع 9 قتلى. {ALEPPO}", f"قصف أوقع 7 قتلى. {ALEPPO}"),
        (f"قصف أوقع 9 قتلى. {MORE}", f"قصف أوقع 7 قتلى. {MORE}{ALEPPO}"),
        (f"أصيب 9 أشخاص. {MORE}", "أصيب 4 أشخاص."),
    ],
)
def test_a_lower_toll_in_the_opening_is_one(before: str, after: str) -> None:
    assert taken_back(article("قصف على درعا", before), article("قصف على درعا", after)) is Revision.LOWERED
