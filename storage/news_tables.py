"""The tables of what is read: feeds, what they have shown, stories, articles, and the places of an operator.

``storage/tables.py`` holds the others, tells the rules of all, and is what the rest of storage imports.
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
)

from storage.columns import Identifier, Instant
from storage.schema import BUSY, has_picture, is_waiting, metadata, where

feeds = Table(
    "feeds",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("url", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("country", String, nullable=False),
    Column("family", String, nullable=False),
    Column("region", String, nullable=False),
    Column("state", SmallInteger, nullable=False, default=0),  # 0 active, 1 removed
    Column("due_at", Instant, nullable=False),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("error", String, nullable=False, default=""),
    Column("primed", Boolean, nullable=False, default=False),
    Column("guid_is_identity", Boolean, nullable=False, default=True),
    Column("etag", String, nullable=False, default=""),
    Column("last_modified", String, nullable=False, default=""),
    Column("body_hash", String, nullable=False, default=""),
    Column("daily", Double, nullable=False, default=0.0),
    Column("lag", Double, nullable=False, default=0.0),  # seconds
    Column("entries", Integer, nullable=False, default=0),
    Column("late", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    Column("checked_at", Instant),
    Column("succeeded_at", Instant),
    Column("article_at", Instant),
    Column("full_text", Boolean, nullable=False, default=False),
    Column("hub", String, nullable=False, server_default=""),  # domain.feeds.HubState
    Column("hours", JSON, nullable=False, default=list),  # articles a day at each hour of the day
    Column("gap", Double, nullable=False, default=0.0),  # seconds
    Column("ttl", Double),  # seconds
    Column("took", Double, nullable=False, default=0.0),  # seconds
    Column("moved_to", String, nullable=False, default=""),
    Column("moved_at", Instant),
    Column("certificate_until", Instant),
    Column("repaired", Boolean, nullable=False, default=False),
    Column("ahead", Double, nullable=False, default=0.0),  # seconds
    Column("verdict", String, nullable=False, default=""),  # domain.feeds.Verdict; empty before the first
    Column("verdict_at", Instant),
    CheckConstraint("state IN (0, 1)", name="state"),
    postgresql_with=BUSY,
)
Index("ix_feeds_due", feeds.c.due_at, **where(is_waiting(feeds)))

seen = Table(
    "seen",
    metadata,
    Column("feed_id", Identifier, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("identity", String, primary_key=True),
    Column("shown_at", Instant, nullable=False, index=True),  # the last time the feed showed it
    Column("hash", String, nullable=False, server_default=""),  # of its bytes then, or of its words
    Index("ix_seen_hash", "feed_id", "hash"),
    sqlite_with_rowid=False,
)

hubs = Table(  # a queue: each row waits to be subscribed to, or for its lease to be renewed
    "hubs",
    metadata,
    Column("feed_id", Identifier, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("url", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("token", String, nullable=False, unique=True),
    Column("secret", String, nullable=False),
    Column("named_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("error", String, nullable=False, default=""),
    Column("verified_at", Instant),
    Column("lease_until", Instant),
    Column("streak", Integer, nullable=False, default=0),  # pushes with news since a poll last found some before it
)

pushes = Table(  # a queue: bodies that hubs pushed, until they are read
    "pushes",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("feed_id", Identifier, ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("charset", String, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("fence", BigInteger, nullable=False, default=0),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("fingerprint", String, nullable=False, index=True),
    Column("created_at", Instant, nullable=False, index=True),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("feed_id", Identifier, ForeignKey("feeds.id"), nullable=False),
    Column("identity", String, nullable=False),
    Column("story_id", Identifier, ForeignKey("stories.id"), index=True),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
    Column("url", String, nullable=False),
    Column("published_at", Instant),
    Column("seen_at", Instant, nullable=False, index=True),
    Column("language", String, nullable=False, default="und"),
    Column("events", JSON, nullable=False, default=list),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("fingerprint", String, nullable=False, default=""),
    Column("features", LargeBinary),  # what tells its story (news.stories.features); NULL before it was kept
    Column("news", Boolean, nullable=False, default=False),
    Column("unread", String, nullable=False, default=""),  # why it could not be understood
    Column("picture", String, nullable=False, default=""),
    Column("withdrawn", Boolean, nullable=False, default=False, server_default=false()),  # by its source
    UniqueConstraint("feed_id", "identity"),
)

Index("ix_articles_features", articles.c.seen_at, **where(articles.c.features.is_not(None)))
Index("ix_articles_picture", articles.c.feed_id, articles.c.picture, **where(has_picture(articles)))

model_requests = Table(  # a queue: what a language model is asked, one question a story, and its answer
    "model_requests",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("story_id", Identifier, ForeignKey("stories.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("article_id", Identifier, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("fingerprint", String, nullable=False),  # of the article: the answer is about these words
    Column("kind", String, nullable=False),
    Column("state", SmallInteger, nullable=False, default=0),  # 0 waits, 1 answered, 2 given up
    Column("due_at", Instant, nullable=False),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("held_until", Instant, nullable=False),  # first alerts of the story wait for it until then
    Column("title", String, nullable=False, default=""),
    Column("summary", String, nullable=False, default=""),
    Column("error", String, nullable=False, default=""),
    Column("created_at", Instant, nullable=False, index=True),
    CheckConstraint("state IN (0, 1, 2)", name="state"),
    CheckConstraint("kind IN ('summary', 'translation')", name="kind"),
)
Index("ix_model_requests_due", model_requests.c.due_at, **where(is_waiting(model_requests)))

model_use = Table(  # one row: what was asked of the language model today, and until when it is let alone
    "model_use",
    metadata,
    Column("name", String, primary_key=True),
    Column("day", String, nullable=False),  # of UTC, as in 2026-11-28
    Column("requests", Integer, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),  # in a row
    Column("away_until", Instant, nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("parent", String, nullable=False),
    Column("name", String, nullable=False),
    Column("aliases", JSON, nullable=False),  # [[text, language, tier], …]
    Column("latitude", Double),
    Column("longitude", Double),
    Column("source", String, nullable=False),  # of the point; empty without one
    Column("file", String, nullable=False),  # of the import, and the line in it
    Column("line", Integer, nullable=False),
    CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point"),
)
