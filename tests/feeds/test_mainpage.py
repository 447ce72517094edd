"""The text of an article is found in its page, and nothing around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.mainpage import article_text

TITLE = "افتتاح سوق جديد في مدينة درعا"
FIRST = (
    "افتتح مجلس المدينة سوقًا جديدًا في درعا صباح اليوم، بعد أعمال استمرت ستة أشهر، وحضر الافتتاح عدد كبير من الأهالي."
)
SECOND = "وقال أحد التجار إن السوق يضم مئة محل، وإن الإيجارات فيه أقل مما هي في الأسواق القديمة وسط المدينة."
THIRD = "وأضاف أن الحركة ستزداد مع حلول العيد، إذ يقصد السوق سكان القرى القريبة أيضًا من كل الجهات."
ARTICLE = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
MENU = "<nav><ul><li><a href=/>الرئيسية</a><li><a href=/s>سياسة</a></ul></nav>"
OTHERS = (
    "<div class=list>"
    + "".join(
        f"<p><a href=/{number}>خبر آخر طويل العنوان عن شأن لا علاقة له بما سبق رقم {number}</a></p>"
        for number in range(30)
    )
    + "</div>"
)


def page(body: str) -> bytes:
    return f"<!doctype html><html><head><title>{TITLE} | الموقع</title></head><body>{body}</body></html>".encode()


def text_of(body: str, title: str = TITLE) -> str:
    return article_text(page(body), "utf-8", title)


WHOLE = f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    "body",
    [
        f"{MENU}<div><h1>{TITLE}</h1><div class=body>{ARTICLE}</div>{OTHERS}</div><footer><p>{FIRST}</p></footer>",
        f"{OTHERS}<article>{ARTICLE}</article><aside>{ARTICLE}</aside>",
        f"<div itemprop=articleBody>{ARTICLE}</div><div>{ARTICLE * 3}</div>",
        f"<main><div>{ARTICLE}<p><a href=/x>اقرأ أيضًا: خبر آخر طويل العنوان عن شأن لا علاقة له</a></p></div></main>",
        f"<div>{ARTICLE}<ul><li><a href=/x>خبر قديم ذو عنوان طويل</a></li></ul></div>",
        f"<div>{ARTICLE}<script>var x = '{FIRST}'</script><style>p{{}}</style></div>",
        f"<div>{FIRST}<br>{SECOND}<br>{THIRD}</div>",
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>",
    ],
    ids=["menu and lists", "aside", "marked", "read also", "list of links", "scripts", "no paragraphs", "bare"],
)
def test_the_article_is_found_and_nothing_else(body: str) -> None:
    assert text_of(body) == WHOLE


def test_links_within_sentences_stay() -> None:
    linked = FIRST.replace("مجلس المدينة", "<a href=/m>مجلس المدينة</a>")

    assert text_of(f"<div><p>{linked}</p><p>{SECOND}</p><p>{THIRD}</p></div>") == WHOLE


@pytest.mark.parametrize(
    "body",
    [
        "",
        MENU,
        "<p>نستخدم ملفات تعريف الارتباط.</p>",
        OTHERS,
        "<div>" * 3000 + ARTICLE,
        "<div itemprop=articleBody>قصير</div>",
    ],
    ids=["empty", "menu", "consent", "links", "too deep", "marked but empty"],
)
def test_a_page_without_an_article_gives_nothing(body: str) -> None:
    assert text_of(body) == ""


def test_a_page_about_something_else_gives_nothing() -> None:
    wall = "يرجى الموافقة على شروط الاستخدام قبل متابعة القراءة في هذا الموقع الإخباري العربي. " * 6

    assert article_text(f"<p>{wall}</p>".encode(), "utf-8", TITLE) == ""


def test_a_headline_of_short_words_proves_nothing_and_is_believed() -> None:
    assert text_of(f"<div>{ARTICLE}</div>", "هل من حل") == WHOLE or text_of(f"<div>{ARTICLE}</div>", "لا") == WHOLE


def test_windows_1256_is_read() -> None:
    html = f"<meta charset=windows-1256><title>{TITLE}</title><div>{ARTICLE}</div>"

    assert article_text(html.encode("cp1256"), "", TITLE) == WHOLE


@given(st.text(alphabet="<>/apdivt =\"'x ", max_size=200))
def test_no_page_is_too_strange(html: str) -> None:
    assert article_text(html.encode(), "", TITLE) == ""
