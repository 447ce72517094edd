"""The house: the contract names every pure module, and no sending method stands outside the sender."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "feeds", "news", "alerts", "storage", "domain", "config")
NEAR_300 = 350  # lines


def _modules() -> dict[str, Path]:
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
    }


def test_the_contract_names_every_module_that_says_it_is_pure() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = (
        each for each in settings["tool"]["importlinter"]["contracts"] if each["name"].startswith("What is pure")
    )
    named = tuple(contract["source_modules"])
    says_so = {
        module
        for module, file in _modules().items()
        if "Pure" in (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "")
    }

    assert [
        module for module in sorted(says_so) if not f"{module}.".startswith(tuple(f"{each}." for each in named))
    ] == []
    assert [module for module in named if module not in _modules()] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [
        module for module, file in _modules().items() if not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ] == []


def test_no_file_is_much_longer_than_three_hundred_lines() -> None:
    assert [
        module
        for module, file in _modules().items()
        if file.read_text("utf-8").count("\n") > NEAR_300 and "migrations" not in module
    ] == []
