"""Keys, sign-in links, sessions, and the audit trail with its head."""

import sqlalchemy as sa
from alembic import op

revision = "access_0001"
down_revision = None
branch_labels = None
depends_on = None

_CODE = sa.String(64)
_MOMENT = sa.String(32)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_key",
        sa.Column("key_id", sa.String(8), primary_key=True),
        sa.Column("code", _CODE, nullable=False),
        *_grant_columns(),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("link_id", sa.String(8), primary_key=True),
        sa.Column("code", _CODE, nullable=False, unique=True),
        *_grant_columns(),
        sa.Column("valid_until", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("code", _CODE, primary_key=True),
        sa.Column("link_id", sa.String(8), sa.ForeignKey("sign_in_link.link_id"), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_seen_at", _MOMENT, nullable=False, index=True),
    )
    _make_trail()


def downgrade() -> None:
    """Drop the tables, with every key and the trail."""
    for table in ("audit_head", "audit_event", "sign_in_session", "sign_in_link", "api_key"):
        op.drop_table(table)


def _grant_columns() -> list[sa.Column[str]]:
    return [
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
    ]


def _make_trail() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("principal_id", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("previous_code", _CODE, nullable=False),
        sa.Column("code", _CODE, nullable=False),
    )
    op.create_table(
        "audit_head",
        sa.Column("head", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("event_code", _CODE, nullable=False),
        sa.Column("code", _CODE, nullable=False),
        sa.CheckConstraint("head = 1", name="audit_head_is_one_row"),
    )
