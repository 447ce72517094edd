"""Tell how rare what a query asks for is: in how many of the last articles it stood. Pure.

A query of several terms is looked at only where the rarest of them is met, so a good guess saves work and a bad one
costs nothing but that. Until articles are counted, and for what none had, a rule of thumb answers.
"""

from collections import Counter
from collections.abc import Iterable

from domain.news import PlaceId, Token
from domain.queries import EventQuery, FormsQuery, KeywordQuery, PlaceQuery, Simple
from news.arabic.lexicon import common_word

MOST_WORDS = 200_000  # different ones that are counted; then those met once are forgotten and the rest halved
SAMPLED = 16  # of so many articles one is counted
_SURE = 50  # articles that count as much as the rule of thumb
_ARTICLES = "\n"  # no word


class Frequencies:
    """Words, places and kinds of event, and the number of counted articles that had each."""

    def __init__(self, most_words: int = MOST_WORDS) -> None:
        """Count no article yet."""
        self._counts: Counter[str] = Counter()
        self._most_words = most_words
        self._met = 0

    def count(self, tokens: Iterable[Token], places: Iterable[PlaceId], events: Iterable[str]) -> None:
        """Count an article, or rather every sixteenth: that is enough, and counting costs as much as matching."""
        self._met += 1
        if self._met % SAMPLED != 1:
            return
        self._counts.update({token.text for token in tokens})
        self._counts.update({f"place:{place}" for place in places})
        self._counts.update(f"event:{event}" for event in events)
        self._counts[_ARTICLES] += 1
        if len(self._counts) > self._most_words:
            self._counts = Counter({word: number // 2 for word, number in self._counts.items() if number > 1})

    def of(self, simple: Simple) -> float:
        """Return the share of articles that *simple* may hold for, above 0."""
        match simple:
            case KeywordQuery(words):
                return min(map(self._of_word, words)) / len(words)
            case FormsQuery(word):
                return 3 * self._of_word(word)
            case PlaceQuery(place):
                return self._share(self._counts[f"place:{place}"], 0.1 / (1 + place.count(".")))
            case EventQuery(event):
                return self._share(self._counts[f"event:{event}"], 0.1)
            case _:  # people
                return 0.05

    def _of_word(self, word: str) -> float:
        thumb = 0.1 if common_word(word) else 0.02 / len(word)
        return self._share(self._counts[word] + self._counts["ال" + word], thumb)

    def _share(self, number: int, thumb: float) -> float:
        return (number + thumb * _SURE) / (self._counts[_ARTICLES] + _SURE)
