"""Write what Telegram shows: HTML, lengths, buttons. Pure.

The rules are the Bot API's: text counts in UTF-16 units after the tags are taken away, callback data in bytes, and a
keyboard's rows run from left to right on every client, so that they are turned round here for Arabic
(telegram-bot-api #882). Text is cut first and escaped last: HTML is never cut.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100
CALLBACK_BYTES = 64
URL_LIMIT = 2048

ELLIPSIS = "…"

# Embeddings, overrides and isolates of strangers would turn our own lines round; control characters and lone
# surrogates cannot be sent. The joiners U+200C and U+200D stay: Persian, Kurdish and emoji are written with them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
# What clients turn into a hashtag, a mention, a command or an address; a number's point is none.
_LINKING = re.compile(r"[#@$/](?=\w)|(?<=[^\W\d_])\.(?=[^\W\d_])")
MOST_LINKS = 20

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it sends *data* back, or opens *url*."""

    label: str
    data: str = ""
    url: str = ""


def keyboard(rows: Sequence[Sequence[Button]]) -> dict[str, Any]:
    """Return an inline keyboard whose rows read from right to left.

    Raises:
        ValueError: if a button has not exactly one of data and URL, or its data is over 64 bytes.
    """
    return {"inline_keyboard": [[_button(button) for button in reversed(row)] for row in rows if row]}


def utf16_length(text: str) -> int:
    """Return the length of *text* as Telegram counts it: an emoji beyond U+FFFF counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, limit: int) -> str:
    """Return *text* in at most *limit* UTF-16 units, cut after a word and ended by «…» if it was longer."""
    if utf16_length(text) <= limit:
        return text
    kept = _prefix(text, limit - 1)
    space = kept.rfind(" ", len(kept) // 2)
    return (kept[:space] if space > 0 else kept).rstrip(" \n،,؛;:-–—") + ELLIPSIS


def printable(text: str) -> str:
    """Return *text* without what cannot be sent or would disturb the direction of its neighbours."""
    return _UNWANTED.sub("", _BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """Return *text* printable and on one line."""
    return _SPACES.sub(" ", printable(text)).strip()


def unlinked(text: str) -> str:
    """Return *text*; one that would make more than 20 links by itself, each an entity, without the signs of them."""
    calm, signs = _LINKING.subn(" ", text)
    return calm if signs > MOST_LINKS else text


def escape(text: str) -> str:
    """Return *text* as HTML. Telegram knows these three entities and the quotation mark, no other names."""
    return html.escape(text, quote=False)


def bold(text: str) -> str:
    """Return *text*, escaped, in bold."""
    return f"<b>{escape(text)}</b>"


def link(text: str, url: str) -> str:
    """Return *text*, escaped, as a link; without one where *url* is no web address."""
    return f'<a href="{html.escape(url)}">{escape(text)}</a>' if is_web_address(url) else escape(text)


def is_web_address(url: str) -> bool:
    """Say whether *url* may stand in a message: http or https, with a host, in one piece."""
    if len(url) > URL_LIMIT or _SPACES.search(url) or _UNWANTED.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def visible(text: str) -> str:
    """Return what is shown of our HTML: what Telegram's limits count."""
    return _read(text, _Visible())


def plain(text: str) -> str:
    """Return our HTML as plain text; a link's address stands after its words."""
    return _read(text, _Plain())


def _read(text: str, reader: "_Visible") -> str:
    reader.feed(text)
    reader.close()
    return "".join(reader.parts)


def _button(button: Button) -> Mapping[str, str]:
    if bool(button.data) == bool(button.url):
        raise ValueError(f"a button needs data or a URL: {button}")
    if button.url:
        return {"text": button.label, "url": button.url}
    if len(button.data.encode()) > CALLBACK_BYTES:
        raise ValueError(f"callback data is over {CALLBACK_BYTES} bytes: {button.data!r}")
    return {"text": button.label, "callback_data": button.data}


def _prefix(text: str, units: int) -> str:
    """Return the longest prefix of *text* of at most *units* UTF-16 units, whole characters only."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")


class _Visible(HTMLParser):
    """Collect the text of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


class _Plain(_Visible):
    """Collect the address of each link too."""

    _address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            self.parts.append(f": {self._address}")
            self._address = ""
