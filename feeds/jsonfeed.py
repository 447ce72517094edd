"""Read JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from domain.errors import NotAFeed
from feeds import links, pictures
from feeds.items import Item
from feeds.pictures import Candidate

_VERSION = "https://jsonfeed.org/version/"


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """What a JSON Feed says; *entries* is the number of items before the cap, *hub* and *topic* are for WebSub."""

    title: str
    language: str
    items: tuple[Item, ...]
    entries: int
    hub: str = ""
    topic: str = ""
    logos: tuple[str, ...] = ()


def looks_like_json(document: bytes) -> bool:
    """Tell whether *document* begins as a JSON object."""
    return document.lstrip()[:1] == b"{"


def read(document: bytes, *, url: str, most: int) -> JsonFeed:
    """Return the first *most* items of *document*; relative links are completed by *url*.

    Raises:
        NotAFeed: if it is no JSON Feed.
    """
    try:
        feed = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"JSON, but not readable: {type(error).__name__}") from error
    if not isinstance(feed, dict) or not _string(feed, "version").startswith(_VERSION):
        raise NotAFeed("JSON, but not JSON Feed")
    listed = feed.get("items")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return JsonFeed(
        title=_string(feed, "title"),
        language=_string(feed, "language"),
        items=tuple(_item(item, url) for item in items[:most]),
        entries=len(items),
        hub=_hub(feed.get("hubs")),
        topic=_string(feed, "feed_url"),
        logos=tuple(links.absolute(url, each) for name in ("icon", "favicon") if (each := _string(feed, name))),
    )


def _hub(listed: object) -> str:
    """Return the address of the first hub of WebSub, "" without one."""
    hubs = [hub for hub in listed if isinstance(hub, dict)] if isinstance(listed, list) else []
    return next((_string(hub, "url") for hub in hubs if _string(hub, "type").lower() == "websub"), "")


def _item(item: Mapping[str, Any], url: str) -> Item:
    link = _string(item, "url") or _string(item, "external_url")
    bodies = (_string(item, "content_html"), _string(item, "content_text"), _string(item, "summary"))
    return Item(
        guid=_guid(item.get("id")),
        link=links.absolute(url, link) if link else "",
        title=_string(item, "title"),
        bodies=bodies,
        dated=_date(_string(item, "date_published") or _string(item, "date_modified")),
        pictures=(*_named(item, url), *pictures.in_html(bodies[:1], url)),
    )


def _named(item: Mapping[str, Any], url: str) -> list[Candidate]:
    told = (_string(item, "image"), _string(item, "banner_image"))
    return [Candidate(links.absolute(url, each)) for each in told if each]


def _string(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return _sound(value) if isinstance(value, str) else ""


def _sound(value: str) -> str:
    """Return *value* without the lone surrogates that JSON can escape: they cannot be stored or sent."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()


def _guid(value: object) -> str:
    """Return the id; numbers are coerced to strings, as the specification asks."""
    if isinstance(value, str):
        return _sound(value)
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _date(written: str) -> datetime | None:
    """Return an RFC 3339 date in UTC, None if it is not one or says no zone."""
    try:
        date = datetime.fromisoformat(written)
        return date.astimezone(UTC) if date.tzinfo else None
    except (ValueError, OverflowError):
        return None
