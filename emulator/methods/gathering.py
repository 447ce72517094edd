"""getChat, getChatMember, getChatAdministrators, leaveChat: who is where."""

from emulator.chats import PRESENT, Chat
from emulator.errors import BadRequest, Forbidden, Upgraded
from emulator.members import chat_member
from emulator.methods.api import Api, Method
from emulator.params import Params
from emulator.wire import Json

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


async def get_chat(api: Api, params: Params) -> Json:
    """Return the ChatFullInfo."""
    chat = visible(api, params)
    about = {"bio": api.world.people[chat.id].about} if chat.id in api.world.people else {}
    required = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(GIFTS, True)}
    return chat.short() | required | about


async def get_chat_member(api: Api, params: Params) -> Json:
    """Return what a user is in a chat."""
    chat = visible(api, params)
    user_id = params.integer("user_id")
    if user_id == api.world.bot["id"]:
        return chat_member(chat, api.world.bot, chat.bot)
    if user_id not in api.world.people:
        raise BadRequest("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")
    status = "member" if chat.kind == "private" else chat.members.get(user_id, "left")
    return chat_member(chat, api.world.user(user_id), status)


async def get_chat_administrators(api: Api, params: Params) -> list[Json]:
    """Return who leads a group; other bots never show."""
    chat = visible(api, params)
    if chat.kind == "private":
        raise BadRequest("there are no administrators in the private chat")
    leads = [(one, status) for one, status in chat.members.items() if status in ("creator", "administrator")]
    found = [chat_member(chat, api.world.user(one), status) for one, status in leads]
    own = [chat_member(chat, api.world.bot, chat.bot)] if chat.bot == "administrator" else []
    return found + own


async def get_chat_member_count(api: Api, params: Params) -> int:
    """Count who is in a chat, the bot too."""
    chat = visible(api, params)
    if chat.kind == "private":
        return 2
    return sum(status in PRESENT for status in chat.members.values()) + chat.bot_is_in


async def leave_chat(api: Api, params: Params) -> bool:
    """Leave a group or channel."""
    chat = api.world.chat(params.text("chat_id"))
    if chat.kind == "private":
        raise BadRequest("chat member status can't be changed in private chats")
    if not chat.bot_is_in:
        raise Forbidden(f"bot is not a member of the {chat.kind} chat")
    api.world.bot_leaves(chat)
    return True


def visible(api: Api, params: Params) -> Chat:
    """Return a chat that the bot may look at."""
    chat = api.world.chat(params.text("chat_id"))
    if chat.upgraded_to:
        raise Upgraded(chat.upgraded_to)
    if chat.kind == "private" and chat.bot == "left":
        raise BadRequest("chat not found")
    if chat.kind != "private" and not chat.bot_is_in:
        verb = "was kicked from" if chat.bot == "kicked" else "is not a member of"
        raise Forbidden(f"bot {verb} the {chat.kind} chat")
    return chat


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
