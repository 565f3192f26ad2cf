"""Keys of one holder, of which two may live at a time, and where a key may be used from."""

import sqlalchemy as sa
from alembic import op

revision = "access_0003"
down_revision = "access_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both columns; every key there is has a holder of its own and no bounds."""
    with op.batch_alter_table("api_key") as table:
        table.add_column(sa.Column("holder_id", sa.String(8), nullable=True))
        table.add_column(sa.Column("networks", sa.Text(), nullable=True))
    op.execute("UPDATE api_key SET holder_id = key_id, networks = '[]'")
    with op.batch_alter_table("api_key") as table:
        table.alter_column("holder_id", existing_type=sa.String(8), nullable=False)
        table.alter_column("networks", existing_type=sa.Text(), nullable=False)
    op.create_index("ix_api_key_holder_id", "api_key", ["holder_id"])


def downgrade() -> None:
    """Drop both columns. A key that was bound to networks is revoked: it must not open more."""
    op.execute(
        "UPDATE api_key SET revoked_at = created_at WHERE networks <> '[]' AND revoked_at IS NULL"
    )
    op.drop_index("ix_api_key_holder_id", "api_key")
    with op.batch_alter_table("api_key") as table:
        table.drop_column("networks")
        table.drop_column("holder_id")
