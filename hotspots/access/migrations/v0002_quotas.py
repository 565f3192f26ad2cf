"""How much of its share somebody used in each minute."""

import sqlalchemy as sa
from alembic import op

revision = "access_0002"
down_revision = "access_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "quota_use",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("minute", sa.BigInteger(), primary_key=True, autoincrement=False, index=True),
        sa.Column("uses", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table; everybody begins a new minute."""
    op.drop_table("quota_use")
