"""Children whose data were erased: a keyed tombstone, so that no file brings them back."""

import sqlalchemy as sa
from alembic import op

revision = "register_0006"
down_revision = "register_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "erased",
        sa.Column("tombstone", sa.String(64), primary_key=True),
        sa.Column("erased_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.String(32), nullable=False),
        sa.Column("lifted_by", sa.Text()),
        sa.Column("lifted_at", sa.String(32)),
    )


def downgrade() -> None:
    """Drop the table: the next file brings the erased children back."""
    op.drop_table("erased")
