"""Which time zone a person names: a city, a country, or the zone itself. Pure."""

from contextlib import suppress
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alerts.texts.clock import ZONES
from news.arabic.fold import fold

_BY_NAME = {
    fold(name).casefold(): zone
    for zone, (shown, others) in ZONES.items()
    for name in (shown, *others.split("، "))
    if name
}


def named(typed: str) -> str | None:
    """Return the IANA name of the zone that *typed* means, None if it means none or several («أمريكا»)."""
    words = " ".join(typed.split())
    folded = fold(words).casefold()
    for name in (folded, f"ال{folded}", folded.removeprefix("مدينه ")):
        if name in _BY_NAME:
            return _BY_NAME[name]
    latin = words.replace(" ", "_")
    for name in (latin, latin.upper(), "/".join(_titled(part) for part in latin.split("/"))):
        if known(name):
            return name
    return None


def known(name: str) -> bool:
    """Say whether *name* is a zone's own: «Europe/Berlin», «UTC»."""
    if not name.isascii() or not ("/" in name or name == "UTC"):
        return False
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(name).key == name
    return False


def _titled(part: str) -> str:
    return "_".join(word.capitalize() for word in part.split("_"))
