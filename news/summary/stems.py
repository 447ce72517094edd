"""Reduce words to rough stems, to see whether two texts use words of one kind; never to match. Pure."""

import re
from functools import lru_cache

from news.arabic.clitics import keyword_readings
from news.arabic.fold import fold
from news.arabic.lexicon import common_word

SHORTEST = 3  # letters

_EMPTY = frozenset(
    fold(
        "في من إلى على عن أن إن التي الذي الذين هذا هذه ذلك تلك كما بعد قبل بين حين حيث وقد كان كانت قد ما مع"
        " عند خلال أو ثم"
    ).split()
)
_ENDINGS = ("اتها", "اته", "ها", "هم", "تان", "تين", "ات", "ان", "ين", "ون", "وا", "يه", "ه", "ت", "ا", "ي")


def plain(text: str) -> str:
    """Return the folded words of *text* with single spaces between them."""
    return " ".join(re.findall(r"\w+", fold(text)))


def stems(text: str) -> set[str]:
    """Return the stems of the words of *text* that say something."""
    return {stem(word) for word in plain(text).split() if says_something(word)}


def says_something(word: str) -> bool:
    """Say whether folded *word* is more than a particle."""
    return len(word) >= SHORTEST and word not in _EMPTY


@lru_cache(maxsize=20_000)  # articles repeat their words
def stem(word: str) -> str:
    """Return folded *word* without prefixes and one ending."""
    found = [each.stem for each in keyword_readings(word) if len(each.stem) >= SHORTEST]
    shortest = min(found, key=len, default=word) if not common_word(word) else word
    ending = next((each for each in _ENDINGS if shortest.endswith(each) and len(shortest) - len(each) >= SHORTEST), "")
    return shortest.removesuffix(ending)
