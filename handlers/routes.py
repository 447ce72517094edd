"""Which handler answers which update, in the order they are tried. One of them at most answers."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import (
    buttons,
    channels,
    events,
    failed,
    feeds,
    finding,
    follow,
    forget,
    gate,
    invitations,
    latest,
    membership,
    odd,
    opml,
    pause,
    settings,
    start,
    status,
    subscriptions,
    topics,
    why,
    written,
)
from handlers.answering import Context

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

COMMANDS: dict[str, Handler] = {
    "start": start.start,
    "help": start.help_,
    "privacy": start.privacy,
    "add": written.add,
    "list": subscriptions.show,
    "latest": latest.latest,
    "events": events.show,
    "settings": settings.settings,
    "stop": pause.pause,
    "resume": pause.resume,
    "forget": forget.ask,
    "status": status.show,
    "channel": channels.menu,
    "feeds": feeds.show,
    "feed_add": finding.add,
    "feed_remove": feeds.remove,
    "feed_full": finding.full_text,
    "feeds_export": opml.export,
    "invite": invitations.invite,
    "failed": failed.show,
}
BUTTONS: dict[str, Handler] = {
    r"^f:": follow.chosen,
    r"^x:": subscriptions.stop,
    r"^u:": subscriptions.undo,
    r"^l$": subscriptions.show,
    r"^t:": subscriptions.turn,
    r"^h$": start.help_,
    r"^v$": latest.latest,
    r"^w:": why.why,
    r"^p:resume$": pause.resume,
    r"^m:(show|skip)$": pause.missed,
    r"^e:(yes|no)$": forget.decided,
    r"^g:": feeds.show,
    r"^r:": feeds.remove,
    r"^a:": feeds.restore,
    r"^s:": settings.show,
    r"^s=": settings.tapped,
    r"^n:s:": finding.chosen,
    r"^n:a:": finding.confirmed,
    r"^n:f:": finding.full_text,
    r"^n:x$": finding.dropped,
    r"^j:": status.show,
    r"^k:m:": channels.take,
    r"^k:x:": channels.unlink,
    r"^k:home$": channels.back,
    r"^k:t:": topics.move,
    r"^d:p:": failed.show,
    r"^d:(a$|r:)": failed.again,
    r"": odd.unknown_button,
}

# New messages only: an edited one was answered when it was new; posts of channels are no requests.
_NEW = filters.UpdateType.MESSAGE


def add_to(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
    """Add every handler to *application*."""
    application.add_handler(TypeHandler(Update, gate.gate), group=-1)
    application.add_handler(ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(_NEW & filters.StatusUpdate.MIGRATE, membership.moved))
    application.add_handler(MessageHandler(_NEW & filters.StatusUpdate.FORUM_TOPIC_CLOSED, topics.closed))
    application.add_handler(MessageHandler(_NEW & filters.StatusUpdate.FORUM_TOPIC_REOPENED, topics.reopened))
    in_private = _NEW & filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(in_private & filters.StatusUpdate.CHAT_SHARED, channels.shared))
    for command, handler in COMMANDS.items():
        application.add_handler(CommandHandler(command, handler, filters=_NEW))
    for pattern, handler in BUTTONS.items():
        application.add_handler(CallbackQueryHandler(handler, pattern=pattern.replace("^", buttons.FOR, 1)))
    application.add_handler(MessageHandler(_NEW & filters.COMMAND, odd.unknown_command))
    application.add_handler(MessageHandler(in_private & channels.FORWARDED & ~filters.Document.ALL, channels.forwarded))
    application.add_handler(MessageHandler(_NEW & filters.TEXT, written.written))
    application.add_handler(MessageHandler(in_private & filters.Document.ALL, opml.received))
    spoken = in_private & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(spoken, odd.no_words))
