import pytest

from news.arabic.lexicon import _words, common_word


@pytest.mark.parametrize(
    "word", ["بحر", "والد", "وصل", "فهد", "كان", "علي", "وجده", "بات", "كله", "فاسد", "وافق", "لحظه"]
)
def test_a_frequent_word_is_known_folded(word: str) -> None:
    assert common_word(word)


def test_the_list_is_long_enough_to_tell_words_from_prefixes() -> None:
    assert len(_words()) >= 2_500


@pytest.mark.parametrize("stem", ["اسد", "صله", "اسم", "عيد"])
def test_what_another_word_ends_in_is_left_out(stem: str) -> None:
    """Where both are listed, فاسد would be ف + أسد to whoever follows أسد."""
    assert not common_word(stem)


@pytest.mark.parametrize("word", ["بدرعا", "وحلب", "للحسكه", "", "بمصر"])
def test_a_name_under_a_prefix_is_no_word(word: str) -> None:
    assert not common_word(word)
