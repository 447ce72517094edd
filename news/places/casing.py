"""Find the Latin words that a text writes small: no name of a place is one. Pure.

«broderie de damas» is no Damas, «tripoli powder» no Tripoli. A field that has no capital at all says nothing by it.
"""

import re

from domain.news import Field

Small = frozenset[tuple[Field, int]]

_CAPITAL = re.compile("[A-Z\u00c0-\u00d6\u00d8-\u00de\u0130\u015e]")
_WORD = re.compile("(?<![^\\W\\d])(?<!#)[a-z\u00df-\u00f6\u00f8-\u00ff\u0131\u015f]")


def small(title: str, text: str) -> Small:
    """Return the field and the index of each Latin word of *title* and *text* that begins small, tags aside."""
    return frozenset((field, at) for field, part in ((Field.TITLE, title), (Field.TEXT, text)) for at in _starts(part))


def _starts(part: str) -> list[int]:
    return [found.start() for found in _WORD.finditer(part)] if _CAPITAL.search(part) else []
