"""Read and write lists of feeds as OPML 2.0 (http://opml.org/spec2.opml). Pure.

An outline with ``xmlUrl`` is a feed, one that holds others a folder; names of elements and attributes are read in any
case, since programs write both. What is wrong with one line costs that line alone; a document that breaks off is read
up to there. A declaration of an entity is refused with the whole file: no list of feeds needs one, and bombs do
(``defusedxml`` does the same with the same parser). Country, family, region and the wish for full text are written as
attributes with our prefix, which OPML allows and others pass over.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from domain.errors import NotOpml
from domain.feeds import Source
from feeds import links
from feeds.decode import decode
from feeds.text import line as one_line

MOST = 20_000  # outlines of one file
MOST_TROUBLES = 50  # told; the others are counted
MAX_NAME = 200
MAX_URL = 1_000
NAMESPACE = "urn:mirsal:opml"
_SPREAD = timedelta(minutes=10)  # of the first polls of many feeds at most, …
_APART = timedelta(milliseconds=50)  # … and between two of them
# What XML 1.0 §2.2 forbids.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list: the line where it stands, and the folders around it, the outermost first."""

    source: Source
    line: int
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a line: *kind* is ``no_address``, ``bad_address``, ``too_many`` or ``broken``."""

    line: int
    kind: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outlines:
    """What a document lists, in its order: the feeds, the first of the lines that are none, and how many those are."""

    feeds: tuple[Outline, ...]
    troubles: tuple[Trouble, ...]
    refused: int


def read(document: bytes) -> Outlines:
    """Return the feeds of *document*, and the lines that are none.

    Raises:
        NotOpml: if it is something else, declares entities or is empty.
    """
    xml = decode(document, "").text_utf8
    if not xml.strip():
        raise NotOpml("empty")
    reader = _Reader(first_line=max(0, document.count(b"\n") - xml.count(b"\n")))
    return reader.read(xml)


def spread(found: Sequence[Outline], now: datetime) -> list[tuple[Source, datetime]]:
    """Return the sources of *found*, each with the time of its first poll: thousands at once would be a burst."""
    apart = min(_APART, _SPREAD / max(1, len(found)))
    return [(outline.source, now + number * apart) for number, outline in enumerate(found)]


def write(found: Iterable[Source], *, title: str, now: datetime) -> bytes:
    """Return an OPML of *found*, one feed a line, those of one country in one folder."""
    folders: dict[str, list[Source]] = {}
    for source in found:
        folders.setdefault(source.country, []).append(source)
    body: list[str] = []
    for country, sources in sorted(folders.items()):
        lines = [_outline(source) for source in sources]
        if country:
            name = _quoted(country)
            lines = [f"<outline text={name} title={name}>", *(f"  {each}" for each in lines), "</outline>"]
        body += lines
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<opml version="2.0" xmlns:mirsal="{NAMESPACE}">',
            f"<head><title>{_text(title)}</title><dateCreated>{format_datetime(now)}</dateCreated></head>",
            "<body>",
            *body,
            "</body>",
            "</opml>",
            "",
        ]
    ).encode()


class _Reader:
    """Follow the elements of one document. The depth of folders costs memory alone: nothing here recurs."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self._feeds: list[Outline] = []
        self._troubles: list[Trouble] = []
        self._refused = 0
        self._open: list[str] = []  # names of the outlines around, "" for a feed
        self._leaf: Trouble | None = None  # an outline without address that holds nothing so far
        self._is_opml = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._refuse

    def read(self, xml: bytes) -> Outlines:
        """Return what the document lists."""
        try:
            self._parser.Parse(xml, True)  # noqa: FBT003  expat takes it by position alone
        except expat.ExpatError as error:
            if not self._is_opml:
                raise NotOpml("not_xml", self._first_line + error.lineno) from error
            self._leave_out(Trouble(self._first_line + error.lineno, "broken"))
        return Outlines(tuple(self._feeds), tuple(self._troubles), self._refused)

    def _refuse(self, *_: object) -> None:
        raise NotOpml("entities", self._line)

    @property
    def _line(self) -> int:
        return self._first_line + self._parser.CurrentLineNumber

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._is_opml:
            if name.lower() != "opml":
                raise NotOpml("other_xml", self._line)
            self._is_opml = True
        if name.lower() != "outline":
            return
        self._leaf = None
        said = {key.lower(): value.strip() for key, value in attributes.items()}
        title = one_line(said.get("title") or said.get("text") or "")[:MAX_NAME]
        address = said.get("xmlurl", "")
        self._open.append("" if address else title)
        if address:
            self._add(address, title, said)
        elif said.get("type", "").lower() in {"rss", "atom"}:
            self._tell("no_address", title)
        else:
            self._leaf = Trouble(self._line, "no_address", title)

    def _end(self, name: str) -> None:
        if name.lower() != "outline":
            return
        if self._leaf is not None:
            self._leave_out(self._leaf)
            self._leaf = None
        self._open.pop()

    def _add(self, address: str, title: str, said: dict[str, str]) -> None:
        url = links.absolute("", _of_the_web(address))
        if not url or len(url) > MAX_URL or any(sign.isspace() for sign in url):
            self._tell("bad_address", address[:MAX_NAME])
        elif len(self._feeds) == MOST:
            self._tell("too_many")
        else:
            folders = tuple(name for name in self._open[:-1] if name)
            self._feeds.append(Outline(_source(url, title, said), self._line, folders))

    def _tell(self, kind: str, words: str = "") -> None:
        self._leave_out(Trouble(self._line, kind, words))

    def _leave_out(self, trouble: Trouble) -> None:
        self._refused += 1
        is_told = len(self._troubles) < MOST_TROUBLES
        if is_told and (trouble.kind != "too_many" or all(each.kind != trouble.kind for each in self._troubles)):
            self._troubles.append(trouble)


def _of_the_web(address: str) -> str:
    """Return *address* with http for the scheme ``feed:``, which some programs write before or instead of it."""
    scheme, _, rest = address.partition(":")
    if scheme.lower() not in {"feed", "rss"}:
        return address
    return f"http:{rest}" if rest.startswith("//") else rest


def _source(url: str, title: str, said: dict[str, str]) -> Source:
    return Source(
        url=url,
        name=title,
        country=said.get("mirsal:country", "")[:2].upper(),
        family=said.get("mirsal:family", "")[:MAX_NAME],
        region=said.get("mirsal:region", "")[:MAX_NAME],
        full_text=said.get("mirsal:fulltext", "") == "true",
    )


def _outline(source: Source) -> str:
    name = _quoted(source.name or source.url)
    own = {
        "country": source.country,
        "family": source.family,
        "region": source.region,
        "fullText": "true" if source.full_text else "",
    }
    more = "".join(f" mirsal:{key}={_quoted(value)}" for key, value in own.items() if value)
    # type="rss" for every kind of feed: readers pass over an outline without it.
    return f'<outline type="rss" text={name} title={name} xmlUrl={_quoted(source.url)}{more}/>'


def _quoted(value: str) -> str:
    return quoteattr(" ".join(_FORBIDDEN.sub("", value).split()))


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;")
