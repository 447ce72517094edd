"""Invitations: one-time links into a closed bot."""

import secrets
from datetime import timedelta

from sqlalchemy import or_, update

from domain.chats import Chat, ChatKind, Invitation
from storage.database import Transaction
from storage.tables import chats, invitations

# 12 random bytes make 16 letters of those a start parameter may hold (Bot API: A-Z a-z 0-9 _ -, at most 64).
CODE_BYTES = 12


async def create(tx: Transaction, *, group: bool, valid: timedelta) -> Invitation:
    """Store an invitation for one private chat or, with *group*, one group."""
    now = await tx.now()
    invitation = Invitation(secrets.token_urlsafe(CODE_BYTES), group, now + valid)
    await tx.connection.execute(
        invitations.insert().values(code=invitation.code, group=group, created_at=now, expires_at=invitation.expires_at)
    )
    return invitation


async def use(tx: Transaction, code: str, chat: Chat) -> bool:
    """Let *chat* in; False if the code is unknown, over, used by another, or for the other kind of chat."""
    now = await tx.now()
    statement = (
        update(invitations)
        .where(
            invitations.c.code == code,
            invitations.c.group == (chat.kind is not ChatKind.PRIVATE),
            # The same chat may come again: its update is handled anew after a crash.
            or_(invitations.c.used_at.is_(None) & (invitations.c.expires_at > now), invitations.c.used_by == chat.id),
        )
        .values(used_at=now, used_by=chat.id)
    )
    if (await tx.connection.execute(statement)).rowcount != 1:
        return False
    await tx.connection.execute(update(chats).where(chats.c.id == chat.id).values(invited=True))
    return True
