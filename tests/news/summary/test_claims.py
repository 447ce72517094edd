"""What hangs on a number is told by the words beside it; who says it, and what is denied, are found."""

import pytest

from news.arabic.fold import fold
from news.summary.claims import claims, is_attributed, is_negated


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "قتل 3 وأصيب 5", [{"killed"}, {"injured"}]),
        ("ar", "سقط 3 قتلى و5 جرحى", [{"killed"}, {"injured"}]),
        ("ar", "قتلت 3 نساء وطفلان وأصيب 7", [{"killed"}, {"killed"}, {"injured"}]),
        ("ar", "زار 4 قرى. وقتل 3.", [set(), {"killed"}]),
        ("ar", "لقي 6، بينهم 2 من عائلة واحدة، مصرعهم", [{"killed"}, {"killed"}, {"killed"}]),
        ("en", "3 people were killed and 5 wounded", [{"killed"}, {"injured"}]),
        ("fr", "3 morts et 5 blessés", [{"killed"}, {"injured"}]),
        ("tr", "3 kişi öldü, 5 kişi yaralandı", [{"killed"}, {"injured"}]),
        ("fa", "3", [set()]),
    ],
)
def test_a_number_counts_the_harm_of_its_clause(language: str, text: str, expected: list[set[str]]) -> None:
    assert [one.harms for one in claims(fold(text), language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "قتل مدنيان على الأقل", {"min"}),
        ("ar", "أكثر من 5 منازل", {"more"}),
        ("ar", "أكثر من 5، على الأقل", {"more"}),
        ("ar", "5 منازل", set()),
        ("ar", "نحو 5 منازل", {"about"}),
        ("en", "at least 5 houses", {"min"}),
        ("fr", "plus de 5 maisons", {"more"}),
        ("tr", "en az 5 ev", {"min"}),
        ("ku", "5", set()),
    ],
)
def test_a_bound_belongs_to_the_number_beside_it(language: str, text: str, expected: set[str]) -> None:
    assert claims(fold(text), language)[0].bounds == expected


@pytest.mark.parametrize(
    ("language", "text", "says", "denies"),
    [
        ("ar", "وبحسب مصدر محلي، لم يصب أحد", True, True),
        ("ar", "نقلًا عن شهود", True, False),
        ("ar", "لا يزال الطريق مغلقًا", False, False),
        ("ar", "أصيب ما لا يقل عن خمسة", False, False),
        ("ar", "نفى المتحدث وقوع إصابات", False, True),
        ("en", "According to police, nobody was hurt", True, True),
        ("fr", "Selon la police, il n'y a pas de blessés", True, True),
        ("tr", "Yetkililere göre yaralı yok", True, True),
        ("ur", "لا", False, False),
    ],
)
def test_who_says_it_and_what_is_denied(language: str, text: str, says: bool, denies: bool) -> None:  # noqa: FBT001  a table
    assert (is_attributed(fold(text), language), is_negated(fold(text), language)) == (says, denies)


def test_a_text_without_numbers_claims_none() -> None:
    assert claims(fold("قتل مدنيون وأصيب آخرون"), "ar") == []
