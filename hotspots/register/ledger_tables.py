"""The tables of the release ledger, as the migrations make them."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from hotspots.database import UtcDateTime
from hotspots.register.tables import DIGEST, METADATA

SEALED_RELEASE = Table(
    "sealed_release",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", DIGEST, nullable=False),
    Column("audience", String(16), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("sealed_at", UtcDateTime, nullable=False),
    Column("reason", Text),
    Column("approved_by", Text),
)

SEALED_CELL = Table(
    "sealed_cell",
    METADATA,
    Column("release", ForeignKey("sealed_release.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("records", Text, nullable=False),
)
