"""Know which recent articles tell a story already told. Pure.

Exact copies, whatever their signs, vowel marks and spelling variants, are found by a fingerprint. All others by what
``features`` keeps of them: those that share enough that is rare (``postings``) are compared (``likeness``), and what
the ``guard`` does not part joins the story of the one most alike. It must be somewhat like the story's first article
too, so that a chain of small steps does not lead from one event to another. Stories never merge later.

Time tells events apart, too. A headline alone («غارات جوية على درعا البلد») is true again tomorrow: after six hours
without it, the same from the same feed is a new event, after a day from any. And a feed that publishes a new item says
something new: it tells the story again only where its title adds or drops words, not where it exchanges them, and
within six hours; or where the text is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from heapq import nlargest

from domain.feeds import FeedId
from domain.news import Article, Grade, StoryId, Token, Told, Understood
from news.stories.features import Toll, decode
from news.stories.guard import compare, rises
from news.stories.likeness import (
    Weighed,
    choose_differently,
    is_bare,
    is_near,
    is_same_text,
    is_swapped,
    likeness,
    turn_differently,
    weigh,
)
from news.stories.memory import Entry, Memory, Trace

WINDOW = timedelta(hours=48)  # a wider one finds no more copies (measured on 144 k pairs of fourteen newspapers)
TELLING = 3  # words; two articles of fewer («عاجل») are not copies for that alone
COMPARED = 200  # articles that one is compared with at most (design)
EVIDENCE = 9.0  # rarity that two articles share before they are compared: two words of news, or two rare ones
PART = 0.2  # of the rarity of the shorter one, likewise
REPEATED = timedelta(hours=6)  # between two items of one feed about one event, and between copies of a mere headline
BARE = timedelta(hours=24)  # between mere headlines that tell one story (36 and 48 hours merge more that is not one)
ANCHOR = 0.5  # likeness to the first article of a story that one joins


def fingerprint(article: Article, tokens: Sequence[Token]) -> str:
    """Return what is equal for exact copies: a digest of the folded words of title and text, 32 hex digits."""
    words = [token.text for token in tokens]
    if len(words) < TELLING:
        words += [str(article.feed), article.identity]
    return sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def trace(understood: Understood) -> Trace:
    """Return what is remembered of *understood*."""
    return Trace(understood.article.feed, understood.fingerprint, understood.features)


@dataclass(frozen=True, slots=True)
class _Likest:
    """The story of the article most alike, how alike it is, and how it is told again."""

    story: StoryId
    likeness: float
    grade: Grade


class Stories:
    """The stories of the last days, by what is remembered of their articles."""

    def __init__(self, window: timedelta = WINDOW, below: Memory | None = None) -> None:
        """Tell stories apart that are more than *window* apart; *below* is looked at too, and never changed."""
        self._window = window
        self._memory = Memory()
        self._layers = (self._memory, below) if below is not None else (self._memory,)
        self._rarity = self._layers[-1].postings.rarity

    def __len__(self) -> int:
        return len(self._memory)

    def find(self, understood: Understood, at: datetime) -> Told | None:
        """Return the story that *understood*, seen *at*, tells again, and how; None: it is a new story."""
        kept, feed = decode(understood.features), understood.article.feed
        one = weigh(kept, self._rarity) if kept else None
        copies = self._copies(understood.fingerprint, at)
        if copies:
            latest = max(copies, key=lambda entry: entry.at)
            if one is None or not is_bare(one) or not self._is_repeated(copies, latest, feed, at):
                return Told(latest.story, Grade.COPY)
            return None
        likest = self._likest(one, feed, at) if one else None
        if kept is None or likest is None or self._contradicts(likest.story, kept.toll.dead, at):
            return None
        is_known = likest.grade is Grade.UPDATE and not rises(self._toll(likest.story), kept.toll)
        return Told(likest.story, Grade.SAME if is_known else likest.grade)

    def add(self, story: StoryId, told: Understood | Trace, at: datetime) -> None:
        """Add an article to *story*; a later copy keeps the story going."""
        remembered = told if isinstance(told, Trace) else trace(told)
        self._memory.add(Entry(story, at, remembered, remembered.stems))

    def overlay(self) -> "Overlay":
        """Return a view to which stories can be added that this index does not yet have."""
        return Overlay(self._memory, self._window)

    def forget(self, before: datetime) -> None:
        """Drop the articles that came before *before*."""
        self._memory.forget(before)

    def _is_recent(self, entry: Entry, at: datetime) -> bool:
        return abs(at - entry.at) <= self._window

    def _copies(self, fingerprint: str, at: datetime) -> list[Entry]:
        found = (entry for layer in self._layers for entry in layer.copies(fingerprint))
        return [entry for entry in found if self._is_recent(entry, at)]

    def _is_repeated(self, copies: Sequence[Entry], latest: Entry, feed: FeedId, at: datetime) -> bool:
        """Say whether a headline stands there for another event than its copies did."""
        is_own = any(entry.trace.feed == feed for entry in copies)
        return abs(at - self._began(latest.story)) > BARE or (is_own and abs(at - latest.at) >= REPEATED)

    def _began(self, story: StoryId) -> datetime:
        return min(filter(None, (layer.began(story) for layer in self._layers)))

    def _likest(self, one: Weighed, feed: FeedId, at: datetime) -> _Likest | None:
        """Return the story of the article most alike, of those alike enough that nothing parts."""
        best = None
        for entry in self._candidates(one, at):
            likest = self._compared(one, feed, at, entry)
            if likest and (best is None or likest.likeness > best.likeness):
                best = likest
        return best

    def _candidates(self, one: Weighed, at: datetime) -> list[Entry]:
        """Return the articles that share most with *one*: enough of what the shorter one says, at most 200."""
        stems = len(one.rarities)
        least = PART * one.mass / max(1, stems)
        enough = [
            (shared, order, number)
            for order, layer in enumerate(self._layers)
            for number, shared in layer.postings.candidates(one.rarities).items()
            if shared >= EVIDENCE and shared >= least * min(stems, layer.entries[number].stems)
        ]
        best = (self._layers[order].entries[number] for _, order, number in nlargest(COMPARED, enough))
        return [entry for entry in best if self._is_recent(entry, at)]

    def _compared(self, one: Weighed, feed: FeedId, at: datetime, entry: Entry) -> _Likest | None:
        other = self._weighed(entry)
        apart = abs(at - entry.at)
        if apart > BARE and is_bare(one) and is_bare(other):
            return None
        near = is_near(one, other)
        alike = likeness(one, other) + near
        if alike < 1 or not (near or self._is_anchored(one, entry.story)):
            return None
        first, then = (other.kept, one.kept) if at >= entry.at else (one.kept, other.kept)
        grade = compare(first, then, near=near)
        is_new = grade is not Grade.UPDATE and _is_new(one, other, apart, own=entry.trace.feed == feed)
        if grade is None or is_new or turn_differently(one, other):
            return None
        return _Likest(entry.story, alike, Grade.SAME if grade is Grade.UPDATE and at < entry.at else grade)

    def _is_anchored(self, one: Weighed, story: StoryId) -> bool:
        """Say whether *one* is somewhat like the first article of *story*, where that is still remembered."""
        entries = (layer.begun(story) for layer in reversed(self._layers))
        first = next(filter(None, entries), None)
        return first is None or likeness(one, self._weighed(first)) >= ANCHOR

    def _weighed(self, entry: Entry) -> Weighed:
        return weigh(entry.kept, self._rarity)

    def _contradicts(self, story: StoryId, dead: int, at: datetime) -> bool:
        """Say whether fewer are *dead* than was ever told in *story*; what lies between is told late."""
        if at < self._began(story):
            return False
        return 0 < dead < min(filter(None, (layer.least_dead(story) for layer in self._layers)), default=0)

    def _toll(self, story: StoryId) -> Toll:
        """Return the highest figures told in *story*."""
        return Toll(*map(max, *(layer.toll(story) for layer in (*self._layers, self._memory))))


def _is_new(one: Weighed, other: Weighed, apart: timedelta, *, own: bool) -> bool:
    """Say whether two articles that are alike tell two events all the same; *own*: they are of one feed."""
    if own and not is_same_text(one, other) and (apart >= REPEATED or is_swapped(one, other)):
        return True
    return choose_differently(one, other)


class Overlay(Stories):
    """Stories on top of others: what is added stays here until merged, and vanishes with the overlay otherwise."""

    def __init__(self, base: Memory, window: timedelta) -> None:
        """See *base* below."""
        super().__init__(window, base)
        self._base = base

    def merge(self) -> None:
        """Move what was added into the index below."""
        for entry in self._memory.entries.values():
            self._base.add(entry)
        self._memory = Memory()
        self._layers = (self._memory, self._base)
