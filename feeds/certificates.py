"""Know until when the certificates of the servers that are asked hold.

aiohttp has let a connection go by the time an answer without body can be looked at, so the date is taken where Python
offers it: at the end of the handshake, in the class of objects that an SSL context makes (``sslobject_class``).
"""

import ssl
from datetime import UTC, datetime

MOST = 10_000  # hosts; redirects may name ever new ones


class Certificates:
    """Remember the certificates that were verified, by host."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def context(self) -> ssl.SSLContext:
        """Return a context that trusts what the system trusts, for HTTP/1.1, and tells us of each handshake."""
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        note = self._note

        class Noted(ssl.SSLObject):
            def do_handshake(self) -> None:
                super().do_handshake()
                note(self)

        context.sslobject_class = Noted
        return context

    def until(self, host: str) -> datetime | None:
        """Return until when the certificate of *host* holds; None if it never showed one."""
        return self._until.get(host)

    def _note(self, connection: ssl.SSLObject) -> None:
        ends = (connection.getpeercert() or {}).get("notAfter")
        if isinstance(ends, str) and connection.server_hostname:
            if len(self._until) >= MOST:
                self._until.clear()
            self._until[connection.server_hostname] = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
