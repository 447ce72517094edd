"""Turn the bytes of a feed into UTF-8, whatever they claim to be. Pure.

The parser always gets UTF-8 without an XML declaration. Rules, the first that fits (research: undeclared windows-1256
otherwise arrives as Latin junk, one bad byte spoils a whole feed):

1. a byte order mark, or the zero bytes of UTF-16 and UTF-32 around the first ``<`` (XML 1.0 appendix F.1);
2. strict UTF-8 — with the exception of escape-coded ISO-2022 and HZ, whose bytes are all ASCII;
3. the charset of Content-Type, then the one declared in the document. A Western European claim over what looks like
   Arabic in windows-1256 is the default of a server that nobody set up, and is passed over;
4. UTF-8 with replacement where few bytes are wrong: windows-1256 gives every byte a meaning and would never refuse;
5. a claim other than UTF-8 with replacement, where few bytes are wrong;
6. windows-1256 if it looks like Arabic, else windows-1252.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from feeds import encodings

_HEAD = 1024  # a declaration stands at the very start; some leading blank lines or warnings of PHP are common
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})""")
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,400}\?>")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
_ESCAPED = frozenset({"iso2022_jp_ext", "iso2022_kr", "hz"})
# Characters that XML 1.0 §2.2 forbids: they make the strict parser give up, and no text needs them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_FEW = 0.1


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document in UTF-8 without XML declaration.

    *encoding* is Python's name of the one it came in; *repaired* says that it was not what was claimed, or that
    bytes or characters had to be replaced or dropped.
    """

    text_utf8: bytes
    encoding: str
    repaired: bool


def decode(body: bytes, charset: str) -> Decoded:
    """Return *body* in UTF-8; *charset* is the one of Content-Type or empty. Never raises."""
    declared = _declared(body)
    text, encoding, repaired = _decoded(body, [name for name in (encodings.known(charset), declared) if name])
    clean = _FORBIDDEN.sub("", text.removeprefix("\ufeff"))
    repaired = repaired or len(clean) < len(text.removeprefix("\ufeff"))
    return Decoded(_undeclared(clean).encode(), encoding, repaired)


def _declared(body: bytes) -> str:
    found = _DECLARED.search(body, 0, _HEAD)
    return encodings.known(found[1].decode("ascii")) if found else ""


def _decoded(body: bytes, claims: list[str]) -> tuple[str, str, bool]:
    for name, honest in _candidates(body, claims):
        try:
            return body.decode(name), name, not honest
        except UnicodeError:
            continue
    return _with_replacement(body, claims)


def _candidates(body: bytes, claims: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield encodings to try strictly, and whether each was announced, the likeliest first."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            yield name, True
    for start, name in _ZEROS:
        if body.startswith(start):
            yield name, True
    if b"\x1b" in body or b"~{" in body:
        yield from ((name, True) for name in claims if name in _ESCAPED)
    yield "utf-8", not claims or "utf-8" in claims or body.isascii()
    arabic = looks_arabic(body)
    for name in claims:
        if name != "utf-8" and not (arabic and encodings.is_western(name)):
            yield name, True


def _with_replacement(body: bytes, claims: list[str]) -> tuple[str, str, bool]:
    arabic = looks_arabic(body)
    tried = ["utf-8", *(name for name in claims if name != "utf-8" and not (arabic and encodings.is_western(name)))]
    for name in tried:
        text = body.decode(name, "replace")
        if text.count("\ufffd") <= _FEW * sum(map(len, _HIGH.findall(body))) / _width(name):
            return text, name, True
    fallback = "cp1256" if arabic else "cp1252"
    return body.decode(fallback, "replace"), fallback, True


def _width(name: str) -> int:
    """Return how many bytes a letter outside ASCII takes at least."""
    return 2 if name == "utf-8" else 1


def looks_arabic(body: bytes) -> bool:
    """Tell whether *body* reads as Arabic in a one-byte encoding.

    Arabic words are runs of high bytes; the accents of French or German stand alone between ASCII letters. In
    windows-1256 and ISO-8859-6 the letters lie above 0xC0.
    """
    runs = _HIGH.findall(body)
    high = sum(map(len, runs))
    return high > 0 and sum(len(run) for run in runs if len(run) > 1 and max(run) >= 0xC1) > 0.6 * high


def _undeclared(text: str) -> str:
    """Return *text* without its XML declaration, and without what stands before it (PHP's warnings, blank lines)."""
    found = _DECLARATION.search(text, 0, 20_000)
    if found is None:
        return text.lstrip()
    return text[found.end() :].lstrip()
