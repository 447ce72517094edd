import pytest

from news.arabic.lexicon import common_word


@pytest.mark.parametrize("word", ["بحر", "والد", "وصل", "فهد", "كان", "علي", "وجده"])
def test_a_frequent_word_is_known_folded(word: str) -> None:
    assert common_word(word)


@pytest.mark.parametrize("word", ["بدرعا", "وحلب", "للحسكه", "", "بمصر"])
def test_a_name_under_a_prefix_is_no_word(word: str) -> None:
    assert not common_word(word)
