"""Look up the names of places, word by word. Pure.

A node is reached by folded words. Beside the names as written it holds what writers make of them: the words of a
name run together, as in the hashtag #ديرالزور, and a name in ـاء without its hamza (السويدا). Of long names that stand
for one thing only, it knows what a slip makes of them: a letter left out, or written twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.news import Field, Place, PlaceId, Tier
from news.arabic.lexicon import common_word
from news.arabic.tokens import tokenise

_LONG_ENOUGH = 6  # letters: shorter run-together names are words of their own
_LONG_BEFORE_HAMZA = 5  # letters with it: صنعاء, but not ماء
_LONG_TO_MISS_ONE = 7  # letters without the article: القنيطرة less one is القنطرة, a place of its own
_LONG_TO_DOUBLE_ONE = 5


@dataclass(frozen=True, slots=True)
class Sense:
    """A place that a name can mean, and how much the name alone tells of it."""

    place: PlaceId
    tier: Tier


@dataclass(slots=True)
class Node:
    """What follows a word of a name, the senses of the name that ends here, and whether a decoy ends here."""

    after: "dict[str, Node]" = field(default_factory=dict)
    senses: tuple[Sense, ...] = ()
    decoy: bool = False


def words(name: str) -> tuple[str, ...]:
    """Return the folded words of *name*, apostrophes of transcription out (Dar'a is dara)."""
    return tuple(token.text.replace("'", "") for token in tokenise(name, Field.TITLE))


class Trie:
    """All names of a gazetteer's places, and the decoys: phrases that hold a name and are none.

    *known* remembers, for words met in articles, the ways into the trie; at most *most_known* of them.
    """

    most_known = 100_000

    def __init__(self, places: Iterable[Place], decoys: Iterable[str] = ()) -> None:
        """Index the aliases of *places* and the *decoys*."""
        self.root = Node()
        self.known: dict[str, tuple[Any, ...]] = {}
        self._one_missing: dict[str, str] = {}
        for phrase in decoys:
            self._reach(words(phrase)).decoy = True
        for place in places:
            for alias in place.aliases:
                for spelling, tier in _spellings(words(alias.text), alias.tier):
                    self._add(spelling, Sense(place.id, tier))
        self._learn_slips()

    def exact(self, name: Sequence[str]) -> tuple[Sense, ...]:
        """Return the senses of a name given as folded words, none if there is no such name."""
        node = self.root
        for word in name:
            if word not in node.after:
                return ()
            node = node.after[word]
        return node.senses

    def meant(self, word: str) -> str | None:
        """Return the one-word name that *word*, a folded word and no name, was meant to be; None if none is."""
        if common_word(word):
            return None
        for at in range(1, len(word)):
            if word[at] == word[at - 1]:
                name = word[:at] + word[at + 1 :]
                if len(name.removeprefix("ال")) >= _LONG_TO_DOUBLE_ONE and self._is_unique(name):
                    return name
        return self._one_missing.get(word) or None

    def _learn_slips(self) -> None:
        for name in self.root.after:
            if len(name.removeprefix("ال")) >= _LONG_TO_MISS_ONE and name[-1] >= "ء" and self._is_unique(name):
                for at in range(1, len(name)):
                    spelling = name[:at] + name[at + 1 :]
                    self._one_missing[spelling] = "" if self._one_missing.get(spelling, name) != name else name

    def _is_unique(self, name: str) -> bool:
        node = self.root.after.get(name)
        return node is not None and any(sense.tier is Tier.UNIQUE for sense in node.senses)

    def _add(self, name: Sequence[str], sense: Sense) -> None:
        node = self._reach(name)
        if all(known.place != sense.place for known in node.senses):
            node.senses += (sense,)

    def _reach(self, name: Sequence[str]) -> Node:
        node = self.root
        for word in name:
            node = node.after.setdefault(word, Node())
        return node


def _spellings(name: tuple[str, ...], tier: Tier) -> Iterable[tuple[tuple[str, ...], Tier]]:
    yield name, tier
    if len(name) > 1 and len("".join(name)) >= _LONG_ENOUGH:
        yield ("".join(name),), tier
    if name and name[-1].endswith("اء") and len(name[-1]) >= _LONG_BEFORE_HAMZA:
        yield (*name[:-1], name[-1][:-1]), tier
