"""Laws of the event lexicon."""

from collections.abc import Callable

import pytest

from domain.news import Article, Field
from news.arabic.tokens import tokenise
from news.summary.events import EVENTS, MOST, events, first_paragraph

Write = Callable[..., Article]


def kinds(article: Article) -> tuple[str, ...]:
    return events(article, [*tokenise(article.title, Field.TITLE), *tokenise(article.text, Field.TEXT)])


@pytest.mark.parametrize(
    ("title", "strongest"),
    [
        ("غارات جوية على محيط المطار", "airstrike"),
        ("قذائف تسقط على حي سكني", "shelling"),
        ("انفجار عبوة ناسفة قرب السوق", "explosion"),
        ("مجهولون يغتالون رئيس المجلس المحلي", "assassination"),
        ("اشتباكات بين فصيلين غربي البلدة", "clashes"),
        ("العثور على جثة شاب قرب النهر", "killing"),
        ("قوة تتوغل في محيط القرية", "incursion"),
        ("هجوم مسلح على حاجز للشرطة", "attack"),
        ("وفاة الشاعر في المشفى", "death"),
        ("مباحثات حول التجارة في العاصمة", "diplomacy"),
        ("دعوة إلى وقف فوري لإطلاق النار", "truce"),
        ("خطف طبيب والمطالبة بفدية", "kidnapping"),
        ("حملة اعتقالات في الحي الشرقي", "arrest"),
        ("الحصار يدخل شهره الثالث", "siege"),
        ("وقف إطلاق النار يدخل حيز التنفيذ", "truce"),
        ("نزوح مئات العائلات من القرى", "displacement"),
        ("هزة أرضية يشعر بها سكان الساحل", "earthquake"),
        ("حريق يلتهم مستودعًا للأخشاب", "fire"),
        ("السيول تجرف خيام المخيم", "flood"),
        ("عاصفة رملية تعطل الملاحة", "storm"),
        ("حادث سير على طريق المطار", "accident"),
        ("اعتصام أمام مبنى المحافظة", "protest"),
        ("إغلاق معبر حدودي حتى إشعار آخر", "crossing"),
        ("قافلة مساعدات تصل إلى الريف", "aid"),
        ("انقطاع الكهرباء والمياه عن المدينة", "electricity_water"),
        ("إصابات جديدة بالكوليرا", "health"),
        ("محكمة تنظر في قضية تزوير", "justice"),
        ("الليرة تتراجع أمام الدولار", "economy"),
        ("انتخابات بلدية الشهر المقبل", "election"),
        ("المدارس تفتح أبوابها غدًا", "education"),
        ("المنتخب يفوز في المباراة الافتتاحية", "sport"),
    ],
)
def test_a_headline_is_of_its_kind(write: Write, title: str, strongest: str) -> None:
    assert kinds(write("", title))[:1] == (strongest,)


@pytest.mark.parametrize("title", ["افتتاح معرض للخط العربي", "صور من الأرشيف", "صلاة الفجر", "الباب المفتوح", ""])
def test_what_is_no_event_has_no_kind(write: Write, title: str) -> None:
    assert kinds(write("", title)) == ()


def test_a_word_of_the_title_outweighs_the_paragraph(write: Write) -> None:
    assert kinds(write("سبقته غارة وقصف.", "حريق في السوق"))[0] == "fire"


def test_equally_strong_kinds_come_gravest_first_and_few(write: Write) -> None:
    found = kinds(write("", "اقتصاد وحريق وقصف وغارة"))

    assert found == ("airstrike", "shelling", "fire")
    assert len(found) == MOST


def test_only_the_first_paragraph_of_the_text_counts(write: Write) -> None:
    first = (
        "أعلنت البلدية يوم الاثنين عن برنامج جديد لصيانة الحدائق العامة في أحياء المدينة كافة، ويستمر البرنامج شهرين."
    )

    assert kinds(write(f"{first}\nوكان قصف قد طال الحديقة العام الماضي.")) == ()


@pytest.mark.parametrize(
    ("text", "end"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("سطر\nسطر", 7, id="short lines only"),
        pytest.param("بغداد – وكالات\n" + "ا" * 150 + "\nب", 166, id="a dateline and a paragraph"),
        pytest.param("ا" * 5000, 600, id="one endless line"),
    ],
)
def test_a_dateline_is_no_paragraph_and_an_endless_line_ends(text: str, end: int) -> None:
    assert first_paragraph(text) == end


def test_every_kind_can_be_shown_and_told() -> None:
    assert len(EVENTS) >= 15
    assert all(event.label and event.emoji and event.terms for event in EVENTS.values())
    assert len({event.label for event in EVENTS.values()}) == len(EVENTS)
