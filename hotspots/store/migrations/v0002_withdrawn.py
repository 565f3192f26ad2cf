"""Releases that were taken back, by whom and why; nothing of the release itself is altered."""

import sqlalchemy as sa
from alembic import op

revision = "store_0002"
down_revision = "store_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "release_withdrawn",
        sa.Column("release", sa.String(64), sa.ForeignKey("release.digest"), primary_key=True),
        sa.Column("withdrawn_at", sa.String(32), primary_key=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.String(32)),
    )


def downgrade() -> None:
    """Drop the table: what was withdrawn is shown again."""
    op.drop_table("release_withdrawn")
