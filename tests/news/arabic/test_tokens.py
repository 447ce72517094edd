import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.news import Field
from news.arabic.fold import fold
from news.arabic.tokens import tokenise


def words(text: str) -> list[str]:
    return [token.text for token in tokenise(text, Field.TEXT)]


def crossed(text: str) -> bool:
    """Say whether a phrase may run over what stands between the two words of *text*."""
    return not tokenise(text, Field.TEXT)[1].gap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#دير_الزور", ["دير", "الزور"]),
        ("#انفجار_بيروت", ["انفجار", "بيروت"]),
        ("كوفيد19", ["كوفيد", "19"]),
        ("في Halep'te اليوم", ["في", "halep'te", "اليوم"]),
        ("12 قتيلًا", ["12", "قتيلا"]),
        ("«درعا»", ["درعا"]),
        ("حلبAleppo", ["حلب", "aleppo"]),
        ("…!؟", []),
        ("", []),
    ],
)
def test_words_are_runs_of_one_script(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "درعا البلد",
        "درعا\nالبلد",
        "درعا\u00a0البلد",
        "درعا_البلد",
        "درعا-البلد",
        "درعا  البلد",
        "درعا #البلد",
        "درعا \n البلد",
    ],
)
def test_a_phrase_crosses_a_space_a_line_and_the_joints_of_a_hashtag(text: str) -> None:
    assert crossed(text)


@pytest.mark.parametrize(
    "text",
    ["درعا، البلد", "درعا. البلد", "درعا: البلد", "درعا؛ البلد", "درعا «البلد", "درعا» البلد", "درعا\n\nالبلد",
     "درعا (البلد", "درعا/البلد", "درعا - البلد", "درعا ! البلد", 'درعا "البلد'],
)  # fmt: skip
def test_a_phrase_crosses_no_sign_and_no_blank_line(text: str) -> None:
    assert not crossed(text)


def test_the_first_word_has_a_gap_before_it() -> None:
    assert tokenise("درعا", Field.TITLE)[0].gap


def test_a_word_keeps_the_vowel_signs_of_its_last_letter() -> None:
    text = "إلى دمشقَ اليوم"

    word = tokenise(text, Field.TEXT)[1]

    assert text[word.span.start : word.span.end] == "دمشقَ"


def test_a_word_with_marks_inside_knows_where_each_letter_stands() -> None:
    text = "بِدَرعا"

    (word,) = tokenise(text, Field.TEXT)

    assert word.text == "بدرعا"
    assert [text[offset] for offset in word.offsets] == list("بدرعا")


def test_a_plain_word_carries_no_offsets() -> None:
    assert tokenise("بِ درعا", Field.TEXT)[1].offsets == ()


@given(st.text(alphabet="درعاِـ ﷺ'#_ab1،\n"))
def test_every_word_is_what_its_span_folds_to(text: str) -> None:
    for word in tokenise(text, Field.TEXT):
        assert word.text in fold(text[word.span.start : word.span.end])


@given(st.text())
def test_words_come_in_order(text: str) -> None:
    starts = [token.span.start for token in tokenise(text, Field.TEXT)]

    assert starts == sorted(starts)
