"""Know the frequent words of Arabic, to tell a word from a name or from a prefix and a stem. Pure.

The list in ``data/common_words.txt`` was written by hand for Mirsal.
"""

from functools import cache
from importlib import resources

from news.arabic.fold import fold


def common_word(folded: str) -> bool:
    """Say whether *folded*, a whole folded word, is a frequent Arabic word of its own."""
    return folded in _words()


def common_words() -> frozenset[str]:
    """Return all words of the list, folded."""
    return _words()


def words(listed: str) -> frozenset[str]:
    """Return the words of *listed*, a text with white space between them."""
    return frozenset(listed.split())


@cache
def _words() -> frozenset[str]:
    text = (resources.files("news.arabic") / "data" / "common_words.txt").read_text("utf-8")
    return frozenset(fold(word) for line in text.splitlines() if not line.startswith("#") for word in line.split())
