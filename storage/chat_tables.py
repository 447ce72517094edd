"""The tables beside chats: who keeps which channel, and what waits for chats of an earlier bot.

``storage/tables.py`` holds the others, tells the rules of all, and is what the rest of storage imports.
"""

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table

from storage.columns import Identifier, Instant
from storage.schema import metadata

managers = Table(
    "managers",
    metadata,
    Column("person_id", Identifier, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("channel_id", Identifier, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("title", String, nullable=False),
    Column("held_until", Instant),  # until then what the person writes is about this channel
    Index("ix_managers_channel_id", "channel_id"),
)

dormant = Table(
    "dormant",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("content", JSON, nullable=False),  # a line of domain.moving
    Column("created_at", Instant, nullable=False),
    CheckConstraint("kind IN ('private', 'group', 'supergroup', 'channel')", name="kind"),
)
