"""Clean and trim a message's text as Telegram's server does, entities moving along; find links and hashtags. Pure.

Sources: TDLib td/telegram/misc.cpp (clean_input_string, replace_offending_characters, strip_empty_characters) and
MessageEntity.cpp (fix_formatted_text).
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from emulator import html, markdown
from emulator.errors import BadRequest
from emulator.links import link
from emulator.wire import Json, utf16_length

MAX_TEXT = 4096  # code points, counted after the entities are parsed (MessageContent.cpp)
MAX_CAPTION = 1024
MAX_ENTITIES = 100
MAX_BYTES = 35_000  # longer texts are cut silently (misc.cpp, LENGTH_LIMIT)

DELETED = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a")
MARK_RUN = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")  # all but the last mark of a run become ZWNJ
EMPTY = re.compile("[\\s\u200b-\u200f\u202e\ufeff\u00a0\u180e\u2800\ufffc]*")
FOUND = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>«»\"]+[^\s<>«»\".,;:!?،؛؟)\]])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/@])@(?P<mention>[A-Za-z]\w{3,31})\b"
    r"|(?<![\w/])/(?P<bot_command>[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?)(?![\w/])"
    r"|(?<!\w)#(?P<hashtag>(?=\w*[^\W\d])\w{1,256})"
)
OPAQUE = frozenset(("pre", "code", "text_link", "url"))


def formatted(source: str, parse_mode: str, given: Sequence[Json] = (), most: int = MAX_TEXT) -> tuple[str, list[Json]]:
    """Return the text and the entities that a message made of *source* has; at most *most* code points.

    Raises:
        BadRequest: wrong markup, too long, or nothing left.
    """
    text, entities = parsed(source, parse_mode, given)
    text, entities = clean(text, entities)
    text, entities = trim(text, entities)
    if len(text) > most:
        raise BadRequest("message is too long" if most == MAX_TEXT else "message caption is too long")
    if EMPTY.fullmatch(text) and most == MAX_TEXT:
        raise BadRequest("text must be non-empty")
    kept = merged(entities)
    kept += found(text, kept)
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, kept[:MAX_ENTITIES]


def parsed(source: str, parse_mode: str, given: Sequence[Json]) -> tuple[str, list[Json]]:
    """Read *source* by its parse mode, else with the entities *given* beside it."""
    match parse_mode.lower():
        case "":
            return source, [dict(entity) for entity in given]
        case "html":
            return html.parse(source)
        case "markdownv2":
            return markdown.parse(source)
        case _:
            raise BadRequest("unsupported parse_mode")  # the old Markdown too, which nobody should use


def given_entities(value: Any) -> list[Json]:
    """Check the parameter ``entities``."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) and "type" in one for one in value):
        raise BadRequest("can't parse entities JSON object")
    return value


def clean(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Replace control characters, delete embedding marks, and rewrite runs of direction marks."""
    text = text.encode()[:MAX_BYTES].decode(errors="ignore")
    pieces = ["" if char in DELETED else " " if char < " " and char != "\n" else char for char in text]
    moved = moved_along(entities, text, pieces)
    return MARK_RUN.sub(lambda run: "\u200c" * len(run[0]), "".join(pieces)), moved


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut spaces and line ends: at the end all, at the beginning those before the first entity."""
    end = len(text.rstrip(" \n"))
    first = min((entity["offset"] for entity in entities), default=utf16_length(text))
    begin = 0
    while begin < end and text[begin] in " \n" and begin < first:
        begin += 1
    if begin == 0 and end == len(text):
        return text, moved_along(entities, text, text)
    pieces = [char if begin <= index < end else "" for index, char in enumerate(text)]
    return "".join(pieces), moved_along(entities, text, pieces)


def moved_along(entities: Sequence[Json], text: str, pieces: Sequence[str]) -> list[Json]:
    """Return *entities* where each character of *text* became the piece of its index."""
    places: dict[int, int] = {}
    old = new = 0
    for char, piece in zip(text, pieces, strict=True):
        places[old] = new
        if char > "\uffff":  # two units: the second stands for the character too
            old += 1
            places[old] = new
        old += 1
        new += len(piece) + (piece > "\uffff")
    moved = []
    for entity in entities:
        begin = places.get(entity["offset"], new)
        length = places.get(entity["offset"] + entity["length"], new) - begin
        if length > 0:
            moved.append(entity | {"offset": begin, "length": length})
    return moved


def merged(entities: Sequence[Json]) -> list[Json]:
    """Join entities of one kind that overlap or touch, as bold in bold is bold once."""
    kept: list[Json] = []
    for entity in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        end = entity["offset"] + entity["length"]
        for one in kept:
            one_end = one["offset"] + one["length"]
            if nature(one) == nature(entity) and entity["offset"] <= one_end and joins(one, entity["offset"] < one_end):
                one["length"] = max(end, one_end) - one["offset"]
                break
        else:
            kept.append(dict(entity))
    return kept


def joins(entity: Json, overlap: bool) -> bool:  # noqa: FBT001  a plain fact of the two entities, not a switch
    """Tell whether an entity grows: styles do when they touch, others when they overlap."""
    return overlap or entity["type"] in set(html.STYLES.values())


def nature(entity: Json) -> str:
    """Name an entity apart from its place."""
    return json.dumps({name: value for name, value in entity.items() if name not in ("offset", "length")})


def found(text: str, marked: Sequence[Json]) -> list[Json]:
    """Find what Telegram marks by itself: links, addresses, mentions, hashtags and commands."""
    entities = []
    for match in FOUND.finditer(text):
        kind = match.lastgroup or ""
        offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        covered = any(
            one["type"] in OPAQUE and one["offset"] < offset + length and offset < one["offset"] + one["length"]
            for one in marked
        )
        if not covered and (kind != "url" or link(match[0])):
            entities.append({"type": kind, "offset": offset, "length": length})
    return entities
