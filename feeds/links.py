"""Compare and complete addresses. Pure."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

# What campaigns and players add to a link, and what names no other page.
_TRACKING = re.compile(
    r"(?:utm_.*|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|mkt_tok|ref|ref_src|"
    r"at_(?:medium|campaign|link_id|format|ptr_name|bbc_team)|ns_.*|cmpid|ocid|__twitter_impression|traffic_source|xtor|_ga|ftag)",
    re.I,
)


def absolute(base: str, link: str) -> str:
    """Return *link* as an http or https address, relative ones completed by *base*; "" if it is neither."""
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        port = parts.port  # raises on nonsense
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        return ""
    return urlunsplit(parts)


def canonical(link: str) -> str:
    """Return the form of an absolute *link* that tells whether two are one page.

    Scheme, "www.", case of the host, a final slash, the fragment and tracking parameters make no difference.
    """
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    query = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)
    ]
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(query), "")).removeprefix("//")


def is_front_page(link: str) -> bool:
    """Tell whether *link* has neither path nor query: all items of careless feeds carry the site's address."""
    return "/" not in (page := canonical(link)) and "?" not in page
