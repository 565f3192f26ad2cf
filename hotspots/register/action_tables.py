"""The disruption register's table, as the migrations make it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from hotspots.database import UtcDateTime
from hotspots.register.tables import METADATA

ACTION_VERSION = Table(
    "action_version",
    METADATA,
    Column("action_id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("place", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Column("lead_agency", Text, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("is_told", Boolean, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)
