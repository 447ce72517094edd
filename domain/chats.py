"""Chats, the targets in them, and what these follow. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.queries import Query, QueryId

ChatId = NewType("ChatId", int)  # our own row number
TelegramId = NewType("TelegramId", int)  # Telegram's chat id: never in logs
TargetId = NewType("TargetId", int)
SubscriptionId = NewType("SubscriptionId", int)
Thread = NewType("Thread", int)

GENERAL = Thread(0)  # no topic: private chats, groups without topics, a forum's General topic


class ChatKind(StrEnum):
    """Name the kinds of chats of the Bot API."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class ChatState(StrEnum):
    """Say whether a chat can be sent to. GONE keeps its subscriptions until it comes back."""

    ACTIVE = "active"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Chat:
    """A Telegram chat. *key* is the random name used in logs; *invited* counts where the bot is not open to all."""

    id: ChatId
    key: str
    telegram_id: TelegramId
    kind: ChatKind
    state: ChatState
    reason: str
    invited: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Target:
    """A chat and a topic in it. *paused_at* is when /stop was said, None if alerts flow."""

    id: TargetId
    chat: ChatId
    thread: Thread
    paused_at: datetime | None


class Mode(StrEnum):
    """Say how a subscription is told."""

    INSTANT = "instant"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A target's standing query. *label* is how the person wrote it, or the place's name."""

    id: SubscriptionId
    target: TargetId
    query_id: QueryId
    query: Query
    label: str
    mode: Mode
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link into a closed bot, for a private chat or (*group*) for a group."""

    code: str
    group: bool
    expires_at: datetime
