"""Laws of counting dead and injured: sentences of the news, each with what it tells."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.news import Article, Casualty, Field, Harm
from news.arabic.tokens import tokenise
from news.summary.casualties import casualties

Write = Callable[..., Article]

_HARMS = {Harm.DEAD: "D", Harm.INJURED: "I", Harm.BOTH: "B"}


def rows() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "casualties.txt").read_text("utf-8").splitlines()
    written = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return [(expected, sentence) for expected, sentence in written]


def told(article: Article) -> list[Casualty]:
    tokens = [*tokenise(article.title, Field.TITLE), *tokenise(article.text, Field.TEXT)]
    return list(casualties(article, tokens))


def short(found: list[Casualty]) -> str:
    return " ".join(f"{_HARMS[one.harm]}{one.number}{'+' * one.at_least}" for one in found) or "-"


@pytest.mark.parametrize(("expected", "sentence"), rows())
def test_a_sentence_tells_its_dead_and_injured(write: Write, expected: str, sentence: str) -> None:
    assert short(told(write(sentence))) == expected.translate(str.maketrans("٣٧", "37"))
