"""Topics that were shut, who keeps which channel, and what waits for chats of an earlier bot."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the change."""
    op.add_column("targets", sa.Column("shut", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "managers",
        sa.Column("person_id", IDENTIFIER, nullable=False),
        sa.Column("channel_id", IDENTIFIER, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_until", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["chats.id"], name="fk_managers_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["channel_id"], ["chats.id"], name="fk_managers_channel_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "channel_id", name="pk_managers"),
    )
    op.create_index("ix_managers_channel_id", "managers", ["channel_id"])
    op.create_table(
        "dormant",
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.CheckConstraint("kind IN ('private', 'group', 'supergroup', 'channel')", name="kind"),
        sa.PrimaryKeyConstraint("telegram_id", name="pk_dormant"),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("dormant")
    op.drop_index("ix_managers_channel_id", "managers")
    op.drop_table("managers")
    op.drop_column("targets", "shut")
