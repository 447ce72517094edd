"""Look up terms in a text, whatever their number: a trie of words that can change while it is used. Pure.

A step costs one dictionary look-up, so the cost of a text grows with the hits and not with the terms
(docs/performance.md), and adding or removing one takes microseconds, where Aho-Corasick must be rebuilt. What only
one term goes on with is kept as a tuple of words, which halves the memory of a million terms.

A term is a phrase of folded words. Its first word is met behind the clitics و ف ب ك ل ال (``news/arabic/clitics``),
and «حكومة جديدة» meets «الحكومة الجديدة»: later words may gain or lose the article. An exact term is met as it is.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from domain.news import Span, Token
from news.arabic.clitics import Reading, keyword_readings
from news.arabic.lexicon import common_word

SHORT = 3  # letters: stems of so few stand behind a preposition only where the whole is no word itself

_Id = TypeVar("_Id", bound=Hashable)
# word → what follows: a dict where terms part, else a tuple, the words that are left of the only term and its ids.
# "" → the ids of the terms that end here (no word is empty). Ids are one id, or a dict of several.
_Node = dict[str, Any]


class Trie(Generic[_Id]):
    """Terms by their words. The same words may carry several ids."""

    def __init__(self, *, exact: bool = False) -> None:
        """Hold no term yet; with *exact*, words are met as they stand, without clitics."""
        self._root: _Node = {}
        self._exact = exact

    def __bool__(self) -> bool:
        return bool(self._root)

    def add(self, words: Sequence[str], term: _Id) -> None:
        """Add a term; adding it again changes nothing."""
        node = self._root
        for at, word in enumerate(words, start=1):
            after = node.get(word)
            if after is None:
                node[word] = (*words[at:], term)
                return
            if type(after) is tuple:
                if after[:-1] == tuple(words[at:]):
                    node[word] = (*after[:-1], _with(after[-1], term))
                    return
                after = node[word] = {after[0]: after[1:]} if len(after) > 1 else {"": after[0]}
            node = after
        node[""] = _with(node[""], term) if "" in node else term

    def remove(self, words: Sequence[str], term: _Id) -> None:
        """Remove a term and the nodes that only it needed; one that is not there changes nothing."""
        path: list[tuple[_Node, str]] = []
        after: Any = self._root
        for at, word in enumerate(words, start=1):
            node = after
            if word not in node:
                return
            path.append((node, word))
            after = node[word]
            if type(after) is tuple:
                if after[:-1] == tuple(words[at:]):
                    _take(node, word, after[:-1], after[-1], term)
                break
        else:
            if "" in after:
                _take(after, "", (), after[""], term)
        for node, word in reversed(path):
            if node.get(word):
                return
            node.pop(word, None)

    def find(self, tokens: Sequence[Token]) -> list[tuple[_Id, Span]]:
        """Return every term met in *tokens* with where its words stand, clitics left out, by first word."""
        return [(term, span) for ids, span in self._met(tokens) for term in (ids if type(ids) is dict else (ids,))]

    def collect(self, tokens: Sequence[Token], spans: dict[_Id, list[Span]]) -> None:
        """Add to *spans* what ``find`` returns: hundreds of hits an article, without a pair for each."""
        for ids, span in self._met(tokens):
            if type(ids) is dict:
                for term in ids:
                    spans.setdefault(term, []).append(span)
            elif ids in spans:
                spans[ids].append(span)
            else:
                spans[ids] = [span]

    def _met(self, tokens: Sequence[Token]) -> list[tuple[Any, Span]]:
        met: list[tuple[Any, Span]] = []
        if not self._root:
            return met
        known, read, variants = self._root.get, BARE if self._exact else READ, self._variants
        for at, token in enumerate(tokens):
            following: tuple[str, ...] | None = None
            field, begin = token.span.field, -1
            for reading in read[token.text]:
                after = known(reading.stem)
                if after is None:
                    continue
                if following is None:
                    following = _following(tokens, at, variants)
                for ids, end in _ends(after, tokens, at, following, variants):
                    if begin < 0 or reading.proclitic:
                        begin = start(token, reading)
                    met.append((ids, Span(field, begin, tokens[end].span.end)))
        return met

    @property
    def _variants(self) -> "Variants":
        return bare_variants if self._exact else later_variants


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


def _following(tokens: Sequence[Token], at: int, variants: Variants) -> tuple[str, ...]:
    """Return what a term may go on with for the token after *at* to meet it; nothing before a gap and the end."""
    at += 1
    return () if at == len(tokens) or tokens[at].gap else variants(tokens[at].text)


def _ends(
    after: Any, tokens: Sequence[Token], at: int, following: tuple[str, ...], variants: Variants
) -> Sequence[tuple[Any, int]]:
    """Return the ids of each term whose first word, at *at*, led to *after*, and where its last word is."""
    if type(after) is tuple:
        if len(after) == 1:
            return ((after[0], at),)
        if after[0] not in following:
            return ()
        end = last_of(after[1:-1], tokens, at + 1, variants)
        return ((after[-1], end),) if end >= 0 else ()
    ids = after.get("")
    found = [] if ids is None else [(ids, at)]
    for word in following:
        node = after.get(word)
        if node is not None:
            found += _ends(node, tokens, at + 1, _following(tokens, at + 1, variants), variants)
    return found


def _with(ids: Any, term: Any) -> Any:
    if type(ids) is dict:
        ids[term] = None
        return ids
    return ids if ids == term else {ids: None, term: None}


def _take(node: _Node, word: str, rest: tuple[str, ...], ids: Any, term: Any) -> None:
    """Take *term* out of the *ids* that stand in *node* under *word*, behind the words *rest*."""
    if type(ids) is dict:
        ids.pop(term, None)
        if len(ids) == 1:
            (ids,) = ids
            node[word] = (*rest, ids) if word else ids
    elif ids == term:
        del node[word]


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
