"""Feeds: the sources that are polled. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

FeedId = NewType("FeedId", int)


class FeedState(StrEnum):
    """Say whether a feed is polled."""

    ACTIVE = "active"
    REMOVED = "removed"


class HubState(StrEnum):
    """Say what a feed's hub does (``domain.hubs``).

    NONE: no hub is known. ASKED: one is, and has still to show that it pushes. KEPT: it told of the last news before a
    poll found them. SILENT: it is subscribed to, but a poll found news before it told of them. REFUSED: it said no.
    """

    NONE = ""
    ASKED = "asked"
    KEPT = "kept"
    SILENT = "silent"
    REFUSED = "refused"


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


class Verdict(StrEnum):
    """Say how a feed does, as an admin understands it: what ``feeds.doctor`` finds.

    FINE, SLOW and REPAIRED (its encoding was not the declared one) need nobody. SILENT shows nothing new for many times
    its usual gap. PAGES answers with no feed, GONE with 410, MISSING with 404, BLOCKED with 401, 403 or 429. MOVED is
    read at its new address from now on, DOUBLE moved to that of another feed. CLOCK dates its news ahead of time.
    CERTIFICATE has a bad one, EXPIRING one that soon will be. DOWN does not answer, UNREADABLE is not understood.
    """

    FINE = "fine"
    SLOW = "slow"
    REPAIRED = "repaired"
    SILENT = "silent"
    PAGES = "pages"
    GONE = "gone"
    MISSING = "missing"
    BLOCKED = "blocked"
    MOVED = "moved"
    DOUBLE = "double"
    CLOCK = "clock"
    CERTIFICATE = "certificate"
    EXPIRING = "expiring"
    DOWN = "down"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Signs:
    """What the polls of a feed show of its rhythm and its health.

    *hours* are the articles a day at each hour of the day (UTC), empty before the second read; *gap* is how long one
    usually waits for news, *ttl* what the body last asked. *took* is the usual time of an answer. *moved_to* is where a
    permanent redirect leads since *moved_at*, empty without one. *certificate_until* is None without TLS. *repaired*
    says that the encoding was not the declared one, *ahead* by how much its dates are later than when they were seen.
    """

    hours: tuple[float, ...] = ()
    gap: timedelta = timedelta(0)
    ttl: timedelta | None = None
    took: timedelta = timedelta(0)
    moved_to: str = ""
    moved_at: datetime | None = None
    certificate_until: datetime | None = None
    repaired: bool = False
    ahead: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source that is polled, as stored; what has a default begins so.

    Times are UTC. *fence* is the number of the claim under which it is held; *failures* counts failed polls in a
    row. *primed* says that a first successful read is stored: until then nothing it shows is news.
    *guid_is_identity* is false once two items of one read carried one guid. *lag* is the usual time from an
    item's date to the moment it was seen, *daily* the usual number of articles a day. *verdict* is what admins were
    last told, since *verdict_at*. *full_text* says that its articles are completed from their pages.
    """

    id: FeedId
    url: str
    name: str = ""
    country: str = ""
    family: str = ""
    region: str = ""
    state: FeedState = FeedState.ACTIVE
    due_at: datetime
    fence: int = 0
    failures: int = 0
    error: str = ""
    primed: bool = False
    guid_is_identity: bool = True
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    daily: float = 0.0
    lag: timedelta = timedelta(0)
    entries: int = 0
    late: int = 0
    created_at: datetime
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    article_at: datetime | None = None
    signs: Signs = Signs()
    verdict: Verdict | None = None
    verdict_at: datetime | None = None
    full_text: bool = False
    hub: HubState = HubState.NONE


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

    *url* is the address after redirects; *moved_to* the one of a permanent redirect or empty. *took* is the time of the
    answer, waiting for a turn aside; *certificate_until* is None without TLS. *hub* and *topic* are those of the header
    ``Link``, empty without one.
    """

    body: bytes
    url: str
    charset: str
    content_type: str
    validators: Validators
    hints: Hints
    moved_to: str = ""
    took: timedelta = field(default=timedelta(0), compare=False)
    certificate_until: datetime | None = None
    hub: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server said 304: nothing changed. The rest is as in ``Fetched``."""

    hints: Hints
    moved_to: str = ""
    took: timedelta = field(default=timedelta(0), compare=False)
    certificate_until: datetime | None = None
