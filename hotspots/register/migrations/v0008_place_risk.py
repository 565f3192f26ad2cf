"""What partners agree about places: the Place Based Risk record, every version of it."""

import sqlalchemy as sa
from alembic import op

revision = "register_0008"
down_revision = "register_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "place_risk_version",
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("place", sa.String(200), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("guardian_kinds", sa.Text(), nullable=False),
        sa.Column("guardian", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("lead_agency", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date()),
        sa.Column("next_review", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    """Drop the table: every record and its history are lost."""
    op.drop_table("place_risk_version")
