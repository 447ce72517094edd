"""When what an alert told was changed at its source."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("alerts", sa.Column("corrected_at", sa.Double(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("alerts", "corrected_at")
