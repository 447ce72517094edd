"""Choose the picture of each item, if it has one of its own. Pure.

In the order in which feeds mean it: media:content and enclosures, the first picture of the text, a thumbnail. What is
no picture of the news is none: tracking pixels, icons, logos, avatars, the feed's own image, what several items share.
Nothing is fetched here; Telegram does that when a chat wants the picture.
"""

import html
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from feeds import links

LONGEST = 1_000  # characters of an address
LEAST = 100  # pixels on a side; smaller ones are icons and pixels that count readers
MOST_SHARED = 2  # items of one read with one picture; a third makes it the feed's furniture
READ = 30_000  # characters of a text in which its first pictures are looked for
MOST_IN_TEXT = 5

_IMG = re.compile(r"<img\b([^<>]{1,3000})>", re.I)
_ATTRIBUTE = re.compile(r"""\b(data-src|src|width|height)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.I)
# In the path or the host, as a word of its own: «/img/site-logo.png», «pixel.wp.com».
_FURNITURE = re.compile(
    r"(?:^|[^a-z])(?:logos?|favicons?|icons?|sprites?|avatars?|gravatar|placeholder|default|blank|spacer|pixel|beacon"
    r"|tracking|analytics|counter|emojis?|smil(?:ies|eys?)|doubleclick|feedburner|feedsportal|badge|1x1)(?=$|[^a-z])",
    re.I,
)
_NO_PICTURE = (".svg", ".ico", ".mp4", ".webm", ".mp3", ".m3u8", ".pdf")


class Candidate(NamedTuple):
    """An address that may be an item's picture; *width* and *height* in pixels, 0 where they are not told."""

    url: str
    width: int = 0
    height: int = 0


def in_html(bodies: Iterable[str], base: str) -> list[Candidate]:
    """Return the first pictures in the HTML of *bodies*; relative addresses are completed by *base*."""
    found = (match[1] for body in bodies for match in _IMG.finditer(body[:READ]))
    return [candidate for _, tag in zip(range(MOST_IN_TEXT), found, strict=False) if (candidate := _in_tag(tag, base))]


def _in_tag(tag: str, base: str) -> Candidate | None:
    values = {name.lower(): first or second or third for name, first, second, third in _ATTRIBUTE.findall(tag)}
    source = html.unescape(values.get("data-src") or values.get("src", ""))
    if not source or source.startswith("data:"):
        return None
    return Candidate(links.absolute(base, source), pixels(values.get("width", "")), pixels(values.get("height", "")))


def pixels(text: str) -> int:
    """Return the number that *text* begins with, 0 if none: «640», «640px»; «100%» is none."""
    number = re.match(r"\d{1,5}(?!\d|\s*%)", text.strip())
    return int(number[0]) if number else 0


def chosen(offered: Sequence[Sequence[Candidate]], own: Collection[str] = ()) -> list[str]:
    """Return the picture of each item of a read, "" where it has none; *own* are the addresses of the feed's logo."""
    logos = {links.canonical(url) for url in own}
    times = Counter(page for each in offered for page in {links.canonical(one.url) for one in each})

    def is_its_own(one: Candidate) -> bool:
        page = links.canonical(one.url)
        return _is_picture(one) and page not in logos and times[page] <= MOST_SHARED

    return [next((one.url for one in each if is_its_own(one)), "") for each in offered]


def _is_picture(one: Candidate) -> bool:
    if not one.url or len(one.url) > LONGEST or any(0 < side < LEAST for side in (one.width, one.height)):
        return False
    parts = urlsplit(one.url)
    host = parts.hostname or ""
    if "." not in host or parts.path.lower().endswith(_NO_PICTURE):
        return False
    return _FURNITURE.search(f"{host}{parts.path}") is None
