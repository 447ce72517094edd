"""Laws of reading dates: sentences of the news, each with the days it names."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.news import Article, Field
from news.arabic.tokens import tokenise
from news.summary.dates import When, dates

Write = Callable[..., Article]

TODAY = date(2026, 3, 1)


def rows() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "dates.txt").read_text("utf-8").splitlines()
    written = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return [(expected, sentence) for expected, sentence in written]


def named(article: Article) -> list[When]:
    tokens = [*tokenise(article.title, Field.TITLE), *tokenise(article.text, Field.TEXT)]
    return list(dates(article, tokens, TODAY))


def short(found: list[When]) -> str:
    return " ".join(f"{one.first}" + f"..{one.last}" * (one.first != one.last) for one in found) or "-"


@pytest.mark.parametrize(("expected", "sentence"), rows())
def test_a_sentence_names_its_days(write: Write, expected: str, sentence: str) -> None:
    assert short(named(write(sentence))) == expected
