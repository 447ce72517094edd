"""Remember the articles of the last days, each with its story, in bounded memory. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile
from typing import NamedTuple

from domain.feeds import FeedId
from domain.news import StoryId
from news.stories.features import NO_TOLL, Features, Toll, decode
from news.stories.postings import Postings

MOST = 100_000  # articles remembered, some 100 MB: no feed may fill the memory with what it invents
MOST_OF_FEED = MOST // 5  # of one feed: the others' stay


@dataclass(frozen=True, slots=True)
class Trace:
    """What is remembered of an article. *features* are encoded, empty where nothing but copies can be found."""

    feed: FeedId
    fingerprint: str
    features: bytes = b""

    @property
    def stems(self) -> int:
        """Return how many different stems the article has."""
        return self.features[1] if self.features else 0


class Entry(NamedTuple):
    """An article of a story, when it was seen, and how many different stems it has."""

    story: StoryId
    at: datetime
    trace: Trace
    stems: int

    @property
    def kept(self) -> Features:
        """Return its features.

        Raises:
            ValueError: it has none; such an article is found by its fingerprint alone.
        """
        kept = decode(self.trace.features)
        if kept is None:
            raise ValueError(self)
        return kept


class Memory:
    """Articles by number, in the order in which they came; *postings* have them by their stems."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.entries: dict[int, Entry] = {}
        self.postings = Postings()
        self._copies: dict[str, int] = {}
        self._of_feed: Counter[FeedId] = Counter()
        self._first: dict[StoryId, int] = {}
        self._tolls: dict[StoryId, Toll] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self.entries)

    def add(self, entry: Entry) -> None:
        """Remember an article; of two with one fingerprint the later one."""
        copied = self._copies.get(entry.trace.fingerprint)
        if copied is not None:
            if self.entries[copied].at >= entry.at:
                return
            self._drop(copied)
        self._last += 1
        self.entries[self._last] = entry
        self._copies[entry.trace.fingerprint] = self._last
        self._of_feed[entry.trace.feed] += 1
        self._index(entry)
        self._stay_bounded(entry.trace.feed)

    def forget(self, before: datetime) -> None:
        """Drop the articles that came before *before*."""
        self._drop_all(takewhile(lambda number: self.entries[number].at < before, self.entries))

    def copied(self, fingerprint: str) -> Entry | None:
        """Return the article with this fingerprint."""
        number = self._copies.get(fingerprint)
        return None if number is None else self.entries[number]

    def begun(self, story: StoryId) -> Entry | None:
        """Return the first article of *story*, while it is remembered."""
        number = self._first.get(story)
        return None if number is None else self.entries[number]

    def toll(self, story: StoryId) -> Toll:
        """Return the highest figures told in *story*."""
        return self._tolls.get(story, NO_TOLL)

    def _index(self, entry: Entry) -> None:
        kept = decode(entry.trace.features)
        if kept is None:
            return
        self.postings.add(self._last, kept.terms)
        self._first.setdefault(entry.story, self._last)
        if kept.toll != NO_TOLL:
            self._tolls[entry.story] = Toll(*map(max, kept.toll, self.toll(entry.story)))

    def _stay_bounded(self, feed: FeedId) -> None:
        """Drop the oldest articles of all, or of *feed*, where there are too many: a hundredth at once."""
        if len(self.entries) > MOST:
            self._drop_all(islice(self.entries, 1 + MOST // 100))
        if self._of_feed[feed] > MOST_OF_FEED:
            own = (number for number, entry in self.entries.items() if entry.trace.feed == feed)
            self._drop_all(islice(own, 1 + MOST_OF_FEED // 100))

    def _drop_all(self, numbers: Iterable[int]) -> None:
        for number in list(numbers):
            self._drop(number)

    def _drop(self, number: int) -> None:
        entry = self.entries.pop(number)
        del self._copies[entry.trace.fingerprint]
        self._of_feed[entry.trace.feed] -= 1
        kept = decode(entry.trace.features)
        if kept is not None:
            self.postings.remove(number, kept.terms)
        if self._first.get(entry.story) == number:
            del self._first[entry.story]
            self._tolls.pop(entry.story, None)
