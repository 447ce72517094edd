"""Keep an article's own words in order on a right-to-left screen. Pure.

A text that is mostly Arabic script gets our marks: one at each line that would open from the left, and isolates
around Latin names. A text in another script keeps its own direction: marks would put its full stops on the wrong side.
"""

import re
import unicodedata

from news.arabic import marks

# A name in Latin letters with the digits, signs and further names that belong to it: «AK-47», «BBC News», «C++».
_LATIN = re.compile(
    r"[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]*(?:[ .,&'’/@:_+-]{1,2}[A-Za-z0-9\u00c0-\u024f]+)*[+#%]*"
)


def is_right_to_left(text: str) -> bool:
    """Say whether most letters of *text* are written from the right."""
    kinds = [unicodedata.bidirectional(character) for character in text if character.isalpha()]
    return 2 * sum(kind in {"R", "AL"} for kind in kinds) >= len(kinds)


def sided(text: str) -> str:
    """Return *text* with marks that keep its direction, if it is written from the right."""
    if not is_right_to_left(text):
        return text
    return marks.lines(_LATIN.sub(lambda found: marks.isolate(found.group()), text))
