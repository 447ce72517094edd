"""Measure the index of queries: python benchmarks/matching.py [FILE.jsonl] [--sizes 1000 10000 100000 1000000].

Prints a table of CPU time an article, hits, memory, building and live change, for the index, for pyahocorasick (where
it is installed: requirements/bench.txt) and for a regular expression a keyword (1,000 of them), which most bots do.

Articles are those of FILE (``title``, ``text``), else 3,000 of 300 words each, drawn by Zipf's law from words made of
Arabic roots and patterns; the first 600 are measured. Terms are distinct, of one to three words, half of them cut from
all the articles, so that hits are plentiful. Each row is measured in a process of its own: times are the best of five
rounds, memory is what the process grew by.
"""

import argparse
import gc
import importlib
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from domain.feeds import FeedId
from domain.news import Article, Field, Understood
from domain.queries import Query, QueryId, from_canonical
from news.arabic.fold import fold
from news.arabic.tokens import tokenise
from news.matching.index import Index
from news.places.gazetteer import Gazetteer

ARTICLES, MEASURED, WORDS, ROUNDS = 3_000, 600, 300, 5
SIZES = (1_000, 10_000, 100_000, 1_000_000)
REGEX_MOST = 1_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAGE_BYTES = 4096  # of /proc/self/statm

_ROOTS = "قصف زلز حرب سلم كتب درس خرج دخل صنع زرع حكم وزر رأس جلس حمل نقل سفر طرق بحث علم عمل فتح غلق هجم دفع ضرب"
_LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
_PATTERNS = (
    "{0}{1}{2}",
    "{0}ا{1}{2}",
    "م{0}{1}و{2}",
    "ت{0}{1}ي{2}",
    "{0}{1}ي{2}",
    "م{0}ا{1}{2}ة",
    "{0}{1}ا{2}",
    "ا{0}ت{1}ا{2}",
)
_CLITICS = ("", "", "", "ال", "ال", "و", "وال", "ب", "لل", "بال")


@dataclass(frozen=True, slots=True)
class Row:
    """What one structure took at one size: seconds, bytes."""

    structure: str
    terms: int
    article: float
    hits: float
    memory: int
    build: float
    add: float | None = None
    remove: float | None = None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    chosen = parser.parse_args()
    print("| structure | terms | ms an article | hits | MB | build s | add µs | remove µs |\n" + "|---" * 8 + "|")
    for measure in (of_index, of_aho_corasick, of_regex):
        for size in chosen.sizes:
            if measure is of_regex and size > REGEX_MOST:
                continue
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                row = alone.submit(measure, chosen.file, size).result()
            if row is not None:
                print(_line(row), flush=True)


def of_index(file: Path | None, size: int) -> Row:
    """Measure Mirsal's own index of keyword queries."""
    texts = corpus(file)
    read = [_understood(text) for text in texts[:MEASURED]]
    canonical = [f"word:{term}" for term in terms(texts, size + ROUNDS * 200)]
    index = Index(Gazetteer([]))
    index.match(read[0])
    before, began = memory(), time.process_time()
    for number, each in enumerate(canonical[:size]):
        index.add(QueryId(number), from_canonical(each))
    build, grown = time.process_time() - began, memory() - before
    hits = sum(len(index.match(one)) for one in read) / len(read)
    article = best(lambda: run(index.match(one) for one in read)) / len(read)
    more = [(QueryId(size + at), from_canonical(each)) for at, each in enumerate(canonical[size:])]
    add = best(lambda: _add(index, more), rounds=1) / len(more)
    remove = best(lambda: _remove(index, more), rounds=1) / len(more)
    return Row("index", size, article, hits, grown, build, add, remove)


def of_aho_corasick(file: Path | None, size: int) -> Row | None:
    """Measure pyahocorasick on folded words between spaces; it knows no clitics, and any change builds it anew."""
    try:
        ahocorasick: Any = importlib.import_module("ahocorasick")
    except ImportError:
        return None
    texts = corpus(file)
    read = [f" {' '.join(token.text for token in tokenise(text, Field.TEXT))} " for text in texts[:MEASURED]]
    wanted = terms(texts, size)
    before, began = memory(), time.process_time()
    automaton = ahocorasick.Automaton()
    for number, term in enumerate(wanted):
        automaton.add_word(f" {term} ", number)
    automaton.make_automaton()
    build, grown = time.process_time() - began, memory() - before
    hits = sum(len({number for _, number in automaton.iter(text)}) for text in read) / len(read)
    article = best(lambda: run(list(automaton.iter(text)) for text in read)) / len(read)
    return Row("pyahocorasick", size, article, hits, grown, build, build, build)


def of_regex(file: Path | None, size: int) -> Row:
    """Measure one ``re.search`` a keyword."""
    texts = corpus(file)[:20]
    read = [fold(text) for text in texts]
    wanted = terms(corpus(file), size)
    re.purge()
    before, began = memory(), time.process_time()
    patterns = [re.compile(rf"\b{term}\b") for term in wanted]
    build, grown = time.process_time() - began, memory() - before
    hits = sum(sum(pattern.search(text) is not None for pattern in patterns) for text in read) / len(read)
    article = best(lambda: run([pattern.search(text) for pattern in patterns] for text in read), rounds=2) / len(read)
    return Row("regex a keyword", size, article, hits, grown, build, build / size, 0.0)


def corpus(file: Path | None) -> list[str]:
    """Return the articles' texts, always the same."""
    if file is not None:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        return [f"{row.get('title', '')}\n{row['text']}" for row in rows[:ARTICLES]]
    chance = random.Random(1)  # noqa: S311  a corpus, no secret
    roots = _ROOTS.split() + ["".join(chance.choices(_LETTERS, k=3)) for _ in range(1200)]
    words = [pattern.format(*root) for root in roots for pattern in _PATTERNS]
    chance.shuffle(words)
    weights = list(accumulate(1 / rank for rank in range(3, len(words) + 3)))
    return [" ".join(map(_glued(chance), chance.choices(words, cum_weights=weights, k=WORDS))) for _ in range(ARTICLES)]


def _glued(chance: random.Random) -> Callable[[str], str]:
    return lambda word: chance.choice(_CLITICS) + word


def terms(texts: Sequence[str], size: int) -> list[str]:
    """Return *size* distinct folded phrases: half cut from *texts*, half of words drawn from them alone."""
    chance = random.Random(2)  # noqa: S311  as above
    read = [[token.text for token in tokenise(text, Field.TEXT)] for text in texts]
    read = [words for words in read if len(words) > 3]
    known = sorted({word.removeprefix("ال") for words in read for word in words})
    found: dict[str, None] = {}
    while len(found) < size:
        length = chance.choices((1, 2, 3), (2, 5, 3))[0]
        words = chance.choice(read)
        at = chance.randrange(len(words) - 3)
        cut = words[at : at + length]
        cut[0] = cut[0].removeprefix("ال") or cut[0]
        found[" ".join(cut if chance.random() < 0.5 else chance.choices(known, k=max(length, 2)))] = None
    return list(found)


def _add(index: Index, more: Sequence[tuple[QueryId, Query]]) -> None:
    for number, query in more:
        index.add(number, query)


def _remove(index: Index, more: Sequence[tuple[QueryId, Query]]) -> None:
    for number, _ in more:
        index.remove(number)


def _understood(text: str) -> Understood:
    article = Article(FeedId(0), "", "", text, "", EPOCH, EPOCH)
    return Understood(article, "ar", tuple(tokenise(text, Field.TEXT)), (), (), urgent=False, fingerprint="")


def run(steps: Iterable[object]) -> None:
    """Run through *steps* and keep nothing: what is kept makes the garbage collector look at everything."""
    for _ in steps:
        pass


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least CPU seconds that *work* took."""
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def memory() -> int:
    """Return the bytes that this process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE_BYTES


def _line(row: Row) -> str:
    change = [f"{seconds * 1e6:,.1f}" if seconds is not None else "" for seconds in (row.add, row.remove)]
    cells = (f"{row.article * 1e3:.3f}", f"{row.hits:.0f}", f"{row.memory / 1e6:.0f}", f"{row.build:.2f}", *change)
    return f"| {row.structure} | {row.terms:,} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
