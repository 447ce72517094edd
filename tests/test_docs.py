"""Docs: what they promise is there."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from config.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - {"throwaway_disk"}))
def test_the_readme_names_every_setting_with_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    row = f"| `{_variable(name, field)}` | {_default(field.default)} | {field.description} |"

    assert row in (ROOT / "README.md").read_text("utf-8")


def test_the_page_on_the_emulator_names_tests_that_are_there() -> None:
    page = (ROOT / "docs" / "emulator.md").read_text("utf-8")
    rows = [line.split("|")[2] for line in page.splitlines() if line.startswith("| ") and ": " in line.split("|")[2]]
    named = [one for row in rows for one in _named(row)]

    missing = [f"{file}: {name}" for file, name in named if f"def test_{name}(" not in _source(file)]

    assert len(named) > 100
    assert missing == []


def _named(row: str) -> Iterator[tuple[str, str]]:
    """Return the files and tests of a row: ``file: one · two · other: three``."""
    file = ""
    for piece in row.split(" · "):
        before, colon, after = piece.strip().partition(": ")
        file, name = (before, after) if colon else (file, before)
        yield file, name


def _source(file: str) -> str:
    return (ROOT / "tests" / "emulator" / f"test_{file}.py").read_text("utf-8")


def _variable(name: str, field: FieldInfo) -> str:
    return f"MIRSAL_{name.upper()}" if field.validation_alias is None else "DATABASE_URL"


def _default(value: object) -> str:
    match value:
        case timedelta():
            return f"{value.total_seconds():.0f} s"
        case bool():
            return str(value).lower()
        case None | "" | frozenset():
            return "—"
        case _:
            return str(value)
