"""sendMediaGroup: some photos, or some documents, as one album.

Sources: Bot API, sendMediaGroup; TDLib (MessagesManager.cpp: MAX_GROUPED_MESSAGES, can't be mixed). One item alone is
sent, and is no album. Of the kinds there are photos and documents.
"""

import secrets
from typing import Any

from emulator.errors import BadRequest
from emulator.methods.api import Api, Method
from emulator.methods.sending import caption, document, photo, put
from emulator.params import Params
from emulator.wire import Json

MOST = 10
KINDS = {"photo": photo, "document": document}
CAPTIONS = ("caption", "parse_mode", "caption_entities")


async def send_media_group(api: Api, params: Params) -> list[Json]:
    """Send an album; the answer holds its messages. Nothing is sent where one of them cannot be."""
    items = checked(params.json("media"))
    contents = [content(api, params, item) for item in items]
    if len(contents) > 1:
        album = {"media_group_id": str(secrets.randbits(62))}
        contents = [one | album for one in contents]
    return put(api, without_keyboard(params), contents)


def checked(media: Any) -> list[Json]:
    """Return the items of an album.

    Raises:
        BadRequest: none, too many, of an unknown kind, or of kinds that do not mix.
    """
    if not isinstance(media, list) or not all(isinstance(item, dict) for item in media):
        raise BadRequest("can't parse media JSON object")
    if not media:
        raise BadRequest("There are no messages to send")
    if len(media) > MOST:
        raise BadRequest("Too many messages to send as an album")
    kinds = {item.get("type") for item in media}
    if not kinds <= set(KINDS):
        raise BadRequest("can't parse InputMedia: the emulator sends photos and documents alone")
    if len(kinds) > 1:
        raise BadRequest("Document can't be mixed with other media types")
    return media


def content(api: Api, params: Params, item: Json) -> Json:
    """Return the content of one message of the album: its file, and its own caption."""
    kind = item["type"]
    own = Params({kind: item.get("media")} | {name: item[name] for name in CAPTIONS if name in item}, params.files)
    return KINDS[kind](api, own) | caption(own)


def without_keyboard(params: Params) -> Params:
    """Return *params* as an album knows them: it has no keyboard."""
    return Params({name: value for name, value in params.values.items() if name != "reply_markup"}, params.files)


METHODS: dict[str, Method] = {"sendMediaGroup": send_media_group}
