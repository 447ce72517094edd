"""What a language model is asked and what it answered, and how much was asked today."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_WAITING = sa.text("state = 0")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "model_requests",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("story_id", IDENTIFIER, nullable=False),
        sa.Column("article_id", IDENTIFIER, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.Double(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN (0, 1, 2)", name="state"),
        sa.CheckConstraint("kind IN ('summary', 'translation')", name="kind"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_model_requests_story_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_model_requests_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_model_requests"),
        sa.UniqueConstraint("story_id", name="uq_model_requests_story_id"),
    )
    op.create_index("ix_model_requests_article_id", "model_requests", ["article_id"])
    op.create_index("ix_model_requests_created_at", "model_requests", ["created_at"])
    op.create_index(
        "ix_model_requests_due", "model_requests", ["due_at"], postgresql_where=IS_WAITING, sqlite_where=IS_WAITING
    )
    op.create_table(
        "model_use",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("away_until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_model_use"),
    )
    op.execute(
        "INSERT INTO model_use (name, day, requests, tokens, failures, away_until) VALUES ('model', '', 0, 0, 0, 0)"
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("model_use")
    op.drop_table("model_requests")
