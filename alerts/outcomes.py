"""Read what an error of python-telegram-bot says about a call: was it done, and what to do next.

The table is that of telegram.md §2.4, measured and read in the server's source. ``BadRequest`` and ``TimedOut`` are
subclasses of ``NetworkError`` and come first. python-telegram-bot takes «Bad Request: » away and capitalises, so
texts are compared in small letters. What Telegram did not say itself (an HTML page, an answer that is no JSON)
tells nothing about the message: it may have been sent.
"""

import os
import re
from collections.abc import Iterator
from datetime import timedelta

import aiohttp
import aiohttp_socks
import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from domain.alerts import (
    ChatGone,
    Degradable,
    Flooded,
    Halted,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Sent,
    Unknown,
)
from domain.chats import TelegramId

# Without it the constructor of RetryAfter warns each time a 429 comes (python-telegram-bot 22).
os.environ.setdefault("PTB_TIMEDELTA", "1")

_LEAST_WAIT = 1.0  # seconds, for a 429 that names none

# The connection was never made, so nothing can have been done.
_NEVER_CONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientConnectorCertificateError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    aiohttp_socks.ProxyError,
    aiohttp_socks.ProxyConnectionError,
    aiohttp_socks.ProxyTimeoutError,
    # python-telegram-bot's own client:
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)

_GONE = (
    ("bot was blocked", "blocked"),
    ("user_is_blocked", "blocked"),
    ("user is deactivated", "deactivated"),
    ("user_deactivated", "deactivated"),
    ("can't initiate conversation", "not_started"),
    ("can't send messages to bots", "bot"),
    ("bot was kicked", "kicked"),
    ("user_banned_in_channel", "kicked"),
    ("not a member", "not_member"),
    ("chat was deleted", "deleted"),
    ("chat was deactivated", "deleted"),
    ("chat not found", "not_found"),
    ("peer_id_invalid", "not_found"),
    ("channel_private", "not_found"),
    ("channel_invalid", "not_found"),
    ("chat_id_invalid", "not_found"),
    ("not enough rights", "no_rights"),
    ("need administrator rights", "no_rights"),
    ("have no write access", "no_rights"),
    ("have no rights to send", "no_rights"),
    ("chat_write_forbidden", "no_rights"),
    ("chat_admin_required", "no_rights"),
    ("chat_restricted", "no_rights"),
    ("chat_send_plain_forbidden", "no_rights"),
    ("chat_guest_send_forbidden", "no_rights"),
)
# Done already, or nothing left to do.
_SETTLED = ("message is not modified", "message_not_modified", "query is too old", "message to delete not found")
_DEGRADABLE = (
    (("message to be replied not found", "replied message not found", "message to reply not found"), "reply"),
    (("reply_message_id_invalid", "reply message not found"), "reply"),
    (("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid", "thread_id_invalid"), "thread"),
    (("message is too long", "message_too_long", "caption is too long", "caption_too_long"), "length"),
    (("webpage", "web page", "link_preview", "link preview"), "preview"),
    (("button_", "reply_markup", "reply markup", "keyboard", "wrong http url"), "keyboard"),
    (("can't parse entities", "can't parse caption entities", "entity_", "entities_", "entities"), "markup"),
)


def outcome_of(error: BaseException) -> Outcome:
    """Return what *error* says about the call that raised it; what it does not say is Unknown."""
    match error:
        case RetryAfter():
            return Flooded(_seconds(error.retry_after))
        case ChatMigrated():
            return Migrated(TelegramId(error.new_chat_id))
        case TelegramError() if _is_not_json(error):
            return Unknown("the answer was not Telegram's")
        case InvalidToken() | EndPointNotFound() if _says(error, "method not found"):
            return Refused("method not found")  # 404 too, but of the method: the token is good
        case InvalidToken() | EndPointNotFound():
            return Halted("the token is not known")
        case Conflict():
            return Halted("another process uses the token")
        case Forbidden():
            return ChatGone(_gone(error.message.lower()) or "forbidden")
        case BadRequest():
            return _of_bad_request(error.message.lower())
        case NetworkError():
            return _of_network_error(error)
    return Unknown(_named(error))


def _of_bad_request(text: str) -> Outcome:
    if any(known in text for known in _SETTLED):
        return Sent(0)
    if reason := _gone(text):
        return ChatGone(reason)
    for known, reason in _DEGRADABLE:
        if any(part in text for part in known):
            return Degradable(reason)
    return Refused(text)


def _of_network_error(error: NetworkError) -> Outcome:
    text = error.message.lower()
    # python-telegram-bot drops a retry_after of 0 and the status with it.
    if text.startswith("too many requests"):
        return Flooded(_wait(text))
    if text.startswith("request entity too large"):
        return Refused(text)
    if any(isinstance(cause, _NEVER_CONNECTED) for cause in _causes(error)):
        return NotSent(_named(error))
    return Unknown(_named(error))


def _gone(text: str) -> str:
    return next((reason for known, reason in _GONE if known in text), "")


def _is_not_json(error: TelegramError) -> bool:
    return _says(error, "invalid server response")


def _says(error: TelegramError, text: str) -> bool:
    return any(text in str(cause).lower() for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield *error* and what it was raised from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _named(error: BaseException) -> str:
    """Return the kinds of an error and of its cause: no address and no token stands in it."""
    return " from ".join(type(cause).__name__ for cause in (error, error.__cause__) if cause)


def _seconds(wait: int | timedelta) -> float:
    """Return seconds: python-telegram-bot 22 gives an int or, with PTB_TIMEDELTA set, a timedelta."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _wait(text: str) -> float:
    found = re.search(r"retry after (\d+)", text)
    return max(float(found[1]), _LEAST_WAIT) if found else _LEAST_WAIT
