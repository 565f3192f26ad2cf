"""The tables of access, as the migrations make them. No secret is kept, only its code."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from hotspots.database import UtcDateTime

METADATA = MetaData()
CODE = String(64)  # HMAC-SHA-256 in hexadecimal digits

API_KEY = Table(
    "api_key",
    METADATA,
    Column("key_id", String(8), primary_key=True),
    Column("code", CODE, nullable=False),
    Column("name", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("areas", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

SIGN_IN_LINK = Table(
    "sign_in_link",
    METADATA,
    Column("link_id", String(8), primary_key=True),
    Column("code", CODE, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("areas", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

SESSION = Table(
    "sign_in_session",
    METADATA,
    Column("code", CODE, primary_key=True),
    Column("link_id", ForeignKey("sign_in_link.link_id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False, index=True),
)

AUDIT_EVENT = Table(
    "audit_event",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("action", Text, nullable=False),
    Column("principal_id", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("previous_code", CODE, nullable=False),
    Column("code", CODE, nullable=False),
)

# One row: where the trail ends, so that a cut tail shows even without an anchor elsewhere.
AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("head", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("event_code", CODE, nullable=False),
    Column("code", CODE, nullable=False),
    CheckConstraint("head = 1", name="audit_head_is_one_row"),
)

# Who used how much of a minute; `minute` counts from 1970, UTC.
QUOTA_USE = Table(
    "quota_use",
    METADATA,
    Column("code", CODE, primary_key=True),
    Column("minute", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("uses", BigInteger, nullable=False),
)
