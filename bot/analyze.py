"""Say what articles say: JSON Lines in, JSON Lines out, in their order. No network, no database.

In: ``id``, ``text`` (may be empty where there is a ``title``), optional ``title``, ``published``, ``source``,
``follow``. Out: ``id``, ``language``, ``places``, ``events``, ``summary``, ``story``, ``matched``; with ``--explain``
also ``explained``: every name looked at, accepted or refused, with its score and reasons; the figures of dead and
injured; the days named; what makes the article urgent. A row that cannot be read is answered by ``id`` and ``error``,
and the rest go on. Offsets are code points.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from domain.errors import QueryError
from domain.feeds import FeedId
from domain.news import Article, Casualty, Field, Mention, Span, StoryId, Understood
from domain.queries import Query, QueryId
from news.matching.index import Index
from news.matching.parse import alike, options
from news.places.casing import small
from news.places.gazetteer import Gazetteer, shipped
from news.places.hashtags import hashtags_of
from news.places.mentions import explained
from news.stories.index import Stories
from news.stories.stems import number_of
from news.summary.casualties import casualties
from news.summary.dates import When, dates
from news.summary.summary import summarise
from news.summary.urgency import pressing
from news.understand import understand

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # of rows before any that says when it was published

_Row = dict[str, Any]


class RowError(Exception):
    """Tell in a few words why a row cannot be answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """A row that can be answered: *published* is None where it does not say."""

    article: Article
    published: datetime | None
    follow: tuple[str, ...]


def main(
    files: Sequence[Path], follow: Sequence[str], out: TextIO, *, explain: bool = False, stdin: BinaryIO | None = None
) -> int:
    """Answer the rows of *files*, or of *stdin* where there are none, on *out*; return the exit code.

    A file ending in ``.txt`` is one article. *follow* is added to what every row follows. 0: all was read; 1: a file
    could not be; 2: something in *follow* cannot be followed. *explain* adds why each name was taken for a place, or
    was not.
    """
    if isinstance(out, TextIOWrapper):  # UTF-8 whatever the locale; half a surrogate pair leaves as the escape it was
        out.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    analyst = Analyst(shipped(), explain=explain)
    try:
        for typed in follow:
            analyst.queries(typed)
    except RowError as error:
        return _complain(2, str(error))
    code = 0
    try:
        for path in files or (None,):
            code = max(code, _answer_file(analyst, path, follow, out, stdin))
        out.flush()
    except BrokenPipeError:  # whoever read went away; the interpreter's last flush must not complain again
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    return code


def _answer_file(
    analyst: "Analyst", path: Path | None, follow: Sequence[str], out: TextIO, stdin: BinaryIO | None
) -> int:
    try:
        for answer in _answers(analyst, path, stdin, follow):
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        return _complain(1, f"cannot read {path}: {error.strerror}")
    return 0


def _complain(code: int, problem: str) -> int:
    print(f"analyze: {problem}", file=sys.stderr)  # noqa: T201  a command line speaks on standard error
    return code


def _answers(analyst: "Analyst", path: Path | None, stdin: BinaryIO | None, follow: Sequence[str]) -> Iterator[_Row]:
    if path is None:
        yield from analyst.answer_lines(stdin or sys.stdin.buffer, follow)
    elif path.suffix == ".txt":
        yield analyst.answer_text(path.stem, path.read_bytes(), follow)
    else:
        with path.open("rb") as lines:
            yield from analyst.answer_lines(lines, follow)


class Analyst:
    """Answer rows one after the other, and remember the stories they told."""

    def __init__(self, gazetteer: Gazetteer, *, explain: bool = False) -> None:
        self._gazetteer = gazetteer
        self._explain = explain
        self._stories = Stories()
        self._story = 0
        self._at = EPOCH
        self.queries = lru_cache(maxsize=4096)(self._queries)

    def answer_lines(self, lines: Iterable[bytes], follow: Sequence[str] = ()) -> Iterator[_Row]:
        """Yield the answer to each line that is not blank."""
        for line in lines:
            if line.strip():
                yield self._answer_line(line, follow)

    def answer_text(self, name: str, content: bytes, follow: Sequence[str] = ()) -> _Row:
        """Return the answer to one article without a title, whose id is *name*."""
        try:
            row = {"id": name, "text": content.decode("utf-8-sig")}
        except UnicodeDecodeError as error:
            return {"id": name, "error": f"not UTF-8: {error.reason} at byte {error.start}"}
        return self.answer(row, follow)

    def answer(self, row: object, follow: Sequence[str] = ()) -> _Row:
        """Return the answer to *row*, as JSON values."""
        name = row.get("id") if isinstance(row, dict) else None
        try:
            question = _question(row)
            queries = {typed: self.queries(typed) for typed in (*question.follow, *follow)}
        except RowError as error:
            return {"id": name, "error": str(error)}
        return {"id": name, **self._answer(question, queries)}

    def _answer_line(self, line: bytes, follow: Sequence[str]) -> _Row:
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            return {"id": None, "error": f"not UTF-8: {error.reason} at byte {error.start}"}
        except (ValueError, RecursionError) as error:
            return {"id": None, "error": f"not JSON: {error}"}
        return self.answer(row, follow)

    def _answer(self, question: Question, queries: dict[str, tuple[Query, ...]]) -> _Row:
        understood = understand(question.article, self._gazetteer)
        matched = self._matched(understood, queries)
        focus = [span for spans in matched.values() for span in spans]
        answer = {
            "language": understood.language,
            "places": self._places(understood),
            "events": list(understood.events),
            "summary": summarise(question.article, focus),
            "story": self._story_of(understood, question.published),
            "matched": [
                {"query": typed, "spans": [_shown(span) for span in spans]} for typed, spans in matched.items()
            ],
        }
        return answer | {"explained": self._explained(understood)} if self._explain else answer

    def _explained(self, understood: Understood) -> _Row:
        article = understood.article
        both = article.title, article.text
        told = explained(understood.tokens, self._gazetteer, None, hashtags_of(*both), small(*both))
        return {
            "accepted": [_weighed(one, article) for one in told.accepted],
            "refused": [_weighed(one, article) for one in told.refused],
            "casualties": [_counted(one, article) for one in casualties(article, understood.tokens)],
            "dates": [_dated(when, article) for when in dates(article, understood.tokens, _day(article))],
            "urgency": _urgency(understood),
        }

    def _places(self, understood: Understood) -> list[_Row]:
        return [
            {
                "start": mention.span.start,
                "end": mention.span.end,
                "id": mention.places[0],
                "name": self._gazetteer.place(mention.places[0]).name,
            }
            for mention in understood.mentions
            if mention.span.field is Field.TEXT
        ]

    def _matched(self, understood: Understood, queries: dict[str, tuple[Query, ...]]) -> dict[str, list[Span]]:
        index, typed_by = Index(self._gazetteer), dict[QueryId, str]()
        for typed, meant in queries.items():
            for query in meant:
                number = QueryId(len(typed_by))
                index.add(number, query)
                typed_by[number] = typed
        found: dict[str, list[Span]] = {}
        for match in sorted(index.match(understood), key=lambda match: match.query):
            found.setdefault(typed_by[match.query], []).extend(match.spans)
        return {typed: list(dict.fromkeys(spans)) for typed, spans in found.items()}

    def _story_of(self, understood: Understood, published: datetime | None) -> int:
        self._at = published or self._at
        told = self._stories.find(understood, self._at)
        if told is None:
            self._story += 1
        story = told.story if told else StoryId(self._story)
        self._stories.add(story, understood, self._at)
        return story

    def _queries(self, typed: str) -> tuple[Query, ...]:
        """Return what *typed* can mean: nobody is here to choose, so every place of the name, else the word."""
        try:
            return tuple(alike(options(typed, self._gazetteer)))
        except QueryError as error:
            raise RowError(f"cannot follow {typed!r}: {error.kind}") from error


def _question(row: object) -> Question:
    if not isinstance(row, dict):
        raise RowError("not a JSON object")
    if "text" not in row:
        raise RowError("text is missing")
    text, title, source = _text(row, "text"), _text(row, "title"), _text(row, "source")
    if not text.strip() and not title.strip():
        raise RowError("text is empty and there is no title")
    follow = row.get("follow") or []
    if not isinstance(follow, list) or not all(isinstance(typed, str) for typed in follow):
        raise RowError("follow is not a list of strings")
    published = _published(row.get("published"))
    feed = FeedId(number_of(source or str(row.get("id"))))  # rows that name none are of as many sources
    article = Article(feed, str(row.get("id")), title, text, source, published, published or EPOCH)
    return Question(article, published, tuple(follow))


def _text(row: _Row, key: str) -> str:
    value = row[key] if key == "text" else row.get(key) or ""
    if not isinstance(value, str):
        raise RowError(f"{key} is not a string")
    return value


def _published(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is not None:
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise RowError(f"published is not a date and time as of ISO 8601: {value!r}")


def _weighed(mention: Mention, article: Article) -> _Row:
    return {
        **_shown(mention.span),
        "name": _words(article, mention.span),
        "places": list(mention.places),
        "score": mention.score,
        "reasons": list(mention.reasons),
    }


def _counted(one: Casualty, article: Article) -> _Row:
    return {
        **_shown(one.span),
        "words": _words(article, one.span),
        "harm": one.harm.value,
        "number": one.number,
        "at_least": one.at_least,
    }


def _dated(when: When, article: Article) -> _Row:
    days = {"first": when.first.isoformat(), "last": when.last.isoformat()}
    return {**_shown(when.span), "words": _words(article, when.span), **days}


def _urgency(understood: Understood) -> _Row:
    """Return whether the source calls it urgent, and what presses whatever the source says: its event and figure."""
    why = pressing(understood.article, understood.tokens, understood.events)
    reason = {"event": why.event, **_counted(why.casualty, understood.article)} if why else None
    return {"says": understood.urgent, "pressing": reason}


def _day(article: Article) -> date:
    return (article.published_at or article.seen_at).date()


def _words(article: Article, span: Span) -> str:
    return (article.title if span.field is Field.TITLE else article.text)[span.start : span.end]


def _shown(span: Span) -> _Row:
    return {"field": span.field.value, "start": span.start, "end": span.end}
