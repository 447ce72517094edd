"""What moves to another bot: chats and what they follow, as lines of JSON. Pure.

The first line names the format, each other a chat; Telegram's ids mean the same to every bot:

    {"mirsal": 1}
    {"chat": 7, "kind": "private", "invited": false, "targets": [{"thread": 0, "paused": false, "subscriptions":
        [{"query": "place:sy.daraa", "label": "درعا", "mode": "instant"}]}],
        "preferences": {"zone": "", "quiet": [1380, 360], "urgent_passes": true, "most_an_hour": null,
                        "digest": "daily", "daily_at": 480, "silent_updates": true, "picture": "none"}}

A chat without preferences asked for nothing.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.chats import ChatKind, Mode, TelegramId, Thread
from domain.preferences import MINUTES_A_DAY, Digest, Picture, Preferences, Quiet
from domain.queries import from_canonical

FORMAT = 1
LONGEST = 1000  # characters of a label or a query
MOST_ID = 2**62
MOST_AN_HOUR = 2**15


@dataclass(frozen=True, slots=True)
class MovedSubscription:
    """A subscription: the canonical form of its query, its label and its mode."""

    query: str
    label: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class MovedTarget:
    """A topic of a chat, or the chat itself, and what is followed there."""

    thread: Thread
    paused: bool
    subscriptions: tuple[MovedSubscription, ...]


@dataclass(frozen=True, slots=True)
class MovedChat:
    """A chat under Telegram's id."""

    telegram_id: TelegramId
    kind: ChatKind
    invited: bool
    targets: tuple[MovedTarget, ...]
    preferences: Preferences = field(default_factory=Preferences)

    @property
    def count(self) -> int:
        """Return how many subscriptions it has."""
        return sum(len(target.subscriptions) for target in self.targets)


def upgraded(group: MovedChat, to: TelegramId, there: MovedChat | None) -> MovedChat:
    """Return *group* as the supergroup *to* that it became; with what is known of that already, which comes first."""
    if there is None:
        return replace(group, telegram_id=to, kind=ChatKind.SUPERGROUP)
    topics = {target.thread: target for target in there.targets}
    for target in group.targets:
        topics[target.thread] = _joined(topics[target.thread], target) if target.thread in topics else target
    preferences = group.preferences if there.preferences == Preferences() else there.preferences
    invited = group.invited or there.invited
    return replace(there, targets=tuple(topics.values()), preferences=preferences, invited=invited)


def _joined(one: MovedTarget, other: MovedTarget) -> MovedTarget:
    queries = {each.query for each in one.subscriptions}
    more = tuple(each for each in other.subscriptions if each.query not in queries)
    return replace(one, paused=one.paused or other.paused, subscriptions=one.subscriptions + more)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a line, counted from 1."""

    line: int
    problem: str


def write(moved: Iterable[MovedChat]) -> Iterator[str]:
    """Yield the lines of a file."""
    yield json.dumps({"mirsal": FORMAT})
    for chat in moved:
        yield json.dumps(content_of(chat), ensure_ascii=False)


def read(lines: Iterable[str]) -> tuple[list[MovedChat], list[Trouble]]:
    """Return the chats of a file and what is wrong with it; with any trouble none of it should be used."""
    found: dict[TelegramId, MovedChat] = {}
    troubles = []
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line)
            if number == 1:
                _check_head(value)
                continue
            chat = chat_of(value)
            if chat.telegram_id in found:
                raise ValueError("this chat stands in an earlier line")
            found[chat.telegram_id] = chat
        except (ValueError, RecursionError) as error:
            troubles.append(Trouble(number, _words(error)))
    return list(found.values()), troubles if number else [Trouble(1, "the file is empty")]


def content_of(chat: MovedChat) -> dict[str, Any]:
    """Return what ``chat_of`` reads back."""
    return {
        "chat": chat.telegram_id,
        "kind": chat.kind.value,
        "invited": chat.invited,
        "targets": [
            {
                "thread": target.thread,
                "paused": target.paused,
                "subscriptions": [
                    {"query": one.query, "label": one.label, "mode": one.mode.value} for one in target.subscriptions
                ],
            }
            for target in chat.targets
        ],
    } | ({} if chat.preferences == Preferences() else {"preferences": _written(chat.preferences)})


def chat_of(value: Any) -> MovedChat:
    """Return the chat that *value* tells of; keys that this version does not know are passed over.

    Raises:
        ValueError: something of it is missing or wrong.
    """
    number = _field(value, "chat", int)
    kind = _field(value, "kind", str)
    if kind not in list(ChatKind):
        raise ValueError("kind is none of " + ", ".join(ChatKind))
    if not 0 < abs(number) < MOST_ID or (number > 0) != (kind == ChatKind.PRIVATE):
        raise ValueError("chat is no Telegram id of that kind")
    targets = tuple(map(_target, _field(value, "targets", list)))
    if len({target.thread for target in targets}) < len(targets):
        raise ValueError("a thread stands there twice")
    preferences = _preferences(_field(value, "preferences", dict)) if "preferences" in value else Preferences()
    return MovedChat(TelegramId(number), ChatKind(kind), _field(value, "invited", bool), targets, preferences)


def _target(value: Any) -> MovedTarget:
    thread = _field(value, "thread", int)
    if not 0 <= thread < MOST_ID:
        raise ValueError("thread is no number of a topic")
    subscriptions = tuple(map(_subscription, _field(value, "subscriptions", list)))
    return MovedTarget(Thread(thread), _field(value, "paused", bool), subscriptions)


def _subscription(value: Any) -> MovedSubscription:
    query, label, mode = (_field(value, name, str) for name in ("query", "label", "mode"))
    if max(len(query), len(label)) > LONGEST or "\0" in query + label:
        raise ValueError("query or label cannot be stored")
    if mode not in list(Mode):
        raise ValueError("mode is none of " + ", ".join(Mode))
    from_canonical(query)
    return MovedSubscription(query, label, Mode(mode))


def _written(wanted: Preferences) -> dict[str, Any]:
    return {
        "zone": wanted.zone,
        "quiet": [wanted.quiet.start, wanted.quiet.end] if wanted.quiet else None,
        "urgent_passes": wanted.urgent_passes,
        "most_an_hour": wanted.most_an_hour,
        "digest": wanted.digest.value,
        "daily_at": wanted.daily_at,
        "silent_updates": wanted.silent_updates,
        "picture": wanted.picture.value,
    }


def _preferences(value: Any) -> Preferences:
    quiet, most, digest = value.get("quiet"), value.get("most_an_hour"), _field(value, "digest", str)
    if digest not in list(Digest):
        raise ValueError("digest is none of " + ", ".join(Digest))
    picture = value.get("picture", Picture.NONE)
    if picture not in list(Picture):
        raise ValueError("picture is none of " + ", ".join(Picture))
    if most is not None and not 0 < _field(value, "most_an_hour", int) < MOST_AN_HOUR:
        raise ValueError("most_an_hour is no number of alerts")
    return Preferences(
        zone=_zone(_field(value, "zone", str)),
        quiet=None if quiet is None else _quiet(_field(value, "quiet", list)),
        urgent_passes=_field(value, "urgent_passes", bool),
        most_an_hour=most,
        digest=Digest(digest),
        daily_at=_minute(_field(value, "daily_at", int)),
        silent_updates=_field(value, "silent_updates", bool),
        picture=Picture(picture),
    )


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("zone is no name of a time zone") from None


def _quiet(value: list[Any]) -> Quiet:
    if len(value) != len(("start", "end")) or not all(type(each) is int for each in value):
        raise ValueError("quiet is not the minutes of its start and its end")
    return Quiet(_minute(value[0]), _minute(value[1]))


def _minute(value: int) -> int:
    if not 0 <= value < MINUTES_A_DAY:
        raise ValueError("a time of day is minutes since midnight")
    return value


def _field(value: Any, name: str, kind: type) -> Any:
    if not isinstance(value, dict) or type(value.get(name)) is not kind:
        raise ValueError(f"{name} is missing, or not {kind.__name__}")
    return value[name]


def _check_head(value: Any) -> None:
    if not isinstance(value, dict) or value.get("mirsal") != FORMAT:
        raise ValueError(f'this is no export: its first line should be {{"mirsal": {FORMAT}}}')


def _words(error: Exception) -> str:
    return "no JSON" if isinstance(error, json.JSONDecodeError | RecursionError) else str(error)
