"""Parse the HTML of messages as Telegram's server does. Pure.

The rules, the error texts and their byte offsets are those of TDLib (td/telegram/MessageEntity.cpp, parse_html).
Offsets of errors count bytes of the text as sent; offsets of entities count UTF-16 units of the text that is left.
"""

from dataclasses import dataclass, field

from emulator.errors import BadRequest
from emulator.links import link
from emulator.wire import Json, utf16_length

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = frozenset(STYLES) | {"a", "tg-emoji", "tg-time", "pre", "code", "blockquote"}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
SPACES = frozenset((b" ", b"\t", b"\r", b"\n", b"\0", b"\v"))  # the zero byte is the text's end
NAME_ENDS = SPACES | {b">"}
ATTRIBUTE_ENDS = SPACES | {b"=", b">", b"/", b'"', b"'"}
MAX_REFERENCE = 10  # bytes of a numeric character reference without its semicolon


@dataclass(slots=True)
class Tag:
    """An open tag: its attributes, and where its text begins."""

    name: str
    attributes: dict[str, str]
    offset: int
    begin: int


@dataclass(slots=True)
class Reader:
    """Read a text byte by byte; past its end stands a zero byte, as in C."""

    source: bytes
    at: int = 0
    text: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[Tag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def byte(self) -> bytes:
        """Return the byte at hand."""
        return self.source[self.at : self.at + 1] or b"\0"

    def until(self, stops: frozenset[bytes]) -> bytes:
        """Return what stands before the first of *stops*, and go there."""
        begin = self.at
        while self.byte() not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def skip_spaces(self) -> None:
        """Go to the next byte that is no space."""
        while self.at < len(self.source) and self.byte() in SPACES:
            self.at += 1

    def write(self, piece: str) -> None:
        """Append *piece* to the text that is left."""
        self.text.append(piece)
        self.offset += utf16_length(piece)


def parse(source: str) -> tuple[str, list[Json]]:
    """Return the text without its tags, and its entities in Telegram's order.

    Raises:
        BadRequest: ``can't parse entities: …``.
    """
    if "\0" in source:
        raise failed("Text must not contain null bytes")
    reader = Reader(source.encode())
    while reader.at < len(reader.source):
        step(reader)
    if reader.open:
        raise failed(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].name}"')
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    reader.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reader.text), reader.entities


def failed(reason: str) -> BadRequest:
    """Return the error Telegram answers to wrong markup."""
    return BadRequest(f"can't parse entities: {reason}")


def step(reader: Reader) -> None:
    """Read one tag, one character reference, or text up to the next of these."""
    byte = reader.byte()
    if byte == b"<":
        begin = reader.at
        reader.at += 1
        if reader.byte() == b"/":
            end_tag(reader, begin)
        else:
            start_tag(reader, begin)
        return
    if byte == b"&" and (char := reference(reader)):
        reader.write(char)
        return
    begin = reader.at
    reader.at += 1
    while reader.at < len(reader.source) and reader.byte() not in (b"<", b"&"):
        reader.at += 1
    reader.write(reader.source[begin : reader.at].decode())


def reference(reader: Reader) -> str:
    """Decode the character reference at hand and go past it; "" if it is none (``&nbsp;`` stays literal)."""
    begin, end = reader.at, reader.at + 1
    source = reader.source
    if source[end : end + 1] == b"#":
        base = 16 if source[end + 1 : end + 2] == b"x" else 10
        first = end = end + (2 if base == 16 else 1)
        digits = b"0123456789abcdefABCDEF" if base == 16 else b"0123456789"
        while source[end : end + 1] and source[end] in digits:
            end += 1
        code = int(source[first:end] or b"0", base)
        if code == 0 or code >= 0x10FFFF or end - begin >= MAX_REFERENCE:
            return ""
        if 0xD800 <= code <= 0xDFFF:
            raise failed(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        char = chr(code)
    else:
        while source[end : end + 1].isalpha():
            end += 1
        char = NAMED.get(source[begin + 1 : end], "")
        if not char:
            return ""
    reader.at = end + 1 if source[end : end + 1] == b";" else end
    return char


def start_tag(reader: Reader, begin: int) -> None:
    """Read a start tag whose ``<`` stands at *begin*."""
    name = reader.until(NAME_ENDS).decode(errors="replace").lower()
    if reader.byte() == b"\0":
        raise failed(f"Unclosed start tag at byte offset {begin}")
    if name not in TAGS:
        raise failed(f'Unsupported start tag "{name}" at byte offset {begin}')
    attributes: dict[str, str] = {}
    while reader.byte() != b">":
        reader.skip_spaces()
        if reader.byte() == b">":
            break
        attribute, value = read_attribute(reader, name, begin)
        attributes[attribute] = value
    reader.at += 1
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise failed(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    reader.open.append(Tag(name, attributes, reader.offset, len(reader.text)))


def read_attribute(reader: Reader, tag: str, begin: int) -> tuple[str, str]:
    """Read one attribute; its value is "" where it has none."""
    name = reader.until(ATTRIBUTE_ENDS).decode(errors="replace")
    if not name:
        raise failed(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    reader.skip_spaces()
    if reader.byte() == b"=":
        reader.at += 1
        reader.skip_spaces()
        value = read_value(reader, tag, begin)
        if reader.byte() == b"\0":
            raise failed(f"Unclosed start tag at byte offset {begin}")
        return name, value
    if reader.byte() == b"\0":
        raise failed(f'Unclosed start tag "{tag}" at byte offset {begin}')
    return name, ""


def read_value(reader: Reader, tag: str, begin: int) -> str:
    """Read an attribute's value: a name token, or a quoted string with character references."""
    quote = reader.byte()
    if quote == b"\0":
        raise failed(f'Unclosed start tag "{tag}" at byte offset {begin}')
    if quote not in (b'"', b"'"):
        return name_token(reader)
    reader.at += 1
    value: list[str] = []
    while reader.at < len(reader.source) and reader.byte() != quote:
        if reader.byte() == b"&" and (char := reference(reader)):
            value.append(char)
            continue
        piece = reader.at
        reader.at += 1
        while reader.at < len(reader.source) and reader.byte() not in (quote, b"&"):
            reader.at += 1
        value.append(reader.source[piece : reader.at].decode())
    if reader.byte() == quote:
        reader.at += 1
    return "".join(value)


def name_token(reader: Reader) -> str:
    """Read letters, digits, periods and hyphens."""
    begin = reader.at
    while reader.byte().isalnum() or reader.byte() in (b".", b"-"):
        reader.at += 1
    if reader.byte() not in NAME_ENDS:
        raise failed(f"Unexpected end of name token at byte offset {begin}")
    return reader.source[begin : reader.at].decode().lower()


def end_tag(reader: Reader, begin: int) -> None:
    """Read an end tag whose ``<`` stands at *begin*, and write its entity."""
    if not reader.open:
        raise failed(f"Unexpected end tag at byte offset {begin}")
    reader.at += 1
    name = reader.until(NAME_ENDS).decode(errors="replace").lower()
    reader.skip_spaces()
    if reader.byte() != b">":
        raise failed(f"Unclosed end tag at byte offset {begin}")
    reader.at += 1
    tag = reader.open.pop()
    if name and name != tag.name:
        raise failed(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
    if reader.offset > tag.offset:
        close(reader, tag)


def close(reader: Reader, tag: Tag) -> None:
    """Write the entity of *tag*, if it makes one."""
    entity = entity_of(tag, "".join(reader.text[tag.begin :]))
    if entity is None:
        return
    entity |= {"offset": tag.offset, "length": reader.offset - tag.offset}
    inner = reader.entities[-1] if reader.entities else None
    if inner and (inner["offset"], inner["length"]) == (entity["offset"], entity["length"]):
        kinds = (inner["type"], entity["type"])
        if kinds == ("code", "pre") and inner.get("language"):
            inner["type"] = "pre"
            return
        if kinds == ("pre", "code") and entity.get("language"):
            inner["language"] = entity["language"]
            return
    reader.entities.append(entity)


def entity_of(tag: Tag, inside: str) -> Json | None:
    """Return the entity of *tag* without its place; None where Telegram drops it silently."""
    value = tag.attributes
    match tag.name:
        case "a":
            return link(value.get("href") or inside)
        case "pre":
            return {"type": "pre"}
        case "code":
            language = value.get("class", "")
            return {"type": "code"} | ({"language": language[9:]} if language.startswith("language-") else {})
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in value else "blockquote"}
        case "tg-emoji":
            if not value.get("emoji-id", "").isdigit():
                raise failed("Invalid custom emoji identifier specified")
            return {"type": "custom_emoji", "custom_emoji_id": value["emoji-id"]}
        case "tg-time":
            unix = value.get("unix", "")
            time = {"type": "date_time", "unix_time": int(unix)} if unix.isdigit() and int(unix) else None
            return time and time | {"date_time_format": value.get("format", "")}
        case _:
            return {"type": STYLES[tag.name]}
