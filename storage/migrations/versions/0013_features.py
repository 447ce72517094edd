"""What tells whether another article tells the same story."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("articles", sa.Column("features", sa.LargeBinary()))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("articles", "features")
