"""When and how much a chat wants to be told. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.queries import QueryId

MINUTES_A_DAY = 24 * 60
MORNING = 8 * 60  # when a daily digest comes unless told otherwise


class Digest(StrEnum):
    """Say how alerts come: each at once, or collected."""

    INSTANT = "instant"
    HOURLY = "hourly"
    DAILY = "daily"


class Picture(StrEnum):
    """Say where an article's picture stands in its alert."""

    NONE = "none"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which a chat wants no message, in minutes since midnight; *end* may be on the next day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a chat asked for; the defaults hold for one that asked for nothing.

    *zone* is an IANA name, empty for that of the installation. *urgent_passes* the quiet hours. More than
    *most_an_hour* alerts go into the next digest, which comes at each full hour, or *daily_at* so many minutes after
    midnight.
    """

    zone: str = ""
    quiet: Quiet | None = None
    urgent_passes: bool = True
    most_an_hour: int | None = None
    digest: Digest = Digest.INSTANT
    daily_at: int = MORNING
    silent_updates: bool = True
    picture: Picture = Picture.NONE


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is to be known of a target before something is sent to it.

    *muted* and *collected* are the queries that it muted for now, and that it wants in digests. *told* counts the
    alerts that its chat got within the last hour; *late* those that wait for the target much longer than they should,
    *late_urgent* how many of them are urgent.
    """

    preferences: Preferences = field(default_factory=Preferences)
    muted_until: datetime | None = None
    muted: frozenset[QueryId] = frozenset()
    collected: frozenset[QueryId] = frozenset()
    told: int = 0
    late: int = 0
    late_urgent: int = 0
