"""People who sign in through their organisation, and links that open one release."""

import sqlalchemy as sa
from alembic import op

revision = "access_0004"
down_revision = "access_0003"
branch_labels = None
depends_on = None

_CODE = sa.String(64)
_MOMENT = sa.String(32)


def upgrade() -> None:
    """Make the tables. Sessions are made anew, so everybody signs in again."""
    op.create_table(
        "sign_in_person",
        sa.Column("person_id", sa.String(16), primary_key=True),
        *_grant_columns(),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("signed_in_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("code", _CODE, primary_key=True),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("valid_until", _MOMENT, nullable=False, index=True),
    )
    op.drop_table("sign_in_session")
    op.create_table(
        "sign_in_session",
        sa.Column("code", _CODE, primary_key=True),
        sa.Column("link_id", sa.String(8), sa.ForeignKey("sign_in_link.link_id")),
        sa.Column(
            "person_id", sa.String(16), sa.ForeignKey("sign_in_person.person_id"), index=True
        ),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_seen_at", _MOMENT, nullable=False, index=True),
        sa.CheckConstraint(
            "(link_id IS NULL) <> (person_id IS NULL)", name="sign_in_session_is_of_one_origin"
        ),
    )
    _make_shares()


def downgrade() -> None:
    """Drop the tables; share links and organisations' sessions are over, everybody signs in."""
    for table in ("share_visit", "share_link", "sign_in_session", "sign_in_attempt"):
        op.drop_table(table)
    op.drop_table("sign_in_person")
    op.create_table(
        "sign_in_session",
        sa.Column("code", _CODE, primary_key=True),
        sa.Column("link_id", sa.String(8), sa.ForeignKey("sign_in_link.link_id"), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_seen_at", _MOMENT, nullable=False, index=True),
    )


def _make_shares() -> None:
    op.create_table(
        "share_link",
        sa.Column("share_id", sa.String(8), primary_key=True),
        sa.Column("code", _CODE, nullable=False),
        *_grant_columns(),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("valid_until", _MOMENT, nullable=False),
        sa.Column("most_views", sa.Integer(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("revoked_at", _MOMENT),
    )
    op.create_table(
        "share_visit",
        sa.Column("code", _CODE, primary_key=True),
        sa.Column("share_id", sa.String(8), sa.ForeignKey("share_link.share_id"), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False, index=True),
    )


def _grant_columns() -> list[sa.Column[str]]:
    return [
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
    ]
