"""Who is what in a chat, as the Bot API writes it. Pure."""

from emulator.chats import Chat
from emulator.wire import Json

RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
WRITING = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


def membership(where: Chat, by: Json, whom: Json, old: str, new: str, *, at: int = 0) -> Json:
    """Return the Bot API's ChatMemberUpdated."""
    return {
        "chat": where.short(),
        "from": by,
        "date": at,
        "old_chat_member": chat_member(where, whom, old),
        "new_chat_member": chat_member(where, whom, new),
    }


def chat_member(where: Chat, user: Json, status: str) -> Json:
    """Return the Bot API's ChatMember of *status*."""
    member: Json = {"user": user, "status": status}
    match status:
        case "creator":
            member["is_anonymous"] = user["id"] in where.anonymous
        case "administrator":
            member |= dict.fromkeys(RIGHTS, False) | {"can_manage_chat": True}
            member["is_anonymous"] = user["id"] in where.anonymous
            member |= {"can_post_messages": True, "can_edit_messages": True} if where.kind == "channel" else {}
        case "restricted":
            member |= {"is_member": True, "until_date": 0} | dict.fromkeys(WRITING, False)
        case "kicked":
            member["until_date"] = 0
    return member
