"""Decisions that were taken back: by whom and when; the decisions themselves stay."""

import sqlalchemy as sa
from alembic import op

revision = "register_0002"
down_revision = "register_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "decision_forgotten",
        sa.Column("text_hash", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("forgotten_by", sa.Text(), nullable=False),
        sa.Column("forgotten_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["text_hash", "number"], ["decision.text_hash", "decision.number"]),
    )


def downgrade() -> None:
    """Drop the table: what was taken back holds again."""
    op.drop_table("decision_forgotten")
