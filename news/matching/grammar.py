"""Read what a person typed as terms and the signs between them. Pure.

    query   = sides {without}                  «درعا: قصف أو غارة -رياضة»
    sides   = any [":" any]                    both sides hold
    any     = all {("أو" | "|") all}           one holds
    all     = term {("+" | "&") term}          all hold
    without = ("-" | "بدون" | "من دون") term ["في النص"]     none holds; stands anywhere behind a term
    term    = quotation | words                the words up to the next sign

What is excluded is excluded from the whole query. «-» stands before a word and behind a space, so that «كرة-القدم» is
one term. There are no brackets: «+» binds before «أو», and «أو» before «:».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.errors import QueryError

MOST_TERMS = 12

_QUOTATION = """«[^«»]*»|“[^“”]*”|"[^"]*"|”[^”“]*“"""
_SIGN = re.compile(
    rf"(?P<quotation>{_QUOTATION})"
    r"|(?P<all>[+&])"
    r"|(?P<any>\||(?<!\S)(?:أو|او)(?!\S))"
    r"|(?P<sides>:)"
    r"|(?P<without>(?<![^\s+&|:])[-−](?=[^\s\-−])|(?<!\S)(?:من\s+دون|بدون)(?!\S))"
)
_IN_ALL = ("في النص", "في كل النص")
_EVERYWHERE = re.compile(rf"\s+(?:{'|'.join(_IN_ALL)})$")
_EVENT_MARK = re.compile(r"(?<!\S)حدث\s*:\s*(?=\S)")  # «حدث: قصف» has the sign of sides and is one term


@dataclass(frozen=True, slots=True)
class Term:
    """One term as typed, its quotation marks left out; *everywhere* is of what is excluded."""

    text: str
    is_quoted: bool = False
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: one or two sides, each the branches of which one holds, each the terms that all hold."""

    sides: tuple[tuple[tuple[Term, ...], ...], ...]
    without: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return every term, what is excluded last."""
        return (*(term for side in self.sides for branch in side for term in branch), *self.without)


def read(text: str) -> Typed:
    """Return the terms of *text*.

    Raises:
        QueryError: ``incomplete`` (a sign without a term), ``unreadable`` (two terms without a sign, a second ``:``),
            ``only_without``, ``too_many_terms``.
    """
    reader = _Reader()
    for kind, piece in _pieces(_EVENT_MARK.sub("حدث ", text)):
        if kind == "term":
            reader.take(piece)
        else:
            reader.expect(kind, piece)
    return reader.typed(text)


class _Reader:
    """Put terms where the signs before them say."""

    def __init__(self) -> None:
        self._sides: list[list[list[Term]]] = [[[]]]
        self._without: list[Term] = []
        self._sign = ""  # that waits for its term
        self._last = ""  # piece

    def expect(self, sign: str, piece: str) -> None:
        is_second = bool(self._sign) and (self._sign, sign) != ("all", "without")  # «قصف + -رياضة» is clear enough
        if is_second or (sign != "without" and not self._sides[-1][-1]):
            raise QueryError("incomplete", f"{self._last} {piece}".strip())
        if sign == "sides" and len(self._sides) == 2:
            raise QueryError("unreadable", piece)
        self._sign, self._last = sign, piece

    def take(self, piece: str) -> None:
        term = Term(piece[1:-1].strip(), is_quoted=True) if re.fullmatch(_QUOTATION, piece) else Term(piece)
        match self._sign:
            case "without":
                self._without.append(_excluded(term))
            case "any":
                self._sides[-1].append([term])
            case "sides":
                self._sides.append([[term]])
            case "all":
                self._sides[-1][-1].append(term)
            case _:
                self._take_bare(term)
        self._sign, self._last = "", piece

    def _take_bare(self, term: Term) -> None:
        if self._without and term.text in _IN_ALL:  # behind a quotation that is excluded
            self._without[-1] = replace(self._without[-1], everywhere=True)
        elif self._last:
            raise QueryError("unreadable", term.text)
        else:
            self._sides[-1][-1].append(term)

    def typed(self, text: str) -> Typed:
        if self._sign:
            raise QueryError("incomplete", self._last)
        if not self._sides[0][0]:
            raise QueryError("only_without", text)
        typed = Typed(tuple(tuple(map(tuple, side)) for side in self._sides), tuple(self._without))
        if len(typed.terms) > MOST_TERMS:
            raise QueryError("too_many_terms", typed.terms[MOST_TERMS].text)
        return typed


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield terms and signs by kind, in order; a quotation mark without its fellow is part of the words."""
    done = 0
    for found in _SIGN.finditer(text):
        if words := text[done : found.start()].strip():
            yield "term", words
        kind = found.lastgroup or ""
        yield ("term" if kind == "quotation" else kind), found.group()
        done = found.end()
    if words := text[done:].strip():
        yield "term", words


def _excluded(term: Term) -> Term:
    where = None if term.is_quoted else _EVERYWHERE.search(term.text)
    return Term(term.text[: where.start()], everywhere=True) if where else term
