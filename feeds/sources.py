"""Read the feeds that a new installation starts with (``sources.toml``)."""

import tomllib
from importlib import resources

from domain.feeds import Source


def shipped() -> list[Source]:
    """Return the sources of ``sources.toml`` in its order."""
    text = resources.files("feeds").joinpath("sources.toml").read_text(encoding="utf-8")
    return [Source(**source) for source in tomllib.loads(text)["source"]]
