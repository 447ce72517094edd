"""The demo's own feed: invented news as RSS 2.0, and what is published on the page.

The items' dates are relative to the start. Published items stand on top, with a new guid and the time of now.
"""

import html
import itertools
import json
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from emulator.events import Events
from emulator.wire import Json

DATA = Path(__file__).parent / "data"
NAME = "وكالة الحارة"
ABOUT = "أخبار مختلَقة للتجربة، كُتبت لهذا العرض وحده"
KEPT = 200
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2


@dataclass(frozen=True, slots=True)
class Item:
    """One item of news."""

    id: int
    guid: str
    title: str
    text: str
    published_at: datetime


class Newsroom:
    """Hold the items, the newest first. Until it is opened the page publishes nothing: the bot would miss it."""

    def __init__(self, url: Callable[[], str], events: Events, now: Callable[[], datetime] | None = None) -> None:
        self._url = url
        self._events = events
        self._now = now or (lambda: datetime.now(UTC))
        self._ids = itertools.count(int(time.time()))
        self.is_open = False
        self.ready: list[Json] = read("ready.json")
        start = self._now().replace(microsecond=0)
        self.items = [
            Item(
                number,
                f"urn:mirsal:demo:{number}",
                one["title"],
                one["text"],
                start - timedelta(minutes=one["minutes"]),
            )
            for number, one in enumerate(read("news.json"), start=1)
        ]
        self.items.sort(key=lambda item: item.published_at, reverse=True)

    def open(self) -> None:
        """Let the page publish: the bot has read the feed and will see what comes."""
        self.is_open = True
        self._events.emit("newsroom", self.shown())

    def publish(self, title: str, text: str) -> Item:
        """Publish an article now; return it.

        Raises:
            ValueError: no title.
        """
        title, text = " ".join(UNWRITABLE.sub("", title).split()), UNWRITABLE.sub("", text).strip()
        if not title:
            raise ValueError("an article needs a title")
        item = Item(next(self._ids), f"urn:uuid:{uuid.uuid4()}", title, text, self._now().replace(microsecond=0))
        self.items.insert(0, item)
        del self.items[KEPT:]
        self._events.emit("newsroom", self.shown())
        return item

    def item(self, id: int) -> Item | None:  # noqa: A002  the address's own word
        """Return the item with *id*."""
        return next((item for item in self.items if item.id == id), None)

    def link(self, item: Item) -> str:
        """Return the address of *item*'s page."""
        return f"{self._url()}/news/{item.id}"

    def feed(self) -> bytes:
        """Return the feed."""
        items = "".join(self._entry(item) for item in self.items)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
            f"<title>{NAME}</title><link>{self._url()}/</link><description>{ABOUT}</description>"
            f"<language>ar</language>\n{items}</channel></rss>\n"
        ).encode()

    def shown(self) -> Json:
        """Return what the page shows."""
        latest = [
            {"title": item.title, "url": self.link(item), "at": item.published_at.timestamp()} for item in self.items
        ]
        return {"open": self.is_open, "name": NAME, "ready": self.ready, "items": latest[:20]}

    def page(self, item: Item) -> str:
        """Return the page of *item*."""
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in item.text.splitlines() if line.strip())
        return ARTICLE.format(
            title=html.escape(item.title),
            name=NAME,
            about=ABOUT,
            at=item.published_at.isoformat(),
            shown=item.published_at.strftime("%Y-%m-%d %H:%M"),
            text=paragraphs,
        )

    def _entry(self, item: Item) -> str:
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in item.text.splitlines() if line.strip())
        return (
            f"<item><title>{escape(item.title)}</title><link>{self.link(item)}</link>"
            f'<guid isPermaLink="false">{item.guid}</guid><pubDate>{format_datetime(item.published_at)}</pubDate>'
            f"<description>{escape(paragraphs)}</description></item>\n"
        )


def read(name: str) -> list[Any]:
    """Read a file of the demo's news."""
    found: list[Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return found


def etag(body: bytes) -> str:
    """Return the validator of *body* (RFC 9110 §8.8.3)."""
    return f'"{sha256(body).hexdigest()[:24]}"'


ARTICLE = """<!doctype html>
<html lang="ar" dir="rtl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} — {name}</title>
<link rel="stylesheet" href="/page/article.css">
<main>
<p class="source">{name}</p>
<h1>{title}</h1>
<p class="time"><time datetime="{at}" dir="ltr">{shown} UTC</time></p>
{text}
<footer>{about}</footer>
</main>
</html>
"""
