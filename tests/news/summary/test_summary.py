"""Laws of summaries."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.news import Article, Field, Span
from news.arabic.sentences import split
from news.summary.summary import LEAST_LEAD, LIMIT, SENTENCES, summarise
from news.summary.summary import pieces as pieces_of

Write = Callable[..., Article]

LEAD = (
    "أعلنت إدارة المياه في وادان أن الضخ يعود تدريجيًا إلى الأحياء الشرقية بدءًا من صباح الغد، "
    "بعد إصلاح الخط الرئيسي الذي تضرر الأسبوع الماضي."
)
SECOND = (
    "وقال مدير الإدارة إن فرق الصيانة عملت أسبوعًا كاملًا، وإن كلفة الإصلاح تجاوزت ما كان متوقعًا "
    "بسبب ارتفاع أسعار الأنابيب."
)
THIRD = "وذكّر السكان بترشيد الاستهلاك في أيام الضخ الأولى."
DEEP = "وفي ربوان، قتل عاملان وأصيب ثالث حين انهار عليهم جدار الخزان القديم، بحسب ما نقلت وكالة محلية عن شهود."


def at(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(Field.TEXT, start, start + len(words))


def test_a_summary_is_the_first_sentences_that_fit(write: Write) -> None:
    assert summarise(write(f"{LEAD} {SECOND}\n{THIRD}"), ()) == f"{LEAD} {SECOND} {THIRD}"


def test_what_does_not_fit_is_skipped_for_what_does(write: Write) -> None:
    long = "وشرح المدير " + "كيف عملت الفرق ليلًا ونهارًا " * 12 + "."

    assert summarise(write(f"{LEAD} {long} {THIRD}"), ()) == f"{LEAD} {THIRD}"


def test_room_that_is_left_takes_a_sentence_cut_at_a_clause(write: Write) -> None:
    long = SECOND[:-1] + "، وشرح " + "كيف عملت الفرق ليلًا ونهارًا " * 12 + "."

    assert summarise(write(f"{LEAD} {long}"), ()) == f"{LEAD} {SECOND}"


def test_a_claim_is_left_out_rather_than_told_without_who_made_it(write: Write) -> None:
    long = SECOND[:-1] + "، بحسب ما نقلت وكالة محلية " + "عن شهود من السكان والعمال " * 12 + "."

    assert summarise(write(f"{LEAD} {long}"), ()) == LEAD


def test_what_is_followed_deep_in_the_text_stands_in_the_summary_with_its_attribution(write: Write) -> None:
    article = write("\n".join([LEAD, SECOND, *[SECOND] * 8, DEEP, THIRD]), "عودة المياه إلى وادان")

    summary = summarise(article, [at(article, "ربوان")])

    assert summary.startswith(LEAD[:60])
    assert DEEP in summary
    assert len(summary) <= LIMIT


def test_a_first_sentence_that_names_it_needs_no_other(write: Write) -> None:
    article = write(f"{LEAD} {SECOND} وزار الوفد بلدة ربوان وتفقد الخزان فيها.")

    assert summarise(article, [at(article, "وادان"), at(article, "ربوان")]) == summarise(article, ())


@pytest.mark.parametrize(("title", "told"), [("عودة المياه", True), ("قتيلان في ربوان", False)])
def test_a_first_sentence_that_names_it_leaves_the_slot_to_the_dead(write: Write, title: str, *, told: bool) -> None:
    article = write("\n".join([LEAD, SECOND, *[THIRD] * 4, DEEP]), title)

    assert (DEEP in summarise(article, [at(article, "وادان"), at(article, "ربوان")])) is told


def test_of_several_sentences_that_name_it_the_one_with_the_dead_is_told(write: Write) -> None:
    article = write("\n".join([LEAD, SECOND, "وزار الوفد بلدة ربوان وتفقد الخزان فيها.", SECOND, DEEP]))
    start = article.text.index("ربوان", article.text.index("وفي ربوان"))

    summary = summarise(article, [at(article, "ربوان"), Span(Field.TEXT, start, start + 5)])

    assert DEEP in summary


def test_a_first_sentence_gives_room_to_a_long_one(write: Write) -> None:
    lead = LEAD[:-1] + "، وذلك " + "بعد انتظار طال أيامًا " * 5 + "."
    long = DEEP[:-1] + "، وأضافت أن التحقيق مستمر" + " لمعرفة من أهمل صيانة الجدار" * 3 + "."
    article = write(f"{lead}\n{SECOND}\n{long}")

    summary = summarise(article, [at(article, "ربوان")])

    assert long in summary
    assert summary.startswith("أعلنت إدارة المياه")
    assert len(summary) <= LIMIT


def test_a_sentence_longer_than_all_is_shown_around_what_is_followed(write: Write) -> None:
    long = (
        "وشرح المدير " + "كيف عملت الفرق ليلًا ونهارًا، " * 14 + "ثم انتقلت إلى ربوان، " + "وأكملت العمل هناك " * 10 + "."
    )
    article = write(f"{LEAD}\n{long}")

    summary = summarise(article, [at(article, "ربوان")])

    assert "ربوان" in summary
    assert len(summary) <= LIMIT
    assert "…" in summary


def test_a_first_sentence_that_names_it_late_is_shown_whole_where_it_fits(write: Write) -> None:
    lead = "أعلنت إدارة المياه أن الضخ يعود" + " إلى حي بعد حي وشارع بعد شارع" * 10 + " في ربوان."
    article = write(f"{lead}\n{SECOND}")

    assert summarise(article, [at(article, "ربوان")]) == lead


def test_a_first_sentence_that_names_it_too_late_is_shown_in_two_parts(write: Write) -> None:
    lead = "أعلنت إدارة المياه أن الضخ يعود، " + "إلى حي بعد حي وشارع بعد شارع، " * 20 + "ثم إلى ربوان، كما قالت."
    article = write(lead)

    summary = summarise(article, [at(article, "ربوان")])

    assert summary.startswith("أعلنت إدارة المياه")
    assert "ربوان" in summary
    assert len(summary) <= LIMIT


@pytest.mark.parametrize("word", ["ب" * 500, "ب" * 390])
def test_what_is_followed_may_be_too_long_to_show(write: Write, word: str) -> None:
    article = write(f"{LEAD}\n{word}")

    assert len(summarise(article, [at(article, word)])) <= LIMIT


def test_a_word_too_long_to_show_gives_no_summary(write: Write) -> None:
    article = write("ب" * 1000)

    assert summarise(article, ()) == ""
    assert summarise(article, [at(article, "ب" * 1000)]) == ""


def test_a_first_word_too_long_to_show_leaves_what_is_followed(write: Write) -> None:
    article = write("ب" * 500 + f". {THIRD} {DEEP}")

    assert summarise(article, [at(article, "ربوان")]) == f"{THIRD} {DEEP}"


def test_a_place_that_only_the_dateline_names_keeps_it(write: Write) -> None:
    article = write(f"ربوان – سانا: {LEAD}")

    assert summarise(article, ()) == LEAD
    assert "ربوان – سانا: " in summarise(article, [at(article, "ربوان")])


def test_a_place_that_only_a_heading_names_stands_in_the_summary(write: Write) -> None:
    article = write(f"{LEAD}\n{SECOND}\nأزمة ربوان\n{THIRD}")

    assert "أزمة ربوان." in summarise(article, [at(article, "ربوان")])


def test_spans_of_the_title_need_no_slot(write: Write) -> None:
    article = write(f"{LEAD} {SECOND}", "ربوان بلا مياه")

    assert summarise(article, [Span(Field.TITLE, 0, 5)]) == f"{LEAD} {SECOND}"


@pytest.mark.parametrize("text", ["", "ربوان بلا مياه", "\n", "ربوان بلا مياه."])
def test_where_the_title_says_all_the_summary_is_empty(write: Write, text: str) -> None:
    assert summarise(write(text, "ربوان بلا مياه"), ()) == ""


def test_the_leading_and_goes_from_the_first_sentence_alone(write: Write) -> None:
    assert summarise(write(f"{SECOND} {SECOND}"), ()).count("وقال مدير") == 1


def test_a_part_of_the_wanted_sentence_says_more_than_the_name(write: Write) -> None:
    text = f"«قال “إن {SECOND} {LEAD}"
    article = write(text)

    summary = summarise(article, [at(article, "وادان")], 91)

    assert "أعلنت إدارة المياه في وادان" in summary


PIECES = st.lists(
    st.sampled_from([LEAD, SECOND, THIRD, DEEP, "بغداد – وكالات", "«قال “إن", "كلمة، " * 90, "\n", "\r\n\r\n"]),
    max_size=9,
)


@given(
    pieces=PIECES,
    title=st.sampled_from(["", "عودة المياه", LEAD]),
    limit=st.integers(LEAST_LEAD, LIMIT),
    data=st.data(),
)
def test_every_piece_is_a_run_of_one_sentence_in_order_and_in_the_limit(
    write: Write, pieces: list[str], title: str, limit: int, data: st.DataObject
) -> None:
    article = write(" ".join(pieces), title)
    focus = data.draw(
        st.lists(
            st.sampled_from(
                [at(article, w) for w in ("ربوان", "وادان") if w in article.text] or [Span(Field.TITLE, 0, 1)]
            ),
            max_size=2,
        )
    )

    summary = summarise(article, focus, limit)

    assert len(summary) <= limit
    assert summary == summary.strip()
    rest = summary
    for start, end in split(article.text):
        sentence = " ".join(article.text[start:end].split())
        for _ in range(2):  # a long first sentence may give two parts
            rest = rest.removeprefix("…")
            run = max((n for n in range(len(rest) + 1) if rest[:n] in sentence), default=0) if rest else 0
            if run > 5:
                rest = rest[run:].lstrip(".… ")
    assert rest.strip(".… ") == ""


LONG = SECOND[:-1] + "، وشرح كيف عملت الفرق ليلًا ونهارًا، ثم عدّد ما أنجزته في الأحياء" * 6 + "."
CUT = re.compile(
    r"\s*[،؛]|\s+[-–—]\s|\s+(?:حيث|فيما|بينما|ما|مما|الأمر|و|بعد|قبل|في|وسط|على|بالتزامن|إذ|لكن|مشير|مؤكد|داعي|لافت)"
)


@settings(deadline=None)  # a busy machine takes a second for what takes two milliseconds
@given(
    sentences=st.lists(st.sampled_from([LEAD, SECOND, THIRD, DEEP, LONG]), min_size=1, max_size=8),
    dateline=st.sampled_from(["", "بيروت - رويترز: ", "دمشق – سانا "]),
    joint=st.sampled_from(["", "و"]),
    limit=st.integers(LEAST_LEAD, LIMIT),
    data=st.data(),
)
def test_pieces_are_few_in_order_cut_at_a_clause_and_begin_with_the_news(
    write: Write, sentences: list[str], dateline: str, joint: str, limit: int, data: st.DataObject
) -> None:
    article = write(dateline + joint + "\n".join(sentences))
    text = article.text
    names = [at(article, name) for name in ("ربوان", "وادان") if name in text]
    focus = data.draw(st.lists(st.sampled_from(names), max_size=2)) if names else []

    found = pieces_of(article, focus, limit)

    assert len(found) <= SENTENCES
    assert len(" ".join(piece.of(text) for piece in found)) <= limit
    assert [piece.start for piece in found] == sorted({piece.start for piece in found})
    for piece, following in zip(found, [*found[1:], None], strict=True):
        (whole,) = [span for span in split(text) if span[0] <= piece.start and piece.end <= span[1]]
        is_cut = text[piece.end : whole[1]].strip(" .") != ""
        is_marked = piece.after == "…" or (following is not None and following.before == "…")
        assert not is_cut or is_marked or CUT.match(text, piece.end)
    if found and found[0].start < len(dateline) + len(joint) + len(sentences[0]):
        assert dateline == "" or found[0].start >= len(dateline)
        assert joint == "" or not sentences[0].startswith("أعلنت") or text[found[0].start] != "و"


TUNNEL = (
    "قُتل خمسة عمال وأصيب ثلاثة آخرون بجروح متفاوتة إثر انهيار نفق قديم كانوا يعملون على ردمه في محيط بلدة وادان "
    "شرقي الوادي، بعد ظهر اليوم، وهو ثالث انهيار من نوعه منذ مطلع العام بعد أن تكررت المطالبات بإغلاق مداخل الأنفاق "
    "المهجورة وتأمين محيطها"
)
SOURCE = "وفق ما أفاد به مصدر في فرق الإنقاذ."


def test_who_told_it_stays_with_a_sentence_that_is_not_much_too_long(write: Write) -> None:
    told = f"{TUNNEL} ووضع علامات تحذيرية واضحة عليها، {SOURCE}"

    assert 300 < len(told) <= LIMIT
    assert summarise(write(told), ()) == told


def test_who_told_it_stands_after_a_gap_where_the_sentence_is_cut(write: Write) -> None:
    article = write(f"{TUNNEL} ووضع علامات تحذيرية {'تمنع الأطفال والعمال من الاقتراب ' * 5}منها، {SOURCE}")

    summary = summarise(article, ())

    assert summary.startswith("قُتل خمسة عمال")
    assert summary.endswith(f" …{SOURCE}")
    assert len(summary) <= LIMIT


def test_the_source_does_not_push_out_what_is_followed(write: Write) -> None:
    article = write(f"{TUNNEL} {'ووضع علامات تمنع الاقتراب ' * 5}منها، {SOURCE}")
    late = at(article, "العام")

    assert article.text[late.start : late.end] in summarise(article, (late,))


def test_a_second_thing_that_is_followed_is_named_where_it_fits(write: Write) -> None:
    article = write(f"{LEAD} {SECOND} {THIRD}\n{DEEP}")

    summary = summarise(article, (at(article, "وادان"),), also=[(at(article, "ربوان"),)])

    assert summary.startswith(LEAD)
    assert summary.endswith(DEEP)


def test_a_second_thing_that_does_not_fit_is_left_out(write: Write) -> None:
    long = "وفي ربوان قال السكان " + "إنهم ينتظرون منذ أيام عودة الضخ " * 10 + "."
    article = write(f"{LEAD} {THIRD}\n{long}")

    assert summarise(article, (at(article, "وادان"),), also=[(at(article, "ربوان"),)]) == f"{LEAD} {THIRD}"


def test_what_is_named_already_needs_no_second_sentence(write: Write) -> None:
    article = write(f"{LEAD} {SECOND} {THIRD}\n{DEEP}")

    assert summarise(article, (at(article, "وادان"),), also=[(at(article, "الضخ"),)]) == f"{LEAD} {SECOND} {THIRD}"


def test_a_sentence_that_is_one_long_quotation_is_cut_within_it(write: Write) -> None:
    summary = summarise(write(f'قال المجلس: "{"ندعو الأهالي إلى الهدوء وتحري الدقة في النقل، و" * 12}لا جديد".'), ())

    assert len(summary) > LIMIT / 2
    assert summary.endswith("…")


@pytest.mark.parametrize("opening", ["عاجل | ", "🔴 عاجل: ", "خبر عاجل - "])
def test_urgent_is_no_part_of_the_news(write: Write, opening: str) -> None:
    assert summarise(write(f"{opening}{THIRD}"), ()) == THIRD.removeprefix("و")


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (
            "DAMASCUS (Reuters) - The U.S. envoy met Dr. Nasser in Daraa on Monday. He left at 10.30 a.m. for Amman.\n"
            "Read more about this story",
            "The U.S. envoy met Dr. Nasser in Daraa on Monday. He left at 10.30 a.m. for Amman.",
        ),
        (
            "M. Dupont est arrivé à Alep mardi, a indiqué l'O.N.U. dans un bref communiqué. Mme Martin l'accompagne.",
            "M. Dupont est arrivé à Alep mardi, a indiqué l'O.N.U. dans un bref communiqué. Mme Martin l'accompagne.",
        ),
        (
            "Prof. Dr. Yılmaz, Halep'te 29. kez düzenlenen toplantıda konuştu. Toplantı saat 10.30'da bitti.",
            "Prof. Dr. Yılmaz, Halep'te 29. kez düzenlenen toplantıda konuştu. Toplantı saat 10.30'da bitti.",
        ),
    ],
)
def test_an_article_in_another_language_is_summed_up_in_whole_sentences(write: Write, text: str, summary: str) -> None:
    assert summarise(write(text), ()) == summary


def test_a_sentence_that_says_all_is_not_outdone_by_a_later_one(write: Write) -> None:
    told = "وفي ربوان، انهيار جدار: قتل عاملان بحسب شهود من سكان الحي القديم."
    article = write(f"{LEAD}\n{told}\nوفي ربوان، قتل عاملان.", "انهيار جدار في ربوان: قتل عاملان")

    assert told in summarise(article, [at(article, "ربوان"), Span(Field.TEXT, article.text.rindex("ربوان"), 999)])


def test_a_later_sentence_that_is_worth_less_takes_no_slot(write: Write) -> None:
    article = write(f"{LEAD}\n{DEEP}\nوزار الوفد بلدة ربوان وتفقد الخزان فيها.", "عودة المياه إلى وادان")
    second = Span(Field.TEXT, article.text.rindex("ربوان"), article.text.rindex("ربوان") + len("ربوان"))

    assert DEEP in summarise(article, [at(article, "ربوان"), second])
