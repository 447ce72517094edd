"""Which words of an update are meant for the bot.

In a private chat all are. In a group, where everyone talks, only a reply to the bot or a mention of it is: a bot
that is an admin there receives every message (Bot API, privacy mode).
"""

from telegram import Chat, Message, MessageEntity, Update


def words_to_us(message: Message, username: str) -> str | None:
    """Return the text meant for the bot named *username*, without the mention; None if it is meant for others."""
    text = message.text or ""
    if message.chat.type == Chat.PRIVATE:
        return text
    without = _without_mention(message, username)
    if without is not None:
        return without
    return text if is_reply_to_us(message, username) else None


def is_reply_to_us(message: Message, username: str) -> bool:
    """Say whether *message* replies to the bot named *username*."""
    replied = message.reply_to_message
    author = replied.from_user if replied else None
    return author is not None and (author.username or "").lower() == username.lower()


def is_to_us(update: Update, username: str) -> bool:
    """Say whether *update* asks the bot for something: a command, words to it, or a tap."""
    if update.callback_query:
        return True
    message = update.message
    if message is None:
        return False
    if message.chat.type == Chat.PRIVATE:
        return True
    return _is_our_command(message, username) or words_to_us(message, username) is not None


def _is_our_command(message: Message, username: str) -> bool:
    if not message.text or not message.text.startswith("/"):
        return False
    name, at, bot = message.text.split()[0].partition("@")
    return len(name) > 1 and (not at or bot.lower() == username.lower())


def _without_mention(message: Message, username: str) -> str | None:
    mentions = message.parse_entities([MessageEntity.MENTION])
    ours = [entity for entity, words in mentions.items() if words.lower() == f"@{username.lower()}"]
    if not ours:
        return None
    # Entities count in UTF-16 units; the words of a mention are ASCII, so they can be taken out as they stand.
    return (message.text or "").replace(mentions[ours[0]], " ").strip()
