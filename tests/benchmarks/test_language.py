"""The measures of ``benchmarks/language.py`` on rows whose values are known."""

from typing import Any

import pytest

from benchmarks import language

FILLER = "وقالت البلدية إن العمل مستمر في جميع الأحياء وإن الفرق ستبقى في مواقعها حتى المساء. " * 6


@pytest.mark.parametrize(
    ("row", "measures", "value"),
    [
        pytest.param(
            {"text": "وصل إلى درعا", "places": [{"start": 8, "end": 12}]}, ["places"], "F1 1.000", id="places"
        ),
        pytest.param(
            {"text": "وصل إلى البيت", "places": [{"start": 8, "end": 13}]}, ["places"], "F1 0.000", id="missed"
        ),
        pytest.param(
            {"text": "عادت المياه.", "references": ["عادت المياه"]}, ["summaries"], "R-2 100.0", id="summaries"
        ),
        pytest.param(
            {"a": {"title": "عادت المياه إلى الحي"}, "b": {"title": "عادت المياه إلى الحيّ"}, "label": "same"},
            ["stories"],
            "F1 1.000",
            id="pairs",
        ),
        pytest.param(
            {"headline1": "عادت المياه إلى الحي", "headline2": "انقطعت المياه عنه", "same_story": True},
            ["stories"],
            "F1 0.000",
            id="headlines",
        ),
        pytest.param(
            {"cluster_id": 1, "title": "عادت المياه إلى الحي", "published_at": "2026-03-01 10:00:00"},
            ["stories"],
            "P 0.000",
            id="clusters",
        ),
        pytest.param(
            {"title": "مياه", "text": f"عادت المياه. {FILLER} وزار الوفد درعا."},
            ["focus", "speed"],
            "100.0 %",
            id="focus",
        ),
        pytest.param({"title": "مياه", "text": ""}, ["speed"], "articles a second", id="speed"),
    ],
)
def test_a_file_is_measured_by_what_its_rows_know(row: dict[str, Any], measures: list[str], value: str) -> None:
    results = list(language.measured([row]))

    assert [result.measure for result in results] == measures
    assert value in results[0].values


def test_the_longest_common_subsequence_may_have_gaps() -> None:
    assert language.longest(["a", "b", "c", "d"], ["a", "x", "c", "d"]) == pytest.approx(0.75)
