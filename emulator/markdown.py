"""Parse the MarkdownV2 of messages as Telegram's server does. Pure.

The rules, the error texts and their byte offsets are those of TDLib (td/telegram/MessageEntity.cpp, parse_markdown_v2).
Offsets of errors count bytes of the text as sent; offsets of entities count UTF-16 units of the text that is left.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from emulator.errors import BadRequest
from emulator.links import link
from emulator.wire import Json

TYPES = {  # what TDLib's errors call a kind → what the Bot API calls it
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "CustomEmoji": "custom_emoji",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
}
# The longer stand first: two underscores underline, one slants.
STARTS = {
    b"__": "Underline",
    b"_": "Italic",
    b"*": "Bold",
    b"~": "Strikethrough",
    b"||": "Spoiler",
    b"```": "Pre",
    b"`": "Code",
    b"![": "CustomEmoji",
    b"[": "TextUrl",
}
ENDS = {kind: begin for begin, kind in STARTS.items()} | {"PreCode": b"```", "CustomEmoji": b"]", "TextUrl": b"]"}
OPAQUE = ("Code", "Pre", "PreCode")
RESERVED = b"_*[]()~`>#+-=|{}.!\n"
SPACES = b" \t\r\n\0\v"
LAST_ESCAPED = 126


@dataclass(slots=True)
class Mark:
    """An entity that is open: its kind, and where it begins in the source, in UTF-16 units and in the text left."""

    kind: str
    at: int
    offset: int
    begin: int
    language: str = ""


@dataclass(slots=True)
class Reader:
    """Read a text byte by byte; past its end stands a zero byte, as in C."""

    source: bytes
    at: int = 0
    text: bytearray = field(default_factory=bytearray)
    offset: int = 0
    open: list[Mark] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    in_quote: bool = False
    line_begins: bool = True

    def byte(self, ahead: int = 0) -> int:
        """Return the byte at hand, or one further on."""
        at = self.at + ahead
        return self.source[at] if at < len(self.source) else 0

    def stands(self, sign: bytes) -> bool:
        """Tell whether *sign* stands at hand."""
        return self.source.startswith(sign, self.at)

    def escapes(self) -> bool:
        """Tell whether a backslash stands at hand that makes the next byte an ordinary one."""
        return self.byte() == ord("\\") and 0 < self.byte(1) <= LAST_ESCAPED

    def keep(self) -> None:
        """Let the byte at hand be text, and go past it."""
        byte = self.byte()
        self.text.append(byte)
        if byte & 0xC0 != 0x80:  # the first of a character; four bytes are two UTF-16 units
            self.offset += 2 if byte >= 0xF0 else 1
            self.line_begins = byte == ord("\n") or (self.line_begins and byte == ord("\r"))
        self.at += 1


def parse(source: str) -> tuple[str, list[Json]]:
    """Return the text without its marks, and its entities in Telegram's order.

    Raises:
        BadRequest: ``can't parse entities: …``.
    """
    reader = Reader(source.encode())
    while reader.at < len(reader.source):
        step(reader)
    end_quote_at_the_end(reader)
    if reader.open:
        raise unended(reader.open[-1])
    reader.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return reader.text.decode(), reader.entities


def failed(reason: str) -> BadRequest:
    """Return the error Telegram answers to wrong marks."""
    return BadRequest(f"can't parse entities: {reason}")


def unended(mark: Mark) -> BadRequest:
    """Return the error of an entity without an end."""
    return failed(f"Can't find end of {mark.kind} entity at byte offset {mark.at}")


def reserved(reader: Reader) -> BadRequest:
    """Return the error of a sign that stands alone."""
    sign = chr(reader.byte())
    return failed(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")


def step(reader: Reader) -> None:
    """Read one character of text, or one sign."""
    inside = reader.open[-1].kind if reader.open else ""
    if reader.escapes():
        reader.at += 1
        reader.keep()
    elif reader.byte() not in (b"`" if inside in OPAQUE else RESERVED):
        reader.keep()
    elif reader.in_quote and reader.byte() == ord("\n") and reader.byte(1) != ord(">"):
        end_quote(reader)
    elif inside and ends(reader, inside):
        end(reader)
    else:
        begin(reader)


def ends(reader: Reader, kind: str) -> bool:
    """Tell whether the sign at hand ends an entity of *kind*: of two underscores none ends what one began."""
    if kind == "Italic" and reader.stands(b"__"):
        return False
    return kind in ENDS and reader.stands(ENDS[kind])


def begin(reader: Reader) -> None:
    """Read the sign of a beginning."""
    if reader.byte() == ord("\n"):
        reader.keep()
        return
    if reader.byte() == ord(">"):
        begin_quote(reader)
        return
    sign = next((sign for sign in STARTS if reader.stands(sign)), None)
    if sign is None:
        raise reserved(reader)
    mark = Mark(STARTS[sign], reader.at, reader.offset, len(reader.text))
    reader.at += len(sign)
    if mark.kind == "Pre":
        read_language(reader, mark)
    reader.open.append(mark)


def begin_quote(reader: Reader) -> None:
    """Read the sign of a quoted line: it stands at the line's beginning, and the first one begins the quote."""
    if not reader.line_begins:
        raise reserved(reader)
    if not reader.in_quote:
        reader.in_quote = True
        reader.open.append(Mark("BlockQuote", reader.at, reader.offset, len(reader.text)))
    reader.at += 1


def read_language(reader: Reader, mark: Mark) -> None:
    """Read the language after three backticks, if one stands there, and one line end."""
    first = reader.at
    while reader.byte() not in SPACES + b"`":
        reader.at += 1
    if first != reader.at and reader.at < len(reader.source) and reader.byte() != ord("`"):
        mark.kind, mark.language = "PreCode", reader.source[first : reader.at].decode()
    else:
        reader.at = first
    if reader.stands(b"\r\n") or reader.stands(b"\n\r"):
        reader.at += 2
    elif reader.byte() in b"\r\n":
        reader.at += 1


def end(reader: Reader) -> None:
    """Read the sign of an end, with the address of a link, and write the entity."""
    mark = reader.open[-1]
    reader.at += len(ENDS[mark.kind])
    entity: Json | None = {"type": TYPES[mark.kind]}
    match mark.kind:
        case "TextUrl":
            written = reader.text[mark.begin :].decode()
            entity = link(read_address(reader, "URL") if reader.byte() == ord("(") else written)
        case "CustomEmoji":
            if reader.byte() != ord("("):
                raise failed("Custom emoji entity must contain a tg://emoji URL")
            entity = special(read_address(reader, "custom emoji URL"))
        case "PreCode":
            entity = {"type": "pre", "language": mark.language}
    reader.open.pop()
    if entity is not None and reader.offset > mark.offset:
        reader.entities.append(entity | {"offset": mark.offset, "length": reader.offset - mark.offset})


def read_address(reader: Reader, kind: str) -> str:
    """Read what stands in parentheses after a link's text."""
    reader.at += 1
    first, address = reader.at, bytearray()
    while reader.at < len(reader.source) and reader.byte() != ord(")"):
        reader.at += reader.escapes()
        address.append(reader.byte())
        reader.at += 1
    if reader.byte() != ord(")"):
        raise failed(f"Can't find end of a {kind} at byte offset {first}")
    reader.at += 1
    return address.decode(errors="replace")


def special(address: str) -> Json:
    """Return the entity of a custom emoji, or of a moment (Bot API 9.5)."""
    parts = urlsplit(address)
    values = {name: value[0] for name, value in parse_qs(parts.query).items()}
    match parts.scheme, parts.netloc:
        case "tg", "emoji" if values.get("id", "").isdigit():
            return {"type": "custom_emoji", "custom_emoji_id": values["id"]}
        case "tg", "emoji":
            raise failed("Invalid custom emoji identifier specified")
        case "tg", "time" if values.get("unix", "").isdigit():
            moment = {"type": "date_time", "unix_time": int(values["unix"])}
            return moment | {"date_time_format": values.get("format", "")}
        case _:
            raise failed("Custom emoji entity must contain a tg://emoji URL")


def end_quote(reader: Reader) -> None:
    """End the quote with its last line; the line end belongs to it."""
    kind = "BlockQuote"
    if opens_spoiler_before(reader, reader.at):
        reader.open.pop()
        kind = "ExpandableBlockQuote"
    mark = reader.open[-1]
    if mark.kind != "BlockQuote":
        raise unended(mark)
    reader.keep()
    write_quote(reader, kind)


def end_quote_at_the_end(reader: Reader) -> None:
    """End a quote that the text's end ends."""
    if not reader.in_quote:
        return
    kind = "BlockQuote"
    if opens_spoiler_before(reader, len(reader.source)):
        reader.open.pop()
        kind = "ExpandableBlockQuote"
    if reader.open[-1].kind == "BlockQuote":
        write_quote(reader, kind)


def opens_spoiler_before(reader: Reader, at: int) -> bool:
    """Tell whether the bars before *at* make a quote expandable: a spoiler begins there and holds nothing."""
    mark = reader.open[-1]
    bare = at - 1 if reader.source[at - 1 : at] == b"\r" and at < len(reader.source) else at
    return mark.kind == "Spoiler" and mark.at == bare - 2


def write_quote(reader: Reader, kind: str) -> None:
    """Write the entity of the quote that ends."""
    mark = reader.open.pop()
    reader.in_quote = False
    if reader.offset > mark.offset:
        place = {"offset": mark.offset, "length": reader.offset - mark.offset}
        reader.entities.append({"type": TYPES[kind]} | place)
