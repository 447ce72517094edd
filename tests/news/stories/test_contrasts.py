"""Laws of what tells events apart that share nearly all words: choices, turns, exchanged words, and time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from domain.news import Grade, StoryId, Told, Understood
from news.stories.index import BARE, REPEATED, Stories
from tests.news.stories.conftest import Grades

Read = Callable[..., Understood]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ONE, TWO = StoryId(1), StoryId(2)
TEXT = "قالت مصادر محلية إن الطائرات استهدفت أطراف الحي بعدة صواريخ، وسُمعت الانفجارات في البلدات المجاورة صباح اليوم."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("افتتاح معبر باب السلامة أمام المسافرين", "إغلاق معبر باب السلامة أمام المسافرين"),
        ("قطع طريق دمشق درعا الدولي أمام السيارات", "فتح طريق دمشق درعا الدولي أمام السيارات"),
        ("فرض حظر التجول في مدينة السويداء مساء", "رفع حظر التجول في مدينة السويداء مساء"),
        ("التوصل إلى اتفاق وقف إطلاق النار في السويداء", "انهيار اتفاق وقف إطلاق النار في السويداء"),
        ("خطف طبيب على طريق نوى الشيخ مسكين", "الإفراج عن طبيب على طريق نوى الشيخ مسكين"),
        ("خطف طبيب على طريق نوى الشيخ مسكين", "خطف تاجر على طريق نوى الشيخ مسكين"),
        ("مقتل شاب برصاص مجهولين في درعا البلد", "مقتل امرأة برصاص مجهولين في درعا البلد"),
        ("قصف مدفعي يستهدف مشفى في مدينة أريحا", "قصف مدفعي يستهدف مدرسة في مدينة أريحا"),
        ("قصف مدفعي على أحياء درعا البلد", "وزارة الدفاع تنفي قصف أحياء درعا البلد"),
        ("هجوم على حاجز الأمن في مدينة إدلب", "القبض على منفذي هجوم على حاجز الأمن في مدينة إدلب"),
        ("مجزرة سوق الأتارب وقصف المدينة", "ذكرى مجزرة سوق الأتارب وقصف المدينة"),
        ("حريق كبير في سوق المدينة بحلب القديمة", "إنقاذ خمسة أشخاص من الموت في حريق بحلب"),
    ],
)
def test_who_chooses_or_turns_differently_tells_another_event(told: Grades, one: str, other: str) -> None:
    assert told(one, other) == [None]
    assert told(other, one) == [None]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("فتح معبر نصيب بعد إغلاقه أسبوعا", "إعادة فتح معبر نصيب أمام الشاحنات بعد إغلاقه"),
        ("وزارة الدفاع تنفي قصف أحياء درعا البلد", "الدفاع تنفي نفيا قاطعا قصف أحياء درعا البلد"),
        ("مقتل شاب برصاص مجهولين في درعا البلد", "مقتل شخص برصاص مجهولين في درعا البلد"),
    ],
)
def test_who_has_both_sides_or_a_general_word_chooses_nothing(told: Grades, one: str, other: str) -> None:
    assert told(one, other) != [None]


def found(one: Understood, other: Understood, after: timedelta) -> Told | None:
    stories = Stories()
    stories.add(ONE, one, NOON)
    return stories.find(other, NOON + after)


@pytest.mark.parametrize("feed", [1, 2])
def test_a_headline_alone_is_true_again_tomorrow(read: Read, feed: int) -> None:
    one, other = (read("غارات جوية على درعا البلد", feed=each) for each in (1, feed))

    assert found(one, other, REPEATED - MINUTE) == Told(ONE, Grade.COPY)
    assert found(one, other, BARE + MINUTE) is None
    assert (found(one, other, REPEATED) is None) is (feed == 1)


def test_headlines_in_other_words_are_one_story_within_a_day(read: Read) -> None:
    one = read("قصف مدفعي عنيف على درعا البلد", feed=1)
    other = read("قصف مدفعي كثيف وعنيف على درعا البلد", feed=2)

    assert found(one, other, BARE) is not None
    assert found(one, other, BARE + MINUTE) is None


def test_a_headline_that_is_repeated_all_day_is_a_new_event_after_a_day(read: Read) -> None:
    stories, one = Stories(), read("غارات جوية على درعا البلد", feed=1)
    for hours in range(0, 25, 5):
        stories.add(ONE, one, NOON + hours * HOUR)

    assert stories.find(one, NOON + 24 * HOUR) == Told(ONE, Grade.COPY)
    assert stories.find(one, NOON + 25 * HOUR) is None


def test_another_feed_that_repeats_the_new_event_tells_that(read: Read) -> None:
    stories = Stories()
    one, other = (read("غارات جوية على درعا البلد", feed=each) for each in (1, 2))
    stories.add(ONE, one, NOON)
    stories.add(ONE, other, NOON + HOUR)
    stories.add(TWO, one, NOON + 20 * HOUR)

    assert stories.find(other, NOON + 21 * HOUR) == Told(TWO, Grade.COPY)


def test_an_article_with_a_text_is_the_same_whenever_it_is_published_anew(read: Read) -> None:
    one = read("غارات جوية على درعا البلد", TEXT, feed=1)

    assert found(one, one, 47 * HOUR) == Told(ONE, Grade.COPY)
    assert found(one, read("غارات جوية على درعا البلد", f"{TEXT} متابعة", feed=1), 9 * HOUR) == Told(ONE, Grade.COPY)


@pytest.mark.parametrize(
    ("title", "feed", "after", "expected"),
    [
        ("غارات جوية عنيفة على درعا البلد", 1, HOUR, True),  # adds a word
        ("غارات جوية عنيفة على درعا البلد", 1, REPEATED, False),
        ("غارات جوية عنيفة على درعا البلد", 2, REPEATED, True),
        ("غارات ليلية على درعا البلد", 1, HOUR, False),  # exchanges one
        ("غارات ليلية على درعا البلد", 2, HOUR, True),
    ],
)
def test_a_feed_that_exchanges_words_tells_something_new(
    read: Read, title: str, feed: int, after: timedelta, *, expected: bool
) -> None:
    one, other = (
        read("غارات جوية على درعا البلد", TEXT, feed=1),
        read(title, TEXT.replace("صواريخ", "قذائف"), feed=feed),
    )
    assert (found(one, other, after) is not None) is expected


def test_what_was_never_so_few_is_no_late_report(told: Grades) -> None:
    titles = ["انفجار في سوق مدينة منبج", "مقتل 4 بانفجار في سوق مدينة منبج", "مقتل 7 بانفجار في سوق مدينة منبج"]

    assert told(*titles, "مقتل 5 بانفجار في سوق مدينة منبج") == [Grade.UPDATE, Grade.UPDATE, Grade.SAME]
    assert told(*titles, "مقتل 2 بانفجار في سوق مدينة منبج") == [Grade.UPDATE, Grade.UPDATE, None]


def test_a_copy_of_the_first_article_forgets_no_toll(told: Grades) -> None:
    first, rises = "مقتل 3 بانفجار سيارة في منبج", "ارتفاع حصيلة قتلى انفجار السيارة في منبج إلى 5"

    assert told(first, rises, first, "مقتل 5 بانفجار سيارة في منبج اليوم") == [Grade.UPDATE, Grade.COPY, Grade.SAME]
