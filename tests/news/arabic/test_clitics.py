import pytest

from news.arabic.clitics import Reading, keyword_readings, place_readings


@pytest.mark.parametrize(
    ("word", "stem", "proclitic"),
    [
        ("درعا", "درعا", ""),
        ("بدمشق", "دمشق", "ب"),
        ("وبريطانيا", "بريطانيا", "و"),
        ("وبدرعا", "درعا", "وب"),
        ("فلحلب", "حلب", "فل"),
        ("لبنان", "لبنان", ""),
        ("للبنان", "لبنان", "ل"),
        ("للحسكه", "الحسكه", "لل"),
        ("وللحسكه", "الحسكه", "ولل"),
        ("للاذقيه", "اللاذقيه", "لل"),
        ("كمصر", "مصر", "ك"),
    ],
)
def test_a_place_is_read_under_its_prefixes(word: str, stem: str, proclitic: str) -> None:
    assert Reading(stem, proclitic) in place_readings(word)


@pytest.mark.parametrize(("word", "stem"), [("الحمص", "حمص"), ("حمص", "الحمص"), ("بالحلب", "حلب"), ("والرقه", "رقه")])
def test_the_article_is_never_added_to_a_place_or_taken_from_it(word: str, stem: str) -> None:
    assert stem not in {reading.stem for reading in place_readings(word)}


@pytest.mark.parametrize("word", ["درعا", "وجده", "بحر"])
def test_the_bare_word_comes_first(word: str) -> None:
    assert place_readings(word)[0] == Reading(word, "")
    assert keyword_readings(word)[0] == Reading(word, "")


@pytest.mark.parametrize(
    ("word", "stem", "proclitic"),
    [
        ("الحكومه", "حكومه", "ال"),
        ("بالحكومه", "حكومه", "بال"),
        ("للحكومه", "حكومه", "لل"),
        ("وللحكومه", "حكومه", "ولل"),
        ("وبحكومه", "حكومه", "وب"),
        ("والحر", "حر", "وال"),
        ("بحر", "حر", "ب"),
    ],
)
def test_a_keyword_is_read_under_its_prefixes_and_the_article(word: str, stem: str, proclitic: str) -> None:
    assert Reading(stem, proclitic) in keyword_readings(word)


@pytest.mark.parametrize("word", ["", "و", "ال", "لل", "وب", "بك"])
def test_no_stem_is_left_with_fewer_than_two_letters(word: str) -> None:
    assert all(len(one.stem) > 1 for one in (*place_readings(word), *keyword_readings(word)) if one.proclitic)


def test_an_empty_word_reads_as_itself() -> None:
    assert place_readings("") == keyword_readings("") == (Reading("", ""),)
