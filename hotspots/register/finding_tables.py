"""The tables of what was found and of what people said of it, as the migrations make them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from hotspots.database import UtcDateTime
from hotspots.register.tables import METADATA

FINDING = Table(
    "finding",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
)

FOUND_HOTSPOT = Table(
    "found_hotspot",
    METADATA,
    Column("finding", ForeignKey("finding.number"), primary_key=True),
    Column("hotspot_id", Text, primary_key=True),
    Column("place_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("was_shown", Boolean, nullable=False),
    Column("places", Text, nullable=False),
    Column("points", Text, nullable=False),
)

REMARK = Table(
    "hotspot_remark",
    METADATA,
    Column("kind", String(8), primary_key=True),
    Column("hotspot_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("said", Text, nullable=False),
    Column("said_by", Text, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
)
