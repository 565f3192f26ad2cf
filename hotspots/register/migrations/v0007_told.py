"""Whether partners may read of an action: nobody has said so of any that is there."""

import sqlalchemy as sa
from alembic import op

revision = "register_0007"
down_revision = "register_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: what is there is told to nobody."""
    op.add_column(
        "action_version",
        sa.Column("is_told", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Drop the column: which actions were told is lost."""
    with op.batch_alter_table("action_version") as table:
        table.drop_column("is_told")
