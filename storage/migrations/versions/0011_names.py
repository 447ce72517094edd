"""The names of CHECK constraints are those of the naming convention.

Earlier migrations named them in full, and the convention was applied to that once more: ``ck_alerts_ck_alerts_state``.
Only PostgreSQL is told: there later migrations find a constraint by its name. SQLite keeps the names in the text of the
table, which is written anew by whatever changes a constraint; to rewrite large tables for it would be all cost.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAMES = (
    ("alerts", "state"),
    ("chat_preferences", "daily_at"),
    ("chat_preferences", "digest"),
    ("chat_preferences", "most_an_hour"),
    ("chat_preferences", "quiet"),
    ("chats", "kind"),
    ("chats", "state"),
    ("deliveries", "lane"),
    ("deliveries", "state"),
    ("feeds", "state"),
    ("inbox", "state"),
    ("places", "point"),
    ("subscriptions", "mode"),
)


def upgrade() -> None:
    """Apply the change."""
    for table, name in NAMES:
        _rename(table, f"ck_{table}_ck_{table}_{name}", f"ck_{table}_{name}")


def downgrade() -> None:
    """Take the change back."""
    for table, name in NAMES:
        _rename(table, f"ck_{table}_{name}", f"ck_{table}_ck_{table}_{name}")


def _rename(table: str, old: str, new: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
