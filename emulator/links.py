"""Links that a text holds or a tag names. Pure."""

from emulator.wire import Json

SCHEMES = ("http", "https", "tg", "ton", "tonsite")


def link(url: str) -> Json | None:
    """Return the entity of a link, None if *url* is none: Telegram then drops the link and keeps the text."""
    url = url.strip()
    scheme, colon, rest = url.partition("://")
    if colon and scheme.lower() not in SCHEMES:
        return None
    if colon and scheme.lower() == "tg":
        return {"type": "text_link", "url": url}
    host, path = split(rest if colon else url)
    if not is_host(host, named=not colon):
        return None
    return {"type": "text_link", "url": f"{scheme if colon else 'http'}://{host}{path}"}


def split(address: str) -> tuple[str, str]:
    """Return the host and what follows it, which begins with a slash."""
    end = min((at for mark in "/?#" if (at := address.find(mark)) >= 0), default=len(address))
    path = address[end:]
    return address[:end], path if path.startswith("/") else f"/{path}"


def is_host(host: str, *, named: bool) -> bool:
    """Tell whether *host* can stand in a link. Without a scheme it must be a *named* one."""
    domain = host.rpartition("@")[2].partition(":")[0]
    if not domain or any(char.isspace() for char in host):
        return False
    if domain == "localhost" or domain.replace(".", "").isdigit():
        return not named
    return "." in domain.strip(".")
