"""Measure how well Mirsal reads: python benchmarks/language.py FILE.jsonl …, one table row a measure and file.

What is measured follows from what the rows know (docs/quality.md names public corpora and how to bring them to this):

    places      {"text", "places": [{"start", "end"}]}            precision, recall and F1; spans that overlap count
    summaries   {"text", "references": [str]}                     ROUGE-1, -2 and -L without stemming; ≤ 400 characters
    stories     {"a": {…}, "b": {…}, "label": "same" | …}         precision, recall and F1 of pairs; also
                {"headline1", "headline2", "same_story"} and {"cluster_id", "title", "published_at"}
    focus       any {"title", "text"} of more than 400 characters  share of summaries that name a followed place, where
                                                                  neither the title nor the first 400 characters do
    speed       the same                                          articles a second through understanding and summary
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.analyze import EPOCH, Analyst
from news.arabic.fold import fold
from news.places.gazetteer import shipped

Row = dict[str, Any]
LIMIT = 400  # characters of a summary that count, and of a head that answers for itself
WIDER = 15  # characters by which a span may exceed its label: «محافظة », «ريف »


@dataclass(frozen=True, slots=True)
class Result:
    """One measure of one file."""

    measure: str
    size: str
    values: str


def main() -> None:
    """Print what the files given show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, help="rows of each file, all by default")
    chosen = parser.parse_args()
    for path in chosen.files:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()][: chosen.limit]
        for result in measured(rows):
            print(f"{path.name:36} {result.measure:10} {result.size:32} {result.values}", flush=True)


def measured(rows: Sequence[Row]) -> Iterator[Result]:
    """Yield every measure that *rows* know enough for."""
    known = rows[0].keys()
    if "places" in known:
        yield places(rows)
    elif "references" in known:
        yield summaries(rows)
    elif known & {"label", "same_story"}:
        yield paired_stories(rows)
    elif "cluster_id" in known:
        yield clustered_stories(rows)
    else:
        texts = [row for row in rows if row["text"]]
        if texts:
            yield focus(texts)
        yield speed(rows)


def places(rows: Sequence[Row]) -> Result:
    """Compare the places found with those labelled, one to one."""
    analyst = Analyst(shipped())
    hits = said = labelled = 0
    for row in rows:
        mine = [(one["start"], one["end"]) for one in answer(analyst, text=row["text"])["places"]]
        free = sorted((one["start"], one["end"]) for one in row["places"])
        said, labelled = said + len(mine), labelled + len(free)
        for start, end in sorted(mine):
            hit = next((g for g in free if start < g[1] and g[0] < end and end - start <= g[1] - g[0] + WIDER), None)
            if hit:
                free.remove(hit)
                hits += 1
    return Result("places", f"{len(rows)} texts, {labelled} places", scores(hits, said, labelled))


def summaries(rows: Sequence[Row]) -> Result:
    """Compare summaries with the references of each article, the mean of them."""
    analyst = Analyst(shipped())
    totals = dict.fromkeys("12L", 0.0)
    lengths = []
    for row in rows:
        summary = answer(analyst, title=row.get("title") or "", text=row["text"])["summary"]
        lengths.append(len(summary))
        for reference in row["references"]:
            said, known = words(summary[:LIMIT]), words(reference)
            for name, value in zip(
                "12L", (shared(said, known, 1), shared(said, known, 2), longest(said, known)), strict=True
            ):
                totals[name] += value / len(row["references"])
    means = " ".join(f"R-{name} {100 * totals[name] / len(rows):.1f}" for name in "12L")
    over = sum(length > LIMIT for length in lengths)
    return Result(
        "summaries", f"{len(rows)} articles", f"{means}; mean {sum(lengths) / len(rows):.0f}, {over} over {LIMIT}"
    )


def focus(rows: Sequence[Row]) -> Result:
    """Follow the first place that stands only deep in the text, and look for it in the summary."""
    analyst = Analyst(shipped())
    asked = named = 0
    for row in rows:
        found = answer(analyst, text=row["text"])["places"]
        early = {one["id"] for one in found if one["start"] < LIMIT}
        late = next((one for one in found if one["start"] >= LIMIT and one["id"] not in early), None)
        if late is None:
            continue
        question = {"title": row.get("title") or "", "follow": [late["name"]]}
        if answer(analyst, **question, text=row["text"][:LIMIT])["matched"]:
            continue
        summary = " ".join(words(answer(analyst, **question, text=row["text"])["summary"]))
        spans = {" ".join(words(row["text"][one["start"] : one["end"]])) for one in found if one["id"] == late["id"]}
        asked += 1
        named += any(span in summary for span in spans)
    return Result(
        "focus", f"{asked} of {len(rows)} articles", f"{100 * named / max(1, asked):.1f} % name the place followed"
    )


def paired_stories(rows: Sequence[Row]) -> Result:
    """Ask of each pair whether it is one story, a month from the pair before."""
    analyst = Analyst(shipped())
    pairs = []
    for number, (same, two) in enumerate(_labelled_pairs(rows)):
        at = EPOCH + timedelta(days=31 * number)
        one, other = (answer(analyst, **article, published=at.isoformat())["story"] for article in two)
        pairs.append((same, one == other))
    return judged(pairs)


def _labelled_pairs(rows: Sequence[Row]) -> Iterator[tuple[bool, list[Row]]]:
    for row in rows:
        if "label" in row:
            yield row["label"] == "same", [{key: row[n].get(key) or "" for key in ("title", "text")} for n in "ab"]
        elif row.get("headline1") and row.get("headline2") and row.get("same_story") is not None:
            yield row["same_story"], [{"title": row[name], "text": ""} for name in ("headline1", "headline2")]


def clustered_stories(rows: Sequence[Row]) -> Result:
    """Ask of each two headlines of clusters whether they are one story."""
    analyst = Analyst(shipped())
    told = [
        (row["cluster_id"], answer(analyst, title=row["title"], text="", published=row["published_at"])["story"])
        for row in sorted(rows, key=lambda row: datetime.fromisoformat(row["published_at"]))
    ]
    return judged([(one[0] == other[0], one[1] == other[1]) for one, other in combinations(told, 2)])


def judged(pairs: Sequence[tuple[bool, bool]]) -> Result:
    """Return the scores of pairs (is one story, was called one story)."""
    hits = sum(same and said for same, said in pairs)
    same = sum(same for same, _ in pairs)
    return Result("stories", f"{len(pairs)} pairs, {same} the same", scores(hits, sum(said for _, said in pairs), same))


def speed(rows: Sequence[Row]) -> Result:
    """Time understanding and summary, the gazetteer already read."""
    analyst = Analyst(shipped())
    start = time.process_time()
    for row in rows:
        answer(analyst, title=row.get("title") or "", text=row["text"] or "")
    rate = len(rows) / (time.process_time() - start)
    length = sum(len((row["text"] or "").split()) for row in rows) / len(rows)
    return Result("speed", f"{len(rows)} articles of {length:.0f} words", f"{rate:.0f} articles a second of CPU")


def answer(analyst: Analyst, **row: object) -> Row:
    """Return the answer to *row*; a row that is refused is a mistake of the file."""
    answered = analyst.answer(row)
    if "error" in answered:
        sys.exit(f"refused: {answered['error']}: {str(row)[:200]}")
    return answered


def words(text: str) -> list[str]:
    """Return the folded words of *text*, digits unified, without a stemmer."""
    return re.findall(r"[^\W_]+", fold(text))


def shared(said: Sequence[str], known: Sequence[str], n: int) -> float:
    """Return the F1 of the *n*-grams of both."""
    one, other = (Counter(zip(*(text[at:] for at in range(n)), strict=False)) for text in (said, known))
    return f1((one & other).total(), one.total(), other.total())


def longest(said: Sequence[str], known: Sequence[str]) -> float:
    """Return the F1 of the longest common subsequence."""
    row = [0] * (len(known) + 1)
    for word in said:
        before = row
        row = [0]
        for at, (diagonal, above) in enumerate(pairwise(before)):
            row.append(diagonal + 1 if word == known[at] else max(row[-1], above))
    return f1(row[-1], len(said), len(known))


def f1(hits: int, said: int, known: int) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * hits / (said + known) if said + known else 0.0


def scores(hits: int, said: int, known: int) -> str:
    """Return precision, recall and F1 as text."""
    return f"P {hits / max(1, said):.3f} R {hits / max(1, known):.3f} F1 {f1(hits, said, known):.3f}"


if __name__ == "__main__":
    main()
