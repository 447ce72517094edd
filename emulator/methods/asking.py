"""getMe, getUpdates, webhooks, callback answers, files: how a bot hears and answers."""

from typing import Any

from emulator.errors import BadRequest, TooManyRequests
from emulator.hooks import CONNECTIONS, Webhook, checked
from emulator.methods.api import Api, Method
from emulator.params import Params
from emulator.updates import checked_kinds
from emulator.wire import Json

MAX_TOAST = 200
MAX_FILE = 20 * 1024 * 1024  # Bot API, getFile: "bots can download files of up to 20MB in size"


async def get_me(api: Api, params: Params) -> Json:
    """Tell who the bot is."""
    return api.world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": not api.world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(api: Api, params: Params) -> list[Json]:
    """Fetch updates, waiting for them if asked to."""
    kinds = checked_kinds(params.json("allowed_updates"))
    if kinds is not None and not api.updates.webhook:
        api.updates.allow(kinds)
    return await api.updates.poll(params.integer("offset"), params.integer("limit", 100), params.integer("timeout"))


async def set_webhook(api: Api, params: Params) -> bool:
    """Have updates pushed to an address; an empty one ends that."""
    hook = checked(params.text("url"), params.text("secret_token"), params.integer("max_connections", CONNECTIONS))
    now = api.world.clock.monotonic()
    if now - api.hooked_at < 1:  # Client.cpp: more than one a second
        raise TooManyRequests(1)
    api.hooked_at = now
    forget_waiting(api, params)
    kinds = checked_kinds(params.json("allowed_updates"))
    if kinds is not None:
        api.updates.allow(kinds)
    take(api, hook)
    return True


async def delete_webhook(api: Api, params: Params) -> bool:
    """End the pushing."""
    forget_waiting(api, params)
    take(api, Webhook())
    return True


def take(api: Api, hook: Webhook) -> None:
    """Push to *hook* from now on, and show the page where that is."""
    api.webhook = hook
    api.updates.set_webhook(hook.url)
    api.world.events.emit("webhook", hook.shown(len(api.updates), api.updates.allowed))


async def get_webhook_info(api: Api, params: Params) -> Json:
    """Tell where updates are pushed."""
    return api.webhook.shown(len(api.updates), api.updates.allowed)


async def answer_callback_query(api: Api, params: Params) -> bool:
    """Answer a pressed button, once."""
    text = params.text("text")
    if len(text) > MAX_TOAST:
        raise BadRequest("MESSAGE_TOO_LONG")
    person = api.world.close_query(params.text("callback_query_id"))
    toast = {"person": person, "text": text, "alert": params.flag("show_alert"), "url": params.text("url")}
    api.world.events.emit("toast", toast | {"query": params.text("callback_query_id")})
    return True


async def get_file(api: Api, params: Params) -> Json:
    """Tell where a file can be fetched."""
    file_id = params.text("file_id")
    if file_id not in api.files:
        raise BadRequest("invalid file_id" if file_id else "file_id not specified")
    size = len(api.files[file_id].content)
    if size > MAX_FILE:
        raise BadRequest("file is too big")
    return {"file_id": file_id, "file_unique_id": file_id[-16:], "file_size": size, "file_path": f"documents/{file_id}"}


async def done(api: Api, params: Params) -> Any:
    """Do nothing, gladly."""
    return True


def forget_waiting(api: Api, params: Params) -> None:
    """Drop what waits, if asked to."""
    if params.flag("drop_pending_updates"):
        api.updates.confirm(1 << 62)


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "logOut": done,
    "close": done,
}
