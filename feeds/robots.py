"""Read robots.txt as RFC 9309 says. Pure.

``urllib.robotparser`` knows neither ``*`` nor ``$``, and lets the first rule that fits win instead of the longest; what
most news sites forbid (``/*?s=``) would then be read as allowed.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

MAX_BYTES = 500 * 1024  # RFC 9309 §2.5: a parser reads at least so much
MAX_RULES = 5_000
MAX_PATTERN = 2_000
_LINE = re.compile(r"\s*(user-agent|allow|disallow)\s*:\s*([^#]*)", re.I)
_UNRESERVED = "/?&=*$:@!'(),;+~"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robot may fetch: patterns with whether they allow. None of them: everything."""

    lines: tuple[tuple[bool, str], ...] = ()

    def allow(self, path: str) -> bool:
        """Say whether *path* (with its query) may be fetched: the longest pattern decides, between equals it may."""
        path = _normal(path or "/")
        if path == "/robots.txt":
            return True
        fitting = [(len(pattern), allows) for allows, pattern in self.lines if _fits(pattern, path)]
        return max(fitting)[1] if fitting else True


EVERYTHING = Rules()
NOTHING = Rules(((False, "/"),))


def read(body: bytes, product: str) -> Rules:
    """Return the rules for the robot named *product*, else those for all. Lines that say nothing are passed over."""
    groups: dict[str, list[tuple[bool, str]]] = {}
    agents: list[str] = []
    is_open = False  # more user-agent lines belong to the same group
    for said in body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        found = _LINE.match(said)
        if not found:
            continue
        name, value = found[1].lower(), found[2].strip()
        if name == "user-agent":
            agents = [*(agents if is_open else ()), _product(value)]
            groups.setdefault(agents[-1], [])
            is_open = True
            continue
        is_open = False
        if value and len(value) <= MAX_PATTERN:
            for agent in agents:
                groups[agent].append((name == "allow", _normal(value)))
    own = groups.get(product.lower(), groups.get("*", []))
    return Rules(tuple(own[:MAX_RULES]))


def _product(value: str) -> str:
    return re.split(r"[/\s]", value.lower(), maxsplit=1)[0]


def _normal(path: str) -> str:
    """Return *path* with the same octets always written alike (RFC 9309 §2.2.2)."""
    return quote(unquote_to_bytes(path), safe=_UNRESERVED)


def _fits(pattern: str, path: str) -> bool:
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if ends and others else None
    for part in others:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if last is not None:
        return len(path) - len(last) >= at and path.endswith(last)
    return not ends or at == len(path)
