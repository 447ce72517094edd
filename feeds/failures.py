"""Say why a fetch failed, in one of a few stable words.

bad_url            no http or https address
private_address    AddressRefused: loopback, private, link-local, shared, multicast …
dns                the name has no address, or its servers do not answer
connection         nobody listens, or the connection broke
timeout            *detail* says what took too long: connect, read, total
certificate, tls   the certificate is not good; the handshake failed
proxy              our own proxy refused or is not there
protocol           the answer is no HTTP
redirects          too many of them, or one that leads nowhere
too_large          more than the limit, decompressed
broken_body        the body ended too early or is not compressed as announced
gone               410      not_found  404      forbidden  401, 403      too_many_requests  429
server_error       5xx      status     any other
"""

import zlib

import aiohttp
import aiohttp_socks

from domain.errors import AddressRefused, FetchError
from domain.feeds import Hints
from feeds.guard import NotPublic
from feeds.inflate import TooLarge

PROXY_ERRORS = (aiohttp_socks.ProxyError, aiohttp_socks.ProxyConnectionError, aiohttp_socks.ProxyTimeoutError)
# The first that fits: several are subclasses of later ones.
_TOLD: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    ((TooLarge,), "too_large", "the body is larger than the limit"),
    ((aiohttp.InvalidURL,), "bad_url", "{host} cannot be asked"),
    (
        (aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError, *PROXY_ERRORS),
        "proxy",
        "the proxy refused, or is not there",
    ),
    ((aiohttp.ClientSSLError,), "tls", "no TLS with {host}"),
    ((aiohttp.ClientConnectorDNSError,), "dns", "{host} has no address"),
    (
        (aiohttp.ClientPayloadError, zlib.error),
        "broken_body",
        "the body ended too early, or is not compressed as announced",
    ),
    ((aiohttp.ClientResponseError, ValueError), "protocol", "{host} does not speak HTTP: {error}"),
    ((Exception,), "connection", "{host}: {error}"),
)
_KINDS = {401: "forbidden", 403: "forbidden", 404: "not_found", 410: "gone", 429: "too_many_requests"}


def of_status(status: int, asked: Hints) -> FetchError:
    """Return the error for an answer with *status*, which *asked* us to wait perhaps."""
    kind = _KINDS.get(status, "server_error" if status >= 500 else "status")
    wait = asked.retry_after.total_seconds() if asked.retry_after is not None else None
    return FetchError(kind, f"HTTP {status}", status=status, retry_after=wait)


def translated(error: Exception, host: str) -> FetchError:
    """Return what *error*, raised while asking *host*, means. Its text goes no further: it may hold the whole URL."""
    if isinstance(error, FetchError):
        return error
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, NotPublic):
        return AddressRefused(str(cause))
    return FetchError(*_told(error, host))


def _told(error: Exception, host: str) -> tuple[str, str]:
    match error:
        case TimeoutError():
            return "timeout", _what_took_too_long(error)
        case aiohttp.ClientConnectorCertificateError():
            return "certificate", f"the certificate of {host}: {_verdict(error)}"
    kind, detail = next(told for kinds, *told in _TOLD if isinstance(error, kinds))
    return kind, detail.format(host=host, error=type(error).__name__)


def _what_took_too_long(error: TimeoutError) -> str:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return "connect"
    return "read" if isinstance(error, aiohttp.SocketTimeoutError) else "total"


def _verdict(error: aiohttp.ClientConnectorCertificateError) -> str:
    return getattr(error.certificate_error, "verify_message", "") or type(error.certificate_error).__name__
