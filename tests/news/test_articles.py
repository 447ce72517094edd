"""Whole articles of our own, each with the traps that real ones hold, through understanding, matching and summary."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.feeds import FeedId
from domain.news import Article, Span
from domain.queries import QueryId
from news.matching.index import Index
from news.matching.parse import options
from news.places.gazetteer import shipped
from news.summary.summary import LIMIT, summarise
from news.understand import understand

FOLDER = Path(__file__).parents[1] / "articles"
ROWS: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))
}
FOLLOWED = [pytest.param(row, one, id=f"{name}: {one['query']}") for name, row in ROWS.items() for one in row["follow"]]
SILENT = [pytest.param(row, one, id=f"{name}: {one['query']}") for name, row in ROWS.items() for one in row["silent"]]


def article(row: dict[str, Any]) -> Article:
    moment = datetime(2026, 6, 12, tzinfo=UTC)
    return Article(FeedId(1), "1", row["title"], row["text"].strip(), "https://example.org/1", moment, moment)


def spans(row: dict[str, Any], typed: str) -> list[Span]:
    """Return what of the article concerns those who follow the default reading of *typed*."""
    index = Index(shipped())
    index.add(QueryId(1), options(typed, shipped())[0].query)
    return [span for match in index.match(understand(article(row), shipped())) for span in match.spans]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_an_article_says_is_understood(row: dict[str, Any]) -> None:
    understood = understand(article(row), shipped())

    reached = {place for one in understood.places for place in (one, *shipped().ancestors(one))}
    assert set(row["places"]) <= reached
    assert set(row.get("events", ())) <= set(understood.events)
    assert (understood.language, understood.urgent) == ("ar", row["urgent"])


@pytest.mark.parametrize(("row", "followed"), FOLLOWED)
def test_what_is_followed_is_matched_and_stands_in_the_summary(row: dict[str, Any], followed: dict[str, str]) -> None:
    found = spans(row, followed["query"])

    assert found
    summary = summarise(article(row), found)
    assert followed["summary"] in summary
    assert len(summary) <= LIMIT


@pytest.mark.parametrize(("row", "followed"), SILENT)
def test_what_only_looks_alike_is_not_matched(row: dict[str, Any], followed: dict[str, str]) -> None:
    assert spans(row, followed["query"]) == []
