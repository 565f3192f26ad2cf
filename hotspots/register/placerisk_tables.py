"""The table of what partners agree about places, as the migrations make it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from hotspots.database import UtcDateTime
from hotspots.register.tables import METADATA

PLACE_RISK_VERSION = Table(
    "place_risk_version",
    METADATA,
    Column("kind", String(8), primary_key=True),
    Column("place", String(200), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("list_version", Integer, nullable=False),
    Column("themes", Text, nullable=False),
    Column("guardian_kinds", Text, nullable=False),
    Column("guardian", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("lead_agency", Text, nullable=False),
    Column("reviewed_on", Date),
    Column("next_review", Date),
    Column("note", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("is_closed", Boolean, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)
