"""Which messages of a group reach a bot in privacy mode. Pure.

A bot that is no administrator sees commands (unless meant for another bot), replies to its own messages, mentions
of it, and service messages (core.telegram.org/bots/features, Privacy mode).
"""

from emulator.chats import Chat
from emulator.wire import Json


def reaches_bot(chat: Chat, message: Json, bot: Json, *, privacy: bool) -> bool:
    """Tell whether *bot* gets *message*."""
    if not chat.is_group or not privacy or chat.bot == "administrator":
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]:
        return True
    text = str(message.get("text") or message.get("caption") or "")
    name = f"@{bot['username']}".lower()
    return is_command_for(text, name) or name in text.lower()


def is_command_for(text: str, name: str) -> bool:
    """Tell whether *text* opens with a command that is not meant for a bot other than *name*."""
    if not text.startswith("/"):
        return False
    _, at, other = text.split(maxsplit=1)[0].partition("@")
    return not at or f"@{other}".lower() == name
