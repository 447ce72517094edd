"""Tell the admins what needs one of them, through the outbox; who never wrote to the bot cannot be told."""

from collections.abc import Collection, Sequence
from datetime import timedelta

import storage.chats
import storage.deliveries
import storage.targets
from domain.alerts import Call, Lane
from domain.chats import GENERAL, ChatState, TelegramId
from storage.database import Transaction

EXPIRES = timedelta(hours=12)


async def tell(tx: Transaction, admins: Collection[int], about: str, messages: Sequence[str]) -> None:
    """Owe each of *admins*, by Telegram's user ids, *messages* of HTML; what is told of is named by *about* and now."""
    now = await tx.now()
    for admin in sorted(admins):
        chat = await storage.chats.by_telegram_id(tx, TelegramId(admin))
        if chat is None or chat.state is not ChatState.ACTIVE:
            continue
        target = await storage.targets.ensure(tx, chat.id, GENERAL)
        for number, text in enumerate(messages):
            await storage.deliveries.enqueue(
                tx,
                key=f"notice:{about}:{now.timestamp():.0f}:{chat.id}:{number}",
                chat=chat.id,
                target=target.id,
                lane=Lane.NORMAL,
                call=Call("sendMessage", {"text": text, "parse_mode": "HTML"}),
                expires_in=EXPIRES,
            )
