"""Hubs: who pushes a feed's news to us, W3C WebSub (https://www.w3.org/TR/websub/). Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.feeds import FeedId


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub that a feed names, and our subscription there, held under the claim *fence*.

    *topic* is the feed's address as the hub knows it. *token* makes our callback's address, *secret* signs what is
    pushed. *failures* counts requests in a row that led to no subscription; *lease_until* is when the one that holds
    ends, None without one.
    """

    feed: FeedId
    url: str
    topic: str
    token: str = field(repr=False)
    secret: str = field(repr=False)
    fence: int
    failures: int
    lease_until: datetime | None


@dataclass(frozen=True, slots=True)
class Push:
    """A body that a hub pushed for *feed*, held under the claim *fence*; *charset* as in its Content-Type, or empty."""

    id: int
    feed: FeedId
    body: bytes = field(repr=False)
    charset: str
    fence: int
