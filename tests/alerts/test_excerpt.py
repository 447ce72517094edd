"""What an alert shows of an article, and when two wordings show the same."""

from datetime import UTC, datetime

import pytest

from alerts.excerpt import focus, words_shown
from domain.feeds import FeedId
from domain.news import Article, Field, Span
from domain.queries import Match, QueryId

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEXT = "أعلنت البلدية إصلاح خط المياه صباح اليوم. وقال مدير الوحدة إن الضخ سيكون يومًا بعد يوم في حي درعا البلد."


def shown(title: str, text: str) -> tuple[str, ...]:
    return words_shown(Article(FeedId(1), "i", title, text, "https://example.org/1", NOW, NOW), [])


@pytest.mark.parametrize(
    ("title", "text"),
    [("عودةُ المياه!", TEXT), (" عودة  المياه", TEXT.replace(". ", " .  ")), ("عوده المياه", TEXT.replace("ً", ""))],
)
def test_signs_spaces_and_vowel_marks_show_no_other_words(title: str, text: str) -> None:
    assert shown(title, text) == shown("عودة المياه", TEXT)


@pytest.mark.parametrize(
    ("title", "text"), [("عودة الكهرباء", TEXT), ("عودة المياه", TEXT.replace("اليوم", "أمس")), ("عودة المياه", "")]
)
def test_another_word_shows(title: str, text: str) -> None:
    assert shown(title, text) != shown("عودة المياه", TEXT)


def test_what_stands_nowhere_asks_for_no_place_in_the_summary_and_what_stands_least_comes_first() -> None:
    often = (Span(Field.TEXT, 0, 3), Span(Field.TEXT, 9, 12))
    once = (Span(Field.TEXT, 20, 24),)

    assert focus(Match(QueryId(at), spans) for at, spans in enumerate([often, (), once])) == (once, often)
