"""Put the invisible marks that keep Arabic and Latin in order on a screen. Pure.

Telegram deletes U+2028–202E (the embeddings and overrides), so only the right-to-left mark and the isolates of
Unicode 6.3 are of use (UAX 9; research on Telegram's clients).
"""

import re
import unicodedata

RIGHT_TO_LEFT = "\u200f"
FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

_HIDDEN = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")


def lines(text: str) -> str:
    """Return *text* with one mark before each line that would not begin from the right by itself.

    Such a line opens with an emoji, a digit, a Latin letter or ``#``; a line that opens with an Arabic letter, is
    blank or has its mark already is left alone.
    """
    return "\n".join(RIGHT_TO_LEFT + line if _needs_mark(line) else line for line in text.split("\n"))


def isolate(text: str) -> str:
    """Return *text*, a Latin name or a number, so wrapped that it cannot disturb the order of its neighbours."""
    inner = _HIDDEN.sub("", text)
    return f"{FIRST_STRONG_ISOLATE}{inner}{POP_ISOLATE}" if inner else ""


def _needs_mark(line: str) -> bool:
    first = line.lstrip()[:1]
    return bool(first) and first != RIGHT_TO_LEFT and unicodedata.bidirectional(first) not in {"AL", "R"}
