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
    host = (rest if colon else url).partition("/")[0]
    if not is_host(host, named=not colon):
        return None
    full = url if colon else f"http://{url}"
    return {"type": "text_link", "url": full if "/" in full.partition("://")[2] else f"{full}/"}


def is_host(host: str, *, named: bool) -> bool:
    """Tell whether *host* can stand in a link. Without a scheme it must be a *named* one."""
    for mark in "?#":
        host = host.partition(mark)[0]
    domain = host.rpartition("@")[2].partition(":")[0]
    if not domain or any(char.isspace() for char in host):
        return False
    if domain == "localhost" or domain.replace(".", "").isdigit():
        return not named
    return "." in domain.strip(".")
