"""Cut Arabic news into units, the clauses of one deed each, and tell which seat every word has in its unit. Pure.

A seat is what stands before the word: nothing (who does it or to whom), «من قبل» (by), or a kind of preposition. Words
of one *run* keep their order when a clause is told anew; whole runs move. Who tells it is taken out of the clause:
«قال فلان إن» and «بحسب فلان» leave their names as speakers. It is no grammar: of what it reads wrongly it makes other
units, and those are doubted.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from news.summary.quantities import ARABIC, quantities
from news.summary.role_words import (
    ASIDE,
    ATTRIBUTING,
    BOUND,
    BREAKS,
    BY,
    DENIALS,
    LIGHT,
    OWN_WAW,
    PREPOSITIONS,
    SPEECH,
    THAT,
    TIMES,
    VAGUE,
    act,
)
from news.summary.stems import says_something, stem
from news.summary.victims import people

FIRST_NAMES = 4  # words behind «أعلن» that may be whoever did

_TOKEN = re.compile(r"\d+(?:[.,٬٫]\d+)*|[^\W\d_]+|[،,؛;:()«»\"“”–—]")
_MARK = re.compile(r"[^\w]")
_DUAL = re.compile(r"\w{3,}(?:ان|ين)$")


_SHORT = PREPOSITIONS.keys() | DENIALS


class Word(NamedTuple):
    """A word of a unit: its stem or ``#value``, its place and seat there, its run, and whether it opens its seat."""

    key: str
    at: int
    seat: str = ""
    run: int = 0
    opens: bool = True
    is_act: bool = False


@dataclass(slots=True)
class Unit:
    """A clause: its words; who tells it for certain (*speakers*) or perhaps; whether it denies; its sentence."""

    sentence: int
    words: list[Word] = field(default_factory=list)
    speakers: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    denies: bool = False
    has_act: bool = False


class _Lex(NamedTuple):
    """A word as written without its «و», what it means as a number, and how it hangs on the word before."""

    text: str
    values: frozenset[str] = frozenset()
    joined: bool = False


def units(sentences: Sequence[str], vocabulary: frozenset[str], places: frozenset[str] = frozenset()) -> list[Unit]:
    """Return the units of folded *sentences*.

    *vocabulary* are the words that are known to stand without a prefix, *places* the stems of names of places.
    """
    found: list[Unit] = []
    said: frozenset[str] = frozenset()
    for number, sentence in enumerate(sentences):
        reader = _Sentence(number, vocabulary, places, said)
        for lex in _lexed(sentence):
            reader.read(lex)
        found += reader.close()
        said = reader.said
    return [unit for unit in found if unit.words or unit.speakers]


def _lexed(sentence: str) -> Iterator[_Lex]:
    counted = quantities(sentence, ARABIC)
    starts = [one.start for one in counted]
    joined, done = False, -1
    for token in _TOKEN.finditer(sentence):
        text, at = token.group(), bisect_right(starts, token.start()) - 1
        if text == "و":
            joined = True
            continue
        if at >= 0 and token.start() < counted[at].end:
            if at != done:
                glued = text.startswith("و") and text not in OWN_WAW
                yield _Lex(text[glued:], counted[at].values, joined or glued)
            done, joined = at, False
            continue
        glued = text.startswith("و") and text not in OWN_WAW and (len(text) > 3 or text[1:] in _SHORT)
        yield _Lex(text[glued:], frozenset(), joined or glued)
        joined = False


class _Sentence:
    """Read one sentence, word by word, into units."""

    def __init__(self, number: int, vocabulary: frozenset[str], places: frozenset[str], said: frozenset[str]) -> None:
        self.said = said
        self._places = places
        self._number = number
        self._vocabulary = vocabulary
        self._units: list[Unit] = []
        self._piece: list[_Lex] = []
        self._after: _Lex = _Lex("")
        self._speakers: frozenset[str] = frozenset()
        self._opens = True  # what comes next is no part of the unit before
        self._named: list[str] | None = None  # whoever «بحسب» names, while they are read

    def read(self, lex: _Lex) -> None:
        """Take the next word."""
        if _MARK.fullmatch(lex.text):
            self._break()
        elif lex.text in ATTRIBUTING or (
            self._piece and (self._piece[-1].text, lex.text) in BOUND - {("علي", "الاقل")}
        ):
            self._cut()
            self._named = []
        elif self._named is not None and (lex.text in ASIDE or not self._ends_name(lex)):
            self._named += [stem(lex.text)] if says_something(lex.text) and lex.text not in ASIDE else []
        elif lex.text in THAT and self._is_head():
            self._quote()
        else:
            if lex.joined or lex.text in BREAKS or self._named is not None:
                self._break()
            if lex.text in BREAKS:
                self._opens = True
            else:
                self._piece.append(lex)

    def close(self) -> list[Unit]:
        """Return the units of the sentence."""
        self._break()
        return self._units

    def _ends_name(self, lex: _Lex) -> bool:
        return (
            lex.joined
            or lex.text in PREPOSITIONS
            or lex.text in BREAKS
            or bool(lex.values)
            or act(lex.text) is not None
        )

    def _is_head(self) -> bool:
        return any(lex.text in SPEECH for lex in self._piece)

    def _quote(self) -> None:
        """Take the words before «إن» for whoever says what follows."""
        names = frozenset(_names(self._piece))
        self._speakers = self.said = names or self.said
        self._piece, self._opens = [], True

    def _break(self) -> None:
        self._cut()
        if self._named is not None:
            self._attribute(frozenset(self._named))
            self._named = None

    def _attribute(self, names: frozenset[str]) -> None:
        """Give what was told so far, or, where that is nothing, what follows, to *names*."""
        self.said = names
        if not self._units:
            self._speakers = names
        for unit in self._units:
            unit.speakers = unit.speakers or names

    def _cut(self) -> None:
        """End the piece: it goes on with the unit before, unless both tell a deed."""
        piece, self._piece = self._piece, []
        if not piece:
            return
        has_act = any(_is_act(lex) for lex in piece) or (piece[0].joined and not _is_noun(piece[0]))
        last = self._units[-1] if self._units else None
        if last is None or self._opens or (has_act and last.has_act):
            last = Unit(self._number, speakers=self._speakers)
            self._units.append(last)
            self._opens = False
        last.has_act = last.has_act or has_act
        last.denies = last.denies or any(lex.text in DENIALS for lex in piece)
        last.words += _Seating([*last.words], self._vocabulary, self._places, joined=piece[0].joined).words(piece)
        if any(lex.text in SPEECH for lex in piece):
            names = _names(piece)
            last.speakers = last.speakers or frozenset(names[:1])
            last.perhaps |= frozenset(names[:FIRST_NAMES])
            self.said = frozenset(names[:1]) or self.said


def _names(piece: Sequence[_Lex]) -> list[str]:
    """Return the stems of who may be quoted in *piece*."""
    return [
        stem(lex.text)
        for lex in piece
        if says_something(lex.text) and not lex.values and not {lex.text} & (SPEECH | TIMES | PREPOSITIONS.keys())
    ]


def _is_act(lex: _Lex) -> bool:
    return not lex.values and (lex.text in LIGHT or lex.text in SPEECH or act(lex.text) is not None)


def _is_noun(lex: _Lex) -> bool:
    return bool(lex.values) or lex.text.startswith("ال") or people(lex.text) is not None


class _Seating:
    """Give the words of one piece their seats; it stands behind those *before* in its unit."""

    def __init__(
        self, before: Sequence[Word], vocabulary: frozenset[str], places: frozenset[str], *, joined: bool
    ) -> None:
        self._places = places
        self._ends = False  # whether the last word was a place
        self._vocabulary = vocabulary
        self._at = before[-1].at + 1 if before else 0
        self._run = max(word.run for word in before) + 1 if before else 0
        self._core = self._run if joined else next((word.run for word in before if word.seat == ""), self._run)
        keeps = joined and before and before[-1].seat != "when"  # «على السوق والمدرسة»
        self._seat, self._opens = (before[-1].seat if keeps else ""), True

    def words(self, piece: Sequence[_Lex]) -> Iterator[Word]:
        """Yield the words of *piece* that say something."""
        passed = False
        for lex, following in pairwise((*piece, _Lex(""))):
            pair = (lex.text, following.text)
            self._at += 1
            if passed or pair in BOUND:
                passed = not passed
            elif pair in BY:
                passed = True
                self._open("by")
            elif lex.text in PREPOSITIONS and not lex.values:
                self._open(PREPOSITIONS[lex.text])
            else:
                yield from self._seated(lex)

    def _open(self, seat: str) -> None:
        self._seat, self._opens, self._run = seat, True, self._run + 1

    def _resume(self) -> None:
        self._seat, self._opens = "", True

    def _resume_unless(self, goes_on: bool) -> None:  # noqa: FBT001  what it is unless
        if not goes_on:
            self._resume()

    def _seated(self, lex: _Lex) -> Iterator[Word]:
        is_time = lex.text in TIMES or any(value[0] in "mhwr" for value in lex.values)
        if not is_time and (found := _act_key(lex)):
            self._resume()
            if lex.text not in LIGHT:
                yield Word(found, self._at, "", self._core, is_act=True)
            return
        if is_time and self._seat != "when":
            self._open("when")
        elif not is_time:
            self._leave_or_open(lex)
        for key in _keys(lex):
            self._ends = key in self._places
            yield Word(key, self._at, self._seat, self._run if self._seat else self._core, self._opens)
            self._opens = not self._seat

    def _leave_or_open(self, lex: _Lex) -> None:
        """Open the seat of a glued preposition; go back to the first behind a time or a place, and at a number."""
        if seat := _glued(lex, self._vocabulary):
            self._open(seat)
        elif self._seat == "when":
            self._resume_unless(bool(lex.values))
        elif self._seat and not self._opens:
            goes_on = lex.text.startswith("ال") or stem(lex.text) in self._places
            self._resume_unless(not lex.values and (goes_on or not self._ends))


def _act_key(lex: _Lex) -> str | None:
    """Return the key of a deed; «القصف» and «بقصف» are none here."""
    if lex.values:
        return None
    return act(lex.text) or (stem(lex.text) if lex.text in LIGHT or lex.text in SPEECH else None)


def _glued(lex: _Lex, vocabulary: frozenset[str]) -> str:
    """Return the seat that a glued «ب» or «ل» gives, where the rest is a word."""
    text = lex.text
    if text.startswith("لل") or (text.startswith("ل") and text[1:] in vocabulary):
        return "for whom"
    return "by means" if text.startswith("بال") or (text.startswith("ب") and text[1:] in vocabulary) else ""


def _keys(lex: _Lex) -> Iterator[str]:
    yield from (f"#{value}" for value in sorted(lex.values))
    is_dual = lex.values == {"2"} and _DUAL.match(lex.text) and not lex.text.startswith(("اثن", "الاثن"))
    if (is_dual or not lex.values) and says_something(lex.text) and lex.text not in VAGUE:
        yield stem(lex.text)
