"""The register's tables, as the migrations make them.

An episode's fields are columns of its version, so that one question of law ("what did
we hold about this child, and since when?") is one query. Nothing is updated but the
mark of the current version.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from hotspots.database import UtcDateTime

METADATA = MetaData()
DIGEST = String(64)

BATCH = Table(
    "batch",
    METADATA,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("content_hash", DIGEST, nullable=False, unique=True),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
)

BATCH_FILE = Table(
    "batch_file",
    METADATA,
    Column("batch", ForeignKey("batch.batch"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("file", Text, nullable=False),
    Column("sha256", DIGEST, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("rows_in", BigInteger, nullable=False),
    Column("kept", BigInteger, nullable=False),
    Column("rejected", BigInteger, nullable=False),
)

EPISODE_VERSION = Table(
    "episode_version",
    METADATA,
    Column("episode_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("batch", ForeignKey("batch.batch"), nullable=False, index=True),
    Column("is_current", Boolean, nullable=False),
    Column("content_hash", DIGEST, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("child_id", Text, nullable=False, index=True),
    Column("status", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("returned_at", UtcDateTime),
    Column("reported_at", UtcDateTime),
    Column("time_known", Boolean, nullable=False),
    Column("time_uncertain", Boolean, nullable=False),
    Column("placement", Text, nullable=False),
    Column("placement_code", Text, nullable=False),
    Column("placement_provider", Text, nullable=False),
    Column("risk_level", Text, nullable=False),
    Column("responsible_la", Text, nullable=False),
    Column("origin_postcode", Text, nullable=False),
    Column("interview_state", Text),
    Column("interview_offered_at", UtcDateTime),
    Column("interview_completed_at", UtcDateTime),
    Column("interview_push", Text),
    Column("interview_pull", Text),
)
IS_CURRENT = EPISODE_VERSION.c.is_current
Index(
    "one_current_version",
    EPISODE_VERSION.c.episode_id,
    unique=True,
    sqlite_where=IS_CURRENT,
    postgresql_where=IS_CURRENT,
)
Index(
    "current_by_day",
    EPISODE_VERSION.c.started_on,
    sqlite_where=IS_CURRENT,
    postgresql_where=IS_CURRENT,
)

MENTION = Table(
    "mention",
    METADATA,
    Column("episode_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(
        ["episode_id", "version"], ["episode_version.episode_id", "episode_version.version"]
    ),
)

DECISION = Table(
    "decision",
    METADATA,
    # The text may be longer than a database's index takes, its hash never is.
    Column("text_hash", DIGEST, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("place_id", Text),
    Column("easting", Float(53)),
    Column("northing", Float(53)),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
)

DECISION_FORGOTTEN = Table(
    "decision_forgotten",
    METADATA,
    Column("text_hash", DIGEST, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("forgotten_by", Text, nullable=False),
    Column("forgotten_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(["text_hash", "number"], ["decision.text_hash", "decision.number"]),
)
