"""The tables of the webhooks, as the migrations make them; they lie beside the releases.

No secret is in them: it is made of the endpoint's id and a key that is in a file.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from hotspots.database import UtcDateTime

METADATA = MetaData()

WEBHOOK = Table(
    "webhook",
    METADATA,
    Column("webhook_id", String(8), primary_key=True),
    Column("url", Text, nullable=False),
    Column("audience", Text, nullable=False),
    # Where the service is for whoever is told: links lead there.
    Column("service_address", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime, nullable=True),
)

DELIVERY = Table(
    "webhook_delivery",
    METADATA,
    Column("delivery_id", String(16), primary_key=True),
    Column("webhook_id", ForeignKey("webhook.webhook_id"), nullable=False),
    # The same for every endpoint and every attempt: by it a receiver knows a repetition.
    Column("event_id", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    # Pending: not before this moment. Whoever takes it moves it on, and so holds it a while.
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("problem", Text, nullable=False),
)
Index("webhook_delivery_due", DELIVERY.c.state, DELIVERY.c.due_at)
