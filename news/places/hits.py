"""Walk the words of an article along the trie and note every name that stands there. Pure.

Only the first word of a name may carry prefixes, and only where the rest is a name: وبدرعا is و + ب + درعا. ريفي before
two names is read as ريف. A Latin word with an apostrophe is read joined (Dar'a), before it (Halep'te) and after it
(d'Alep); the last word of a name joined and before it (Tel Abyad'da). A Turkish ending may stand without one (Halepte).
A word that is no name may be a misspelt one (trie.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.news import Span, Token
from news.arabic.clitics import place_readings
from news.arabic.fold import fold
from news.places.trie import Node, Sense, Trie

_SHORTEST_STEM = 3  # letters of a whole name after a prefix; two only where more words follow (بتل أبيض)
_SINGULAR = {fold("ريفي"): fold("ريف"), fold("ريفا"): fold("ريف")}
_SHORTEST_SLIP = 6  # letters: the shortest name of which trie.py knows slips, with one letter doubled
LOCATIVES = frozenset(("de", "da", "te", "ta", "den", "dan", "ten", "tan", "deki", "daki", "teki", "taki"))
CASES = LOCATIVES | {*"aeiu", "ya", "ye", "yi", "yu", "in", "un", "nin", "nun", "yla", "yle", "la", "le"}
_ENDINGS = ("den", "dan", "ten", "tan", "nin", "nun", "de", "da", "te", "ta")  # Turkish: in, from, of
_SHORTEST_BEFORE_ENDING = 5  # letters: Panama is not Pana + ma, but Canada would be Cana + da


@dataclass(frozen=True, slots=True)
class Start:
    """A way into the trie: the node, the prefix read off, and the letters left out before and after the name.

    *stem* is the number of letters between; *sure* is false where the word is only nearly the name.
    """

    node: Node
    proclitic: str
    skip: int
    cut: int
    stem: int
    sure: bool = True


@dataclass(slots=True)
class Hit:
    """A name that stands at words [first, last): what it can mean, and what has been found for and against it."""

    first: int
    last: int
    start: Start
    senses: tuple[Sense, ...]
    cut: int  # letters left out after the name
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)
    team: bool = False
    parted_before: bool = False  # the word before stands in another hashtag
    parted_after: bool = False

    @property
    def accepted(self) -> bool:
        """Say whether the evidence is enough: 1.0 (research: best F1 on five corpora)."""
        return self.score >= 1.0


def starts(trie: Trie, word: str) -> tuple[Start, ...]:
    """Return the ways of *word*, folded, into the trie: the bare word first, then the shorter prefix. Remembered."""
    known = trie.known.get(word)
    if known is None:
        if len(trie.known) >= trie.most_known:
            trie.known.clear()
        known = trie.known[word] = tuple(_read(trie, word))
    return known


def singular(word: str) -> str:
    """Return the head noun that governs one name where *word*, folded, is the one that governs two: ريفي, ريف."""
    return _SINGULAR.get(word, word)


def at(tokens: Sequence[Token], index: int, trie: Trie) -> list[Hit]:
    """Return the names that begin at word *index*, the longest first, then the one with the shorter prefix.

    A phrase that only looks like a place (the decoys) hides the shorter names in it: it comes as a hit without senses.
    """
    found = [hit for start in starts(trie, tokens[index].text) for hit in _along(tokens, index, start)]
    if len(found) > 1:
        found.sort(key=lambda hit: (-hit.last, len(hit.start.proclitic)))
    return found


def span(tokens: Sequence[Token], hit: Hit) -> Span:
    """Return the range of the name in its field, without prefixes and suffixes."""
    first, last = tokens[hit.first], tokens[hit.last - 1]
    begin = first.span.start + hit.start.skip
    if first.offsets:
        begin = first.offsets[hit.start.skip]
    return Span(first.span.field, begin, last.span.end - hit.cut)


def _along(tokens: Sequence[Token], index: int, start: Start) -> list[Hit]:
    found = []
    node, end, cut = start.node, index + 1, start.cut
    while True:
        if (node.senses or node.decoy) and (start.stem >= _SHORTEST_STEM or not start.proclitic or end > index + 1):
            found.append(Hit(index, end, start, node.senses, cut))
        if not node.after or end == len(tokens) or tokens[end].gap:
            return found
        word = tokens[end].text
        following, cut = _next(node, word) if "'" in word else (node.after.get(word), 0)
        if following is None:
            return found
        node, end = following, end + 1


def _next(node: Node, word: str) -> tuple[Node | None, int]:
    """Return where *word*, with an apostrophe, leads: joined (al-Ma'arra), else before it (Tel Abyad'da)."""
    joined, before = node.after.get(word.replace("'", "")), word.partition("'")[0]
    return (joined, 0) if joined else (node.after.get(before), len(word) - len(before))


def _read(trie: Trie, word: str) -> list[Start]:
    if "'" in word:
        return _latin(trie, word)
    return _arabic(trie, word) or (_turkish(trie, word) if word.isascii() else _misspelt(trie, word))


def _arabic(trie: Trie, word: str) -> list[Start]:
    found = []
    for reading in place_readings(word):
        node = trie.root.after.get(reading.stem)
        if node is not None:
            hidden = 1 if reading.proclitic.endswith("لل") else 0  # the second ل is the name's own article
            found.append(Start(node, reading.proclitic, len(reading.proclitic) - hidden, 0, len(reading.stem)))
        one = trie.root.after.get(_SINGULAR.get(reading.stem, ""))
        if one is not None:
            found.append(Start(one, reading.proclitic, len(reading.proclitic), 0, len(reading.stem)))
    return found


def _misspelt(trie: Trie, word: str) -> list[Start]:
    if len(word) < _SHORTEST_SLIP:
        return []
    for reading in place_readings(word):
        name = trie.meant(reading.stem)
        if name is not None and not reading.proclitic.endswith("لل"):
            prefix = reading.proclitic
            return [Start(trie.root.after[name], prefix, len(prefix), 0, len(reading.stem), sure=False)]
    return []


def _turkish(trie: Trie, word: str) -> list[Start]:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        node = trie.root.after.get(stem)
        if stem != word and len(stem) >= _SHORTEST_BEFORE_ENDING and node is not None and node.senses:
            return [Start(node, "", 0, len(ending), len(stem))]
    return []


def _latin(trie: Trie, word: str) -> list[Start]:
    before, _, after = word.partition("'")
    node = trie.root.after.get(before)
    if after in LOCATIVES and node is not None and node.senses:  # Hama'dan is of Hama, not Hamadan
        return [Start(node, "", 0, len(word) - len(before), len(before))]
    readings = (
        (word.replace("'", ""), 0, 0),
        (before, 0, len(word) - len(before)),
        (after, len(word) - len(after), 0),
    )
    return [
        Start(node, "", skip, cut, len(stem))
        for stem, skip, cut in readings
        if (node := trie.root.after.get(stem)) is not None and len(stem) >= _SHORTEST_STEM
    ]
