"""Articles that their source withdrew; and an index to find the features that nobody needs any more."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

HAS_FEATURES = sa.text("features IS NOT NULL")


def upgrade() -> None:
    """Apply the change."""
    op.add_column("articles", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_articles_features",
        "articles",
        ["seen_at"],
        postgresql_where=HAS_FEATURES,
        sqlite_where=HAS_FEATURES,
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_articles_features", "articles")
    op.drop_column("articles", "withdrawn")
