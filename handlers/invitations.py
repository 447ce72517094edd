"""/invite: one-time links into a bot that is not open to all."""

from datetime import timedelta

from telegram import Update

import storage.invitations
from alerts.texts import answers_admin
from alerts.texts.counting import DAYS, count
from handlers import rights
from handlers.answering import Context

VALID_DAYS = 7
_PREFIX = "i_"  # of the start payload; others are kept for what comes later


def code_of(update: Update) -> str:
    """Return the invitation's code in ``/start i_CODE``, empty where there is none."""
    text = (update.message and update.message.text) or ""
    command, _, payload = text.partition(" ")
    if command.partition("@")[0].lower() != "/start" or not payload.startswith(_PREFIX):
        return ""
    return payload.removeprefix(_PREFIX).strip()


async def invite(update: Update, context: Context) -> None:
    """Answer /invite with a link for a person, ``/invite group`` with one for a group."""
    if not await rights.operators_only(update, context):
        return
    is_group = (context.args or [""])[0].lower() in {"group", "مجموعة"}
    async with context.answering() as (tx, answer):
        invitation = await storage.invitations.create(tx, group=is_group, valid=timedelta(days=VALID_DAYS))
        kind = "startgroup" if is_group else "start"
        link = f"https://t.me/{context.services.username}?{kind}={_PREFIX}{invitation.code}"
        answer.say(
            f"{answers_admin.invitation(link, group=is_group, days=count(VALID_DAYS, DAYS))}\n\n"
            f"{answers_admin.invitation_use(group=is_group)}"
        )
