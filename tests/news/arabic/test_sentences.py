"""Laws of sentence splitting, with sentences written for them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.arabic.sentences import LONGEST_QUOTE, split

PROSE = st.text('ابتث وم.!؟…«»“”"()[] \n\r\t1٢،؛:َﷺ', max_size=300)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\r\n ", [], id="only white space"),
        pytest.param("انقطع التيار", ["انقطع التيار"], id="no stop at all"),
        pytest.param("هل تعود المياه؟ سأل السكان. نعم!", ["هل تعود المياه؟", "سأل السكان.", "نعم!"], id="marks"),
        pytest.param("سطر أول\r\nسطر ثان\n\nثالث", ["سطر أول", "سطر ثان", "ثالث"], id="line breaks"),
        pytest.param("ضمت القائمة: حلب؛ حمص. وغيرها.", ["ضمت القائمة: حلب؛ حمص.", "وغيرها."], id="؛ and : do not end"),
        pytest.param("وصل الوفد إلى البلدة.وعاد مساءً.", ["وصل الوفد إلى البلدة.", "وعاد مساءً."], id="glued"),
        pytest.param("انتهى الاجتماع .وعاد الوفد.", ["انتهى الاجتماع .", "وعاد الوفد."], id="glued after a space"),
        pytest.param("قال الوفد «سنعود». وغادر.", ["قال الوفد «سنعود».", "وغادر."], id="a stop after a quotation"),
        pytest.param(
            "قال: “سنعود غدًا إلى بيوتنا مهما حدث.” وأضاف.",
            ["قال: “سنعود غدًا إلى بيوتنا مهما حدث.”", "وأضاف."],
            id="a stop in a quotation",
        ),
        pytest.param(
            "قال: «سنعود غدًا. لن نتأخر»، ثم غادر. وعاد.",
            ["قال: «سنعود غدًا. لن نتأخر»، ثم غادر.", "وعاد."],
            id="no cut in a quotation",
        ),
        pytest.param("قال: «سنعود غدًا.»، ثم غادر.", ["قال: «سنعود غدًا.»، ثم غادر."], id="no cut before a comma"),
        pytest.param("سأل عن كتاب «ماذا بعد؟» للكاتب.", ["سأل عن كتاب «ماذا بعد؟» للكاتب."], id="a question as a name"),
        pytest.param("عاد (كما قيل. أمس) إلى بيته. ونام.", ["عاد (كما قيل. أمس) إلى بيته.", "ونام."], id="parentheses"),
        pytest.param(
            "قال “إن “اللواء. الأول” عاد. اليوم” للصحفيين. وغادر.",
            ["قال “إن “اللواء. الأول” عاد. اليوم” للصحفيين.", "وغادر."],
            id="a quotation in a quotation",
        ),
        pytest.param(
            "التابع لـ”الفيلق. الأول”، عاد. ومضى.",
            ["التابع لـ”الفيلق. الأول”، عاد.", "ومضى."],
            id="” as an opening mark",
        ),
        pytest.param("فتح القوس (ولم يغلقه. ثم مضى.", ["فتح القوس (ولم يغلقه.", "ثم مضى."], id="never closed"),
        pytest.param("1) الأول. 2) الثاني.", ["1) الأول.", "2) الثاني."], id="closed without opening"),
        pytest.param("قال [إن (الأمر انتهى]. ثم مضى.", ["قال [إن (الأمر انتهى].", "ثم مضى."], id="closed crosswise"),
        pytest.param(
            "قال د. أحمد إن أ.د. ليلى عادت. وغادر.", ["قال د. أحمد إن أ.د. ليلى عادت.", "وغادر."], id="titles"
        ),
        pytest.param("لقاء مع م. سامي ود. ليلى. انتهى.", ["لقاء مع م. سامي ود. ليلى.", "انتهى."], id="titles with و"),
        pytest.param("نقلت أ.ف.ب عن مصدر. ولم تذكر.", ["نقلت أ.ف.ب عن مصدر.", "ولم تذكر."], id="an agency"),
        pytest.param("نقلت وكالة أ. ف. ب. عن مصدر.", ["نقلت وكالة أ. ف. ب. عن مصدر."], id="an agency with spaces"),
        pytest.param("بلغت 10.30 درجة. وتراجعت.", ["بلغت 10.30 درجة.", "وتراجعت."], id="a decimal"),
        pytest.param("انتهى المسح عام 2010 م. وبدأ العمل.", ["انتهى المسح عام 2010 م.", "وبدأ العمل."], id="a year"),
        pytest.param("انعقد سنة 1431 هـ. في دمشق.", ["انعقد سنة 1431 هـ. في دمشق."], id="a year within"),
        pytest.param("كان ذلك سنة 2010 م.", ["كان ذلك سنة 2010 م."], id="a year at the end"),
        pytest.param("1. الفقرة الأولى. الثانية.", ["1. الفقرة الأولى.", "الثانية."], id="a number of a list"),
        pytest.param("شركة Acme Inc. الأمريكية. انتهى.", ["شركة Acme Inc. الأمريكية.", "انتهى."], id="a Latin title"),
        pytest.param("موقع example.com أمس. وعاد.", ["موقع example.com أمس.", "وعاد."], id="a domain"),
        pytest.param("موقع الجزيرة.نت أمس. وعاد.", ["موقع الجزيرة.نت أمس.", "وعاد."], id="an Arabic domain"),
        pytest.param("انتظر الناس.. ثم عادوا.", ["انتظر الناس..", "ثم عادوا."], id="two dots are a stop"),
        pytest.param("قال الرجل... ثم سكت.", ["قال الرجل... ثم سكت."], id="three are a pause"),
        pytest.param(
            "جلس السكان ساعات طويلة أمام المبنى ينتظرون الأخبار… ثم عادوا.",
            ["جلس السكان ساعات طويلة أمام المبنى ينتظرون الأخبار…", "ثم عادوا."],
            id="three after a long sentence",
        ),
        pytest.param("عادوا!!! حقا؟! نعم.", ["عادوا!!!", "حقا؟!", "نعم."], id="several marks"),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_quotation_too_long_to_be_one_protects_nothing() -> None:
    text = "قال «" + "كلمة " * (LONGEST_QUOTE // 5 + 1) + ". ثم» مضى."

    assert len(sentences(text)) == 2


def test_the_lines_of_a_wrapped_text_are_one_sentence() -> None:
    text = (
        "أعلنت البلدية أن العمل في شبكة المياه الجديدة يبدأ\r\n"
        "الأسبوع المقبل في الأحياء الشرقية ويستمر شهرين على\r\n"
        "الأقل. وقالت إن الضخ لن ينقطع في أثناء ذلك إلا ساعات\r\n"
        "قليلة.\r\n"
        "وأضافت أن السكان سيبلغون بالمواعيد قبل يومين من كل\r\n"
        "انقطاع."
    )

    assert [len(one.split()) for one in sentences(text)] == [18, 11, 10]


def test_short_lines_of_their_own_are_not_a_wrapped_text() -> None:
    text = "حلب: أمطار غزيرة وانقطاع في الكهرباء مساءً\nحمص: غيوم\nدرعا: رياح نشطة\nدمشق: صحو"

    assert len(sentences(text)) == 4


@given(PROSE)
def test_sentences_are_in_order_trimmed_and_lose_nothing_but_white_space(text: str) -> None:
    spans = split(text)

    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@pytest.mark.parametrize("part", [". ", "(", '("', "أ. ", "«. ", "”", "، . "])
def test_time_is_linear_in_hostile_text(part: str) -> None:
    spans = split(part * 100_000)

    assert all(start < end for start, end in spans)


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. envoy met Dr. Nasser on Monday.", "He left at 10.30 a.m. for Damascus.", "“We agreed,” he said."],
        ["Gen. Smith of the U.S. Army and Lt. Col. Omar spoke.", "Talks go on."],
        ["The firm Acme Inc. of Beirut closed on Nov. 5.", "Prices rose 2.5 percent, e.g. bread.", "No. 7 is empty."],
        ["He asked: “Who fired?” Nobody answered.", "The St. George church was hit, and a school, a clinic etc. too."],
        [
            "M. Dupont est arrivé à Alep.",
            "Mme Martin et MM. Durand et Petit sont restés.",
            "Le prix est de 3.500 euros.",
        ],
        ["L'attaque a fait deux morts, selon l'O.N.U. et la Croix-Rouge.", "L'enquête suit son cours."],
        ["Selon l'art. 5, env. 30 personnes sont concernées.", "« C'est fini », a dit un témoin."],
        ["Toplantı 29. kez yapıldı.", "Prof. Dr. Yılmaz konuştu.", "Saat 10.30'da bitti."],
        ["T.C. Dışişleri Bakanlığı açıkladı.", "Görüşmeler sürüyor."],
    ],
)
def test_other_languages_are_cut_at_their_own_stops(sentences: list[str]) -> None:
    text = " ".join(sentences)

    assert [text[start:end] for start, end in split(text)] == sentences
