"""What each publication found, and the names and zones that people chose."""

import sqlalchemy as sa
from alembic import op

revision = "register_0004"
down_revision = "register_0003"
branch_labels = None
depends_on = None

_MOMENT = sa.String(32)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "finding",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("found_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "found_hotspot",
        sa.Column("finding", sa.Integer(), sa.ForeignKey("finding.number"), primary_key=True),
        sa.Column("hotspot_id", sa.Text(), primary_key=True),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("was_shown", sa.Boolean(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
    )
    op.create_table(
        "hotspot_remark",
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("hotspot_id", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables: ids and names start afresh with the next publication."""
    for table in ("hotspot_remark", "found_hotspot", "finding"):
        op.drop_table(table)
