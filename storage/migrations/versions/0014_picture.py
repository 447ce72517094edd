"""The picture of an article, and where a chat wants to see it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

HAS_PICTURE = sa.text("picture != ''")
# SQLite takes a check with a new column only within its definition; Alembic would write it behind.
ADD_WANTED = (
    "ALTER TABLE chat_preferences ADD COLUMN picture VARCHAR DEFAULT 'none' NOT NULL "
    "CONSTRAINT ck_chat_preferences_picture CHECK (picture IN ('none', 'above', 'below'))"
)


def upgrade() -> None:
    """Apply the change."""
    op.add_column("articles", sa.Column("picture", sa.String(), nullable=False, server_default=""))
    op.create_index(
        "ix_articles_picture",
        "articles",
        ["feed_id", "picture"],
        postgresql_where=HAS_PICTURE,
        sqlite_where=HAS_PICTURE,
    )
    op.execute(ADD_WANTED)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("chat_preferences", "picture")
    op.drop_index("ix_articles_picture", "articles")
    op.drop_column("articles", "picture")
