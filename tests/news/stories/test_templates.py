"""Laws of templated news: another place or figure is another story, and a toll that rises an update of the same."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from domain.news import Grade, StoryId, Understood
from news.stories.index import Stories
from tests.news.stories.conftest import NOON, Grades

CITIES = ("حلب", "حمص", "دير الزور", "إدلب", "اللاذقية", "درعا", "الرقة", "القامشلي", "طرطوس", "السويداء")
TEMPLATES = (  # title, text; {} is the place, {n} the figure
    (
        "مقتل {n} أشخاص بانفجار سيارة مفخخة في {}",
        "قتل {n} أشخاص صباح اليوم بانفجار سيارة مفخخة قرب سوق شعبية في مدينة {}.",
    ),
    ("انفجار يهز {}", "هز انفجار عنيف مدينة {} مساء اليوم وأصيب {n} مدنيين نقلوا إلى المستشفى، وفق مصدر طبي."),
    ("حريق في مستودع للأخشاب في {}", "أخمدت فرق الإطفاء حريقا في مستودع للأخشاب في {} وعملت {n} سيارات إطفاء ساعتين."),
    ("هزة أرضية بقوة {n} درجات في {}", "سجلت المراصد هزة أرضية بقوة {n} درجات في {} ولم ترد أنباء عن أضرار."),
    ("السيول تقطع {n} طرق في {}", "قطعت السيول {n} طرق في ريف {} بعد أمطار غزيرة هطلت منذ الفجر."),
    ("ضبط {n} كيلوغرامات من الحشيش في {}", "أعلنت مديرية الأمن في {} ضبط {n} كيلوغرامات من الحشيش وتوقيف المهرب."),
    ("وصول {n} شاحنات مساعدات إلى {}", "وصلت {n} شاحنات تحمل مواد غذائية وطبية إلى {} بعد أشهر من الانتظار."),
    ("درجات الحرارة في {} تبلغ {n} درجة", "يتوقع أن تبلغ درجة الحرارة العظمى في {} اليوم {n} درجة والجو غائم جزئيا."),
    ("افتتاح {n} مدارس جديدة في {}", "افتتح محافظ المدينة {n} مدارس جديدة في {} بعد ترميمها بدعم من منظمات دولية."),
    ("عاجل | غارات على {}", "شنت طائرات حربية {n} غارات على محيط {} فجر اليوم من دون معلومات عن خسائر."),
)
EVENTS = (  # each of another event in the same place
    "قصف على {}",
    "عودة المياه إلى {}",
    "انفجار في {}",
    "اعتقالات في {}",
    "مقتل شاب في {}",
    "وقفة احتجاجية في {}",
    "اجتماع لوجهاء {}",
    "افتتاح مدرسة في {}",
    "حريق في سوق {}",
    "وفد أممي يزور {}",
    "انقطاع الكهرباء عن {}",
    "قافلة مساعدات تصل {}",
    "محافظ جديد لـ{}",
    "اشتباكات في {}",
    "عبوة ناسفة في {}",
    "خبر عن {}",
)
FIGURES = ((9, 3), (8, 4), (7, 5), (12, 6), (30, 11))


def written(template: tuple[str, str], place: str, figure: int) -> tuple[str, str]:
    return tuple(text.format(place, n=figure) for text in template)  # type: ignore[return-value]  # two in, two out


PAIRS = [
    *(  # another city
        (written(template, city, n), written(template, other, n))
        for template, city, other, (n, _) in product(TEMPLATES, CITIES, CITIES, FIGURES[:1])
        if city != other
    ),
    *(  # a lower figure
        (written(template, city, higher), written(template, city, lower))
        for template, city, (higher, lower) in product(TEMPLATES, CITIES[:3], FIGURES)
    ),
]


@pytest.mark.parametrize("place", ["درعا البلد", "حلب", "مدينة إدلب", "الباغوز"])
@pytest.mark.parametrize("text", ["", "ولا تفاصيل أخرى حتى الآن، بحسب مصدر محلي."], ids=["titles", "with a text"])
def test_events_of_one_place_are_as_many_stories(read: Callable[..., Understood], place: str, text: str) -> None:
    stories, merged = Stories(), []
    for number, event in enumerate(EVENTS):
        one = read(event.format(place), text)
        merged += [one.article.title] if stories.find(one, NOON) else []
        stories.add(StoryId(number), one, NOON)

    assert merged == []


def joined(
    read: Callable[..., Understood], pairs: list[tuple[tuple[str, str], tuple[str, str]]]
) -> list[tuple[object, ...]]:
    """Return the pairs that are one story; all in one index, each pair two windows after the last."""
    stories, one_story = Stories(), list[tuple[object, ...]]()
    for number, (first, then) in enumerate(pairs):
        at = NOON + number * timedelta(days=4)
        stories.add(StoryId(number), read(*first), at)
        found = stories.find(read(*then), at + timedelta(hours=1))
        if found is not None:
            one_story.append((first, then, found))
    return one_story


def test_of_a_thousand_pairs_that_differ_in_a_city_or_a_figure_none_is_one_story(
    read: Callable[..., Understood],
) -> None:
    assert len(PAIRS) >= 1000
    assert joined(read, PAIRS) == []


HIGHER_THINGS = [
    (written(template, city, lower), written(template, city, higher))
    for template, city, (higher, lower) in product(TEMPLATES[2:], CITIES[:3], FIGURES)
]


VILLAGES = ("عين الدلب", "كفر التينة", "بيت اليابس", "مزرعة الجوزة")
NAMELESS = [
    (
        written(("حادث سير في قرية {}", TEMPLATES[0][1].replace("مدينة", "قرية")), village, 3),
        written(("حادث سير في قرية {}", TEMPLATES[0][1].replace("مدينة", "قرية")), other, 3),
    )
    for village, other in product(VILLAGES, VILLAGES)
    if village != other
]


def test_villages_that_no_gazetteer_has_are_told_apart_too(read: Callable[..., Understood]) -> None:
    assert joined(read, NAMELESS) == []


def test_a_higher_figure_that_counts_no_people_is_another_story(read: Callable[..., Understood]) -> None:
    assert joined(read, HIGHER_THINGS) == []


TOLLS = (  # what the first says, what the second does
    ("مقتل {} بانفجار سيارة مفخخة في {}", "ارتفاع حصيلة انفجار السيارة المفخخة في {1} إلى {0}"),
    ("مقتل {} في انهيار مبنى في {}", "ارتفاع حصيلة قتلى انهيار المبنى في {1} إلى {0}"),
    ("قصف على سوق في {1} يقتل {0}", "حصيلة القصف على سوق {1} ترتفع إلى {0}"),
    ("حادث سير في {1} يوقع {0}", "ارتفاع عدد ضحايا حادث السير في {1} إلى {0}"),
    ("{} في غرق قارب قبالة {}", "ارتفاع حصيلة غرق القارب قبالة {1} إلى {0}"),
)
WORDS = (("3 قتلى", "5 قتلى"), ("قتيلين", "ستة قتلى"), ("ثلاثة قتلى", "أحد عشر قتيلا"), ("9 قتلى", "14 قتيلا"))
RISING = [
    ((first.format(few, city), then.format(many, city)), few, many)
    for (first, then), city, (few, many) in product(TOLLS, CITIES, WORDS)
]


def test_each_of_two_hundred_rising_tolls_updates_its_story(read: Callable[..., Understood]) -> None:
    stories, found = Stories(), []
    for number, ((first, then), few, many) in enumerate(RISING):
        at = NOON + number * timedelta(days=4)
        text = "وقع الحادث صباح اليوم ونقل المصابون إلى المستشفى الوطني، وأفاد مصدر طبي بسقوط {}."
        stories.add(StoryId(number), read(first, text.format(few)), at)
        again = stories.find(read(then, text.format(many)), at + timedelta(hours=2))
        found.append((first, then, again and again.grade))

    assert len(RISING) == 200
    assert [each for each in found if each[2] is not Grade.UPDATE] == []


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        pytest.param(("مقتل 3 بانفجار في حلب", "مقتل 5 بانفجار في حلب"), [Grade.UPDATE], id="higher"),
        pytest.param(("مقتل 5 بانفجار في حلب", "مقتل 3 بانفجار في حلب"), [None], id="lower"),
        pytest.param(
            ("مقتل 3 بانفجار في حلب", "مقتل 9 بانفجار في حلب", "مقتل 5 أشخاص بانفجار في حلب"),
            [Grade.UPDATE, Grade.SAME],
            id="between",
        ),
        pytest.param(
            ("مقتل شخص بانفجار في حلب", "مقتل شخصين بانفجار في حلب", "مقتل ثلاثة أشخاص بانفجار في حلب"),
            [Grade.UPDATE, Grade.UPDATE],
            id="words",
        ),
        pytest.param(("مقتل 3 بانفجار في حلب", "إصابة 5 بانفجار في حلب"), [None], id="other kind"),
    ],
)
def test_a_toll_makes_an_update_where_it_is_higher_than_all_told_before(
    told: Grades, titles: tuple[str, ...], expected: list[Grade | None]
) -> None:
    assert told(*titles) == expected
