"""Logging: one line a unit of work, ``event key=value``; never a token, never Telegram's id of a chat."""

import logging
import re
import sys
from collections.abc import Iterable

TOKEN = re.compile(r"(?<![0-9])\d{5,16}:[A-Za-z0-9_-]{20,}")  # <bot id>:<secret>, as @BotFather gives it
LIBRARIES = (
    "httpx",
    "httpcore",
    "aiosqlite",
    "alembic",
    "asyncio",
    "telegram",
    "hpack",
    "openai",
    "httpx2",
    "httpcore2",
)


class Redacting(logging.Formatter):
    """Format records and cut out secrets, in tracebacks too.

    httpx logs whole addresses at INFO, and those of the Bot API hold the token (measured); its level is raised, and
    whatever still names a token is cut here.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", "%Y-%m-%dT%H:%M:%S%z", style="{")
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of *record* without secrets."""
        text = TOKEN.sub("<token>", super().format(record))
        for secret in self._secrets:
            text = text.replace(secret, "<secret>")
        return text


def configure(level: str, secrets: Iterable[str] = ()) -> None:
    """Send all logs of *level* and above to standard error, one line each, without *secrets*."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    # An answer that is no JSON is logged whole at ERROR: half of one with updates holds what people wrote, and who.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
