"""What an item looked like when a feed last showed it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("seen", sa.Column("hash", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_seen_hash", "seen", ["feed_id", "hash"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_seen_hash", "seen")
    op.drop_column("seen", "hash")
