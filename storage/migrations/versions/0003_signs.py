"""What the polls of a feed show of its rhythm and health, and the verdict admins were told."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ZERO, EMPTY = sa.text("0"), sa.text("''")


def upgrade() -> None:
    """Apply the change."""
    for column in _columns():
        op.add_column("feeds", column)


def downgrade() -> None:
    """Take the change back."""
    for column in reversed(_columns()):
        op.drop_column("feeds", column.name)


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("hours", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("gap", sa.Double(), nullable=False, server_default=ZERO),
        sa.Column("ttl", sa.Double(), nullable=True),
        sa.Column("took", sa.Double(), nullable=False, server_default=ZERO),
        sa.Column("moved_to", sa.String(), nullable=False, server_default=EMPTY),
        sa.Column("moved_at", sa.Double(), nullable=True),
        sa.Column("certificate_until", sa.Double(), nullable=True),
        sa.Column("repaired", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("ahead", sa.Double(), nullable=False, server_default=ZERO),
        sa.Column("verdict", sa.String(), nullable=False, server_default=EMPTY),
        sa.Column("verdict_at", sa.Double(), nullable=True),
    )
