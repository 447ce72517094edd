"""Let no connection reach an address that is not public.

The check is made on the address itself when the socket is opened, after every redirect too: checks of the URL before
the connection were bypassed in known products by redirects, by names that answer differently the second time, and by
decimal, octal and IPv6-mapped addresses. Two gates: the resolver drops what is not public (a clear error early), and
the factory of sockets refuses whatever still arrives, from whichever way.

With a proxy it is the proxy that connects: its own address is allowed, and what can be told of a target without
resolving its name is checked (``host_allowed``).
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

Address = IPv4Address | IPv6Address
# (family, type, protocol, canonical name, socket address) as socket.getaddrinfo gives it
AddressInfo = tuple[
    int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int]
]

# The blocks of the IANA special-purpose registries (RFC 6890 and later) that are not globally reachable, and those that
# lead elsewhere: multicast, the relays of 6to4 and Teredo. Written out: ``ipaddress.is_global`` changed within 3.11.
_CLOSED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_OPEN_6 = IPv6Network("2000::/3")  # all that IANA has given out as global unicast
_CLOSED_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_LOOPBACK_4 = IPv4Network("127.0.0.0/8")
_LOOPBACK_6 = IPv6Address("::1")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet")


class NotPublic(OSError):
    """Tell aiohttp that an address may not be connected to. An OSError: what it expects of a resolver and a socket."""


def is_public(ip: Address) -> bool:
    """Tell whether *ip* is an address of the public internet; mapped, 6to4 and Teredo addresses are not."""
    if isinstance(ip, IPv4Address):
        return not any(ip in block for block in _CLOSED_4)
    if ip in _NAT64:
        return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip in _OPEN_6 and not any(ip in block for block in _CLOSED_6)


def is_allowed(ip: Address, *, allow_loopback: bool) -> bool:
    """Tell whether *ip* may be connected to: public, or loopback where that is allowed."""
    return is_public(ip) or (allow_loopback and (ip == _LOOPBACK_6 if ip.version == 6 else ip in _LOOPBACK_4))


def literal(host: str) -> Address | None:
    """Return the address that *host* spells, in decimal, octal, hexadecimal or shortened too; None for a name."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def host_allowed(host: str, *, allow_loopback: bool) -> bool:
    """Tell whether *host* may be asked of a proxy, as far as its spelling tells. Names are the proxy's to resolve."""
    host = host.lower().rstrip(".")
    address = literal(host)
    if address is not None:
        return is_allowed(address, allow_loopback=allow_loopback)
    if host == "localhost" or host.endswith(".localhost"):
        return allow_loopback
    return "." in host and not host.endswith(_LOCAL_NAMES)


def sockets(*, allow_loopback: bool) -> Callable[[AddressInfo], socket.socket]:
    """Return a factory of sockets for aiohttp's connector that opens none towards a closed address."""

    def open_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        if not is_allowed(ip_address(address[0]), allow_loopback=allow_loopback):
            raise NotPublic(f"{address[0]} is not public")
        return socket.socket(family=family, type=kind, proto=protocol)

    return open_socket


class GuardedResolver(AbstractResolver):
    """Resolve names by *inner* and drop the addresses that may not be connected to."""

    def __init__(self, inner: AbstractResolver, *, allow_loopback: bool) -> None:
        self._inner = inner
        self._allow_loopback = allow_loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the allowed addresses of *host*.

        Raises:
            NotPublic: if it has addresses and none is allowed.
        """
        answers = await self._inner.resolve(host, port, family)
        allowed = [
            answer for answer in answers if is_allowed(ip_address(answer["host"]), allow_loopback=self._allow_loopback)
        ]
        if answers and not allowed:
            raise NotPublic(f"{host} is at {answers[0]['host']}, which is not public")
        return allowed

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()
