"""Laws of shortening a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.summary.clauses import Piece, clip, is_faithful, whole, window

LONG = (
    "أغلقت فرق الصيانة الطريق الرئيسي بين القريتين صباح اليوم، بعد انهيار جزء منه بفعل السيول، "
    "فيما فتحت البلدية طريقًا فرعيًا يمر بمحاذاة النهر، ودعت السائقين إلى القيادة بحذر."
)


def clipped(sentence: str, room: int) -> str:
    piece = clip(sentence, 0, len(sentence), room)
    return piece.of(sentence) if piece else ""


def test_a_sentence_that_fits_is_whole() -> None:
    assert clipped(LONG, 400) == LONG


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("عاد التيار", "عاد التيار."),
        ("عاد التيار ،", "عاد التيار."),
        ("قال: “عاد”", "قال: “عاد”."),
        ("عاد؟", "عاد؟"),
        ("عاد…", "عاد…"),
    ],
)
def test_a_sentence_left_open_is_ended(sentence: str, expected: str) -> None:
    assert whole(sentence, 0, len(sentence)).of(sentence) == expected


@pytest.mark.parametrize(
    ("room", "end"),
    [(160, "بمحاذاة النهر."), (110, "بفعل السيول."), (75, "صباح اليوم.")],
)
def test_the_cut_is_made_at_the_last_clause_that_fits(room: int, end: str) -> None:
    short = clipped(LONG, room)

    assert short.endswith(end)
    assert len(short) <= room


@pytest.mark.parametrize(
    ("sentence", "room", "expected"),
    [
        pytest.param(
            "زار الوفد أحياء المدينة القديمة كلها حيث استمع إلى شكاوى السكان والتجار.",
            60,
            "زار الوفد أحياء المدينة القديمة كلها.",
            id="before حيث",
        ),
        pytest.param(
            "زار الوفد أحياء المدينة القديمة – وهي ثمانية أحياء – ثم غادر إلى العاصمة مساء.",
            45,
            "زار الوفد أحياء المدينة القديمة.",
            id="at a dash",
        ),
        pytest.param(
            "قال الناطق، صباح أمس في العاصمة، إن المعبر يفتح أبوابه الأسبوع المقبل للعائدين.",
            45,
            "قال الناطق، صباح أمس في العاصمة، إن المعبر…",
            id="never between saying and said",
        ),
        pytest.param(
            "افتتح السوق الكبير في ساحة البلدة «بعد ترميم طويل، وانتظار أطول» بحضور التجار.",
            58,
            "افتتح السوق الكبير في ساحة البلدة…",
            id="never in a quotation",
        ),
        pytest.param(
            "افتتح السوق الكبير في ساحة البلدة القديمة التي رممها الأهالي بأنفسهم.",
            52,
            "افتتح السوق الكبير في ساحة البلدة القديمة…",
            id="never after التي",
        ),
        pytest.param(
            "ارتفعت أسعار الخبز في المدينة، ووفقًا لنقابة الخبازين، فإن السبب نقص الطحين.",
            60,
            "ارتفعت أسعار الخبز في المدينة.",
            id="never after what opens the next clause",
        ),
        pytest.param(
            "«كلمة طويلة جدا بلا نهاية ولا فاصلة أبدا في هذا القول كله» ثم.",
            30,
            "«كلمة طويلة جدا بلا نهاية…",
            id="at any word where nothing better is",
        ),
    ],
)
def test_a_cut_sentence_still_reads(sentence: str, room: int, expected: str) -> None:
    assert clipped(sentence, room) == expected


@pytest.mark.parametrize("room", [0, 1, 5])
def test_a_word_that_does_not_fit_is_not_cut(room: int) -> None:
    assert clip("استمرارية طويلة", 0, 15, room) is None


def test_a_window_begins_at_a_clause_and_holds_what_is_wanted() -> None:
    at = LONG.index("النهر")

    piece = window(LONG, 0, len(LONG), 90, (at, at + 5))

    assert piece
    assert piece.of(LONG) == "…بعد انهيار جزء منه بفعل السيول، فيما فتحت البلدية طريقًا فرعيًا يمر بمحاذاة النهر."


def test_a_window_keeps_the_head_where_it_can() -> None:
    at = LONG.index("القريتين")

    piece = window(LONG, 0, len(LONG), 90, (at, at + 8))

    assert piece is not None
    assert piece.start == 0


def test_no_window_is_too_small_for_what_is_wanted() -> None:
    assert window(LONG, 0, len(LONG), 6, (7, 20)) is None


@pytest.mark.parametrize(
    ("rest", "faithful"), [("، بحسب ناشطين.", False), ("، ومضى.", True), ("، وفق مصدر طبي.", False)]
)
def test_a_claim_is_not_parted_from_who_made_it(rest: str, faithful: bool) -> None:  # noqa: FBT001  a column of the table
    head = "قتل رجلان في الحي الشرقي"
    text = head + rest

    assert is_faithful(text, Piece(0, len(head), after="."), len(text)) is faithful


@pytest.mark.parametrize("text", ['قال "إن', "قال (إن", "قال “إن", "قال «إن"])
def test_a_piece_with_an_open_quotation_is_not_whole(text: str) -> None:
    assert not is_faithful(text, Piece(0, len(text), after="."), len(text))


WORDS = st.lists(
    st.sampled_from(["كلمة،", "«قال", "قال»", "إن", "في", "(ثم", "مضى)", "حيث", "–", "بعيد.", "\r\n"]), max_size=60
)


@given(WORDS, st.integers(0, 120), st.data())
def test_what_is_cut_is_a_run_of_the_sentence_in_the_room(words: list[str], room: int, data: st.DataObject) -> None:
    sentence = " ".join(words).strip() or "ا"
    start = data.draw(st.sampled_from([at for at, letter in enumerate(sentence) if not letter.isspace()]))
    focus = (start, data.draw(st.integers(start + 1, len(sentence))))

    for piece in (clip(sentence, 0, len(sentence), room), window(sentence, 0, len(sentence), room, focus)):
        if piece:
            assert len(piece.of(sentence)) <= len(piece) <= room
            assert (
                piece.of(sentence) == piece.before + " ".join(sentence[piece.start : piece.end].split()) + piece.after
            )
    if piece:
        assert piece.start <= focus[0]
        assert sentence[piece.end : focus[1]].strip(" ،؛:-–—\r\n") == ""


@pytest.mark.parametrize(
    ("sentence", "head"),
    [
        (
            "Shelling hit the old market of the town on Monday morning, and rescuers were still looking for people",
            "Shelling hit the old market of the town on Monday morning.",
        ),
        (
            "Une frappe a touché le marché de la vieille ville lundi matin, et les secours cherchaient encore",
            "Une frappe a touché le marché de la vieille ville lundi matin.",
        ),
        (
            "Pazartesi sabahı kasabanın eski çarşısına top mermileri düştü, ekipler enkazda arama yapmayı sürdürüyor",
            "Pazartesi sabahı kasabanın eski çarşısına top mermileri düştü.",
        ),
    ],
)
def test_other_languages_are_cut_at_a_comma(sentence: str, head: str) -> None:
    piece = clip(sentence, 0, len(sentence), 90)

    assert piece is not None
    assert piece.of(sentence) == head


def test_a_claim_of_another_language_needs_who_made_it() -> None:
    sentence = "Three people died in the fire, a local agency said on Monday."
    piece = clip(sentence, 0, len(sentence), 40)

    assert piece is not None
    assert not is_faithful(sentence, piece, len(sentence))
