"""Feeds: the sources that are polled. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

FeedId = NewType("FeedId", int)


class FeedState(StrEnum):
    """Say whether a feed is polled."""

    ACTIVE = "active"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed as it is added: by ``feeds/sources.toml``, an admin or the demo.

    *country* is an ISO 3166-1 alpha-2 code or empty, *family* the publisher family that counts once for
    «confirmed by N sources», *region* the id of the place its news are mostly about, or empty. *full_text* asks for
    the pages of its articles, where the feed carries only a line.
    """

    url: str
    name: str = ""
    country: str = ""
    family: str = ""
    region: str = ""
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A source that is polled, as stored.

    Times are UTC. *fence* is the number of the claim under which it is held; *failures* counts failed polls in a
    row. *primed* says that a first successful read is stored: until then nothing it shows is news.
    *guid_is_identity* is false once two items of one read carried one guid. *lag* is the usual time from an
    item's date to the moment it was seen, *daily* the usual number of articles a day. *full_text* says that its
    articles are completed from their pages.
    """

    id: FeedId
    url: str
    name: str
    country: str
    family: str
    region: str
    state: FeedState
    due_at: datetime
    fence: int
    failures: int
    error: str
    primed: bool
    guid_is_identity: bool
    etag: str
    last_modified: str
    body_hash: str
    daily: float
    lag: timedelta
    entries: int
    late: int
    created_at: datetime
    checked_at: datetime | None
    succeeded_at: datetime | None
    article_at: datetime | None
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask again cheaply: RFC 9110 ``ETag`` and ``Last-Modified``, as received."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a server asked of those who poll it, each None when it said nothing.

    *retry_after* always counts; *fresh_for* (max-age, Expires) and *ttl* are lower bounds up to the ceiling.
    """

    retry_after: timedelta | None = None
    fresh_for: timedelta | None = None
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body: decompressed bytes, at most the configured size; *charset* is the one of Content-Type or empty.

    *url* is the address after redirects; *moved_to* the one of a permanent redirect or empty.
    """

    body: bytes
    url: str
    charset: str
    content_type: str
    validators: Validators
    hints: Hints
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server said 304: nothing changed."""

    hints: Hints
