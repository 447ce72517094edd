"""Hubs that push feeds, and what they pushed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply the change."""
    op.add_column("feeds", sa.Column("hub", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "hubs",
        sa.Column("feed_id", IDENTIFIER, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("named_at", sa.Double(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("verified_at", sa.Double(), nullable=True),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_hubs_feed_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed_id", name="pk_hubs"),
        sa.UniqueConstraint("token", name="uq_hubs_token"),
    )
    op.create_index("ix_hubs_due_at", "hubs", ["due_at"])
    op.create_table(
        "pushes",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("feed_id", IDENTIFIER, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("charset", sa.String(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_pushes_feed_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_pushes"),
    )
    op.create_index("ix_pushes_due_at", "pushes", ["due_at"])
    op.create_index("ix_pushes_feed_id", "pushes", ["feed_id"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("pushes")
    op.drop_table("hubs")
    op.drop_column("feeds", "hub")
