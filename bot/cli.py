"""The command line: ``python -m bot COMMAND``, one function a command."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import analyze


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that *arguments* name; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Arabic news alerts on Telegram.")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_analyze(commands)
    chosen = parser.parse_args(arguments)
    code: int = chosen.run(chosen)
    return code


def _add_analyze(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("analyze", help="say what articles say: JSON Lines in, JSON Lines out")
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="JSON Lines, or one article if it ends in .txt; none: standard input",
    )
    parser.add_argument(
        "--follow",
        action="append",
        default=[],
        metavar="Q",
        help="a place or keyword that every row follows; repeatable",
    )
    parser.set_defaults(run=_analyze)


def _analyze(chosen: argparse.Namespace) -> int:
    # UTF-8 whatever the locale; a lone surrogate leaves as the JSON escape it came as.
    with open(
        sys.stdout.fileno(), "w", encoding="utf-8", errors="backslashreplace", newline="\n", closefd=False
    ) as out:
        try:
            return analyze.main(chosen.files, chosen.follow, out)
        except BrokenPipeError:  # the reader went away: nobody is left to tell
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
