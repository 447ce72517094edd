"""All tables. UNIQUE, CHECK and FOREIGN KEY state the rules; partial indexes serve the queues.

Every queue (feeds, deliveries, inbox, periodic, model requests) has ``state``, ``due_at`` and ``fence``: state 0 waits
for work at ``due_at``; a claim moves ``due_at`` to the end of its lease and adds 1 to ``fence``. The words are those of
the glossary. A change here needs a migration beside it; a test compares the two on both engines.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    false,
    literal_column,
    text,
)

from storage.chat_tables import dormant, managers
from storage.columns import NEVER, Identifier, Instant, Numbers
from storage.news_tables import articles, feeds, hubs, model_requests, model_use, places, pushes, seen, stories
from storage.schema import BUSY, is_waiting, metadata, where

__all__ = [
    "alerts",
    "articles",
    "chat_preferences",
    "chats",
    "deliveries",
    "dormant",
    "feeds",
    "hubs",
    "inbox",
    "invitations",
    "leases",
    "managers",
    "matches",
    "model_requests",
    "model_use",
    "pace",
    "periodic",
    "places",
    "pushes",
    "queries",
    "query_terms",
    "seen",
    "settings",
    "stories",
    "subscriptions",
    "targets",
    "terms",
]

terms = Table(
    "terms",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("kind", String, nullable=False),
    Column("text", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("kind", "text"),
)

queries = Table(
    "queries",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("canonical", String, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

query_terms = Table(
    "query_terms",
    metadata,
    Column("query_id", Identifier, ForeignKey("queries.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", Identifier, ForeignKey("terms.id"), primary_key=True, index=True),
)

matches = Table(
    "matches",
    metadata,
    Column("article_id", Identifier, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("query_id", Identifier, ForeignKey("queries.id", ondelete="CASCADE"), primary_key=True),
    Column("spans", JSON, nullable=False),  # [[field, start, end], …]
    Index("ix_matches_query_id_article_id", "query_id", "article_id"),
)

chats = Table(
    "chats",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False, default="active"),
    Column("reason", String, nullable=False, default=""),
    Column("invited", Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
    Column("free_at", Instant, nullable=False),  # spacing: when the next alert may go
    Column("flooded_at", Instant),  # the last 429
    Column("flooded_until", Instant, nullable=False),
    Column("leased_until", Instant, nullable=False),  # one delivery in flight a chat …
    Column("flight", Identifier),  # … this one, …
    Column("flight_fence", BigInteger),  # … by this claim
    Column("tried_at", Instant),  # the last call; with gone_at the share of chats that are suddenly gone
    Column("gone_at", Instant),
    Column("doubted_at", Instant),  # said to be gone among too many others: to be tried once more
    CheckConstraint("state IN ('active', 'gone')", name="state"),
    CheckConstraint("kind IN ('private', 'group', 'supergroup', 'channel')", name="kind"),
    postgresql_with=BUSY,
)

Index("ix_chats_gone_at", chats.c.gone_at, **where(chats.c.gone_at.is_not(None)))

chat_preferences = Table(  # of chats that asked for something; domain.preferences has the defaults
    "chat_preferences",
    metadata,
    Column("chat_id", Identifier, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("zone", String, nullable=False),  # an IANA name, empty for the installation's
    Column("quiet_start", SmallInteger),  # minutes since midnight
    Column("quiet_end", SmallInteger),
    Column("urgent_passes", Boolean, nullable=False),
    Column("most_an_hour", SmallInteger),
    Column("digest", String, nullable=False),
    Column("daily_at", SmallInteger, nullable=False),  # minutes since midnight
    Column("silent_updates", Boolean, nullable=False),
    Column("picture", String, nullable=False, default="none"),
    CheckConstraint("picture IN ('none', 'above', 'below')", name="picture"),
    CheckConstraint("digest IN ('instant', 'hourly', 'daily')", name="digest"),
    CheckConstraint("quiet_start BETWEEN 0 AND 1439 AND quiet_end BETWEEN 0 AND 1439", name="quiet"),
    CheckConstraint("daily_at BETWEEN 0 AND 1439", name="daily_at"),
    CheckConstraint("most_an_hour > 0", name="most_an_hour"),
)

targets = Table(
    "targets",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("chat_id", Identifier, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("thread", BigInteger, nullable=False),  # 0: no topic
    Column("paused_at", Instant),
    Column("muted_until", Instant),
    Column("digest_at", Instant),  # when to look whether a digest is due; NULL: nothing is collected
    Column("shut", Boolean, nullable=False, default=False, server_default=false()),  # paused as its topic was closed
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("chat_id", "thread"),
)
Index("ix_targets_digest_at", targets.c.digest_at, **where(targets.c.digest_at.is_not(None)))

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("target_id", Identifier, ForeignKey("targets.id", ondelete="CASCADE"), nullable=False),
    Column("query_id", Identifier, ForeignKey("queries.id"), nullable=False),
    Column("label", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("muted_until", Instant),  # articles until then count for nothing
    Column("created_at", Instant, nullable=False),  # articles seen from here on count
    Column("added_at", Instant, nullable=False, index=True),  # when the row came, also by an undo: for queries.since
    UniqueConstraint("target_id", "query_id"),
    CheckConstraint("mode IN ('instant', 'digest')", name="mode"),
    Index("ix_subscriptions_fan_out", "query_id", "target_id", "created_at", "mode"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("target_id", Identifier, ForeignKey("targets.id", ondelete="CASCADE"), nullable=False),
    Column("story_id", Identifier, ForeignKey("stories.id"), nullable=False),
    Column("article_id", Identifier, ForeignKey("articles.id"), nullable=False, index=True),
    Column("queries", Numbers, nullable=False),  # those of the target that the article satisfied
    Column("state", String, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("grade", SmallInteger, nullable=False, default=0),  # domain.news.Grade: what was last told of the story
    Column("message_id", BigInteger),
    Column("told_by", Identifier, index=True),  # a delivery; no foreign key, since those are pruned
    Column("told_at", Instant),
    Column("corrected_at", Instant),  # when what was told was changed at its source
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("target_id", "story_id"),
    CheckConstraint("state IN ('owed', 'digest', 'held', 'told', 'dropped', 'expired')", name="state"),
    Index("ix_alerts_story_id_article_id", "story_id", "article_id"),
)
_IS_HELD = alerts.c.state == literal_column("'held'")
Index("ix_alerts_held", alerts.c.target_id, **where(_IS_HELD))
_IS_COLLECTED = alerts.c.state == literal_column("'digest'")
Index("ix_alerts_digest", alerts.c.target_id, **where(_IS_COLLECTED))

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("chat_id", Identifier, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("target_id", Identifier, ForeignKey("targets.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("alert_id", Identifier, ForeignKey("alerts.id", ondelete="CASCADE"), index=True),
    Column("lane", SmallInteger, nullable=False),
    Column("ordinal", Integer, nullable=False, default=0),  # the row's number within its story
    Column("state", SmallInteger, nullable=False, default=0),  # domain.alerts.DeliveryState
    Column("due_at", Instant, nullable=False),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("unknowns", Integer, nullable=False, default=0),
    Column("revision", Integer, nullable=False, default=0),
    Column("begun_at", Instant),
    Column("method", String),  # NULL until composed
    Column("params", JSON(none_as_null=True)),
    Column("file", LargeBinary),  # until sent
    Column("degraded", JSON, nullable=False, default=list),
    Column("reason", String, nullable=False, default=""),
    Column("message_id", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("finished_at", Instant),
    CheckConstraint("state BETWEEN 0 AND 4", name="state"),
    CheckConstraint("lane BETWEEN 0 AND 4", name="lane"),
    postgresql_with=BUSY,
)
_IS_PENDING = is_waiting(deliveries)
_IS_BEGUN = _IS_PENDING & deliveries.c.begun_at.is_not(None)
Index(  # the order of claims; due_at and chat_id let SQLite skip rows without reading them
    "ix_deliveries_queue",
    deliveries.c.lane,
    deliveries.c.ordinal,
    deliveries.c.id,
    deliveries.c.due_at,
    deliveries.c.chat_id,
    **where(_IS_PENDING),
)
# The head of a chat's line, and what an alert's update or edit waits for:
Index("ix_deliveries_line", deliveries.c.chat_id, deliveries.c.lane, deliveries.c.id, **where(_IS_PENDING))
Index("ix_deliveries_of_alert", deliveries.c.alert_id, deliveries.c.id, **where(_IS_PENDING))
Index("ix_deliveries_due", deliveries.c.due_at, **where(_IS_PENDING))
Index("ix_deliveries_begun", deliveries.c.begun_at, **where(_IS_BEGUN))

_IS_DEAD = deliveries.c.state == literal_column("2")
Index("ix_deliveries_dead", deliveries.c.finished_at, **where(_IS_DEAD))

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("telegram_id", BigInteger, nullable=False),  # 0: of no chat, or handled
    Column("payload", JSON(none_as_null=True)),  # gone once handled
    Column("state", SmallInteger, nullable=False, default=0),  # 0 waits, 1 handled, 2 set aside
    Column("due_at", Instant, nullable=False),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),  # begun and not ended: 1 in work, more after a crash
    Column("error", String, nullable=False, default=""),
    Column("stored_at", Instant, nullable=False),
    Column("done_at", Instant, index=True),
    CheckConstraint("state IN (0, 1, 2)", name="state"),
    postgresql_with=BUSY,
)
Index("ix_inbox_line", inbox.c.telegram_id, inbox.c.update_id, **where(is_waiting(inbox)))

invitations = Table(
    "invitations",
    metadata,
    Column("code", String, primary_key=True),
    Column("group", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", Identifier, ForeignKey("chats.id", ondelete="SET NULL"), index=True),
)

periodic = Table(
    "periodic",
    metadata,
    Column("name", String, primary_key=True),
    Column("every", Double, nullable=False),  # seconds
    Column("state", SmallInteger, nullable=False, default=0),
    Column("due_at", Instant, nullable=False),
    Column("fence", BigInteger, nullable=False, default=0),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

pace = Table(
    "pace",
    metadata,
    Column("name", String, primary_key=True),
    Column("free_at", Instant, nullable=False),  # GCRA's theoretical arrival time
    Column("share", Double, nullable=False, default=1.0, server_default=text("1")),  # of the configured pace …
    Column("slowed_at", Instant, nullable=False, default=NEVER, server_default=text("0")),  # … at this moment
)

settings = Table(
    "settings",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
