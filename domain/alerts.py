"""Alerts and the deliveries that carry them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, NewType

from domain.chats import ChatId, ChatKind, TargetId, TelegramId, Thread
from domain.news import Article, ArticleId, StoryId
from domain.queries import Match, Query
from domain.retellings import Retelling

AlertId = NewType("AlertId", int)
DeliveryId = NewType("DeliveryId", int)


class AlertState(StrEnum):
    """Say how far an alert is.

    OWED: a delivery carries it. DIGEST: the next digest collects it. HELD: the target is paused. TOLD, DROPPED
    and EXPIRED are final.
    """

    OWED = "owed"
    DIGEST = "digest"
    HELD = "held"
    TOLD = "told"
    DROPPED = "dropped"
    EXPIRED = "expired"


class Lane(IntEnum):
    """Order deliveries: answers first, edits last."""

    ANSWER = 0
    URGENT = 1
    NORMAL = 2
    DIGEST = 3
    EDIT = 4


# How long news stays news (design, «Expiry»); a digest is of news that waited already, an edit makes no sound.
EXPIRES_IN: Mapping[Lane, timedelta] = {
    Lane.URGENT: timedelta(hours=6),
    Lane.NORMAL: timedelta(hours=12),
    Lane.DIGEST: timedelta(hours=12),
    Lane.EDIT: timedelta(hours=24),
}


class Kind(StrEnum):
    """Name what a delivery does to its alert; its key opens so, and goes on with the alert's number.

    FIRST is the alert's own message. EDIT changes that; UPDATE and CORRECTION stand beneath it, about the article
    whose number follows in the key, and UPDATE_EDIT changes such an update.
    """

    FIRST = "alert"
    EDIT = "edit"
    UPDATE = "update"
    UPDATE_EDIT = "update-edit"
    CORRECTION = "correction"


_OF_ARTICLES = frozenset({Kind.UPDATE, Kind.UPDATE_EDIT, Kind.CORRECTION})


class DeliveryState(IntEnum):
    """Say how far a delivery is. Sending is a lease, not a state."""

    PENDING = 0
    SENT = 1
    DEAD = 2
    CANCELLED = 3
    EXPIRED = 4


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API: its method's name and its parameters, JSON values without the chat."""

    method: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One Telegram call owed to one target, claimed: a row of the outbox.

    *call* is None until first composed. *fence* is the number of this claim; *failures* and *unknowns* are the
    budgets spent; *revision* counts replacements of the content. *lease_until* is by the database's clock; *slot* is
    how long after the claim the call may go, by the pace of all.
    """

    id: DeliveryId
    key: str
    chat: ChatId
    chat_key: str
    telegram_id: TelegramId
    chat_kind: ChatKind
    thread: Thread
    target: TargetId
    lane: Lane
    alert: AlertId | None
    call: Call | None
    fence: int
    failures: int
    unknowns: int
    revision: int
    degraded: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    lease_until: datetime
    slot: timedelta = timedelta(0)

    @property
    def kind(self) -> Kind | None:
        """Return what it does to its alert; None where it is of no alert."""
        return next((kind for kind in Kind if self.key.startswith(f"{kind}:")), None)

    @property
    def about(self) -> ArticleId | None:
        """Return the article that it names; None where it is about that of its alert."""
        return ArticleId(int(self.key.split(":")[2])) if self.kind in _OF_ARTICLES else None


@dataclass(frozen=True, slots=True)
class Followed:
    """A query as one target follows it, with the spans of the article that made it hold."""

    query: Query
    label: str
    match: Match


@dataclass(frozen=True, slots=True)
class Material:
    """What an alert's text is made of: the article, its source, and why it concerns the target.

    *sources* names the independent ones of its story, the first to tell it first; none where that was not asked.
    *message_id* is that of the alert's first message, where there is one; *corrected*: its article was changed since.
    *retelling* is what a language model made of the article, None where none did.
    """

    alert: AlertId
    article_id: ArticleId
    article: Article
    story: StoryId
    source: str
    language: str
    events: tuple[str, ...]
    urgent: bool
    followed: tuple[Followed, ...]
    sources: tuple[str, ...] = ()
    message_id: int | None = None
    corrected: bool = False
    retelling: Retelling | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram did it («not modified» too); *message_id* is 0 where the method makes no message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Flooded:
    """429: not done; wait *retry_after* seconds."""

    retry_after: float


@dataclass(frozen=True, slots=True)
class Migrated:
    """Not done: the group is a supergroup now, under *to*."""

    to: TelegramId


@dataclass(frozen=True, slots=True)
class ChatGone:
    """Not done: blocked, kicked, deactivated, without rights or not found."""

    reason: str


@dataclass(frozen=True, slots=True)
class Degradable:
    """Not done: a plainer form may pass. *reason* is ``markup``, ``length``, ``keyboard``, ``reply`` or ``thread``."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not done, and never will be."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Known not done: the connection was never made. Try again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been done: the answer was lost. Try again without sound, a few times at most."""

    reason: str


@dataclass(frozen=True, slots=True)
class Halted:
    """Not done: the token is refused (401, 404) or another process took over. Stop and tell the operator."""

    reason: str


Outcome = Sent | Flooded | Migrated | ChatGone | Degradable | Refused | NotSent | Unknown | Halted
