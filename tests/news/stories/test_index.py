"""Laws of stories: exact copies within the window are one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.feeds import FeedId
from domain.news import Article, Field, Grade, StoryId, Token, Told, Understood
from news.arabic.tokens import tokenise
from news.stories import memory
from news.stories.index import WINDOW, Stories, fingerprint
from news.stories.memory import Trace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE, TWO = StoryId(1), StoryId(2)


def article(title: str, text: str = "", identity: str = "1") -> Article:
    return Article(FeedId(1), identity, title, text, "", NOON, NOON)


def digest(one: Article) -> str:
    tokens: list[Token] = [*tokenise(one.title, Field.TITLE), *tokenise(one.text, Field.TEXT)]
    return fingerprint(one, tokens)


def copy(story: StoryId | None) -> Told | None:
    return None if story is None else Told(story, Grade.COPY)


def understood(title: str, text: str = "") -> Understood:
    one = article(title, text)
    return Understood(one, "ar", (), (), (), urgent=False, fingerprint=digest(one))


FLOOD = understood("السيول تقطع طريق الوادي")


@pytest.mark.parametrize(
    "title", ["السيول تقطع طريق الوادي", "السُّيول تقطع «طريق» الوادى!", "السيـول  تقطع\nطريق الوادي"]
)
def test_copies_that_differ_in_marks_and_spelling_alone_are_equal(title: str) -> None:
    assert digest(article(title)) == FLOOD.fingerprint


@pytest.mark.parametrize(
    ("title", "text"),
    [("السيول تقطع طريق الجبل", ""), ("السيول تقطع طريق الوادي", "وتعزل قرية"), ("السيول تقطع", "الوادي طريق")],
)
def test_another_word_is_another_story(title: str, text: str) -> None:
    assert digest(article(title, text)) != FLOOD.fingerprint


def test_two_words_are_too_few_to_be_a_copy() -> None:
    assert digest(article("خبر عاجل", identity="1")) != digest(article("خبر عاجل", identity="2"))


@pytest.mark.parametrize("text", ["\ud800 كلمة أخرى هنا", ""])
def test_any_text_has_a_fingerprint(text: str) -> None:
    assert len(digest(article("", text))) == 32


@pytest.mark.parametrize(
    ("after", "expected"), [(HOUR, ONE), (WINDOW, ONE), (-WINDOW, ONE), (WINDOW + HOUR, None), (-WINDOW - HOUR, None)]
)
def test_a_copy_within_the_window_tells_the_story_again(after: timedelta, expected: StoryId | None) -> None:
    stories = Stories()
    stories.add(ONE, FLOOD, NOON)

    assert stories.find(FLOOD, NOON + after) == copy(expected)


def test_a_story_goes_on_with_its_latest_copy() -> None:
    stories = Stories()
    for hours in (0, 40, 20):
        stories.add(ONE, FLOOD, NOON + hours * HOUR)

    assert stories.find(FLOOD, NOON + 80 * HOUR) == copy(ONE)


def test_what_came_before_is_forgotten() -> None:
    stories = Stories()
    stories.add(ONE, Trace(FeedId(1), "قديم"), NOON - HOUR)
    stories.add(TWO, FLOOD, NOON)

    stories.forget(NOON)

    assert (len(stories), stories.find(FLOOD, NOON)) == (1, copy(TWO))


def test_an_overlay_sees_the_base_and_its_own_and_the_base_sees_it_once_merged() -> None:
    base = Stories()
    base.add(ONE, FLOOD, NOON)
    fire = understood("حريق في سوق المدينة القديم")
    overlay = base.overlay()
    overlay.add(TWO, fire, NOON)

    assert [overlay.find(one, NOON) for one in (FLOOD, fire)] == [copy(ONE), copy(TWO)]
    assert base.find(fire, NOON) is None

    overlay.merge()

    assert base.find(fire, NOON) == copy(TWO)
    assert len(overlay) == 0


def test_an_overlay_that_is_thrown_away_leaves_no_trace() -> None:
    base = Stories()

    base.overlay().add(ONE, FLOOD, NOON)

    assert base.find(FLOOD, NOON) is None


def test_a_story_is_found_by_its_fingerprint_alone() -> None:
    stories = Stories()
    stories.add(ONE, FLOOD, NOON)
    moved = replace(FLOOD, article=article("عنوان آخر"))

    assert stories.find(moved, NOON) == copy(ONE)


def test_the_oldest_is_dropped_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 2)
    stories = Stories()

    for number in range(3):
        stories.add(StoryId(number), Trace(FeedId(1), f"{number}"), NOON)

    assert len(stories) == 2
    assert stories.find(replace(FLOOD, fingerprint="0"), NOON) is None
    assert stories.find(replace(FLOOD, fingerprint="2"), NOON) == copy(StoryId(2))
