"""Content by its hash, releases, and the layers that their maps are drawn on."""

import sqlalchemy as sa
from alembic import op

revision = "store_0001"
down_revision = None
branch_labels = None
depends_on = None

_DIGEST = sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "content",
        sa.Column("digest", _DIGEST, primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "release",
        sa.Column("digest", _DIGEST, sa.ForeignKey("content.digest"), primary_key=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.String(32), nullable=False),
        sa.Column("published_at", sa.String(32), nullable=False),
    )
    op.create_index("release_by_audience", "release", ["audience", "published_at"])
    op.create_table(
        "release_layer",
        sa.Column("release", _DIGEST, sa.ForeignKey("release.digest"), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("digest", _DIGEST, sa.ForeignKey("content.digest"), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables, with every release."""
    for table in ("release_layer", "release", "content"):
        op.drop_table(table)
