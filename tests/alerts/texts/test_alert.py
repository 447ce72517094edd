"""The words of an alert."""

import pytest

from alerts.texts.alert import LANGUAGES, seen, together


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
