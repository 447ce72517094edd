"""Time the search for an article's story: python benchmarks/stories.py [--articles 50000] [--asked 500].

Synthetic articles: titles of nine and leads of forty words, drawn from a vocabulary whose words are as frequent as
Zipf's law makes those of news; every fifth tells an earlier event again, with a third of the words changed. Beside it,
in the same run: datasketch (MinHash of word pairs, 64 permutations, LSH at 0.5) and rapidfuzz (token_set_ratio of 18
words against all others).

Printed per method: milliseconds of CPU to find and to add, an article; memory that the process grew by; and how many of
the articles told again found their first telling.
"""

import argparse
import gc
import importlib
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from domain.feeds import FeedId
from domain.news import Article, Field, StoryId, Understood
from news.arabic.tokens import tokenise
from news.stories.features import encode, features
from news.stories.index import Stories, fingerprint
from news.stories.memory import Trace

START = datetime(2026, 3, 1, tzinfo=UTC)
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORDS = 60_000
TITLE, LEAD = 9, 40


@dataclass(frozen=True, slots=True)
class Told:
    """An article, and the number of the event it tells; *again* says that another told it before."""

    understood: Understood
    event: int
    again: bool


def main() -> None:
    """Print a row a method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--asked", type=int, default=500)
    chosen = parser.parse_args()
    chance = random.Random(1)  # noqa: S311  a corpus, no secret
    told = list(_articles(chance, chosen.articles + chosen.asked))
    print("| method | find ms | add ms | MB | found | of |")
    print("|---|---|---|---|---|---|")
    for name, method in (("stories", _ours), ("datasketch", _datasketch), ("rapidfuzz", _rapidfuzz)):
        print(f"| {name} | {method(told[: chosen.articles], told[chosen.articles :])} |", flush=True)


def _articles(chance: random.Random, number: int) -> Iterator[Told]:
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 7))) for _ in range(WORDS)]
    frequencies = list(accumulate(1 / (10 + rank) for rank in range(WORDS)))
    events: list[list[str]] = []
    for each in range(number):
        text = chance.choices(words, cum_weights=frequencies, k=TITLE + LEAD)
        event, again = len(events), each % 5 == 4
        if again:
            event = chance.randrange(len(events))
            text = [old if chance.random() < 2 / 3 else new for old, new in zip(events[event], text, strict=True)]
        else:
            events.append(text)
        yield Told(_understood(each, text), event, again)


def _understood(number: int, text: Sequence[str]) -> Understood:
    at = START + timedelta(seconds=number)
    title, lead = " ".join(text[:TITLE]), " ".join(text[TITLE:])
    article = Article(FeedId(number % 300), str(number), title, lead, "", at, at)
    tokens = (*tokenise(title, Field.TITLE), *tokenise(lead, Field.TEXT))
    kept = encode(features(article, tokens, (), (), {}))
    return Understood(article, "ar", (), (), (), False, fingerprint(article, tokens), kept)  # noqa: FBT003  many of them


def _measured(
    kept: Sequence[Told],
    asked: Sequence[Told],
    add: Callable[[Told], object],
    find: Callable[[Told], bool],
) -> str:
    gc.collect()
    before, start = _memory(), time.process_time()
    for each in kept:
        add(each)
    added = (time.process_time() - start) / len(kept)
    gc.collect()
    grown, start = _memory() - before, time.process_time()
    found = [find(each) for each in asked]
    took = (time.process_time() - start) / len(asked)
    right = sum(hit for hit, each in zip(found, asked, strict=True) if each.again)
    return f"{took * 1e3:.3f} | {added * 1e3:.3f} | {grown:.0f} | {right} | {sum(each.again for each in asked)}"


def _ours(kept: Sequence[Told], asked: Sequence[Told]) -> str:
    stories = Stories()

    def add(each: Told) -> None:
        one = each.understood  # copied, so that what is remembered counts as memory
        copy = Trace(one.article.feed, f"{one.fingerprint} "[:-1], bytes(bytearray(one.features)))
        stories.add(StoryId(each.event), copy, one.article.seen_at)

    def find(each: Told) -> bool:
        told = stories.find(each.understood, each.understood.article.seen_at)
        return told is not None and told.story == each.event

    return _measured(kept, asked, add, find)


def _words_of(each: Told) -> list[str]:
    return f"{each.understood.article.title} {each.understood.article.text}".split()


def _datasketch(kept: Sequence[Told], asked: Sequence[Told]) -> str:
    datasketch: Any = importlib.import_module("datasketch")  # of requirements/bench.txt
    lsh = datasketch.MinHashLSH(threshold=0.5, num_perm=64)
    events = {str(number): each.event for number, each in enumerate(kept)}
    numbers = iter(range(len(kept)))

    def sketch(each: Told) -> object:
        words = _words_of(each)
        made = datasketch.MinHash(num_perm=64)
        made.update_batch([f"{a} {b}".encode() for a, b in pairwise(words)])
        return made

    def find(each: Told) -> bool:
        return any(events[number] == each.event for number in lsh.query(sketch(each)))

    return _measured(kept, asked, lambda each: lsh.insert(str(next(numbers)), sketch(each)), find)


def _rapidfuzz(kept: Sequence[Told], asked: Sequence[Told]) -> str:
    fuzz: Any = importlib.import_module("rapidfuzz.fuzz")
    process: Any = importlib.import_module("rapidfuzz.process")
    heads: list[str] = []

    def head(each: Told) -> str:
        return " ".join(_words_of(each)[:18])

    def find(each: Told) -> bool:
        best = process.extractOne(head(each), heads, scorer=fuzz.token_set_ratio, score_cutoff=80)
        return best is not None and kept[best[2]].event == each.event

    return _measured(kept, asked[:20], lambda each: heads.append(head(each)), find)


def _memory() -> float:
    """Return the memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
