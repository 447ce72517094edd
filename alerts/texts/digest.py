"""Hold the words of a digest and of a catch-up. Pure."""

from alerts.texts.counting import NEWS, count, digits
from domain.preferences import Digest

HOURLY = "ملخص الساعة"
DAILY = "ملخص اليوم"
CATCH_UP = "أخبار تجمّعت لك"

NAMES = {Digest.INSTANT: HOURLY, Digest.HOURLY: HOURLY, Digest.DAILY: DAILY}


def head(name: str, news: int, *, part: int, parts: int) -> str:
    """Return the first line: what it is, how many there are in all its parts, and which part this is."""
    of = f" ({digits(part)} من {digits(parts)})" if parts > 1 else ""
    return f"🗞 <b>{name}</b>: {count(news, NEWS)}{of}"
