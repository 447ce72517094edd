"""Read the feeds that a new installation starts with: ``sources.toml``, or an operator's file of the same form."""

import tomllib
from importlib import resources
from pathlib import Path

from domain.errors import ConfigurationError
from domain.feeds import Source


def shipped() -> list[Source]:
    """Return the sources of ``sources.toml`` in its order."""
    return _sources(resources.files("feeds").joinpath("sources.toml").read_text(encoding="utf-8"))


def read(file: Path) -> list[Source]:
    """Return the sources of *file* in its order.

    Raises:
        ConfigurationError: if the file is not there or is not of the form of ``sources.toml``.
    """
    try:
        return _sources(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"the feeds of {file} cannot be read ({type(error).__name__}: {error}); write them as in feeds/sources.toml"
        ) from error


def _sources(text: str) -> list[Source]:
    return [Source(**source) for source in tomllib.loads(text)["source"]]
