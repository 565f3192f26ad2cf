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
    Column("holder_id", String(8), nullable=False, index=True),
    Column("networks", Text, nullable=False),
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

# Somebody who signed in through their organisation; what they may see is of the last time.
PERSON = Table(
    "sign_in_person",
    METADATA,
    Column("person_id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("areas", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("signed_in_at", UtcDateTime, nullable=False),
)

# A sign-in that was begun here and is to come back from the organisation.
ATTEMPT = Table(
    "sign_in_attempt",
    METADATA,
    Column("code", CODE, primary_key=True),
    Column("destination", Text, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False, index=True),
)

SESSION = Table(
    "sign_in_session",
    METADATA,
    Column("code", CODE, primary_key=True),
    Column("link_id", ForeignKey("sign_in_link.link_id")),
    Column("person_id", ForeignKey("sign_in_person.person_id"), index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False, index=True),
    CheckConstraint(
        "(link_id IS NULL) <> (person_id IS NULL)", name="sign_in_session_is_of_one_origin"
    ),
)

SHARE = Table(
    "share_link",
    METADATA,
    Column("share_id", String(8), primary_key=True),
    Column("code", CODE, nullable=False),
    Column("name", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("areas", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("most_views", Integer, nullable=False),
    Column("views", Integer, nullable=False),
    Column("revoked_at", UtcDateTime),
)

VISIT = Table(
    "share_visit",
    METADATA,
    Column("code", CODE, primary_key=True),
    Column("share_id", ForeignKey("share_link.share_id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
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
