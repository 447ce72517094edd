"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BUSY = {"fillfactor": 90, "autovacuum_vacuum_scale_factor": 0.02}


def where(condition: str) -> dict[str, Any]:
    """Return the options of a partial index on either engine."""
    return {"postgresql_where": sa.text(condition), "sqlite_where": sa.text(condition)}


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "chats",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.Column("flooded_at", sa.Double(), nullable=True),
        sa.Column("flooded_until", sa.Double(), nullable=False),
        sa.Column("leased_until", sa.Double(), nullable=False),
        sa.Column("flight", IDENTIFIER, nullable=True),
        sa.Column("flight_fence", sa.BigInteger(), nullable=True),
        sa.Column("tried_at", sa.Double(), nullable=True),
        sa.Column("gone_at", sa.Double(), nullable=True),
        sa.Column("doubted_at", sa.Double(), nullable=True),
        sa.CheckConstraint("kind IN ('private', 'group', 'supergroup', 'channel')", name="ck_chats_kind"),
        sa.CheckConstraint("state IN ('active', 'gone')", name="ck_chats_state"),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("key", name="uq_chats_key"),
        sa.UniqueConstraint("telegram_id", name="uq_chats_telegram_id"),
        postgresql_with=BUSY,
    )
    op.create_table(
        "feeds",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("primed", sa.Boolean(), nullable=False),
        sa.Column("guid_is_identity", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("daily", sa.Double(), nullable=False),
        sa.Column("lag", sa.Double(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("checked_at", sa.Double(), nullable=True),
        sa.Column("succeeded_at", sa.Double(), nullable=True),
        sa.Column("article_at", sa.Double(), nullable=True),
        sa.CheckConstraint("state IN (0, 1)", name="ck_feeds_state"),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
        postgresql_with=BUSY,
    )
    op.create_index("ix_feeds_due", "feeds", ["due_at"], **where("state = 0"))

    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("stored_at", sa.Double(), nullable=False),
        sa.Column("done_at", sa.Double(), nullable=True),
        sa.CheckConstraint("state IN (0, 1, 2)", name="ck_inbox_state"),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
        postgresql_with=BUSY,
    )
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.create_index("ix_inbox_line", "inbox", ["telegram_id", "update_id"], **where("state = 0"))

    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "pace",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pace"),
    )
    op.create_table(
        "periodic",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("every", sa.Double(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_periodic"),
    )
    op.create_table(
        "queries",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_queries"),
        sa.UniqueConstraint("canonical", name="uq_queries_canonical"),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )
    op.create_table(
        "stories",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_index("ix_stories_created_at", "stories", ["created_at"])
    op.create_index("ix_stories_fingerprint", "stories", ["fingerprint"])

    op.create_table(
        "terms",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_terms"),
        sa.UniqueConstraint("kind", "text", name="uq_terms_kind_text"),
    )
    op.create_table(
        "articles",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("feed_id", IDENTIFIER, nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("story_id", IDENTIFIER, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("published_at", sa.Double(), nullable=True),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column("unread", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_articles_feed_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_articles_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("feed_id", "identity", name="uq_articles_feed_id_identity"),
    )
    op.create_index("ix_articles_seen_at", "articles", ["seen_at"])
    op.create_index("ix_articles_story_id", "articles", ["story_id"])

    op.create_table(
        "invitations",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("group", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.Column("used_at", sa.Double(), nullable=True),
        sa.Column("used_by", IDENTIFIER, nullable=True),
        sa.ForeignKeyConstraint(["used_by"], ["chats.id"], name="fk_invitations_used_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("code", name="pk_invitations"),
    )
    op.create_index("ix_invitations_used_by", "invitations", ["used_by"])

    op.create_table(
        "query_terms",
        sa.Column("query_id", IDENTIFIER, nullable=False),
        sa.Column("term_id", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(["query_id"], ["queries.id"], name="fk_query_terms_query_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], name="fk_query_terms_term_id"),
        sa.PrimaryKeyConstraint("query_id", "term_id", name="pk_query_terms"),
    )
    op.create_index("ix_query_terms_term_id", "query_terms", ["term_id"])

    op.create_table(
        "seen",
        sa.Column("feed_id", IDENTIFIER, nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("shown_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_seen_feed_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed_id", "identity", name="pk_seen"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seen_shown_at", "seen", ["shown_at"])

    op.create_table(
        "targets",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("chat_id", IDENTIFIER, nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("paused_at", sa.Double(), nullable=True),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_targets_chat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_targets"),
        sa.UniqueConstraint("chat_id", "thread", name="uq_targets_chat_id_thread"),
    )
    op.create_table(
        "alerts",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("target_id", IDENTIFIER, nullable=False),
        sa.Column("story_id", IDENTIFIER, nullable=False),
        sa.Column("article_id", IDENTIFIER, nullable=False),
        sa.Column("queries", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.SmallInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("told_by", IDENTIFIER, nullable=True),
        sa.Column("told_at", sa.Double(), nullable=True),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN ('owed', 'digest', 'held', 'told', 'dropped', 'expired')", name="ck_alerts_state"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_alerts_article_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_alerts_story_id"),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name="fk_alerts_target_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("target_id", "story_id", name="uq_alerts_target_id_story_id"),
    )
    op.create_index("ix_alerts_article_id", "alerts", ["article_id"])
    op.create_index("ix_alerts_held", "alerts", ["target_id"], **where("state = 'held'"))
    op.create_index("ix_alerts_story_id_article_id", "alerts", ["story_id", "article_id"])
    op.create_index("ix_alerts_told_by", "alerts", ["told_by"])

    op.create_table(
        "matches",
        sa.Column("article_id", IDENTIFIER, nullable=False),
        sa.Column("query_id", IDENTIFIER, nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_matches_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["query_id"], ["queries.id"], name="fk_matches_query_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "query_id", name="pk_matches"),
    )
    op.create_index("ix_matches_query_id_article_id", "matches", ["query_id", "article_id"])

    op.create_table(
        "subscriptions",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("target_id", IDENTIFIER, nullable=False),
        sa.Column("query_id", IDENTIFIER, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("added_at", sa.Double(), nullable=False),
        sa.CheckConstraint("mode IN ('instant', 'digest')", name="ck_subscriptions_mode"),
        sa.ForeignKeyConstraint(["query_id"], ["queries.id"], name="fk_subscriptions_query_id"),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name="fk_subscriptions_target_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("target_id", "query_id", name="uq_subscriptions_target_id_query_id"),
    )
    op.create_index("ix_subscriptions_added_at", "subscriptions", ["added_at"])
    op.create_index("ix_subscriptions_fan_out", "subscriptions", ["query_id", "target_id", "created_at", "mode"])

    op.create_table(
        "deliveries",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat_id", IDENTIFIER, nullable=False),
        sa.Column("target_id", IDENTIFIER, nullable=False),
        sa.Column("alert_id", IDENTIFIER, nullable=True),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("unknowns", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.Double(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("params", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("degraded", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.Column("finished_at", sa.Double(), nullable=True),
        sa.CheckConstraint("lane BETWEEN 0 AND 4", name="ck_deliveries_lane"),
        sa.CheckConstraint("state BETWEEN 0 AND 4", name="ck_deliveries_state"),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_deliveries_alert_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_deliveries_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name="fk_deliveries_target_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        postgresql_with=BUSY,
    )
    op.create_index("ix_deliveries_alert_id", "deliveries", ["alert_id"])
    op.create_index("ix_deliveries_begun", "deliveries", ["begun_at"], **where("state = 0 AND begun_at IS NOT NULL"))
    op.create_index("ix_deliveries_chat_id", "deliveries", ["chat_id"])
    op.create_index("ix_deliveries_due", "deliveries", ["due_at"], **where("state = 0"))
    op.create_index("ix_deliveries_line", "deliveries", ["chat_id", "lane", "id"], **where("state = 0"))
    op.create_index("ix_deliveries_of_alert", "deliveries", ["alert_id", "id"], **where("state = 0"))
    op.create_index(
        "ix_deliveries_queue", "deliveries", ["lane", "ordinal", "id", "due_at", "chat_id"], **where("state = 0")
    )
    op.create_index("ix_deliveries_target_id", "deliveries", ["target_id"])

    lease = sa.table("leases", *(sa.column(name) for name in ("name", "owner", "token", "expires_at")))
    op.bulk_insert(lease, [{"name": "grouping", "owner": "", "token": 0, "expires_at": 0.0}])
    pace = sa.table("pace", sa.column("name"), sa.column("free_at"))
    op.bulk_insert(pace, [{"name": "alerts", "free_at": 0.0}, {"name": "answers", "free_at": 0.0}])


def downgrade() -> None:
    """Take the change back."""
    for table in (
        "deliveries",
        "subscriptions",
        "matches",
        "alerts",
        "targets",
        "seen",
        "query_terms",
        "invitations",
        "articles",
        "terms",
        "stories",
        "settings",
        "queries",
        "periodic",
        "pace",
        "leases",
        "inbox",
        "feeds",
        "chats",
    ):
        op.drop_table(table)
