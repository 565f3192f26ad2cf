"""The store's tables, as the migrations make them: content by its hash, and what it is."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from hotspots.database import UtcDateTime

METADATA = MetaData()
DIGEST = String(64)

# Releases and layers alike: the same wards under three maps are kept once.
CONTENT = Table(
    "content",
    METADATA,
    Column("digest", DIGEST, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

RELEASE = Table(
    "release",
    METADATA,
    Column("digest", ForeignKey("content.digest"), primary_key=True),
    Column("audience", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("sealed_at", UtcDateTime, nullable=False),
    # When it was last published: sealed again, an earlier release is the latest once more.
    Column("published_at", UtcDateTime, nullable=False),
)
Index("release_by_audience", RELEASE.c.audience, RELEASE.c.published_at)

RELEASE_LAYER = Table(
    "release_layer",
    METADATA,
    Column("release", ForeignKey("release.digest"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digest", ForeignKey("content.digest"), nullable=False),
)

# Taken back by somebody; shown again (`lifted_at`) only where somebody publishes it once more.
WITHDRAWN = Table(
    "release_withdrawn",
    METADATA,
    Column("release", ForeignKey("release.digest"), primary_key=True),
    Column("withdrawn_at", UtcDateTime, primary_key=True),
    Column("withdrawn_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("lifted_at", UtcDateTime),
)
