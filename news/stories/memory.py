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


@dataclass(slots=True)
class _Thread:
    """What is remembered of a story while one of its articles is: when it *began*, the first that can be compared."""

    began: datetime
    articles: int = 0
    first: int | None = None
    toll: Toll = NO_TOLL
    least_dead: int = 0


class Memory:
    """Articles by number, in the order in which they came; *postings* have them by their stems."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.entries: dict[int, Entry] = {}
        self.postings = Postings()
        self._copies: dict[str, tuple[int, ...]] = {}  # by fingerprint, the last one of each feed
        self._of_feed: Counter[FeedId] = Counter()
        self._threads: dict[StoryId, _Thread] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self.entries)

    def add(self, entry: Entry) -> None:
        """Remember an article; of two of one feed with one fingerprint the later one."""
        fingerprint, feed = entry.trace.fingerprint, entry.trace.feed
        copied = next(
            (each for each in self._copies.get(fingerprint, ()) if self.entries[each].trace.feed == feed), None
        )
        if copied is not None and self.entries[copied].at >= entry.at:
            return
        thread = self._threads.setdefault(entry.story, _Thread(entry.at))
        thread.began = min(thread.began, entry.at)
        thread.articles += 1
        if copied is not None:
            self._drop(copied)
        self._last += 1
        self.entries[self._last] = entry
        self._copies[fingerprint] = (*self._copies.get(fingerprint, ()), self._last)
        self._of_feed[feed] += 1
        self._index(entry, thread)
        self._stay_bounded(feed)

    def forget(self, before: datetime) -> None:
        """Drop the articles that came before *before*."""
        self._drop_all(takewhile(lambda number: self.entries[number].at < before, self.entries))

    def copies(self, fingerprint: str) -> list[Entry]:
        """Return the last article with this fingerprint of each feed."""
        return [self.entries[number] for number in self._copies.get(fingerprint, ())]

    def begun(self, story: StoryId) -> Entry | None:
        """Return the first article of *story*, or its copy, while one is remembered."""
        thread = self._threads.get(story)
        return None if thread is None or thread.first is None else self.entries[thread.first]

    def began(self, story: StoryId) -> datetime | None:
        """Return when the first remembered article of *story* was seen."""
        thread = self._threads.get(story)
        return thread.began if thread else None

    def toll(self, story: StoryId) -> Toll:
        """Return the highest figures told in *story*."""
        thread = self._threads.get(story)
        return thread.toll if thread else NO_TOLL

    def least_dead(self, story: StoryId) -> int:
        """Return the lowest number of dead that was told in *story*, 0 for none."""
        thread = self._threads.get(story)
        return thread.least_dead if thread else 0

    def _index(self, entry: Entry, thread: _Thread) -> None:
        kept = decode(entry.trace.features)
        if kept is None:
            return
        self.postings.add(self._last, kept.terms)
        if thread.first is None:
            thread.first = self._last
        thread.toll = Toll(*map(max, kept.toll, thread.toll))
        thread.least_dead = min(filter(None, (kept.toll.dead, thread.least_dead)), default=0)

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
        others = tuple(each for each in self._copies.pop(entry.trace.fingerprint) if each != number)
        if others:
            self._copies[entry.trace.fingerprint] = others
        self._of_feed[entry.trace.feed] -= 1
        kept = decode(entry.trace.features)
        if kept is not None:
            self.postings.remove(number, kept.terms)
        thread = self._threads[entry.story]
        thread.articles -= 1
        if thread.first == number:
            thread.first = None
        if not thread.articles:
            del self._threads[entry.story]
