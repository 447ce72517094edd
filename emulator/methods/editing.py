"""editMessageText, editMessageReplyMarkup, deleteMessage: what changes a message that is there."""

from emulator import keyboards, text
from emulator.chats import Chat, check_bot_may_write
from emulator.errors import BadRequest
from emulator.methods.api import Api, Method
from emulator.methods.sending import formatted
from emulator.params import Params
from emulator.wire import Json

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


async def edit_text(api: Api, params: Params) -> Json:
    """Change a message's text and its keyboard: without one it loses the one it had."""
    if not params.text("text"):
        raise BadRequest("message text is empty")
    written, entities = formatted(params, "text", text.MAX_TEXT)
    chat, old = own_message(api, params)
    if "text" not in old:
        raise BadRequest("there is no text in the message to edit")
    return replace(api, params, chat, old, {"text": written, "entities": entities})


async def edit_caption(api: Api, params: Params) -> Json:
    """Change the caption of a file."""
    written, entities = ("", []) if not params.text("caption") else formatted(params, "caption", text.MAX_CAPTION)
    chat, old = own_message(api, params)
    if "document" not in old and "photo" not in old:
        raise BadRequest("there is no caption in the message to edit")
    return replace(api, params, chat, old, {"caption": written, "caption_entities": entities})


async def edit_reply_markup(api: Api, params: Params) -> Json:
    """Change a message's keyboard alone."""
    chat, old = own_message(api, params)
    return replace(api, params, chat, old, {})


async def delete_message(api: Api, params: Params) -> bool:
    """Delete a message."""
    chat = api.world.chat(params.text("chat_id"))
    check_bot_may_write(chat)
    delete(api, chat, params.integer("message_id"))
    return True


async def delete_messages(api: Api, params: Params) -> bool:
    """Delete some messages; those that are not there are skipped."""
    chat = api.world.chat(params.text("chat_id"))
    check_bot_may_write(chat)
    for message_id in params.json("message_ids") or []:
        if message_id in chat.messages:
            delete(api, chat, message_id)
    return True


def own_message(api: Api, params: Params) -> tuple[Chat, Json]:
    """Return the message to edit, and its chat."""
    if params.text("inline_message_id"):
        raise BadRequest("MESSAGE_ID_INVALID")
    chat = api.world.chat(params.text("chat_id"))
    check_bot_may_write(chat)
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise BadRequest("message to edit not found")
    if message.get("from", api.world.bot)["id"] != api.world.bot["id"]:
        raise BadRequest("message can't be edited")
    return chat, message


def replace(api: Api, params: Params, chat: Chat, old: Json, content: Json) -> Json:
    """Give the message *old* its new *content* and keyboard."""
    markup = keyboards.inline_only(params.json("reply_markup"))
    markup = markup if markup and markup["inline_keyboard"] else None
    kept = {name: value for name, value in old.items() if name != "reply_markup" and name not in content}
    new = kept | {name: value for name, value in content.items() if value}
    if markup:
        new["reply_markup"] = markup
    if new == old:
        raise BadRequest(NOT_MODIFIED)
    if content:
        new["edit_date"] = api.world.clock.unix()
        api.floods.count(chat.id, group=chat.kind != "private")
    api.world.rewrite(chat, new)
    return new


def delete(api: Api, chat: Chat, message_id: int) -> None:
    """Delete one message: in groups a bot deletes others' only as administrator."""
    message = chat.messages.get(message_id)
    if message is None:
        raise BadRequest("message to delete not found")
    own = message.get("from", {}).get("id") == api.world.bot["id"]
    if chat.is_group and not own and chat.bot != "administrator":
        raise BadRequest("message can't be deleted")
    api.world.erase(chat, message_id)


METHODS: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
