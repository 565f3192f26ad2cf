"""Batches, episodes with their versions and mentions, and decisions."""

import sqlalchemy as sa
from alembic import op

revision = "register_0001"
down_revision = None
branch_labels = None
depends_on = None

_DIGEST = sa.String(64)
_MOMENT = sa.String(32)
# The columns of an episode that hold a text and are never null.
_TEXTS = (
    "status",
    "placement",
    "placement_code",
    "placement_provider",
    "risk_level",
    "responsible_la",
    "origin_postcode",
)


def upgrade() -> None:
    """Make the tables."""
    _make_batches()
    _make_versions()
    op.create_table(
        "mention",
        sa.Column("episode_id", sa.Text(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id", "version"], ["episode_version.episode_id", "episode_version.version"]
        ),
    )
    op.create_table(
        "decision",
        sa.Column("text_hash", _DIGEST, primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text()),
        sa.Column("easting", sa.Float(53)),
        sa.Column("northing", sa.Float(53)),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables, with all that was recorded."""
    for table in ("decision", "mention", "episode_version", "batch_file", "batch"):
        op.drop_table(table)


def _make_batches() -> None:
    op.create_table(
        "batch",
        sa.Column("batch", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content_hash", _DIGEST, nullable=False, unique=True),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
    )
    op.create_table(
        "batch_file",
        sa.Column("batch", sa.Integer(), sa.ForeignKey("batch.batch"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", _DIGEST, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("rows_in", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
    )


def _make_versions() -> None:
    op.create_table(
        "episode_version",
        sa.Column("episode_id", sa.Text(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("batch", sa.Integer(), sa.ForeignKey("batch.batch"), nullable=False, index=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("content_hash", _DIGEST, nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("child_id", sa.Text(), nullable=False, index=True),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("returned_at", _MOMENT),
        sa.Column("reported_at", _MOMENT),
        sa.Column("time_known", sa.Boolean(), nullable=False),
        sa.Column("time_uncertain", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("interview_state", sa.Text()),
        sa.Column("interview_offered_at", _MOMENT),
        sa.Column("interview_completed_at", _MOMENT),
        sa.Column("interview_push", sa.Text()),
        sa.Column("interview_pull", sa.Text()),
    )
    _index_current_versions()


def _index_current_versions() -> None:
    current = sa.text("is_current")
    for name, column, unique in (
        ("one_current_version", "episode_id", True),
        ("current_by_day", "started_on", False),
    ):
        op.create_index(
            name,
            "episode_version",
            [column],
            unique=unique,
            sqlite_where=current,
            postgresql_where=current,
        )
