"""Keep an article's own words in order on a right-to-left screen. Pure.

A text that is mostly Arabic script gets our marks: one at each line that would open from the left, and isolates
around Latin names. A text in another script keeps its own direction: marks would put its full stops on the wrong side.
"""

import re
import unicodedata

from news.arabic import marks

# An address, or a name in Latin letters with the digits, signs and further names that belong to it: «BBC News», «C++».
_LATIN = re.compile(
    r"https?://\S+|[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]*(?:[ .,&'’/@:_+-]{1,2}[A-Za-z0-9\u00c0-\u024f]+)*[+#%]*"
)


def is_right_to_left(text: str) -> bool:
    """Say whether most letters of *text* are written from the right."""
    kinds = [unicodedata.bidirectional(character) for character in text if character.isalpha()]
    return 2 * sum(kind in {"R", "AL"} for kind in kinds) >= len(kinds)


def isolated(text: str) -> str:
    """Return *text* to stand within an Arabic line, Latin names in isolates."""
    return _LATIN.sub(lambda found: marks.isolate(found.group()), text)


def sided(text: str) -> str:
    """Return *text* to stand in lines of its own, with marks that keep its direction if it is written from the right."""
    return marks.lines(isolated(text)) if is_right_to_left(text) else text
