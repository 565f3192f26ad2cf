"""Sign-in links, good for one use, and the sessions that they open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, update

from hotspots.access.grants import Grant, principal_of, require_term
from hotspots.access.tables import SESSION, SIGN_IN_LINK
from hotspots.access.tokens import LINK, code_of, new_id, new_token
from hotspots.access.tokens import SESSION as SESSION_PREFIX

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from hotspots.access.records import Principal

# SECURITY 2.2: links at most 7 days; sessions 15 minutes idle, 8 hours in all.
LONGEST_LINK = timedelta(days=7)
IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)


def make_link(
    connection: Connection, grant: Grant, *, valid_until: datetime, now: datetime, pepper: bytes
) -> str:
    """Make a link's token, which is in the answer and nowhere else."""
    require_term(valid_until, now=now, longest=LONGEST_LINK, what="A sign-in link")
    token = new_token(LINK)
    connection.execute(
        insert(SIGN_IN_LINK),
        grant.row()
        | {
            "link_id": new_id(),
            "code": code_of(token, pepper=pepper),
            "created_at": now,
            "valid_until": valid_until,
            "used_at": None,
        },
    )
    return token


def open_session(
    connection: Connection, link_token: str, *, now: datetime, pepper: bytes
) -> str | None:
    """Use the link up and open a session; None if it is unknown, used or over.

    One statement finds the link unused and marks it used, so of two who come at once
    only one gets in.
    """
    code = code_of(link_token, pepper=pepper)
    use = (
        update(SIGN_IN_LINK)
        .where(
            SIGN_IN_LINK.c.code == code,
            SIGN_IN_LINK.c.used_at.is_(None),
            SIGN_IN_LINK.c.valid_until > now,
        )
        .values(used_at=now)
    )
    if connection.execute(use).rowcount != 1:
        return None
    link_id = connection.scalar(select(SIGN_IN_LINK.c.link_id).where(SIGN_IN_LINK.c.code == code))
    _sweep(connection, now)
    token = new_token(SESSION_PREFIX)
    connection.execute(
        insert(SESSION),
        {
            "code": code_of(token, pepper=pepper),
            "link_id": link_id,
            "created_at": now,
            "last_seen_at": now,
        },
    )
    return token


def find_session(connection: Connection, code: str) -> Row[Any] | None:
    """The session of this code with what its link entitles to, in force or not."""
    query = (
        select(
            SESSION,
            SIGN_IN_LINK.c.name,
            SIGN_IN_LINK.c.audience,
            SIGN_IN_LINK.c.areas,
        )
        .join(SIGN_IN_LINK, SIGN_IN_LINK.c.link_id == SESSION.c.link_id)
        .where(SESSION.c.code == code)
    )
    return connection.execute(query).first()


def in_force(row: Row[Any], *, now: datetime) -> bool:
    """Whether a session is still good: not idle and not open too long."""
    return bool(now < row.last_seen_at + IDLE and now < row.created_at + ABSOLUTE)


def see(connection: Connection, row: Row[Any], *, now: datetime) -> Principal | None:
    """Note that the session was used; None if it ended since it was looked up."""
    # A clock that was set back must not shorten anybody's session.
    seen = max(now, row.last_seen_at)
    statement = update(SESSION).where(SESSION.c.code == row.code).values(last_seen_at=seen)
    if connection.execute(statement).rowcount != 1:
        return None
    return principal_of(row, row.link_id, "session")


def close_session(connection: Connection, code: str) -> None:
    """End a session for good; no matter if there is none."""
    connection.execute(delete(SESSION).where(SESSION.c.code == code))


def _sweep(connection: Connection, now: datetime) -> None:
    """Clear away the sessions that nobody can use any more."""
    over = or_(SESSION.c.last_seen_at <= now - IDLE, SESSION.c.created_at <= now - ABSOLUTE)
    connection.execute(delete(SESSION).where(over))
