"""Read a feed's bytes into articles. Pure: feedparser is given bytes, never a URL.

feedparser runs without its sanitizer, which is quadratic on hostile input and not needed (we send plain text), and
without resolving links inside texts. It is the only place that sees its entries.
"""

import calendar
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser

from domain.errors import NotAFeed
from domain.feeds import FeedId
from domain.news import Article
from feeds import jsonfeed, links, pictures, signs, spans
from feeds.decode import Decoded, decode
from feeds.headers import lifetime
from feeds.items import Found, Item, articles
from feeds.pictures import Candidate
from feeds.text import line

_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|RDF|channel|item|entry)[\s>]", re.I)
_FEED = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|RDF)[\s>]", re.I)
_PAGE = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)[\s>]", re.I | re.S)
_LONG_TAG = re.compile(rb"</?[A-Za-z][^<>]{500,}")
_ATTRIBUTE = re.compile(rb"=\s?[\"']")
MAX_TAGS = 120_000  # of at most 500 items; the fullest of 226 feeds measured has 17 an item
MAX_FOOTER_TAGS = 2_000  # after the begin of the last item that does not end; else the tail of a feed is a few end tags
MAX_STARTS = 2_000  # of items; those that end are at most 500
MAX_TAG = 65_536  # bytes
MAX_ATTRIBUTES = 100
MOST_ATTACHED = 10  # pictures of an item that are looked at
_IMAGE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)", re.I)
_DATES = ("published_parsed", "updated_parsed", "created_parsed")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one read of a feed says.

    *language* is as declared, or empty; *articles* in the order of the document, each identity once; *entries* the
    number of items found, before the cap; *guid_is_identity* false once two items carried one guid. *identities* has
    one of each item that was read, empty where it has no words; *separable* says that none of them depends on another
    item; *ahead* by how much the dates are later than the time they were seen. *hub* and *topic* are the addresses that
    it names for WebSub, as written, empty where it names none.
    """

    title: str
    language: str
    ttl: timedelta | None
    articles: tuple[Article, ...]
    entries: int
    guid_is_identity: bool
    encoding: str
    repaired: bool
    identities: tuple[str, ...]
    separable: bool
    ahead: timedelta = timedelta(0)
    hub: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    title: str
    language: str
    ttl: timedelta | None
    items: tuple[Item, ...]
    entries: int
    hub: str
    topic: str
    logos: tuple[str, ...]


def parse(
    body: bytes,
    *,
    charset: str,
    url: str,
    feed: FeedId,
    seen_at: datetime,
    guid_is_identity: bool = True,
    most: int = 500,
) -> Parsed:
    """Return the articles of at most *most* items of *body*, the newest end of a longer list.

    Raises:
        NotAFeed: if there is no RSS, Atom, RDF or JSON Feed in it, and nothing else whatever *body* holds.
    """
    decoded = decode(body, charset)
    read = _read(decoded.text_utf8, url, most)
    found = articles(read.items, feed=feed, seen_at=seen_at, guid_is_identity=guid_is_identity, logos=read.logos)
    parsed = _parsed(read, decoded, found)
    return replace(parsed, ahead=signs.lead((item.dated for item in read.items), seen_at))


def _parsed(read: _Read, decoded: Decoded, found: Found) -> Parsed:
    return Parsed(
        title=line(read.title),
        language=read.language,
        ttl=read.ttl,
        articles=tuple(found.articles),
        entries=read.entries,
        guid_is_identity=found.guid_is_identity,
        encoding=decoded.encoding,
        repaired=decoded.repaired,
        identities=tuple(found.identities),
        separable=found.separable,
        hub=read.hub,
        topic=read.topic,
    )


def _read(document: bytes, url: str, most: int) -> _Read:
    if not document.strip():
        raise NotAFeed("empty")
    if jsonfeed.looks_like_json(document):
        found = jsonfeed.read(document, url=url, most=most)
        return _Read(found.title, found.language, None, found.items, found.entries, found.hub, found.topic, found.logos)
    if not _ROOT.search(document):
        raise NotAFeed("no feed in it")
    if not _PAGE.match(document):
        return _read_xml(document, url, most)
    if _FEED.search(document) and (found_in_page := _read_xml(document, url, most)).entries:
        return found_in_page
    raise NotAFeed("a web page")


def _read_xml(document: bytes, url: str, most: int) -> _Read:
    whole = spans.split(document)
    parts = spans.capped(whole, most)
    listed = len(whole.items)
    footer = spans.cut(parts.footer, MAX_FOOTER_TAGS)
    if len(parts.items) < listed or len(footer) < len(parts.footer):
        document = parts.header + b"".join(parts.items) + footer
    _check_bulk(document)
    result = _feedparser(document, url)
    entries = result["entries"]
    if not entries and (result["bozo"] or not result["version"]):
        raise NotAFeed("broken, and no item in it")
    channel = result["feed"]
    return _Read(
        title=_string(channel, "title"),
        language=_string(channel, "language"),
        ttl=lifetime(_string(channel, "ttl")),
        items=tuple(_item(entry, url) for entry in entries[:most]),
        entries=max(listed, len(entries)) if listed > most else len(entries),
        hub=_linked(channel, "hub"),
        topic=_linked(channel, "self"),
        logos=tuple(_logos(channel, url)),
    )


def _check_bulk(document: bytes) -> None:
    """Refuse what no feed contains and would take minutes or gigabytes.

    feedparser needs 22 µs an element, 75 µs an item, and 140 bytes a byte of a tag that does not end; Python's SAX
    reader takes time quadratic in the attributes of one element (200,000: 430 s). All measured.
    """
    markup = _without_cdata(document)
    if markup.count(b"<") > MAX_TAGS:
        raise NotAFeed(f"more than {MAX_TAGS} tags")
    if spans.starts(markup) > MAX_STARTS:
        raise NotAFeed(f"more than {MAX_STARTS} items that do not end")
    for tag in _LONG_TAG.finditer(markup):
        if len(tag[0]) > MAX_TAG or len(_ATTRIBUTE.findall(tag[0])) > MAX_ATTRIBUTES:
            raise NotAFeed(f"a tag of {len(tag[0])} bytes")


def _without_cdata(document: bytes) -> bytes:
    """Return *document* without its CDATA sections.

    No regular expression: where no section ends it looks to the end of the document from each beginning (100,000 of
    them: 360 s, measured).
    """
    kept, at = [], 0
    while (start := document.find(b"<![CDATA[", at)) >= 0 and (end := document.find(b"]]>", start)) >= 0:
        kept.append(document[at:start])
        at = end + len(b"]]>")
    return b"".join((*kept, document[at:]))


def _feedparser(document: bytes, url: str) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        return feedparser.parse(
            io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # whatever it trips over in a foreign document, the other feeds go on
        raise NotAFeed(f"unreadable: {type(error).__name__}") from error


def _item(entry: Any, url: str) -> Item:
    guid, link = _string(entry, "id"), _string(entry, "link")
    bodies = (_string(entry, "summary"), *(_string(content, "value") for content in dict.get(entry, "content", ())))
    return Item(
        guid=guid,
        link=links.absolute(url, link) if link else "",
        title=_string(entry, "title"),
        bodies=bodies,
        dated=next((date for name in _DATES if (date := _moment(dict.get(entry, name)))), None),
        pictures=(*_attached(entry, url), *pictures.in_html(bodies, url), *_media(entry, "media_thumbnail", url)),
    )


def _attached(entry: Any, url: str) -> list[Candidate]:
    """Return what media:content and enclosures offer, the widest first."""
    enclosed = [link for link in _listed(entry, "links") if _string(link, "rel") == "enclosure" and _is_image(link)]
    found = [
        *_media(entry, "media_content", url),
        *(Candidate(links.absolute(url, _string(link, "href"))) for link in enclosed[:MOST_ATTACHED]),
    ]
    return sorted(found, key=lambda one: -one.width)


def _media(entry: Any, name: str, url: str) -> list[Candidate]:
    told = [media for media in _listed(entry, name) if name == "media_thumbnail" or _is_image(media)]
    return [
        Candidate(
            links.absolute(url, _string(media, "url")),
            pictures.pixels(_string(media, "width")),
            pictures.pixels(_string(media, "height")),
        )
        for media in told[:MOST_ATTACHED]
    ]


def _is_image(media: Any) -> bool:
    kind = _string(media, "type").lower() or _string(media, "medium").lower()
    return kind.startswith("image") or (not kind and bool(_IMAGE.search(_string(media, "url"))))


def _listed(values: Any, name: str) -> list[Any]:
    listed = dict.get(values, name)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _logos(channel: Any, url: str) -> Iterator[str]:
    """Yield the addresses of the feed's own image."""
    image = dict.get(channel, "image")
    told = (
        _string(image, "href") if isinstance(image, dict) else "",
        _string(channel, "logo"),
        _string(channel, "icon"),
    )
    return (links.absolute(url, each) for each in told if each)


def _linked(channel: Any, relation: str) -> str:
    """Return where the first link of *relation* leads, "" without one."""
    found = (_string(link, "href") for link in dict.get(channel, "links", ()) if _string(link, "rel") == relation)
    return next(found, "")


def _string(values: Any, name: str) -> str:
    """Return the string under *name*. ``dict.get``: feedparser's own one warns when it maps one name to another."""
    value = dict.get(values, name)
    return value.strip() if isinstance(value, str) else ""


def _moment(utc: Sequence[int] | None) -> datetime | None:
    """Return the moment of feedparser's UTC struct_time; ``time.mktime`` would read it as local time."""
    try:
        return datetime.fromtimestamp(calendar.timegm(tuple(utc)), UTC) if utc else None
    except (ValueError, OverflowError, OSError):
        return None
