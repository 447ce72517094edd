"""Say whether what an answer tells was told so, or whether two things have changed their seats. Pure, for Arabic.

«قصفت أ ب» is not «قصفت ب أ», though it has the same words. Each unit of the answer (``roles``) must have one unit of
the source that has all of its words that the source knows, in runs of the same order, with the same numbers beside the
same nouns, behind the same kinds of prepositions, told by the same speakers. A unit may borrow from its sentence a kind
of phrase that it lacks: «قُتل ٣ وأصيب ٥ بقصف». The passive is the active told anew: «من قبل» stands for the first seat.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from news.arabic.fold import fold
from news.arabic.sentences import split
from news.summary.role_words import OPPOSED, STRONG
from news.summary.roles import Unit, Word, units
from news.summary.stems import plain

MOST = 60  # units of a source that one unit of an answer is held against: they share its rarest word
BORROWED = 120  # words of its sentence that a unit may borrow from
BESIDE = 3  # words between a number and what it counts

_BOUND = re.compile(
    r"\b(?:ما )?(?:لا [يت]قل|[يت]زيد|لا [يت]زيد|[يت]صل) (?:عن|علي|الي) "
)  # of numbers: ``claims`` holds these
_FRONT = -10_000  # whoever did it, though told last
_OBJECT_SEATS = frozenset({"", "on", "for whom"})
_STRONG = STRONG | {"for whom"}


@dataclass(frozen=True, slots=True)
class _Table:
    """The words of a unit of the source, by key."""

    words: Sequence[Word]
    by_key: Mapping[str, Sequence[Word]]
    apart: frozenset[str]  # places that stand behind prepositions alone: «على درعا» may be told as «استهدف درعا»


def are_kept(answer: str, source: str, places: frozenset[str]) -> bool:
    """Say whether every unit of *answer* keeps the seats of one of *source*; *places* are the stems of place names."""
    vocabulary = frozenset(plain(source).split()) | frozenset(plain(answer).split())
    told = units(_sentences(answer), vocabulary, places)
    # What a text says again, word for word, it need not be asked again.
    known = units(list(dict.fromkeys(_sentences(source))), vocabulary, places)
    index = _Index(known, places)
    return all(index.holds(unit) for unit in told)


def _sentences(text: str) -> list[str]:
    return [_BOUND.sub("", fold(text[slice(*span)])) for span in split(text)]


class _Index:
    """Hold the units of a source, found by their words."""

    def __init__(self, known: Sequence[Unit], places: frozenset[str]) -> None:
        self._places = places
        self._units = known
        self._by_key: dict[str, list[int]] = {}
        self._in_sentence: dict[int, list[Word]] = {}
        self._speakers = frozenset(name for unit in known for name in unit.speakers | unit.perhaps)
        seen = set[tuple[object, ...]]()
        for at, unit in enumerate(known):
            same = (*((word.key, word.seat) for word in unit.words), unit.speakers, unit.denies)
            self._in_sentence.setdefault(unit.sentence, []).extend(unit.words if same not in seen else ())
            for key in {word.key for word in unit.words} if same not in seen else ():
                self._by_key.setdefault(key, []).append(at)
            seen.add(same)

    def holds(self, told: Unit) -> bool:
        """Say whether a unit of the source tells *told*."""
        names = told.speakers | told.perhaps
        words = [word for word in told.words if word.key in self._by_key or word.key in self._speakers - names]
        if not words:
            return not told.speakers or not told.speakers.isdisjoint(self._speakers)
        own = [word for word in words if word.key in self._by_key]
        rarest = min((self._by_key[word.key] for word in own if word.seat == ""), key=len, default=None)
        if rarest is None:
            rarest = sorted({at for word in own for at in self._by_key[word.key]})
        return any(self._tells(self._units[at], told, words) for at in rarest[:MOST])

    def _tells(self, unit: Unit, told: Unit, words: Sequence[Word]) -> bool:
        heard = unit.speakers | unit.perhaps
        if unit.denies is not told.denies or not (told.speakers & self._speakers) <= heard:
            return False
        if told.speakers and told.speakers.isdisjoint(heard):
            return False
        names = (told.speakers | told.perhaps) & heard
        words = [word for word in words if word.key not in names]
        table = _table(unit, list(self._borrowed(unit)), self._places)
        return (
            all(word.key in table.by_key for word in words)
            and _in_order(words, table)
            and _beside(words, table)
            and all(self._in_seat(word, table) for word in words)
            and _whole(words, table)
        )

    def _borrowed(self, unit: Unit) -> Iterator[Word]:
        """Yield the phrases of the sentence of kinds that *unit* lacks, and no place where it has one."""
        seats = {word.seat for word in unit.words} | {"", "by"}
        has_place = any(word.key in self._places for word in unit.words)
        for word in self._in_sentence[unit.sentence][:BORROWED]:
            if word.seat not in seats and not (has_place and word.key in self._places):
                yield word

    def _in_seat(self, word: Word, table: _Table) -> bool:
        """Say whether *word* may have the seat that it has in the answer, held against its seats in the source."""
        there = table.by_key[word.key]
        if word.is_act or not word.opens or any(each.seat == word.seat or not each.opens for each in there):
            return True
        if any(each.seat == OPPOSED.get(word.seat) for each in there):
            return False
        if word.seat in _STRONG:
            return not any(other.seat == word.seat and other.key != word.key for other in table.words)
        if word.seat == "by":
            return any(each.seat == "" for each in there)
        if word.seat or any(each.seat not in _STRONG for each in there):
            return True
        return word.key in self._places and not any(
            other.seat == "" and other.key in self._places for other in table.words
        )


def _table(unit: Unit, borrowed: Sequence[Word], places: frozenset[str]) -> _Table:
    moved = [word._replace(at=word.at + _FRONT) if word.seat == "by" else word for word in unit.words]
    end = max((word.at for word in moved), default=0) + 1
    moved += [word._replace(at=word.at + end, run=word.run + end) for word in borrowed]
    by_key: dict[str, list[Word]] = {}
    for word in sorted(moved, key=lambda each: each.at):
        by_key.setdefault(word.key, []).append(word)
    apart = frozenset(key for key, there in by_key.items() if key in places and all(word.seat for word in there))
    return _Table(moved, by_key, apart)


def _in_order(words: Sequence[Word], table: _Table) -> bool:
    """Say whether the words of each run stand in the source in the same order; deeds move freely."""
    runs: dict[tuple[bool, int], list[Word]] = {}
    first = next((word.run for word in words if word.seat == "" and not word.is_act), 0)
    for word in sorted(words, key=lambda each: each.seat != "by"):
        if not word.is_act:
            is_core = word.seat in {"", "by"}
            runs.setdefault((is_core, first if word.seat == "by" else word.run), []).append(word)
    return all(_ascends([table.by_key[word.key] for word in run]) and _in_one_run(run, table) for run in runs.values())


def _in_one_run(words: Sequence[Word], table: _Table) -> bool:
    """Say whether *words*, one run of the answer, are of one run of the source, but for «من قبل»."""
    bound = [word for word in words if word.seat != "by" and not (word.seat == "" and word.key in table.apart)]
    there = [{each.run for each in table.by_key[word.key] if each.seat != "by"} for word in bound]
    there = [runs for runs in there if runs]
    return not there or bool(set.intersection(*there))


def _ascends(found: Sequence[Sequence[Word]]) -> bool:
    last = _FRONT * 2
    for there in found:
        at = next((word.at for word in there if word.at >= last), None)
        if at is None:
            return False
        last = at
    return True


def _beside(words: Sequence[Word], table: _Table) -> bool:
    """Say whether each number counts what it counts in the source."""
    numbers = sorted({word.at for word in table.words if word.key.startswith("#")})
    for number, noun in pairwise(words):
        if not number.key.startswith("#") or noun.key.startswith("#") or noun.is_act or noun.run != number.run:
            continue
        pairs = ((one.at, two.at) for one in table.by_key[number.key] for two in table.by_key[noun.key])
        if not any(_are_near(first, second, numbers) for first, second in pairs):
            return False
    return True


def _are_near(number: int, noun: int, numbers: Sequence[int]) -> bool:
    if number > noun:
        return number == noun + 1
    return noun - number <= BESIDE and not any(number < other <= noun for other in numbers)


def _whole(words: Sequence[Word], table: _Table) -> bool:
    """Say whether whoever did it is not left alone as if it were done to him: «قصفت أ ب» told as «قصفت أ»."""
    core = [word for word in table.words if word.seat in {"", "by"}]
    acts = [word for word in core if word.is_act]
    people = [word for word in core if not word.is_act and (len(acts) < 2 or word.at < acts[1].at)]
    if not acts or len(people) < 2 or people[0].key.startswith("#"):
        return True
    people.sort(key=lambda word: word.at)
    first, last = people[0], people[-1]
    mine = {word.key for word in words if word.seat in {"", "by"}}
    return first.key not in mine or last.key in {word.key for word in words if word.seat in _OBJECT_SEATS}
