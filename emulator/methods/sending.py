"""sendMessage, sendDocument, sendPhoto, sendChatAction: what puts something into a chat."""

from emulator import attaching, keyboards, text
from emulator.chats import Chat, check_bot_may_write, thread_in
from emulator.errors import BadRequest
from emulator.methods.api import Api, Method
from emulator.params import File, Params
from emulator.wire import Json


async def send_message(api: Api, params: Params) -> Json:
    """Send a text."""
    if not params.text("text"):
        raise BadRequest("message text is empty")
    written, entities = formatted(params, "text", text.MAX_TEXT)
    content: Json = {"text": written} | ({"entities": entities} if entities else {})
    if options := params.json("link_preview_options"):
        content["link_preview_options"] = options
    return put_one(api, params, content)


async def send_document(api: Api, params: Params) -> Json:
    """Send a file with a caption."""
    return put_one(api, params, document(api, params) | caption(params))


async def send_photo(api: Api, params: Params) -> Json:
    """Send a picture with a caption; its size is not looked at."""
    return put_one(api, params, photo(api, params) | caption(params))


async def send_chat_action(api: Api, params: Params) -> bool:
    """Show that the bot is writing."""
    chat = api.world.chat(params.text("chat_id"))
    check_bot_may_write(chat)
    if not params.text("action"):
        raise BadRequest("wrong parameter action in request")
    api.world.events.emit("action", {"chat": chat.id, "action": params.text("action")})
    return True


def put_one(api: Api, params: Params, content: Json) -> Json:
    """Write one message."""
    (message,) = put(api, params, [content])
    return message


def put(api: Api, params: Params, contents: list[Json]) -> list[Json]:
    """Write messages into the chat that the parameters name, with what every send method knows."""
    chat = api.world.chat(params.text("chat_id"))
    markup = keyboards.checked(params.json("reply_markup"))
    check_bot_may_write(chat)
    thread = thread_in(chat, params.integer("message_thread_id"))
    reply_to = replied(chat, params)
    for _ in contents:  # each message of an album counts
        api.floods.count(chat.id, group=chat.kind != "private", paid=params.flag("allow_paid_broadcast"))
    more: Json = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
    more |= {"has_protected_content": True} if params.flag("protect_content") else {}
    messages = [
        api.world.write(chat, api.world.bot, content | more, thread=thread, reply_to=reply_to) for content in contents
    ]
    if markup and "inline_keyboard" not in markup:
        chat.keyboard = None if markup.get("remove_keyboard") else markup
        api.world.chat_changed(chat)
    return messages


def document(api: Api, params: Params) -> Json:
    """Return the content of a message with the file that the parameters name."""
    return {"document": attaching.document(*uploaded(api, params, "document"))}


def photo(api: Api, params: Params) -> Json:
    """Return the content of a message with the picture that the parameters name."""
    file_id, file = uploaded(api, params, "photo")
    size = {"file_id": file_id, "file_unique_id": file_id[-16:], "width": 800, "height": 600}
    return {"photo": [size | {"file_size": len(file.content)}]}


def replied(chat: Chat, params: Params) -> int:
    """Return the message that is replied to, 0 for none."""
    reply = params.json("reply_parameters") or {}
    wanted = reply.get("message_id") or params.integer("reply_to_message_id")
    if not wanted:
        return 0
    if wanted not in chat.messages:
        if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return 0
        raise BadRequest("message to be replied not found")
    return int(wanted)


def formatted(params: Params, name: str, most: int) -> tuple[str, list[Json]]:
    """Read a text and its entities."""
    given = text.given_entities(params.json("entities" if name == "text" else "caption_entities"))
    return text.formatted(params.text(name), params.text("parse_mode"), given, most)


def caption(params: Params) -> Json:
    """Return the caption of a file, {} if it has none."""
    if not params.text("caption"):
        return {}
    written, entities = formatted(params, "caption", text.MAX_CAPTION)
    return {"caption": written} | ({"caption_entities": entities} if entities else {})


def uploaded(api: Api, params: Params, name: str) -> tuple[str, File]:
    """Return the file that parameter *name* uploads, or names by its id."""
    value = params.text(name)
    file = params.files.get(value.removeprefix("attach://")) or params.files.get(name)
    if file is not None:
        if not file.content:
            raise BadRequest("file must be non-empty")
        return api.keep_file(file), file
    if value in api.files:
        return value, api.files[value]
    raise BadRequest("wrong file identifier/HTTP URL specified" if value else f"there is no {name} in the request")


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
}
