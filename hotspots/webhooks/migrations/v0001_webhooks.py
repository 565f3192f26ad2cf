"""Endpoints, and what is to be sent to them."""

import sqlalchemy as sa
from alembic import op

revision = "webhooks_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "webhook",
        sa.Column("webhook_id", sa.String(8), primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("service_address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("withdrawn_at", sa.String(32), nullable=True),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("delivery_id", sa.String(16), primary_key=True),
        sa.Column("webhook_id", sa.String(8), sa.ForeignKey("webhook.webhook_id"), nullable=False),
        sa.Column("event_id", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("queued_at", sa.String(32), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
    )
    op.create_index("webhook_delivery_due", "webhook_delivery", ["state", "due_at"])


def downgrade() -> None:
    """Drop the tables, with what was not yet sent."""
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
