"""Why a fetch failed, in a few stable words."""

import ssl
import zlib

import aiohttp
import aiohttp_socks
import pytest
from aiohttp.client_reqrep import ConnectionKey

from domain.errors import AddressRefused, FetchError
from feeds.failures import translated
from feeds.guard import NotPublic
from feeds.inflate import TooLarge

KEY = ConnectionKey("news.example", 443, True, True, None, None, None)  # noqa: FBT003  aiohttp's own tuple


def unverified(message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, message)
    error.verify_message = message
    return error


@pytest.mark.parametrize(
    ("error", "kind", "detail"),
    [
        (TooLarge(), "too_large", "the body is larger than the limit"),
        (TimeoutError(), "timeout", "total"),
        (aiohttp.ConnectionTimeoutError(), "timeout", "connect"),
        (aiohttp.SocketTimeoutError(), "timeout", "read"),
        (aiohttp.InvalidURL("http://secret:word@x/"), "bad_url", "news.example cannot be asked"),
        (
            aiohttp.ClientConnectorCertificateError(KEY, unverified("certificate has expired")),
            "certificate",
            "the certificate of news.example: certificate has expired",
        ),
        (
            aiohttp.ClientConnectorCertificateError(KEY, ValueError("names differ")),
            "certificate",
            "the certificate of news.example: ValueError",
        ),
        (aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError(1, "no")), "tls", "no TLS with news.example"),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(None, "no")), "dns", "news.example has no address"),
        (aiohttp.ClientProxyConnectionError(KEY, OSError(1, "no")), "proxy", "the proxy refused, or is not there"),
        (aiohttp_socks.ProxyError("no"), "proxy", "the proxy refused, or is not there"),
        (aiohttp_socks.ProxyTimeoutError("no"), "proxy", "the proxy refused, or is not there"),
        (zlib.error("no"), "broken_body", "the body ended too early, or is not compressed as announced"),
        (ValueError("no"), "protocol", "news.example does not speak HTTP: ValueError"),
        (aiohttp.ServerDisconnectedError(), "connection", "news.example: ServerDisconnectedError"),
        (ConnectionResetError(), "connection", "news.example: ConnectionResetError"),
    ],
)
def test_each_trouble_has_its_kind(error: Exception, kind: str, detail: str) -> None:
    found = translated(error, "news.example")

    assert (found.kind, found.detail) == (kind, detail)


def test_a_refused_address_stays_one_through_aiohttp() -> None:
    error = aiohttp.ClientConnectorError(KEY, NotPublic("10.0.0.1 is not public"))

    assert isinstance(translated(error, "news.example"), AddressRefused)


def test_what_is_told_already_stays() -> None:
    error = FetchError("gone", status=410)

    assert translated(error, "news.example") is error
