import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.arabic.fold import fold, fold_with_offsets

# The 27 pairs of spellings on which ten normalisers were measured; each must become one.
VARIANTS = {
    "hamza above alef": ("أربد", "اربد"),
    "hamza below alef": ("إدلب", "ادلب"),
    "madda": ("آسيا", "اسيا"),
    "wasla": ("ٱلشام", "الشام"),
    "alef maqsura": ("بصرى", "بصري"),
    "teh marbuta": ("حماة", "حماه"),
    "tatweel": ("درعـــا", "درعا"),
    "harakat": ("دِمَشْق", "دمشق"),
    "shadda and tanween": ("مكّةٌ", "مكة"),
    "dagger alef": ("هٰذا", "هذا"),
    "presentation forms": ("ﺣﻠﺐ", "حلب"),
    "lam-alef ligature": ("ﻻذقية", "لاذقية"),
    "Farsi yeh": ("سوریا", "سوريا"),
    "Farsi kaf": ("کركوك", "كركوك"),
    "Urdu heh": ("القاہرة", "القاهرة"),
    "Arabic-Indic digits": ("٢٠٢٤", "2024"),
    "Persian digits": ("۲۰۲۴", "2024"),
    "zero-width non-joiner": ("دیر\u200cالزور", "ديرالزور"),
    "right-to-left mark": ("\u200fحلب\u200f", "حلب"),
    "Arabic letter mark": ("حلب\u061c", "حلب"),
    "isolates": ("\u2068حلب\u2069", "حلب"),
    "byte order mark and zero-width space": ("\ufeffح\u200bلب", "حلب"),
    "no-break space": ("دير\u00a0الزور", "دير الزور"),
    "decomposed hamza": ("ا\u0655دلب", "إدلب"),
    "waw with hamza": ("مؤتة", "موته"),
    "yeh with hamza": ("بئر السبع", "بير السبع"),
    "Quranic marks": ("عَلَىٰۖ", "على"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_two_spellings_become_one(name: str) -> None:
    one, other = VARIANTS[name]

    assert fold(one) == fold(other)


@pytest.mark.parametrize("mark", [*map(chr, range(0xFE70, 0xFE80)), *map(chr, range(0xFC5E, 0xFC64))])
def test_an_isolated_mark_leaves_no_space_in_the_word(mark: str) -> None:
    assert fold(f"در{mark}عا") == "درعا"


def test_a_ligature_of_words_becomes_its_words_at_one_place() -> None:
    folded = fold_with_offsets("قال ﷺ كذا")

    assert folded.text == "قال صلي الله عليه وسلم كذا"
    assert folded.span(8, 12) == (4, 5)


def test_the_hamza_on_the_line_stays() -> None:
    assert fold("وباء") != fold("وبا")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Dar‘ā", "dar'a"),
        ("Şanlıurfa", "sanliurfa"),
        ("İdlib", "idlib"),
        ("DIYARBAKIR", "diyarbakir"),
        ("Alep’te", "alep'te"),
        ("Köln", "koln"),
    ],
)
def test_latin_is_lowered_and_loses_its_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_nothing_folds_to_nothing() -> None:
    assert fold("") == ""
    assert fold_with_offsets("").offsets == ()


def test_the_span_of_a_match_points_at_its_letters() -> None:
    text = "في دِرْعَـا البلد"

    folded = fold_with_offsets(text)
    start = folded.text.index("درعا")

    first, last = folded.span(start, start + 4)
    assert text[first:last] == "دِرْعَـا"


@given(st.text())
@example("ﷺ\u0640ٱİßΣ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_both_ways_of_folding_agree(text: str) -> None:
    assert fold_with_offsets(text).text == fold(text)


@given(st.text())
def test_offsets_never_fall_and_stay_within_the_text(text: str) -> None:
    folded = fold_with_offsets(text)

    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)


@given(st.text())
def test_each_offset_points_at_the_character_that_was_folded(text: str) -> None:
    folded = fold_with_offsets(text)

    for character, offset in zip(folded.text, folded.offsets, strict=True):
        assert character in fold(text[offset])
