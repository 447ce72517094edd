"""Keep an article's own words in order on a right-to-left screen. Pure.

A text that is mostly Arabic script gets our marks: one at each line that would open from the left, and isolates
around Latin names and dates. A text in another script keeps its own direction: marks would put its full stops on the
wrong side.
"""

import re
import unicodedata

from news.arabic import marks

_ADDRESS = r"https?://\S+"
# A name in Latin letters with the digits, signs and further names that belong to it: «AK-47», «BBC News», «C++»,
# «@unicef» (its sign would else end on the other side).
_NAME = r"[@#]?[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]*(?:[ .,&'’/@:_+-]{1,2}[A-Za-z0-9\u00c0-\u024f]+)*[+#%]*"
# «2026-12-01» would turn into 01-12-2026, «-5» into 5-; a range like «10-15» reads rightly from the right.
_NUMBER = r"\b\d{1,4}-\d{1,2}-\d{1,4}\b|(?<!\S)[+−-]\d[\d.,]*\b"
_LATIN = re.compile(f"{_ADDRESS}|{_NAME}|{_NUMBER}")


def is_right_to_left(text: str) -> bool:
    """Say whether most letters of *text*, its addresses aside, are written from the right."""
    letters = filter(str.isalpha, re.sub(_ADDRESS, "", text))
    kinds = [unicodedata.bidirectional(letter) for letter in letters]
    return 2 * sum(kind in {"R", "AL"} for kind in kinds) >= len(kinds)


def isolated(text: str) -> str:
    """Return *text* to stand within an Arabic line: Latin names, dates and signed numbers in isolates."""
    return _LATIN.sub(lambda found: marks.isolate(found.group()), text)


def sided(text: str) -> str:
    """Return *text* to stand in lines of its own, with marks where it is written from the right."""
    return marks.lines(isolated(text)) if is_right_to_left(text) else text
