"""Certificates: bad ones are refused and said so, good ones tell how long they hold. Made by ``openssl`` here."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import FetchError
from domain.feeds import Fetched, NotModified, Validators
from feeds.certificates import MOST, Certificates
from feeds.fetch import Fetcher, Limits

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
LIMITS = Limits(connect=timedelta(seconds=5), read=timedelta(seconds=5), total=timedelta(seconds=10))
FEED = "<rss>قافلة</rss>".encode()
CONFIGURATION = """
[ca]
default_ca = authority
[authority]
dir = .
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = policy
[policy]
commonName = supplied
[here]
basicConstraints = CA:FALSE
subjectAltName = IP:127.0.0.1
[elsewhere]
basicConstraints = CA:FALSE
subjectAltName = DNS:elsewhere.example
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[req]
distinguished_name = name
prompt = no
[name]
CN = test
"""
Secure = Callable[[str], Awaitable[str]]


class Authority:
    """A certificate authority in *folder*; its certificates last from *start* to *end*."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "ca.cnf").write_text(CONFIGURATION, "utf-8")
        (folder / "index.txt").touch()
        (folder / "index.txt.attr").write_text("unique_subject = no\n", "utf-8")
        (folder / "serial").write_text("01\n", "utf-8")
        self.root = self._self_signed("ca", "root")
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr")

    def certificate(self, name: str, start: datetime, end: datetime, holder: str = "here") -> ssl.SSLContext:
        """Return the context of a server with a certificate of this authority."""
        span = ("-startdate", f"{start:%Y%m%d%H%M%SZ}", "-enddate", f"{end:%Y%m%d%H%M%SZ}", "-extensions", holder)
        signed = ("-cert", "ca.pem", "-keyfile", "ca.key", "-in", "leaf.csr", "-out", f"{name}.pem")
        self._openssl("ca", "-batch", "-notext", *signed, *span)
        return self._serving(f"{name}.pem", "leaf.key")

    def self_signed(self) -> ssl.SSLContext:
        """Return the context of a server whose certificate nobody but itself signed."""
        self._self_signed("own", "here")
        return self._serving("own.pem", "own.key")

    def _self_signed(self, name: str, kind: str) -> Path:
        made = ("-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "2", "-extensions", kind)
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", *made)
        return self.folder / f"{name}.pem"

    def _serving(self, certificate: str, key: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / certificate, self.folder / key)
        return context

    def _openssl(self, command: str, *arguments: str) -> None:
        assert OPENSSL is not None
        subprocess.run(  # noqa: S603  openssl, on files of this test
            [OPENSSL, command, "-config", "ca.cnf", *arguments], cwd=self.folder, check=True, capture_output=True
        )


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ssl.SSLContext]:
    """Return servers' contexts by what is the matter with them."""
    authority = Authority(tmp_path_factory.mktemp("authority"))
    now, day = datetime.now(UTC), timedelta(days=1)
    return {
        "good": authority.certificate("good", now - day, END),
        "expired": authority.certificate("expired", now - 9 * day, now - day),
        "of the future": authority.certificate("future", now + day, now + 9 * day),
        "of another": authority.certificate("other", now - day, now + day, "elsewhere"),
        "self-signed": authority.self_signed(),
    }


END = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)


@pytest.fixture
async def secure(
    contexts: dict[str, ssl.SSLContext], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Secure]:
    """Start servers on 127.0.0.1 by what is the matter with them; the authority is trusted, as OpenSSL reads it."""
    root = next(tmp_path_factory.getbasetemp().glob("authority*/ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(root))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            status, body = ("304 Not Modified", b"") if "If-None-Match" in head else ("200 OK", FEED)
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client refused the certificate, as it should
        finally:
            writer.close()

    async with AsyncExitStack() as stack:

        async def start(which: str) -> str:
            server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=contexts[which])
            stack.callback(server.close)
            return f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"

        yield start


def fetcher() -> Fetcher:
    return Fetcher(LIMITS, user_agent="Mirsal/test", allow_loopback=True)


@pytest.mark.parametrize(
    ("which", "why"),
    [
        ("expired", "certificate has expired"),
        ("of the future", "certificate is not yet valid"),
        ("of another", "IP address mismatch"),
        ("self-signed", "self-signed certificate"),
    ],
)
async def test_a_bad_certificate_is_refused_and_said_so(secure: Secure, which: str, why: str) -> None:
    url = await secure(which)

    async with fetcher() as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch.fetch(url)

    assert caught.value.kind == "certificate"
    assert why in caught.value.detail.replace("self signed", "self-signed")


async def test_a_good_certificate_tells_how_long_it_holds(secure: Secure) -> None:
    url = await secure("good")

    async with fetcher() as fetch:
        found = await fetch.fetch(url)
        same = await fetch.fetch(url, Validators('"1"'))

    assert isinstance(found, Fetched)
    assert isinstance(same, NotModified)
    assert found.certificate_until == same.certificate_until == END
    assert found.took > timedelta(0)


async def test_a_plain_connection_has_no_certificate() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss>")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    async with server, fetcher() as fetch:
        found = await fetch.fetch(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")

    assert found.certificate_until is None


class Shown(ssl.SSLObject):
    """A connection to *server_hostname* that is done, with a certificate or none."""

    server_hostname = ""
    ends: str | None = None

    def getpeercert(self, binary_form: bool = False) -> dict[str, object]:  # type: ignore[override]  # noqa: FBT001, FBT002
        return {"notAfter": self.ends} if self.ends else {}


def shown(host: str, ends: str | None = "Jan  2 00:00:00 2030 GMT") -> Shown:
    made = Shown.__new__(Shown)
    made.server_hostname, made.ends = host, ends
    return made


def test_ever_new_hosts_do_not_fill_the_memory() -> None:
    certificates = Certificates()
    for number in range(MOST + 1):
        certificates._note(shown(f"{number}.example"))
    certificates._note(shown("none.example", None))

    assert len(certificates._until) == 1
    assert certificates.until(f"{MOST}.example") == datetime(2030, 1, 2, tzinfo=UTC)
    assert certificates.until("none.example") is None
