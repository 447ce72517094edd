"""HTML read as a person would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import MAX_HTML, line, plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("هطلت أمطار غزيرة", "هطلت أمطار غزيرة", id="no markup"),
        pytest.param("سطر\n\n  سطر ثان", "سطر\nسطر ثان", id="lines of plain text stay"),
        pytest.param("<p>فقرة</p><p>وفقرة <b>أخ</b>رى</p>", "فقرة\nوفقرة أخرى", id="paragraphs"),
        pytest.param("<p>سطر\n  مكسور</p>", "سطر مكسور", id="line breaks of the source are spaces"),
        pytest.param("أول<br>ثان<br/>ثالث", "أول\nثان\nثالث", id="br"),
        pytest.param("<ul><li>ماء</li><li>كهرباء</li></ul>", "ماء\nكهرباء", id="lists"),
        pytest.param("<table><tr><td>درعا</td><td>12</td></tr></table>", "درعا 12", id="cells"),
        pytest.param("ارتفع&nbsp;السعر &laquo;مرتين&raquo; &amp; أكثر", "ارتفع السعر «مرتين» & أكثر", id="entities"),
        pytest.param("<p>قال &quot;نعم&quot;</p>", 'قال "نعم"', id="entities in markup"),
        pytest.param(
            "<p>ارتفع&amp;nbsp;السعر &amp;#8220;مرتين&amp;#8221;</p>", "ارتفع السعر “مرتين”", id="encoded twice"
        ),
        pytest.param("&lt;p&gt;فقرة&lt;/p&gt;&lt;p&gt;ثانية&lt;/p&gt;", "فقرة\nثانية", id="markup encoded twice"),
        pytest.param("<script>x()</script><style>p{}</style>خبر", "خبر", id="scripts"),
        pytest.param("<figure><img><figcaption>صورة</figcaption></figure><p>خبر</p>", "خبر", id="pictures"),
        pytest.param("<figure><table><tr><td>أرقام</td></tr></table></figure>", "أرقام", id="tables in figures stay"),
        pytest.param("<iframe src='x'>مشغل</iframe><!-- سر -->خبر", "خبر", id="players and comments"),
        pytest.param("<p>مقدمة الخبر [&#8230;]</p>", "مقدمة الخبر…", id="an excerpt's end"),
        pytest.param("5 < 6 و7 > 2", "5 < 6 و7 > 2", id="signs"),
        pytest.param("<p>خبر لم يغلق", "خبر لم يغلق", id="unclosed"),
        pytest.param("<svg><text>خط</text></svg>", "", id="nothing left"),
    ],
)
def test_what_a_person_reads(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<p>اقرأ أيضًا: عودة المياه إلى حلب</p>",
        "<p><strong>إقرأ أيضا</strong> <a href='x'>عودة المياه إلى حلب</a></p>",
        "<p>شاهد أيضاً: لقطات من حلب</p>",
        "<p>للمزيد: حلب</p>",
        "<p>The post <a>خبر</a> appeared first on <a>صحيفة</a>.</p>",
        "<p>ظهرت المقالة خبر أولاً على صحيفة.</p>",
        "<p>Read more about Aleppo</p>",
        "<p>مواضيع ذات صلة: حلب</p>",
    ],
)
def test_paragraphs_that_point_elsewhere_are_dropped(elsewhere: str) -> None:
    assert plain(f"<p>عادت الكهرباء إلى درعا</p>{elsewhere}<p>وقال المدير إن الشبكة أصلحت</p>") == (
        "عادت الكهرباء إلى درعا\nوقال المدير إن الشبكة أصلحت"
    )


@pytest.mark.parametrize(
    "paragraph", ["شاهد السكان الدخان من بعيد", "قرأ القاضي الحكم", "للمزيد من الأمان أغلقت الطرق"]
)
def test_news_that_begin_likewise_stay(paragraph: str) -> None:
    assert plain(f"<p>{paragraph}</p>") == paragraph


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<b>عاجل</b> | حريق\n في <i>حمص</i>", "عاجل | حريق في حمص"),
        ("حريق في &quot;حمص&quot; &amp;#8211; صور", 'حريق في "حمص" – صور'),
        ("شاهد أيضًا: حريق في حمص", "شاهد أيضًا: حريق في حمص"),
        ("<b>قيل &amp;quot;لا&amp;quot;</b>", 'قيل "لا"'),
        ("", ""),
    ],
)
def test_a_headline_is_one_line(title: str, text: str) -> None:
    assert line(title) == text


@pytest.mark.parametrize("tag", ["div", "b", "table", "a", "li", "svg", "select", "p"])
def test_deep_markup_is_read_without_its_tree(tag: str) -> None:
    assert plain(f"<{tag}>" * 20_000 + "خبر") == "خبر"


def test_many_shallow_elements_are_no_depth() -> None:
    assert plain("<p>ا<b>ب</b><br/></p>" * 300) == "\n".join(["اب"] * 300)


def test_a_page_of_blank_lines_takes_no_time() -> None:
    assert plain("<br>" * 49_000 + "خبر") == "خبر"


def test_no_more_than_the_limit_is_read() -> None:
    assert len(plain("ا" * MAX_HTML * 2)) == MAX_HTML


@given(st.text() | st.text(st.sampled_from("<>/&;#! \npbdivscript\"'=ا-[]…")))
def test_any_text_is_read(html: str) -> None:
    text = plain(html)

    assert all(paragraph == paragraph.strip() != "" for paragraph in text.split("\n")) or text == ""
    assert "\n" not in line(html)
