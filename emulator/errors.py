"""Errors as the Bot API answers them: a code, a description, sometimes parameters. Pure.

    ApiError
    ├── BadRequest       400   what was asked cannot be done
    │   └── Upgraded     400   the group is a supergroup now (``migrate_to_chat_id``)
    ├── Unauthorized     401   another token
    ├── Forbidden        403   the chat does not let the bot write
    ├── NotFound         404   no such method
    ├── Conflict         409   another getUpdates, or a webhook
    └── TooManyRequests  429   with ``retry_after``

The texts are those of tdlib/telegram-bot-api (Client.cpp, fail_query_with_error) and of TDLib.
"""

from emulator.wire import Json


class ApiError(Exception):
    """Be an answer with ``"ok": false``."""

    code = 500
    prefix = "Internal Server Error"

    def __init__(self, description: str = "", parameters: Json | None = None) -> None:
        super().__init__(description)
        self.description = f"{self.prefix}: {lowered(description)}" if description else self.prefix
        self.parameters: Json = parameters or {}


class BadRequest(ApiError):
    """400."""

    code = 400
    prefix = "Bad Request"


class Upgraded(BadRequest):
    """400: the group became a supergroup."""

    def __init__(self, to: int) -> None:
        super().__init__("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": to})


class Unauthorized(ApiError):
    """401."""

    code = 401
    prefix = "Unauthorized"


class Forbidden(ApiError):
    """403."""

    code = 403
    prefix = "Forbidden"


class NotFound(ApiError):
    """404."""

    code = 404
    prefix = "Not Found"


class Conflict(ApiError):
    """409."""

    code = 409
    prefix = "Conflict"


class TooManyRequests(ApiError):
    """429."""

    code = 429
    prefix = "Too Many Requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}", {"retry_after": retry_after})


class Ordered(ApiError):
    """Any error, word for word, as a test ordered it."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__("", parameters)
        self.code = code
        self.description = description


def lowered(description: str) -> str:
    """Lower the first letter unless the text is an ALL_CAPS code (fail_query_with_error does so)."""
    if len(description) >= 2 and (description[1] == "_" or "A" <= description[1] <= "Z"):
        return description
    return description[:1].lower() + description[1:]
