"""The webhook that a bot has set, and what the Bot API asks of one. Pure.

Sources: tdlib/telegram-bot-api, Client.cpp (process_set_webhook_query) and WebhookActor.cpp.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from emulator.errors import BadRequest
from emulator.wire import Json

PORTS = (None, 80, 88, 443, 8443)
LOCAL = frozenset(("127.0.0.1", "localhost"))
SECRET = re.compile("[A-Za-z0-9_-]{0,256}")
CONNECTIONS = 40  # by default
MOST_CONNECTIONS = 100


@dataclass(slots=True)
class Webhook:
    """A webhook; without a *url* there is none."""

    url: str = ""
    secret: str = ""
    connections: int = CONNECTIONS
    failed_at: int = 0
    failure: str = ""

    @property
    def is_here(self) -> bool:
        """Tell whether it is on this machine: nothing is pushed anywhere else."""
        return urlsplit(self.url).hostname in LOCAL

    def shown(self, waiting: int, allowed: list[str]) -> Json:
        """Return the WebhookInfo."""
        info: Json = {"url": self.url, "has_custom_certificate": False, "pending_update_count": waiting}
        if self.url:
            info |= {"max_connections": self.connections, "ip_address": "127.0.0.1"}
        if self.failure:
            info |= {"last_error_date": self.failed_at, "last_error_message": self.failure}
        return info | ({"allowed_updates": allowed} if allowed else {})


def checked(url: str, secret: str, connections: int) -> Webhook:
    """Return the webhook that is asked for; plain HTTP on this machine alone, as a local Bot API server takes it.

    Raises:
        BadRequest: what Telegram refuses, in its words.
    """
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in LOCAL
    if url and parts.scheme != "https" and not is_here:
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if url and not is_here and parts.port not in PORTS:
        raise BadRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not SECRET.fullmatch(secret):
        raise BadRequest(f"secret token {'is too long' if len(secret) > 256 else 'contains unallowed characters'}")
    return Webhook(url, secret, min(max(connections, 1), MOST_CONNECTIONS))
