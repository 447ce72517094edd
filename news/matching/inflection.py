"""Read a word as an inflected form of another, for those who ask for that: لاجئون and لاجئيهم are forms of لاجئ. Pure.

The pattern is ``clitics stem (ان|ين|ات|ون|…)? (ه|ها|هم|نا|…)?`` where ة is ت before a pronoun and gone before ات. Of
1.1 M words of news it met 144 forms of لاجئ where the bare word met 10, and none that a reader would not count;
for stems of three letters it is hopeless (حر would meet حرية), so four are asked for.
"""

from collections.abc import Iterator

from news.arabic.clitics import Reading
from news.matching.trie import READ, Readings

SHORTEST = 4  # letters of a word whose forms may be followed

_PRONOUNS = ("", "ه", "ها", "هم", "هن", "هما", "نا", "ك", "كم", "ي")
_OF_ALL = ("", "ان", "ين", "ون", "ات", "ا", "و", "ي")  # after a stem as it is
_OF_FEMININE = ("ات", "تان", "تين", "تا", "تي")  # after a stem whose ة is gone


def _read(word: str) -> tuple[Reading, ...]:
    """Return what the folded *word* may be a form of, each once with the clitics before it; itself first."""
    found = {stem: reading for reading in READ[word] for stem in _stems(reading.stem) if len(stem) >= SHORTEST}
    return tuple(Reading(stem, reading.proclitic) for stem, reading in found.items())


def _stems(form: str) -> Iterator[str]:
    for pronoun in _PRONOUNS:
        if not form.endswith(pronoun):
            continue
        rest = form.removesuffix(pronoun)
        yield from (rest.removesuffix(ending) for ending in _OF_ALL if rest.endswith(ending))
        yield from (rest.removesuffix(ending) + "ه" for ending in _OF_FEMININE if rest.endswith(ending))
        if pronoun and rest.endswith("ت"):  # حكومته
            yield rest[:-1] + "ه"


STEMS = Readings(_read)
