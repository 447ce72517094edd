"""Updates survive ``kill -9``: none lost, none applied twice, each answered, polled and pushed."""

from pathlib import Path

import pytest

from benchmarks import updates

SENDS_IN_FLIGHT = 16  # answers that are under way at the pace of the benchmark


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_killed_twice_it_loses_no_update_applies_none_twice_and_answers_each(tmp_path: Path, way: str) -> None:
    url = f"sqlite:///{tmp_path / 'mirsal.db'}"

    row = await updates.measure(url, tmp_path, way=way, updates=120, kills=2)

    assert {name: row[name] for name in ("lost", "set aside", "not applied", "applied twice", "unanswered")} == {
        "lost": 0,
        "set aside": 0,
        "not applied": 0,
        "applied twice": 0,
        "unanswered": 0,
    }
    assert row["out of order"] == 0
    assert int(row["repeated"]) <= 2 * SENDS_IN_FLIGHT


def test_the_table_has_a_line_for_each_way() -> None:
    assert updates.table([{"way": "polling", "lost": 0}]) == "| way | lost |\n| --- | --- |\n| polling | 0 |"
