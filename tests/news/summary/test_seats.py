"""What is told of one may not be told of the other; what is told in another order, or in part, passes."""

import time
from dataclasses import replace

import pytest

from domain.retellings import Retelling, RetellingKind
from news.places.gazetteer import shipped
from news.summary import faithful
from news.summary.seats import are_kept
from tests.news.summary.conftest import Write
from tests.news.summary.exchanges import HONEST, LIES, REFUSED

SOURCE = "قصفت قوات النظام سوقًا في أريحا، بحسب ناشطين. وقال الطبيب إن خمسة عمال أصيبوا."


def _doubt(write: Write, source: str, answer: str) -> str:
    return faithful.doubt(Retelling(RetellingKind.SUMMARY, "", answer), write(source), "ar", shipped())


@pytest.mark.parametrize(("source", "answer"), LIES)
def test_an_exchange_is_doubted(write: Write, source: str, answer: str) -> None:
    assert _doubt(write, source, answer) != ""


@pytest.mark.parametrize(("source", "answer"), HONEST)
def test_an_honest_retelling_passes(write: Write, source: str, answer: str) -> None:
    assert _doubt(write, source, answer) == ""


@pytest.mark.parametrize(("source", "answer"), REFUSED)
def test_what_cannot_be_followed_is_refused(write: Write, source: str, answer: str) -> None:
    assert _doubt(write, source, answer) == "seats"


@pytest.mark.parametrize("source", sorted({source for source, _ in (*LIES, *HONEST)} | {SOURCE}))
def test_every_text_keeps_its_own_seats(source: str) -> None:
    assert are_kept(source, source, frozenset())


@pytest.mark.parametrize(
    ("source", "answer", "kept"),
    [
        (SOURCE, "قصفت قوات النظام سوقًا، بحسب الطبيب.", False),
        (SOURCE, "قصفت قوات النظام سوقًا، بحسب الجيران.", False),
        (SOURCE, "غرق الزورق، بحسب الجيران.", False),
        (SOURCE, "لا شيء.", True),
        (SOURCE, "قصفت قوات النظام.", False),
        (SOURCE, "لم تقصف قوات النظام سوقًا في أريحا.", False),
        (SOURCE, "في أريحا.", True),
        ("هجوم على درعا. وهدأت المدينة.", "هجوم استهدف درعا.", True),
        ("هجوم الجيش على المعارضة.", "هجوم للمعارضة.", True),
        ("هجوم الجيش على المعارضة.", "المعارضة هجوم.", False),
        ("هجوم الجيش على المعارضة.", "من قبل المعارضة.", False),
        ("هجوم الجيش على المعارضة.", "هجوم على يد الجيش.", False),
        ("أصيب مدنيون خمسة في القصف.", "أصيب خمسة مدنيين في القصف.", False),
        ("أصيب خمسة مدنيين في القصف.", "أصيب مدنيون خمسة في القصف.", False),
        ("وصل المصابون وعددهم 9 إلى المشفى.", "وصل 9 مصابين.", False),
        ("أعلن الجيش سيطرته على المعبر.", "قال الجيش إنه سيطر على المعبر.", True),
        ("أفاد مصدر: قصف الجيش السوق.", "قصف الجيش السوق، كما أفاد مصدر.", True),
        ("قال الجيش إن السوق فارغ، بحسب صحيفة، ثم قصف السوق.", "السوق فارغ، بحسب الجيش.", True),
        ("نزحت 7 عائلات و 9 أرامل إلى المدرسة.", "نزحت 9 أرامل و 7 عائلات إلى المدرسة.", True),
        ("عاقبت المحكمة 4 متهمين 9 أشهر.", "عاقبت المحكمة 4 أشهر.", False),
        ("قصفت قوات النظام سوقًا فجر الجمعة.", "قصفت فجر الجمعة قوات النظام سوقًا.", True),
        ("غادر الوفد بعد الغارة.", "غادر الوفد قبل الغارة.", False),
        ("خرج النازحون من المخيم.", "خرج النازحون إلى المخيم.", False),
        ("قاتل الفصيل مع الجيش.", "قاتل الفصيل ضد الجيش.", False),
        ("خرج النازحون من المخيم بعد الغارة.", "بعد الغارة خرج النازحون من المخيم.", True),
        ("وصلت مساعدات من الرقة إلى حلب.", "وصلت إلى حلب مساعدات من الرقة.", True),
    ],
)
def test_who_does_it_and_who_says_it(source: str, answer: str, kept: bool) -> None:  # noqa: FBT001  a column of the table
    places = frozenset({"درع", "اريح", "حلب", "رق"})

    assert are_kept(answer, source, places) is kept


@pytest.mark.parametrize(
    "text",
    [
        "قتل 1 وأصيب 1 " * 1_400,
        "قتل 1 في درعا، وأصيب 2 في حلب " * 700,
        "قصف الجيش السوق و" * 1_200,
        "بحسب قال " * 2_200,
        "قصف " * 5_000,
        "في درعا على حلب من حمص " * 900,
        "".join(f"قتل {number} في درعا. " for number in range(1_200)),
    ],
)
def test_a_hostile_article_costs_linear_time(text: str) -> None:
    answer = text[:390].rpartition(" ")[0]
    began = time.process_time()

    are_kept(answer, text[: faithful.SEEN], frozenset({"درع", "حلب", "حمص"}))

    assert time.process_time() - began < 1  # 0.03 s where nothing else runs


def test_a_word_like_a_dual_of_two_letters_is_judged(write: Write) -> None:
    assert isinstance(_doubt(write, SOURCE, f"{SOURCE} والآن هدأت المدينة."), str)


def test_the_title_counts_as_a_sentence(write: Write) -> None:
    article = replace(write("وأكد شهود وقوع أضرار في السوق والمحال."), title="قصفت الطائرات سوقًا في أريحا صباح الأحد")
    told = Retelling(RetellingKind.SUMMARY, "", "صباح الأحد قصفت الطائرات سوقًا في أريحا.")

    assert faithful.doubt(told, article, "ar", shipped()) == ""
