"""Put a refused call into a plainer form that Telegram may take. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from alerts.markup import CAPTION_LIMIT, TEXT_LIMIT, clip, plain
from domain.alerts import Call

_TEXTS = {"text": TEXT_LIMIT, "caption": CAPTION_LIMIT}
_REPLIES = ("reply_parameters", "reply_to_message_id", "allow_sending_without_reply")


def degrade(call: Call, reason: str) -> Call | None:
    """Return *call* without what Telegram refused, or None where there is nothing left to take away.

    *reason* is that of ``Degradable``. For ``thread`` the call stays as it is: the topic is no part of it, and
    ``send`` leaves it out once the delivery is marked.
    """
    change = _CHANGES.get(reason)
    params = change(call.params) if change else None
    return None if params is None else Call(call.method, params)


def _without_markup(params: Mapping[str, Any]) -> dict[str, Any] | None:
    if not {"parse_mode", "entities", "caption_entities"} & set(params):
        return None
    bare = _without(params, "parse_mode", "entities", "caption_entities")
    if params.get("parse_mode") == "HTML":
        bare |= {name: clip(plain(params[name]), limit) for name, limit in _TEXTS.items() if name in params}
    return bare


def _shorter(params: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return half of what is allowed, as plain text: what we count is already within the limit."""
    texts = {name: limit // 2 for name, limit in _TEXTS.items() if name in params}
    if not texts:
        return None
    bare = _without_markup(params) or dict(params)
    return bare | {name: clip(bare[name], limit) for name, limit in texts.items()}


def _without_keyboard(params: Mapping[str, Any]) -> dict[str, Any] | None:
    return _without(params, "reply_markup") if "reply_markup" in params else None


def _without_preview(params: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the message without a picture."""
    if "url" not in params.get("link_preview_options", {}):
        return None
    return {**params, "link_preview_options": {"is_disabled": True}}


def _without_reply(params: Mapping[str, Any]) -> dict[str, Any] | None:
    return _without(params, *_REPLIES) if set(_REPLIES) & set(params) else None


def _as_it_is(params: Mapping[str, Any]) -> dict[str, Any] | None:
    return dict(params)


def _without(params: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in params.items() if name not in names}


_CHANGES: dict[str, Callable[[Mapping[str, Any]], dict[str, Any] | None]] = {
    "markup": _without_markup,
    "length": _shorter,
    "keyboard": _without_keyboard,
    "preview": _without_preview,
    "reply": _without_reply,
    "thread": _as_it_is,
}
