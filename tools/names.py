"""Choose and weigh the names that GeoNames gives without a language. No package but the project's own is needed.

The rules are those measured in the trial of the gazetteer: only whole Arabic letters (Persian, Kurdish and Urdu
spellings bring others), no head nouns, and a tier by how much more frequent the word is than a place of that size is
named.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import islice, product

from news.arabic.fold import fold
from news.arabic.lexicon import common_word
from news.places.cues import NAMES
from news.places.trie import words

Frequency = Callable[[str, str], float]  # a word and its language to its Zipf frequency: 3 is once in a million words

ARABIC = re.compile("[ء-غف-ي]+(?: [ء-غف-ي]+)*")
HEADS = re.compile(
    "^(?:مدينة|محافظة|بلدة|قرية|ولاية|والاية|بلدية|منطقة|قضاء|مقاطعة|ناحية|أبرشية|إقليم|دائرة|ضلع|مركز|شعبية|شهر) "
)
MOST_NAMES = 3
UNFOLDED = {"ا": "اأإآ", "ي": "يئ", "و": "وؤ"}
MOST_WAYS = 1024
SHORTEST = 3  # letters
# Zipf frequencies up to which a name of one word is U, M, A. That of a city of millions is frequent for its own sake
# (Boston 4.2, Chicago 4.3); a smaller town's is a word first: مساكن 3.9, طراز 4.3, خالص 4.1; الدمازين is below 3.
METROPOLIS = 1_000_000  # people
STEPS = {True: (("U", 4.2), ("M", 4.5), ("A", 5.2)), False: (("U", 3.2), ("M", 3.5), ("A", 4.3))}
ADJECTIVE = re.compile("ال.+ي[ةه]")  # المطرية is a town, and «of the rain»
LATIN_WORD = 4.0  # in English, from which a name alone tells little: Nice, Mobile, Salem
LATIN_CITY = 4.9  # the same for a city of a million: Paris and Berlin are frequent because they are cities


def key(name: str) -> str:
    """Return what names are compared by: folded, run together, without the article."""
    return "".join(words(name)).removeprefix("ال")


def arabic(names: Iterable[str], people: int, frequency: Frequency) -> list[str]:
    """Return at most MOST_NAMES clean Arabic names, the one to show first, one of each spelling.

    That is the most frequent of those that are no words as well; others beside it must be as certain.
    """
    clean = {fold(name): name for name in map(_clean, names) if name}
    kept = [name for folded, name in clean.items() if f"ال{folded}" not in clean]
    weighed = sorted(kept, key=lambda name: (-_phrase(name, frequency), len(name), name))
    certain = [name for name in weighed if tier(name, people, frequency) == "U"]
    others = [name for name in certain[1:] if _phrase(name, frequency) > 0]
    return (certain[:1] or weighed[:1]) + others[: MOST_NAMES - 1]


def tier(name: str, people: int, frequency: Frequency) -> str:
    """Return how much the Arabic name of a place with so many *people* tells alone: U, M, A or X."""
    if " " in name:
        return "U"
    folded = fold(name)
    found = spelt(name, frequency) + 0.4 * bool(ADJECTIVE.fullmatch(name))
    steps = STEPS[people >= METROPOLIS]
    by_word = next((letter for letter, most in steps if found <= most), "X")
    is_word = common_word(folded) or folded in NAMES or len(folded) <= SHORTEST
    return max(by_word, "A", key="UMAX".index) if is_word else by_word


def spelt(name: str, frequency: Frequency) -> float:
    """Return the frequency of the most frequent word that folds to the same as *name*: دوله is دولة too."""
    folded = fold(name)
    letters = [UNFOLDED.get(letter, letter) for letter in folded[:-1]]
    last = {"ه": "هة", "ي": "يىئ"}.get(folded[-1], UNFOLDED.get(folded[-1], folded[-1]))
    ways = islice(product(*letters, last), MOST_WAYS)
    return max(frequency("".join(way), "ar") for way in ways)


def latin_tier(name: str, people: int, frequency: Frequency) -> str:
    """Return U, or A for a Latin name that is also an English word or a person's name."""
    if " " in name or "-" in name:
        return "U"
    limit = LATIN_CITY if people >= METROPOLIS else LATIN_WORD
    return "A" if frequency(name.lower(), "en") >= limit or len(name) <= SHORTEST else "U"


def worse(letter: str) -> str:
    """Return the tier below *letter*; of none, none."""
    return {"": "", "U": "M", "M": "A"}.get(letter, "X")


def slug(name: str) -> str:
    """Return the name as a part of an id: small Latin letters and digits with hyphens between."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
        .encode("ascii", "ignore")
        .decode()
    )
    return re.sub("[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def _clean(name: str) -> str:
    shown = HEADS.sub("", " ".join(name.split()))
    return shown if ARABIC.fullmatch(shown) and len(shown) >= SHORTEST and shown.count(" ") <= MOST_NAMES else ""


def _phrase(name: str, frequency: Frequency) -> float:
    return min(frequency(word, "ar") for word in name.split())
