"""When and how much a chat wants to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "chat_preferences",
        sa.Column("chat_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("quiet_start", sa.SmallInteger()),
        sa.Column("quiet_end", sa.SmallInteger()),
        sa.Column("urgent_passes", sa.Boolean(), nullable=False),
        sa.Column("most_an_hour", sa.SmallInteger()),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("daily_at", sa.SmallInteger(), nullable=False),
        sa.Column("silent_updates", sa.Boolean(), nullable=False),
        sa.CheckConstraint("digest IN ('instant', 'hourly', 'daily')", name="ck_chat_preferences_digest"),
        sa.CheckConstraint(
            "quiet_start BETWEEN 0 AND 1439 AND quiet_end BETWEEN 0 AND 1439", name="ck_chat_preferences_quiet"
        ),
        sa.CheckConstraint("daily_at BETWEEN 0 AND 1439", name="ck_chat_preferences_daily_at"),
        sa.CheckConstraint("most_an_hour > 0", name="ck_chat_preferences_most_an_hour"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_chat_preferences_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chat_preferences"),
    )
    op.add_column("targets", sa.Column("muted_until", sa.Double()))
    op.add_column("targets", sa.Column("digest_at", sa.Double()))
    op.add_column("subscriptions", sa.Column("muted_until", sa.Double()))
    for name, table, column, condition in _INDEXES:
        op.create_index(name, table, [column], postgresql_where=sa.text(condition), sqlite_where=sa.text(condition))


def downgrade() -> None:
    """Take the change back."""
    for name, table, _, _ in _INDEXES:
        op.drop_index(name, table)
    op.drop_column("subscriptions", "muted_until")
    op.drop_column("targets", "digest_at")
    op.drop_column("targets", "muted_until")
    op.drop_table("chat_preferences")


_INDEXES = (
    ("ix_targets_digest_at", "targets", "digest_at", "digest_at IS NOT NULL"),
    ("ix_alerts_digest", "alerts", "target_id", "state = 'digest'"),
)
