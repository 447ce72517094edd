"""Look up terms in a text, whatever their number: a trie of words that can change while it is used. Pure.

The cost of a text grows with the hits and not with the terms (docs/performance.md), and adding or removing one takes
microseconds, where Aho-Corasick must be rebuilt. Among a million terms the time goes to memory that no cache holds.
So what a word of news may begin is remembered and not looked up again, terms of one word have a table of their own,
and what only one term goes on with is a tuple of words, which also halves the memory.

A term is a phrase of folded words. Its first word is met behind the clitics و ف ب ك ل ال (``news/arabic/clitics``),
and «حكومة جديدة» meets «الحكومة الجديدة»: later words may gain or lose the article. An exact term is met as it is.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from domain.news import Span, Token
from news.arabic.clitics import Reading, keyword_readings
from news.arabic.lexicon import common_word

SHORT = 3  # letters: stems of so few stand behind a preposition only where the whole is no word itself
MOST_KNOWN = 1 << 16  # words of news that a trie remembers: some 20 MB
PROCLITICS = tuple(
    conjunction + rest
    for conjunction in ("", "و", "ف")
    for rest in ("", "ال", "ب", "بال", "ك", "كال", "ل", "لال", "لل")
)  # all that keyword_readings cuts off

_Id = TypeVar("_Id", bound=int | str)
# word → what follows: a dict where terms part; else a tuple, the words that are left of the only term and its id; or
# that id alone, where none are left. "" → the ids of the terms that end here (no word is empty): one, or a dict.
_Node = dict[str, Any]
# How a word may begin a term: the letters to skip, the ids of its stem alone, and what may follow the stem.
_Starts = tuple[tuple[int, Any, _Node], ...]

_NOTHING: _Node = {}
_span: Callable[[tuple[object, ...]], Span] = partial(tuple.__new__, Span)  # half the time of Span(…), measured


class Trie(Generic[_Id]):
    """Terms by their words. The same words may carry several ids."""

    def __init__(self, *, exact: bool = False) -> None:
        """Hold no term yet; with *exact*, words are met as they stand, without clitics."""
        self._alone: dict[str, Any] = {}  # terms of one word
        self._root: _Node = {}  # longer ones
        # The words that any term ever went on with: half of what a word of news may be written for is none of them.
        self._later: set[str] = set()
        self._known: dict[str, tuple[_Starts, tuple[str, ...]]] = {}
        self._stale: set[str] = set()  # what of the first words begins another thing than is known
        self._readings = BARE if exact else READ
        self._variants = bare_variants if exact else later_variants
        self._proclitics = ("",) if exact else PROCLITICS

    def __bool__(self) -> bool:
        return bool(self._alone or self._root)

    def add(self, words: Sequence[str], term: _Id) -> None:
        """Add a term; adding it again changes nothing."""
        table, first = self._table(words), words[0]
        before = table.get(first)
        if table is self._root:
            for word in words[1:]:
                if word not in self._later:
                    self._goes_on(word)
            _put(table, words, term)
        else:
            table[first] = _with(before, term)
        if table[first] is not before:
            self._stale.add(first)

    def remove(self, words: Sequence[str], term: _Id) -> None:
        """Remove a term and the nodes that only it needed; one that is not there changes nothing."""
        table, first = self._table(words), words[0]
        before = table.get(first)
        if table is self._root:
            _take(table, words, term)
        else:
            _leave(table, first, term)
        if table.get(first) is not before:
            self._stale.add(first)

    def find(self, tokens: Sequence[Token]) -> list[tuple[_Id, Span]]:
        """Return every term met in *tokens* with where its words stand, clitics left out, by first word."""
        return [(term, span) for ids, span in self._met(tokens) for term in (ids if type(ids) is dict else (ids,))]

    def collect(self, tokens: Sequence[Token], spans: dict[_Id, tuple[Span, ...]]) -> None:
        """Add to *spans* what ``find`` returns: hundreds of hits an article, without a pair for each."""
        for ids, span in self._met(tokens):
            if type(ids) is dict:
                for term in ids:
                    spans[term] = (*spans.get(term, ()), span)
            elif ids in spans:
                spans[ids] += (span,)
            else:
                spans[ids] = (span,)

    def _met(self, tokens: Sequence[Token]) -> list[tuple[Any, Span]]:
        met: list[tuple[Any, Span]] = []
        if not self:
            return met
        if self._stale:
            self._forget()
        known = self._known.get
        words = [known(token.text) or self._look_up(token.text) for token in tokens]
        # What a term may go on with for a token to meet it: nothing after a gap, nor at the end.
        later = [() if token.gap else variants for token, (_, variants) in zip(tokens, words, strict=True)]
        later.append(())
        for at, (starts, _) in enumerate(words):
            if not starts:
                continue
            _, (field, start, end), _, offsets = tokens[at]
            following = later[at + 1]
            for skip, alone, longer in starts:
                begin = offsets[skip] if offsets else start + skip
                if alone is not None:
                    met.append((alone, _span((field, begin, end))))
                for word in following:
                    if word in longer:
                        for ids, last in _ends(longer[word], at + 1, later):
                            met.append((ids, _span((field, begin, tokens[last].span.end))))
        return met

    def _look_up(self, word: str) -> tuple[_Starts, tuple[str, ...]]:
        """Return how *word* may begin a term, and how a term that goes on with it may write it; remember both."""
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        starts = tuple(
            (len(proclitic), self._alone.get(stem), _parted(self._root.get(stem, _NOTHING)))
            for stem, proclitic in ((each.stem, each.proclitic) for each in self._readings[word])
            if stem in self._alone or stem in self._root
        )
        found = self._known[word] = starts, tuple(each for each in self._variants(word) if each in self._later)
        return found

    def _goes_on(self, word: str) -> None:
        """Let terms go on with *word*, and forget the words that meet it."""
        self._later.add(word)
        for token in (word, "ال" + word, word.removeprefix("ال")):
            self._known.pop(token, None)

    def _forget(self) -> None:
        """Forget the words that may be read as one that begins another thing now."""
        if len(self._stale) * len(self._proclitics) >= len(self._known):
            self._known.clear()
        for first in self._stale if self._known else ():
            for proclitic in self._proclitics:
                self._known.pop(proclitic + first, None)
        self._stale.clear()

    def _table(self, words: Sequence[str]) -> dict[str, Any]:
        return self._root if len(words) > 1 else self._alone


Variants = Callable[[str], tuple[str, ...]]


def bare_variants(word: str) -> tuple[str, ...]:
    """Return how *word* may be written in a term that is met as it is."""
    return (word,)


def later_variants(word: str) -> tuple[str, ...]:
    """Return how a later word of a term may be written for *word* to meet it."""
    return (word, word[2:]) if word.startswith("ال") and len(word) > 2 else (word, "ال" + word)


def last_of(rest: Sequence[str], tokens: Sequence[Token], at: int, variants: Variants) -> int:
    """Return where the words *rest* end that follow the token *at*, or -1 where others do."""
    for word in rest:
        at += 1
        if at == len(tokens) or tokens[at].gap or word not in variants(tokens[at].text):
            return -1
    return at


def start(token: Token, reading: Reading) -> int:
    """Return where the stem of *token* begins in the original, its clitics left out."""
    skip = len(reading.proclitic)
    return token.offsets[skip] if token.offsets else token.span.start + skip


def _ends(after: Any, at: int, later: Sequence[tuple[str, ...]]) -> list[tuple[Any, int]]:
    """Return the ids of each term whose words up to *at* led to *after*, and where its last word is."""
    if type(after) is dict:
        ends = [(after[""], at)] if "" in after else []
        for word in later[at + 1]:
            if word in after:
                ends += _ends(after[word], at + 1, later)
        return ends
    if type(after) is not tuple:
        return [(after, at)]
    for word in after[:-1]:
        at += 1
        if word not in later[at]:
            return []
    return [(after[-1], at)]


def _put(node: _Node, words: Sequence[str], term: Any) -> None:
    for at, word in enumerate(words, start=1):
        after = node.get(word)
        if after is None:
            node[word] = (*words[at:], term) if at < len(words) else term
            return
        if type(after) is not dict:
            after = node[word] = _parted(after)
        node = after
    node[""] = _with(node.get(""), term)


def _take(node: _Node, words: Sequence[str], term: Any) -> None:
    word, rest = words[0], words[1:]
    after = node.get(word)
    if type(after) is dict:
        if rest:
            _take(after, rest, term)
        else:
            _leave(after, "", term)
        if not after:
            del node[word]
    elif after == ((*rest, term) if rest else term):
        del node[word]


def _parted(after: Any) -> _Node:
    """Return as a dict what follows a word."""
    if type(after) is dict:
        return after
    if type(after) is not tuple:
        return {"": after}
    return {after[0]: after[1:] if len(after) > 2 else after[1]}


def _with(ids: Any, term: Any) -> Any:
    if type(ids) is dict:
        ids[term] = None
        return ids
    return term if ids in (None, term) else {ids: None, term: None}


def _leave(table: dict[str, Any], key: str, term: Any) -> None:
    """Take *term* out of the ids that stand in *table* under *key*."""
    ids = table.get(key)
    if type(ids) is dict:
        ids.pop(term, None)
        if len(ids) == 1:
            (table[key],) = ids
    elif ids == term and key in table:
        del table[key]


class Readings(dict[str, tuple[Reading, ...]]):
    """Remember how words are read: a word of news comes back soon, and a dictionary is twice as fast as lru_cache."""

    most = 1 << 16

    def __init__(self, read: Callable[[str], tuple[Reading, ...]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, word: str) -> tuple[Reading, ...]:
        if len(self) >= self.most:
            self.clear()
        found = self[word] = self._read(word)
        return found


def _may_be(word: str) -> tuple[Reading, ...]:
    """Return the readings of *word* that may count: بحر is the sea and not «in حر», الحر is حر."""
    return tuple(reading for reading in keyword_readings(word) if _may_count(word, reading))


def _may_count(word: str, reading: Reading) -> bool:
    prefix, stem = reading.proclitic, reading.stem
    if not prefix or len(stem) > SHORT or prefix.endswith(("ال", "لل")):
        return True
    if len(prefix) == 1 and prefix in "وف":  # وحرب is «and war», though some list may have it; ولد and وصل are not
        return not common_word(word) or common_word(stem)
    return not common_word(word) and not common_word(word[len(prefix) - 1 :])  # بحر, and وبحر for the same reason


BARE = Readings(lambda word: (Reading(word, ""),))
READ = Readings(_may_be)
