"""The release ledger: what stands behind each figure that was ever released."""

import sqlalchemy as sa
from alembic import op

revision = "register_0005"
down_revision = "register_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sealed_release",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("sealed_at", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("approved_by", sa.Text()),
    )
    op.create_table(
        "sealed_cell",
        sa.Column(
            "release", sa.Integer(), sa.ForeignKey("sealed_release.number"), primary_key=True
        ),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("records", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables: later releases are then no longer held beside the earlier ones."""
    for table in ("sealed_cell", "sealed_release"):
        op.drop_table(table)
