"""No connection reaches an address that is not public."""

import socket
from ipaddress import ip_address

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from feeds.guard import GuardedResolver, NotPublic, host_allowed, is_allowed, is_public, literal, sockets


class Names(AbstractResolver):
    """A resolver that knows *addresses* for every name."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.closed = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    "ip",
    [
        *("0.0.0.1", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
        *("198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::7f00:1"),
        *("64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:db8::1"),
        *(
            "2002:7f00:1::",
            "2002:808:808::",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fe80::1%1",
            "fec0::1",
            "ff02::1",
        ),
        *("4000::1", "5f00::1"),
    ],
)
def test_addresses_that_are_not_public(ip: str) -> None:
    assert not is_public(ip_address(ip))


@pytest.mark.parametrize(
    "ip",
    [
        *(
            "8.8.8.8",
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
        ),
        *("2606:4700:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "2001:200::1", "64:ff9b::808:808"),
    ],
)
def test_addresses_that_are_public(ip: str) -> None:
    assert is_public(ip_address(ip))


@pytest.mark.parametrize(
    ("ip", "allowed"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("8.8.8.8", True),
        ("::ffff:127.0.0.1", False),
        ("0.0.0.1", False),
        ("::", False),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
    ],
)
def test_allowing_loopback_lets_nothing_else_through(ip: str, *, allowed: bool) -> None:
    assert is_allowed(ip_address(ip), allow_loopback=True) is allowed


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("1", "0.0.0.1"),
        ("[::1]", "::1"),
        ("::ffff:7f00:1", "::ffff:7f00:1"),
    ],
)
def test_every_spelling_of_an_address_is_read(host: str, address: str) -> None:
    assert literal(host) == ip_address(address)


@pytest.mark.parametrize("host", ["news.example", "", "1.2.3.4.5", "1.2.3.4.example", "خبر.example", "999.1.1.1"])
def test_names_are_no_addresses(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        *(("news.example", True), ("8.8.8.8", True), ("NEWS.example.", True)),
        *(("10.0.0.1", False), ("2130706433", False), ("::1", False)),
        *(
            ("localhost", False),
            ("a.localhost", False),
            ("intranet", False),
            ("printer.local", False),
            ("x.lan", False),
        ),
    ],
)
def test_of_a_proxy_only_public_looking_hosts_are_asked(host: str, *, allowed: bool) -> None:
    assert host_allowed(host, allow_loopback=False) is allowed


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_of_a_proxy_loopback_may_be_asked_where_that_is_allowed(host: str) -> None:
    assert host_allowed(host, allow_loopback=True)


def test_no_socket_is_opened_towards_a_closed_address() -> None:
    open_socket = sockets(allow_loopback=False)

    with pytest.raises(NotPublic, match=r"192\.168\.0\.1"):
        open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("192.168.0.1", 80)))
    with open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80))) as opened:
        assert opened.family == socket.AF_INET


async def test_a_name_that_leads_inside_has_no_address() -> None:
    resolver = GuardedResolver(Names("10.0.0.1", "::1"), allow_loopback=False)

    with pytest.raises(NotPublic, match=r"rebind\.example"):
        await resolver.resolve("rebind.example", 80)


async def test_of_several_addresses_the_public_ones_are_kept() -> None:
    resolver = GuardedResolver(Names("10.0.0.1", "8.8.8.8"), allow_loopback=False)

    assert [answer["host"] for answer in await resolver.resolve("news.example", 80)] == ["8.8.8.8"]


async def test_a_name_without_address_stays_so_and_closing_goes_through() -> None:
    names = Names()
    resolver = GuardedResolver(names, allow_loopback=False)

    assert await resolver.resolve("news.example", 80) == []
    await resolver.close()
    assert names.closed
