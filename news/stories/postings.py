"""Remember which articles have which stem, to find those that may tell the same story. Pure.

An inverted index in memory. It also knows how rare a stem is: how many articles of the window have it, on top of the
share that ``stems`` expects of any article. So the weights are sensible from the first article on, follow the news, and
forget with the window.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from math import log

from news.stories.stems import share

EXPECTED = 3000  # articles that count as much as what was expected of a stem (1,000 to 5,000 give the same results)
WALKED = 64  # articles looked at for one stem, the latest
STEPS = 400  # looked at for one article: bounds what one that names everything costs


class Postings:
    """Articles by their stems, both as numbers; the numbers of articles only grow."""

    def __init__(self) -> None:
        """Know no article yet."""
        self._articles: dict[int, int | array[int]] = {}
        self._size = 0

    def add(self, article: int, terms: Iterable[int]) -> None:
        """Add *article*, whose number is the greatest."""
        self._size += 1
        for term in terms:
            known = self._articles.get(term)
            if known is None:
                self._articles[term] = article  # most stems stand in one article: a number is a tenth of an array
            elif isinstance(known, int):
                self._articles[term] = array("I", (known, article))
            else:
                known.append(article)

    def remove(self, article: int, terms: Iterable[int]) -> None:
        """Remove *article*, which has these *terms*."""
        self._size -= 1
        for term in terms:
            known = self._articles[term]
            if isinstance(known, int) or len(known) == 1:
                del self._articles[term]
            else:
                known.remove(article)  # at the front, when the oldest goes

    def rarity(self, term: int) -> float:
        """Return the logarithm of how few articles have *term*, at least 0."""
        known = self._articles.get(term)
        number = 0 if known is None else 1 if isinstance(known, int) else len(known)
        return max(0.0, log((self._size + EXPECTED) / (number + EXPECTED * share(term))))

    def candidates(self, rarities: Mapping[int, float]) -> dict[int, float]:
        """Return the articles that share stems with *rarities*, and the sum of the rarities of those, the rarest first.

        The commonest stems are left out once ``STEPS`` articles were looked at.
        """
        found: defaultdict[int, float] = defaultdict(float)
        steps = STEPS
        for term in sorted(rarities, key=lambda term: (-rarities[term], term)):
            articles, rarity = self._latest(term), rarities[term]
            for article in articles:
                found[article] += rarity
            steps -= len(articles)
            if steps < 0:
                break
        return found

    def _latest(self, term: int) -> Collection[int]:
        known = self._articles.get(term)
        if known is None:
            return ()
        return (known,) if isinstance(known, int) else known[-WALKED:]
