"""Know which recent articles tell a story already told. Pure.

In this version only exact copies are one story: the same folded words in title and text, whatever their signs,
vowel marks and spelling variants.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from domain.news import Article, Grade, StoryId, Token, Told, Understood

WINDOW = timedelta(hours=48)  # a wider one finds no more copies (measured on 144 k pairs of fourteen newspapers)
MOST = 100_000  # articles remembered, about 20 MB: no feed may fill the memory with what it invents
TELLING = 3  # words; two articles of fewer («عاجل») are not copies for that alone


def fingerprint(article: Article, tokens: Sequence[Token]) -> str:
    """Return what is equal for exact copies: a digest of the folded words of title and text, 32 hex digits."""
    words = [token.text for token in tokens]
    if len(words) < TELLING:
        words += [str(article.feed), article.identity]
    return sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Stories:
    """The stories of the last days, by the fingerprints of their articles."""

    def __init__(self, window: timedelta = WINDOW) -> None:
        """Tell stories apart that are more than *window* apart."""
        self._window = window
        self._told: dict[str, tuple[StoryId, datetime]] = {}

    def __len__(self) -> int:
        return len(self._told)

    def find(self, understood: Understood, at: datetime) -> Told | None:
        """Return the story that *understood*, seen *at*, tells again, and how; None: it is a new story."""
        told = self._told.get(understood.fingerprint)
        return Told(told[0], Grade.COPY) if told and abs(at - told[1]) <= self._window else None

    def add(self, story: StoryId, told: Understood | str, at: datetime) -> None:
        """Add an article, or its fingerprint, to *story*; a later one keeps the story going."""
        key = told if isinstance(told, str) else told.fingerprint
        known = self._told.get(key)
        if known is None or known[1] < at:
            self._told[key] = story, at
        if len(self._told) > MOST:
            del self._told[next(iter(self._told))]  # the one that was added first

    def overlay(self) -> "Overlay":
        """Return a view to which stories can be added that this index does not yet have."""
        return Overlay(self, self._window)

    def forget(self, before: datetime) -> None:
        """Drop the articles that came before *before*."""
        self._told = {key: told for key, told in self._told.items() if told[1] >= before}


class Overlay(Stories):
    """Stories on top of others: what is added stays here until merged, and vanishes with the overlay otherwise."""

    def __init__(self, base: Stories, window: timedelta) -> None:
        """See *base* below."""
        super().__init__(window)
        self._base = base

    def find(self, understood: Understood, at: datetime) -> Told | None:
        """Return the story that *understood* tells again, of those added here or below."""
        found = super().find(understood, at)
        return self._base.find(understood, at) if found is None else found

    def merge(self) -> None:
        """Move what was added into the index below."""
        for key, (story, at) in self._told.items():
            self._base.add(story, key, at)
        self._told.clear()
