"""Find the feeds that a web page names, and where feeds usually are. Pure.

What a page names: ``<link rel="alternate">`` with the type of a feed (RSS Autodiscovery; WHATWG HTML §4.6.7.1, which
also has ``rel="feed"``), and where it has none, links in the text whose address looks like a feed's. Addresses are
completed by ``<base href>``. The feeds of comments come last: nobody means them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds import links
from feeds.decode import decode
from feeds.text import is_deep, line

MAX_PAGE = 500_000  # characters read; the head of a page, where its feeds are named, is far shorter
MOST = 20
MAX_TITLE = 120

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_LOOSE_TYPES = frozenset({"application/json", "application/xml", "text/xml"})  # said of feeds, and of much else
_NO_FEED = re.compile(r"/wp-json/|oembed|opensearch|sitemap|/xmlrpc|/rsd\b|wlwmanifest|manifest\.json", re.I)
_COMMENTS = re.compile(r"/comments/(?:feed|default)|[?&]feed=comments|تعليقات|\bcomments\b", re.I)
_LOOKS_LIKE_ONE = re.compile(
    r"(?:/(?:feed|rss|atom)/?|/(?:rss|atom|feed|index)\.(?:xml|json|php|rdf)|\.(?:rss|atom|rdf)|[?&]feed=(?:rss2?|atom))$",
    re.I,
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.I)
_PATHS = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feeds/posts/default", "?feed=rss2")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed's, and what the page calls it, which may be nothing."""

    url: str
    title: str = ""


def named(page: bytes, *, charset: str, url: str) -> list[Candidate]:
    """Return the feeds that *page*, read at *url*, names: each once, the likeliest first. Never raises."""
    html = document(page, charset)[:MAX_PAGE]
    if is_deep(html):
        return []
    tree = LexborHTMLParser(html)
    base = _base(tree, url)
    found = _once(_alternates(tree, base)) or _once(_links(tree, base))
    return sorted(found, key=lambda one: bool(_COMMENTS.search(f"{one.url} {one.title}")))[:MOST]


def well_known(url: str) -> list[str]:
    """Return where the site of *url* may keep a feed: below this page, then at the root."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = links.absolute(url, f"{parts.path.rstrip('/')}/") if parts.path.strip("/") else root
    below = [] if folder == root else [links.absolute(folder, path) for path in _PATHS[:2]]
    return [*below, *(links.absolute(root, path) for path in _PATHS)]


def document(page: bytes, charset: str) -> str:
    """Return the text of a web page: in the charset of its header, else of its ``<meta>``, else as a feed is."""
    said = _CHARSET.search(page, 0, 4096)
    return decode(page, charset or (said[1].decode("ascii") if said else "")).text_utf8.decode()


def _base(tree: LexborHTMLParser, url: str) -> str:
    for node in tree.css("base[href]"):
        return links.absolute(url, _attribute(node, "href")) or url
    return url


def _alternates(tree: LexborHTMLParser, base: str) -> Iterator[Candidate]:
    for node in tree.css("link[rel][href]:not([href=''])"):
        relations = _attribute(node, "rel").lower().split()
        kind = _attribute(node, "type").lower().partition(";")[0].strip()
        url = links.absolute(base, _attribute(node, "href"))
        is_typed = "alternate" in relations and "stylesheet" not in relations and kind in _TYPES | _LOOSE_TYPES
        if (is_typed or "feed" in relations) and url and not _NO_FEED.search(url):
            yield Candidate(url, line(_attribute(node, "title"))[:MAX_TITLE])


def _links(tree: LexborHTMLParser, base: str) -> Iterator[Candidate]:
    for node in tree.css("a[href]"):
        url = links.absolute(base, _attribute(node, "href")).partition("#")[0]
        if _LOOKS_LIKE_ONE.search(url):
            yield Candidate(url, " ".join(node.text().split())[:MAX_TITLE])


def _once(found: Iterable[Candidate]) -> list[Candidate]:
    once: dict[str, Candidate] = {}
    for candidate in found:
        once.setdefault(links.canonical(candidate.url), candidate)
    return list(once.values())


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
