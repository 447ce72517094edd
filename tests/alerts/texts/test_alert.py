"""The words of an alert."""

import pytest

from alerts.texts.alert import LANGUAGES, confirmed, seen, together


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["حلب"], "حلب"),
        (["درعا البلد", "إدلب"], "درعا البلد وإدلب"),
        (["حلب", "حمص", "حماة"], "حلب وحمص وحماة"),
        (["حلب", "حمص", "حماة", "إدلب"], "حلب وحمص واثنان غيرهما"),
        (["حلب", "حمص", "حماة", "إدلب", "درعا"], "حلب وحمص و٣ غيرهما"),
    ],
    ids=str,
)
def test_the_first_are_named_and_many_others_counted(names: list[str], said: str) -> None:
    assert together(names) == said


def test_an_article_without_a_date_says_when_it_was_noticed() -> None:
    assert seen("قبل دقيقة") == "رُصد قبل دقيقة"


def test_arabic_needs_no_mention() -> None:
    assert "ar" not in LANGUAGES


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (2, "أكده مصدران: أ، ب"),
        (3, "أكدته ٣ مصادر: أ، ب، ج"),
        (5, "أكدته ٥ مصادر: أ، ب، ج، د، ه"),
        (10, "أكدته ١٠ مصادر: أ، ب، ج، د، ه وغيرها"),
        (11, "أكده ١١ مصدرًا: أ، ب، ج، د، ه وغيرها"),
        (100, "أكده ١٠٠ مصدر: أ، ب، ج، د، ه وغيرها"),
        (103, "أكدته ١٠٣ مصادر: أ، ب، ج، د، ه وغيرها"),
    ],
)
def test_the_verb_goes_with_the_number_of_sources_and_five_are_named(number: int, said: str) -> None:
    names = ["أ", "ب", "ج", "د", "ه", *("و" for _ in range(98))]

    assert confirmed(names[:number]) == said
