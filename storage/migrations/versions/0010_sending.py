"""The pace goes down on floods and slowly up again; chats that are gone, and dead letters, are found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IS_GONE, IS_DEAD = sa.text("gone_at IS NOT NULL"), sa.text("state = 2")


def upgrade() -> None:
    """Apply the change."""
    op.add_column("pace", sa.Column("share", sa.Double(), nullable=False, server_default=sa.text("1")))
    op.add_column("pace", sa.Column("slowed_at", sa.Double(), nullable=False, server_default=sa.text("0")))
    op.create_index("ix_chats_gone_at", "chats", ["gone_at"], postgresql_where=IS_GONE, sqlite_where=IS_GONE)
    op.create_index("ix_deliveries_dead", "deliveries", ["finished_at"], postgresql_where=IS_DEAD, sqlite_where=IS_DEAD)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_deliveries_dead", "deliveries")
    op.drop_index("ix_chats_gone_at", "chats")
    op.drop_column("pace", "slowed_at")
    op.drop_column("pace", "share")
